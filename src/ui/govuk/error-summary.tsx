import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { isPresent } from './options.ts';

export interface ErrorSummaryProps {
  title?: ComponentChildren;
  description?: ComponentChildren;
  errorList?: readonly { href?: string | undefined; text?: ComponentChildren; attributes?: Attributes | undefined }[] | undefined;
  disableAutoFocus?: boolean | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export function ErrorSummary({ title, description, errorList, disableAutoFocus, classes: more, attributes }: ErrorSummaryProps) {
  const errors = errorList ?? [];
  return (
    <div class={classes('govuk-error-summary', more)} data-disable-auto-focus={disableAutoFocus} {...attributes} data-module="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{title}</h2>
        <div class="govuk-error-summary__body">
          {isPresent(description) ? <p>{description}</p> : null}
          {errors.length === 0 ? null : (
            <ul class="govuk-list govuk-error-summary__list">
              {errors.map((error, place) => (
                <li key={place}>{error.href === undefined || error.href === '' ? error.text : <a href={error.href} {...error.attributes}>{error.text}</a>}</li>
              ))}
            </ul>
          )}
        </div>
      </div>
    </div>
  );
}
