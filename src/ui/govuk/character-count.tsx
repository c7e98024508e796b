import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { fieldId } from './field.tsx';
import { Hint } from './hint.tsx';
import { i18n } from './options.ts';
import { Textarea, type TextareaProps } from './textarea.tsx';

type Plurals = Readonly<Record<string, string>>;

export interface CharacterCountProps extends TextareaProps {
  maxlength?: number | string | undefined;
  maxwords?: number | string | undefined;
  /** Per cent of the limit after which the count shows. */
  threshold?: number | string | undefined;
  countType?: 'words' | 'characters' | undefined;
  countMessage?: { classes?: string | undefined } | undefined;
  textareaDescriptionText?: string | undefined;
  charactersUnderLimitText?: Plurals | undefined;
  charactersAtLimitText?: string | undefined;
  charactersOverLimitText?: Plurals | undefined;
  wordsUnderLimitText?: Plurals | undefined;
  wordsAtLimitText?: string | undefined;
  wordsOverLimitText?: Plurals | undefined;
}

function countAttributes(field: CharacterCountProps, countType: string | undefined, limit: number | string | undefined): Attributes {
  return {
    'data-module': 'govuk-character-count',
    'data-maxlength': field.maxlength,
    'data-maxwords': field.maxwords,
    'data-threshold': field.threshold,
    'data-count-type': countType,
    ...(limit === undefined && field.textareaDescriptionText !== undefined ? i18n('textarea-description', { other: field.textareaDescriptionText }) : {}),
    ...i18n('characters-under-limit', field.charactersUnderLimitText),
    ...i18n('characters-at-limit', field.charactersAtLimitText),
    ...i18n('characters-over-limit', field.charactersOverLimitText),
    ...i18n('words-under-limit', field.wordsUnderLimitText),
    ...i18n('words-at-limit', field.wordsAtLimitText),
    ...i18n('words-over-limit', field.wordsOverLimitText),
    ...field.formGroup?.attributes,
  };
}

/** A textarea that says how much may be written; with script, how much is left. */
export function CharacterCount(field: CharacterCountProps) {
  const id = fieldId(field);
  const limit = field.maxwords ?? field.maxlength;
  const countType = field.countType ?? (field.maxwords === undefined ? undefined : 'words');
  const words = field.textareaDescriptionText ?? `You can enter up to %{count} ${countType === 'words' ? 'words' : 'characters'}`;
  return (
    <Textarea
      id={id}
      name={field.name}
      label={field.label}
      hint={field.hint}
      errorMessage={field.errorMessage}
      describedBy={`${id}-info`}
      rows={field.rows}
      spellcheck={field.spellcheck}
      value={field.value}
      classes={classes('govuk-js-character-count', field.classes)}
      attributes={field.attributes}
      formGroup={{
        classes: classes('govuk-character-count', field.formGroup?.classes),
        attributes: countAttributes(field, countType, limit),
        beforeInput: field.formGroup?.beforeInput,
        afterInput: (
          <>
            <Hint id={`${id}-info`} classes={classes('govuk-character-count__message', field.countMessage?.classes)} text={limit === undefined ? undefined : words.replaceAll('%{count}', String(limit))} />
            {field.formGroup?.afterInput}
          </>
        ),
      }}
    />
  );
}
