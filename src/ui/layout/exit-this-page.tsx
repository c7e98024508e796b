export interface ExitOption {
  /** A harmless page on another site. */
  href: string;
  label?: string | undefined;
  /** What a screen reader adds, for example "at once and open a weather page". */
  hint?: string | undefined;
}

/** Leave at once: top right on a desk, under the thumb on a phone. Pressing Shift three times does the same. */
export function ExitThisPage({ href, label, hint }: ExitOption) {
  return (
    <div class="hub-exit" data-module="govuk-exit-this-page">
      <a class="govuk-button govuk-button--warning govuk-exit-this-page__button" href={href} rel="nofollow noreferrer">
        {label ?? 'Exit this page'}
        <span class="govuk-visually-hidden"> {hint ?? 'at once and open another site'}</span>
      </a>
    </div>
  );
}
