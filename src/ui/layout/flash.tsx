import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';

export interface Flash {
  kind: 'done' | 'problem';
  text: ComponentChildren;
}

/** What has just happened, said once, at the top of the next page. */
export function FlashNotice({ kind, text }: Flash) {
  return (
    <div class={classes('hub-flash', kind === 'problem' && 'hub-flash--problem')} role="alert" tabindex={-1} data-flash="">
      <p><b>{kind === 'done' ? 'Done. ' : 'Not done. '}</b>{text}</p>
    </div>
  );
}
