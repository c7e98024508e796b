import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { HintAndError, isWrong } from './field.tsx';
import { Fieldset, type FieldsetOptions } from './fieldset.tsx';
import { Hint } from './hint.tsx';
import { Label } from './label.tsx';
import { asOptions, type ErrorOptions, idList, type InputsGroupOptions, isPresent, isThere, type Maybe, type TextOptions, type Words } from './options.ts';

/** One radio or checkbox. */
export interface ChoiceItem {
  value?: string | number | undefined;
  text?: ComponentChildren;
  id?: string | undefined;
  name?: string | undefined;
  hint?: Words<TextOptions> | undefined;
  label?: { classes?: string | undefined; attributes?: Attributes | undefined } | undefined;
  checked?: boolean | undefined;
  disabled?: boolean | undefined;
  /** What opens when it is chosen; without script it is always there. */
  conditional?: ComponentChildren;
  /** Of checkboxes: "exclusive" clears the others. */
  behaviour?: 'exclusive' | undefined;
  attributes?: Attributes | undefined;
}

/** A word between choices: "or". */
export interface ChoiceDivider {
  divider: string;
}

export interface ChoicesOptions {
  name: string;
  /** The name, unless given. */
  idPrefix?: string | undefined;
  items: readonly Maybe<ChoiceItem | ChoiceDivider>[];
  fieldset?: FieldsetOptions | undefined;
  hint?: Words<TextOptions> | undefined;
  errorMessage?: Words<ErrorOptions> | undefined;
  formGroup?: InputsGroupOptions | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

interface ChoicesProps {
  kind: 'radios' | 'checkboxes';
  options: ChoicesOptions;
  describedBy: string | undefined;
  isChecked: (item: ChoiceItem) => boolean;
}

function isDivider(item: ChoiceItem | ChoiceDivider): item is ChoiceDivider {
  return 'divider' in item && item.divider !== '';
}

interface ChoiceProps {
  kind: 'radios' | 'checkboxes';
  item: ChoiceItem;
  id: string;
  name: string;
  checked: boolean;
  describedBy: string | undefined;
}

function Choice({ kind, item, id, name, checked, describedBy }: ChoiceProps) {
  const base = `govuk-${kind}`;
  const hint = asOptions<TextOptions>(item.hint);
  const hasHint = hint !== undefined && isPresent(hint.text);
  const conditional = isPresent(item.conditional);
  const attributes: Attributes = {
    type: kind === 'radios' ? 'radio' : 'checkbox',
    'data-aria-controls': conditional ? `conditional-${id}` : undefined,
    'data-behaviour': item.behaviour,
    'aria-describedby': idList(describedBy, hasHint && `${id}-item-hint`),
    ...item.attributes,
  };
  return (
    <>
      <div class={`${base}__item`}>
        <input class={`${base}__input`} id={id} name={name} value={item.value ?? ''} checked={checked} disabled={item.disabled === true} {...attributes} />
        <Label text={item.text} classes={classes(`${base}__label`, item.label?.classes)} attributes={item.label?.attributes} for={id} />
        {hasHint ? <Hint id={`${id}-item-hint`} classes={classes(`${base}__hint`, hint.classes)} attributes={hint.attributes} text={hint.text} /> : null}
      </div>
      {conditional ? <div class={classes(`${base}__conditional`, !checked && `${base}__conditional--hidden`)} id={`conditional-${id}`}>{item.conditional}</div> : null}
    </>
  );
}

/** Radios and checkboxes share all but the mark. */
export function Choices({ kind, options, describedBy, isChecked }: ChoicesProps) {
  const base = `govuk-${kind}`;
  const prefix = options.idPrefix === undefined || options.idPrefix === '' ? options.name : options.idPrefix;
  const described = idList(
    describedBy,
    asOptions<TextOptions>(options.hint) !== undefined && `${prefix}-hint`,
    isWrong(options) && `${prefix}-error`,
  );
  const inside = (
    <>
      <HintAndError id={prefix} hint={options.hint} errorMessage={options.errorMessage} />
      <div class={classes(base, options.classes)} {...options.attributes} data-module={base}>
        {options.formGroup?.beforeInputs}
        {options.items.map((item, place) => {
          if (!isThere(item)) return null;
          if (isDivider(item)) return <div key={place} class={`${base}__divider`}>{item.divider}</div>;
          const id = item.id ?? (place === 0 ? prefix : `${prefix}-${place + 1}`);
          return (
            <Choice
              key={place}
              kind={kind}
              item={item}
              id={id}
              name={kind === 'checkboxes' ? item.name ?? options.name : options.name}
              checked={isChecked(item)}
              describedBy={kind === 'checkboxes' && options.fieldset === undefined ? described : undefined}
            />
          );
        })}
        {options.formGroup?.afterInputs}
      </div>
    </>
  );
  return (
    <div class={classes('govuk-form-group', isWrong(options) && 'govuk-form-group--error', options.formGroup?.classes)} {...options.formGroup?.attributes}>
      {options.fieldset === undefined ? inside : <Fieldset {...options.fieldset} describedBy={described}>{inside}</Fieldset>}
    </div>
  );
}
