import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { describedBy, FieldGroup, fieldId, type FieldOptions, isWrong } from './field.tsx';
import { asOptions, isPresent, type TextOptions, type Words } from './options.ts';

export interface InputProps extends FieldOptions {
  type?: string | undefined;
  value?: string | number | undefined;
  inputmode?: string | undefined;
  autocomplete?: string | undefined;
  autocapitalize?: string | undefined;
  pattern?: string | undefined;
  spellcheck?: boolean | undefined;
  prefix?: Words<TextOptions> | undefined;
  suffix?: Words<TextOptions> | undefined;
  inputWrapper?: { classes?: string | undefined; attributes?: Attributes | undefined } | undefined;
  attributes?: Attributes | undefined;
}

function Affix({ affix, kind }: { affix: TextOptions | undefined; kind: 'prefix' | 'suffix' }) {
  if (affix === undefined || !isPresent(affix.text)) return null;
  return <div class={classes(`govuk-input__${kind}`, affix.classes)} aria-hidden="true" {...affix.attributes}>{affix.text}</div>;
}

function Control({ field }: { field: InputProps }) {
  const attributes: Attributes = {
    type: field.type === undefined || field.type === '' ? 'text' : field.type,
    spellcheck: field.spellcheck,
    value: field.value,
    disabled: field.disabled === true ? true : undefined,
    'aria-describedby': describedBy(field),
    autocomplete: field.autocomplete,
    autocapitalize: field.autocapitalize,
    pattern: field.pattern,
    inputmode: field.inputmode,
    ...field.attributes,
  };
  return <input class={classes('govuk-input', field.classes, isWrong(field) && 'govuk-input--error')} id={fieldId(field)} name={field.name} {...attributes} />;
}

export function Input(field: InputProps) {
  const prefix = asOptions<TextOptions>(field.prefix);
  const suffix = asOptions<TextOptions>(field.suffix);
  const { beforeInput, afterInput } = field.formGroup ?? {};
  const wrapped = isPresent(prefix?.text) || isPresent(suffix?.text) || isPresent(beforeInput) || isPresent(afterInput);
  const control = <Control field={field} />;
  return (
    <FieldGroup field={field}>
      {wrapped
        ? (
          <div class={classes('govuk-input__wrapper', field.inputWrapper?.classes)} {...field.inputWrapper?.attributes}>
            {beforeInput}
            <Affix affix={prefix} kind="prefix" />
            {control}
            <Affix affix={suffix} kind="suffix" />
            {afterInput}
          </div>
        )
        : control}
    </FieldGroup>
  );
}
