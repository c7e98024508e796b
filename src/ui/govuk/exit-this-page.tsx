import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { Button } from './button.tsx';
import { isPresent } from './options.ts';

export interface ExitThisPageButtonProps {
  id?: string | undefined;
  text?: ComponentChildren;
  redirectUrl?: string | undefined;
  activatedText?: string | undefined;
  timedOutText?: string | undefined;
  pressTwoMoreTimesText?: string | undefined;
  pressOneMoreTimeText?: string | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

/** GOV.UK's own button; our pages use the hub's `ExitThisPage`, which stays in reach while the page scrolls. */
export function ExitThisPageButton(exit: ExitThisPageButtonProps) {
  const words: Attributes = {
    'data-i18n.activated': exit.activatedText,
    'data-i18n.timed-out': exit.timedOutText,
    'data-i18n.press-two-more-times': exit.pressTwoMoreTimesText,
    'data-i18n.press-one-more-time': exit.pressOneMoreTimeText,
  };
  return (
    <div id={exit.id} class={classes('govuk-exit-this-page', exit.classes)} data-module="govuk-exit-this-page" {...exit.attributes} {...words}>
      <Button
        classes="govuk-button--warning govuk-exit-this-page__button govuk-js-exit-this-page-button"
        href={exit.redirectUrl === undefined || exit.redirectUrl === '' ? 'https://www.bbc.co.uk/weather' : exit.redirectUrl}
        attributes={{ rel: 'nofollow noreferrer' }}
      >
        {isPresent(exit.text) ? exit.text : <><span class="govuk-visually-hidden">Emergency</span> Exit this page</>}
      </Button>
    </div>
  );
}
