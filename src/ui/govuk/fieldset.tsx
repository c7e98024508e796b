import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { asOptions, isPresent, type LabelOptions, type Words } from './options.ts';

export interface FieldsetOptions {
  legend?: Words<LabelOptions> | undefined;
  classes?: string | undefined;
  role?: 'group' | undefined;
  describedBy?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface FieldsetProps extends FieldsetOptions {
  children?: ComponentChildren;
}

function Legend({ legend }: { legend: LabelOptions }) {
  return (
    <legend class={classes('govuk-fieldset__legend', legend.classes)}>
      {legend.isPageHeading === true ? <h1 class="govuk-fieldset__heading">{legend.text}</h1> : legend.text}
    </legend>
  );
}

export function Fieldset({ legend, classes: more, role, describedBy, attributes, children }: FieldsetProps) {
  const words = asOptions<LabelOptions>(legend);
  return (
    <fieldset class={classes('govuk-fieldset', more)} role={role} aria-describedby={describedBy === '' ? undefined : describedBy} {...attributes}>
      {words !== undefined && isPresent(words.text) ? <Legend legend={words} /> : null}
      {children}
    </fieldset>
  );
}
