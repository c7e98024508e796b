import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { describedBy, FieldGroup, fieldId, type FieldOptions, isWrong } from './field.tsx';
import { isThere, type Maybe } from './options.ts';

export interface SelectItem {
  /** The text, unless given. */
  value?: string | number | boolean | undefined;
  text?: string | number | undefined;
  selected?: boolean | undefined;
  disabled?: boolean | undefined;
  attributes?: Attributes | undefined;
}

export interface SelectProps extends FieldOptions {
  items?: readonly Maybe<SelectItem>[] | undefined;
  value?: string | number | undefined;
  attributes?: Attributes | undefined;
}

function isSelected(item: SelectItem, value: string | number | undefined): boolean {
  if (item.selected === true) return true;
  if (value === undefined || value === '' || item.selected === false) return false;
  return String(item.value ?? item.text) === String(value);
}

export function Select(field: SelectProps) {
  return (
    <FieldGroup field={field}>
      {field.formGroup?.beforeInput}
      <select
        class={classes('govuk-select', field.classes, isWrong(field) && 'govuk-select--error')}
        id={fieldId(field)}
        name={field.name}
        disabled={field.disabled === true}
        aria-describedby={describedBy(field)}
        {...field.attributes}
      >
        {(field.items ?? []).filter(isThere).map((item, place) => (
          <option key={place} value={item.value === undefined ? undefined : String(item.value)} selected={isSelected(item, field.value)} disabled={item.disabled === true} {...item.attributes}>{item.text}</option>
        ))}
      </select>
      {field.formGroup?.afterInput}
    </FieldGroup>
  );
}
