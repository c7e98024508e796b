import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { isPresent, isThere, type Maybe } from './options.ts';

export interface ServiceNavigationItem {
  text?: ComponentChildren;
  href?: string | undefined;
  current?: boolean | undefined;
  active?: boolean | undefined;
  attributes?: Attributes | undefined;
}

export interface ServiceNavigationProps {
  serviceName?: string | undefined;
  serviceUrl?: string | undefined;
  navigation?: readonly Maybe<ServiceNavigationItem>[] | undefined;
  navigationId?: string | undefined;
  navigationLabel?: string | undefined;
  navigationClasses?: string | undefined;
  menuButtonText?: string | undefined;
  menuButtonLabel?: string | undefined;
  collapseNavigationOnMobile?: boolean | undefined;
  ariaLabel?: string | undefined;
  slots?: { start?: ComponentChildren; end?: ComponentChildren; endInline?: boolean | undefined; navigationStart?: ComponentChildren; navigationEnd?: ComponentChildren } | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

function NavigationItem({ item }: { item: ServiceNavigationItem }) {
  const here = item.active === true || item.current === true;
  const current = here ? (item.current === true ? 'page' : 'true') : undefined;
  const words = here ? <strong class="govuk-service-navigation__active-fallback">{item.text}</strong> : item.text;
  const link = item.href !== undefined && item.href !== ''
    ? <a class="govuk-service-navigation__link" href={item.href} aria-current={current} {...item.attributes}>{words}</a>
    : isPresent(item.text) ? <span class="govuk-service-navigation__text" aria-current={current}>{words}</span> : null;
  return <li class={classes('govuk-service-navigation__item', here && 'govuk-service-navigation__item--active')}>{link}</li>;
}

function ServiceName({ name, url }: { name: string; url: string | undefined }) {
  return (
    <span class="govuk-service-navigation__service-name">
      {url === undefined || url === ''
        ? <span class="govuk-service-navigation__text">{name}</span>
        : <a href={url} class="govuk-service-navigation__link">{name}</a>}
    </span>
  );
}

function Menu({ props, items }: { props: ServiceNavigationProps; items: readonly ServiceNavigationItem[] }) {
  const { slots } = props;
  const buttonText = isPresent(props.menuButtonText) ? props.menuButtonText : 'Menu';
  const id = isPresent(props.navigationId) ? props.navigationId : 'navigation';
  const collapses = props.collapseNavigationOnMobile ?? items.length > 1;
  const label = isPresent(props.menuButtonLabel) && props.menuButtonLabel !== buttonText ? props.menuButtonLabel : undefined;
  return (
    <nav aria-label={isPresent(props.navigationLabel) ? props.navigationLabel : buttonText} class={classes('govuk-service-navigation__wrapper', props.navigationClasses)}>
      {collapses
        ? <button type="button" class="govuk-service-navigation__toggle govuk-js-service-navigation-toggle" aria-controls={id} aria-label={label} hidden aria-hidden="true">{buttonText}</button>
        : null}
      <ul class="govuk-service-navigation__list" id={id}>
        {slots?.navigationStart}
        {items.map((item, place) => <NavigationItem key={place} item={item} />)}
        {slots?.navigationEnd}
      </ul>
    </nav>
  );
}

export function ServiceNavigation(props: ServiceNavigationProps) {
  const { serviceName, slots } = props;
  const items = (props.navigation ?? []).filter(isThere);
  const hasMenu = items.length > 0 || isPresent(slots?.navigationStart) || isPresent(slots?.navigationEnd);
  const className = classes('govuk-service-navigation', props.classes);
  const inside = (
    <div class={classes('govuk-width-container', slots?.endInline === true && 'govuk-service-navigation__inlining-container')}>
      {slots?.start}
      <div class="govuk-service-navigation__container">
        {isPresent(serviceName) && serviceName !== undefined ? <ServiceName name={serviceName} url={props.serviceUrl} /> : null}
        {hasMenu ? <Menu props={props} items={items} /> : null}
      </div>
      {slots?.end}
    </div>
  );
  // With a service name it is a landmark of its own; without, the nav inside is enough.
  if (isPresent(serviceName) || isPresent(slots?.start) || isPresent(slots?.end)) {
    return <section aria-label={props.ariaLabel ?? 'Service information'} class={className} data-module="govuk-service-navigation" {...props.attributes}>{inside}</section>;
  }
  return <div class={className} data-module="govuk-service-navigation" {...props.attributes}>{inside}</div>;
}
