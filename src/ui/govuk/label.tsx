import { classes } from '../class-names.ts';
import { isPresent, type LabelOptions } from './options.ts';

export interface LabelProps extends LabelOptions {
  for?: string | undefined;
}

export function Label({ text, classes: more, attributes, isPageHeading, for: control }: LabelProps) {
  if (!isPresent(text)) return null;
  const label = <label class={classes('govuk-label', more)} {...attributes} for={control}>{text}</label>;
  return isPageHeading === true ? <h1 class="govuk-label-wrapper">{label}</h1> : label;
}
