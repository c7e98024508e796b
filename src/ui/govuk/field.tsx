import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';
import { ErrorMessage } from './error-message.tsx';
import { Hint } from './hint.tsx';
import { Label } from './label.tsx';
import { asOptions, type ErrorOptions, type FormGroupOptions, idList, type LabelOptions, type TextOptions, type Words } from './options.ts';

/** What every single field has: a name, a label, perhaps a hint and what is wrong. */
export interface FieldOptions {
  name: string;
  /** The name, unless given. */
  id?: string | undefined;
  label?: Words<LabelOptions> | undefined;
  hint?: Words<TextOptions> | undefined;
  errorMessage?: Words<ErrorOptions> | undefined;
  describedBy?: string | undefined;
  formGroup?: FormGroupOptions | undefined;
  classes?: string | undefined;
  disabled?: boolean | undefined;
}

export function fieldId({ id, name }: { id?: string | undefined; name: string }): string {
  return id === undefined || id === '' ? name : id;
}

export function isWrong({ errorMessage }: { errorMessage?: Words<ErrorOptions> | undefined }): boolean {
  return asOptions<ErrorOptions>(errorMessage) !== undefined;
}

/** The ids that describe a field: what was given, its hint, its error. */
export function describedBy(field: FieldOptions): string | undefined {
  const id = fieldId(field);
  return idList(field.describedBy, asOptions<TextOptions>(field.hint) !== undefined && `${id}-hint`, isWrong(field) && `${id}-error`);
}

/** Hint and error above a control. */
export function HintAndError({ id, hint, errorMessage }: { id: string; hint?: Words<TextOptions> | undefined; errorMessage?: Words<ErrorOptions> | undefined }) {
  const hintWords = asOptions<TextOptions>(hint);
  const errorWords = asOptions<ErrorOptions>(errorMessage);
  return (
    <>
      {hintWords === undefined ? null : <Hint {...hintWords} id={`${id}-hint`} />}
      {errorWords === undefined ? null : <ErrorMessage {...errorWords} id={`${id}-error`} />}
    </>
  );
}

/** The group around a control: label, hint, error. */
export function FieldGroup({ field, children }: { field: FieldOptions; children: ComponentChildren }) {
  const id = fieldId(field);
  const label = asOptions<LabelOptions>(field.label);
  return (
    <div class={classes('govuk-form-group', isWrong(field) && 'govuk-form-group--error', field.formGroup?.classes)} {...field.formGroup?.attributes}>
      {label === undefined ? null : <Label {...label} for={id} />}
      <HintAndError id={id} hint={field.hint} errorMessage={field.errorMessage} />
      {children}
    </div>
  );
}
