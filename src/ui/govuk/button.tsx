import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';

export interface ButtonProps {
  text?: ComponentChildren;
  /** In place of `text`. */
  children?: ComponentChildren;
  /** A link that looks like a button. */
  href?: string | undefined;
  type?: 'submit' | 'button' | 'reset' | undefined;
  name?: string | undefined;
  value?: string | number | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  classes?: string | undefined;
  isStartButton?: boolean | undefined;
  preventDoubleClick?: boolean | undefined;
  attributes?: Attributes | undefined;
}

function StartIcon() {
  return (
    <svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false">
      <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
    </svg>
  );
}

export function Button(button: ButtonProps) {
  const className = classes('govuk-button', button.classes, button.isStartButton === true && 'govuk-button--start');
  const content = button.children ?? button.text;
  // A start button is a flex box, which drops the space between elements: markup in it stands in one element.
  const inside = button.isStartButton === true && typeof content !== 'string' ? <span>{content}</span> : content;
  const icon = button.isStartButton === true ? <StartIcon /> : null;
  if (button.href !== undefined && button.href !== '') {
    return <a href={button.href} role="button" draggable={false} class={className} data-module="govuk-button" {...button.attributes} id={button.id}>{inside}{icon}</a>;
  }
  return (
    <button
      type={button.type ?? 'submit'}
      value={button.value}
      name={button.name}
      disabled={button.disabled === true}
      aria-disabled={button.disabled === true ? 'true' : undefined}
      data-prevent-double-click={button.preventDoubleClick}
      class={className}
      data-module="govuk-button"
      {...button.attributes}
      id={button.id}
    >
      {inside}
      {icon}
    </button>
  );
}
