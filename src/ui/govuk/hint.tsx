import { classes } from '../class-names.ts';
import type { TextOptions } from './options.ts';

export interface HintProps extends TextOptions {
  id?: string | undefined;
}

export function Hint({ id, text, classes: more, attributes }: HintProps) {
  return <div id={id} class={classes('govuk-hint', more)} {...attributes}>{text}</div>;
}
