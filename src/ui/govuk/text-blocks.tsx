import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';

interface BlockProps {
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface BackLinkProps extends BlockProps {
  href?: string | undefined;
  text?: ComponentChildren;
}

export function BackLink({ href, text, classes: more, attributes }: BackLinkProps) {
  return <a href={href === undefined || href === '' ? '#' : href} class={classes('govuk-back-link', more)} {...attributes}>{text ?? 'Back'}</a>;
}

export interface SkipLinkProps extends BlockProps {
  href?: string | undefined;
  text?: ComponentChildren;
}

export function SkipLink({ href, text, classes: more, attributes }: SkipLinkProps) {
  return <a href={href === undefined || href === '' ? '#content' : href} class={classes('govuk-skip-link', more)} {...attributes} data-module="govuk-skip-link">{text}</a>;
}

export interface InsetTextProps extends BlockProps {
  id?: string | undefined;
  children?: ComponentChildren;
}

export function InsetText({ id, children, classes: more, attributes }: InsetTextProps) {
  return <div id={id} class={classes('govuk-inset-text', more)} {...attributes}>{children}</div>;
}

export interface TagProps extends BlockProps {
  text?: ComponentChildren;
}

export function Tag({ text, classes: more, attributes }: TagProps) {
  return <strong class={classes('govuk-tag', more)} {...attributes}>{text}</strong>;
}

export interface WarningTextProps extends BlockProps {
  text?: ComponentChildren;
  iconFallbackText?: string | undefined;
}

export function WarningText({ text, iconFallbackText, classes: more, attributes }: WarningTextProps) {
  return (
    <div class={classes('govuk-warning-text', more)} {...attributes}>
      <span class="govuk-warning-text__icon" aria-hidden="true">!</span>
      <strong class="govuk-warning-text__text">
        <span class="govuk-visually-hidden">{iconFallbackText ?? 'Warning'}</span> {text}
      </strong>
    </div>
  );
}

export interface DetailsProps extends BlockProps {
  id?: string | undefined;
  summary: ComponentChildren;
  open?: boolean | undefined;
  children?: ComponentChildren;
}

export function Details({ id, summary, open, children, classes: more, attributes }: DetailsProps) {
  return (
    <details id={id} class={classes('govuk-details', more)} {...attributes} open={open === true}>
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{summary}</span></summary>
      <div class="govuk-details__text">{children}</div>
    </details>
  );
}

export interface PhaseBannerProps extends BlockProps {
  tag?: TagProps | undefined;
  text?: ComponentChildren;
}

export function PhaseBanner({ tag, text, classes: more, attributes }: PhaseBannerProps) {
  return (
    <div class={classes('govuk-phase-banner govuk-width-container', more)} {...attributes}>
      <p class="govuk-phase-banner__content">
        <Tag text={tag?.text} classes={classes('govuk-phase-banner__content__tag', tag?.classes)} />
        <span class="govuk-phase-banner__text">{text}</span>
      </p>
    </div>
  );
}
