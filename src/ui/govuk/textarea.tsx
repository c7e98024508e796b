import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { describedBy, FieldGroup, fieldId, type FieldOptions, isWrong } from './field.tsx';

export interface TextareaProps extends FieldOptions {
  value?: string | undefined;
  rows?: number | string | undefined;
  spellcheck?: boolean | undefined;
  autocomplete?: string | undefined;
  attributes?: Attributes | undefined;
}

export function Textarea(field: TextareaProps) {
  const rows = field.rows === undefined || field.rows === '' ? 5 : Number(field.rows);
  return (
    <FieldGroup field={field}>
      {field.formGroup?.beforeInput}
      <textarea
        class={classes('govuk-textarea', isWrong(field) && 'govuk-textarea--error', field.classes)}
        id={fieldId(field)}
        name={field.name}
        rows={rows}
        spellcheck={field.spellcheck}
        disabled={field.disabled === true}
        aria-describedby={describedBy(field)}
        autocomplete={field.autocomplete}
        {...field.attributes}
      >
        {field.value}
      </textarea>
      {field.formGroup?.afterInput}
    </FieldGroup>
  );
}
