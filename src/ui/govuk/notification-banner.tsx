import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { Heading, type HeadingLevel } from '../heading.tsx';
import { isPresent } from './options.ts';

export interface NotificationBannerProps {
  /** One line. */
  text?: ComponentChildren;
  /** More than a line, in place of `text`. */
  children?: ComponentChildren;
  title?: ComponentChildren;
  titleHeadingLevel?: HeadingLevel | undefined;
  titleId?: string | undefined;
  type?: string | undefined;
  role?: string | undefined;
  disableAutoFocus?: boolean | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export function NotificationBanner(banner: NotificationBannerProps) {
  const success = banner.type === 'success';
  const titleId = banner.titleId === undefined || banner.titleId === '' ? 'govuk-notification-banner-title' : banner.titleId;
  const roles: Attributes = { role: banner.role ?? (success ? 'alert' : 'region') };
  return (
    <div
      class={classes('govuk-notification-banner', success && 'govuk-notification-banner--success', banner.classes)}
      {...roles}
      aria-labelledby={titleId}
      data-module="govuk-notification-banner"
      data-disable-auto-focus={banner.disableAutoFocus}
      {...banner.attributes}
    >
      <div class="govuk-notification-banner__header">
        <Heading level={banner.titleHeadingLevel ?? 2} class="govuk-notification-banner__title" id={titleId}>
          {isPresent(banner.title) ? banner.title : success ? 'Success' : 'Important'}
        </Heading>
      </div>
      <div class="govuk-notification-banner__content">
        {isPresent(banner.children) ? banner.children : isPresent(banner.text) ? <p class="govuk-notification-banner__heading">{banner.text}</p> : null}
      </div>
    </div>
  );
}
