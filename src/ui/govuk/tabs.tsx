import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { isThere, type Maybe } from './options.ts';

export interface TabItem {
  label: string;
  id?: string | undefined;
  attributes?: Attributes | undefined;
  panel?: { content?: ComponentChildren; attributes?: Attributes | undefined } | undefined;
}

export interface TabsProps {
  id?: string | undefined;
  idPrefix?: string | undefined;
  title?: string | undefined;
  items?: readonly Maybe<TabItem>[] | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export function Tabs({ id, idPrefix, title, items, classes: more, attributes }: TabsProps) {
  // An item that is left out keeps its number, so that ids stay the same when it comes back.
  const tabs = (items ?? []).flatMap((item, place) => isThere(item) ? [{ item, first: place === 0, panelId: item.id ?? `${idPrefix ?? ''}-${place + 1}` }] : []);
  return (
    <div id={id} class={classes('govuk-tabs', more)} {...attributes} data-module="govuk-tabs">
      <h2 class="govuk-tabs__title">{title ?? 'Contents'}</h2>
      {tabs.length === 0 ? null : (
        <ul class="govuk-tabs__list">
          {tabs.map(({ item, first, panelId }) => (
            <li key={panelId} class={classes('govuk-tabs__list-item', first && 'govuk-tabs__list-item--selected')}>
              <a class="govuk-tabs__tab" href={`#${panelId}`} {...item.attributes}>{item.label}</a>
            </li>
          ))}
        </ul>
      )}
      {tabs.map(({ item, first, panelId }) => (
        <div key={panelId} class={classes('govuk-tabs__panel', !first && 'govuk-tabs__panel--hidden')} id={panelId} {...item.panel?.attributes}>
          {typeof item.panel?.content === 'string' ? <p class="govuk-body">{item.panel.content}</p> : item.panel?.content}
        </div>
      ))}
    </div>
  );
}
