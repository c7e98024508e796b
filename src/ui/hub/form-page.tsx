import type { ComponentChildren } from 'preact';
import { HiddenFields } from './action.tsx';
import type { LinkItem } from '../link-item.ts';

/** What is wrong with one field. `href` points at the field: "#place". */
export interface FormError {
  href: string;
  text: string;
}

const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'];

function summaryTitle(errors: readonly FormError[]): string {
  const count = counts[errors.length] ?? String(errors.length);
  return `${count} thing${errors.length === 1 ? '' : 's'} to put right`;
}

/** What has to be put right, each linked to its field. Nothing without errors. */
export function ErrorBox({ errors, title }: { errors: readonly FormError[]; title?: string | undefined }) {
  if (errors.length === 0) return null;
  return (
    <div class="govuk-error-summary" data-module="govuk-error-summary">
      <div role="alert">
        <h2 class="govuk-error-summary__title">{title ?? summaryTitle(errors)}</h2>
        <div class="govuk-error-summary__body">
          <ul class="govuk-list govuk-error-summary__list">
            {errors.map((error) => <li key={error.href + error.text}><a href={error.href}>{error.text}</a></li>)}
          </ul>
        </div>
      </div>
    </div>
  );
}

export interface FormPageProps {
  /** The heading; leave it out where a label or legend is the heading. */
  heading?: ComponentChildren;
  lede?: ComponentChildren;
  errors?: readonly FormError[] | undefined;
  /** Above the heading, under the errors: `Steps`. */
  steps?: ComponentChildren;
  action: string;
  /** Hidden fields, such as the token against forged requests. */
  hidden?: Readonly<Record<string, string>> | undefined;
  /** The form carries files. */
  files?: boolean | undefined;
  submit?: ComponentChildren;
  /** Name and value of the button, where the form has more than one. */
  submitName?: { name: string; value: string } | undefined;
  warning?: boolean | undefined;
  /** Beside the button: a second button or a link back. */
  beside?: ComponentChildren;
  /** Under the button: other ways to answer. */
  otherWays?: readonly LinkItem[] | undefined;
  id?: string | undefined;
  /** The fields. */
  children?: ComponentChildren;
  /** Under the form. */
  after?: ComponentChildren;
}

/** One question, or a few that belong together: errors, heading, fields, button. */
export function FormPage(props: FormPageProps) {
  return (
    <>
      <ErrorBox errors={props.errors ?? []} />
      {props.steps}
      {props.heading === undefined ? null : <h1 class="hub-q__h">{props.heading}</h1>}
      {props.lede === undefined ? null : <p class="hub-lede">{props.lede}</p>}
      <form class="hub-form" id={props.id} action={props.action} method="post" novalidate enctype={props.files === true ? 'multipart/form-data' : undefined}>
        <HiddenFields fields={props.hidden} />
        {props.children}
        <div class="govuk-button-group">
          <button
            class={props.warning === true ? 'govuk-button govuk-button--warning' : 'govuk-button'}
            type="submit"
            name={props.submitName?.name}
            value={props.submitName?.value}
            data-module="govuk-button"
            data-prevent-double-click="true"
          >
            {props.submit ?? 'Continue'}
          </button>
          {props.beside}
        </div>
        {props.otherWays === undefined ? null : <p class="hub-q__alt">{props.otherWays.map((way) => <a key={way.href} href={way.href}>{way.label}</a>)}</p>}
      </form>
      {props.after}
    </>
  );
}
