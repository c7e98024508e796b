import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { Button } from './button.tsx';
import { fieldId, type FieldOptions } from './field.tsx';
import { Input } from './input.tsx';
import { i18n } from './options.ts';

export interface PasswordInputProps extends FieldOptions {
  value?: string | undefined;
  autocomplete?: string | undefined;
  button?: { classes?: string | undefined } | undefined;
  showPasswordText?: string | undefined;
  hidePasswordText?: string | undefined;
  showPasswordAriaLabelText?: string | undefined;
  hidePasswordAriaLabelText?: string | undefined;
  passwordShownAnnouncementText?: string | undefined;
  passwordHiddenAnnouncementText?: string | undefined;
  attributes?: Attributes | undefined;
}

/** A password; with script it can be shown. */
export function PasswordInput(field: PasswordInputProps) {
  const id = fieldId(field);
  const words: Attributes = {
    'data-module': 'govuk-password-input',
    ...i18n('show-password', field.showPasswordText),
    ...i18n('hide-password', field.hidePasswordText),
    ...i18n('show-password-aria-label', field.showPasswordAriaLabelText),
    ...i18n('hide-password-aria-label', field.hidePasswordAriaLabelText),
    ...i18n('password-shown-announcement', field.passwordShownAnnouncementText),
    ...i18n('password-hidden-announcement', field.passwordHiddenAnnouncementText),
    ...field.formGroup?.attributes,
  };
  const toggle = (
    <Button
      type="button"
      classes={classes('govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle', field.button?.classes)}
      text={field.showPasswordText ?? 'Show'}
      attributes={{ 'aria-controls': id, 'aria-label': field.showPasswordAriaLabelText ?? 'Show password', hidden: true }}
    />
  );
  return (
    <Input
      id={id}
      name={field.name}
      type="password"
      label={field.label}
      hint={field.hint}
      errorMessage={field.errorMessage}
      describedBy={field.describedBy}
      disabled={field.disabled}
      value={field.value}
      spellcheck={false}
      autocapitalize="none"
      autocomplete={field.autocomplete ?? 'current-password'}
      classes={classes('govuk-password-input__input govuk-js-password-input-input', field.classes)}
      attributes={field.attributes}
      inputWrapper={{ classes: 'govuk-password-input__wrapper' }}
      formGroup={{
        classes: classes('govuk-password-input', field.formGroup?.classes),
        attributes: words,
        beforeInput: field.formGroup?.beforeInput,
        afterInput: <>{toggle}{field.formGroup?.afterInput}</>,
      }}
    />
  );
}
