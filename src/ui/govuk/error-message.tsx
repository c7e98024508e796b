import { classes } from '../class-names.ts';
import type { ErrorOptions } from './options.ts';

export interface ErrorMessageProps extends ErrorOptions {
  id?: string | undefined;
}

export function ErrorMessage({ id, text, classes: more, attributes, visuallyHiddenText = 'Error' }: ErrorMessageProps) {
  return (
    <p id={id} class={classes('govuk-error-message', more)} {...attributes}>
      {visuallyHiddenText === '' ? null : <><span class="govuk-visually-hidden">{visuallyHiddenText}:</span>{' '}</>}
      {text}
    </p>
  );
}
