import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import type { CountedLink } from '../link-item.ts';
import { HiddenFields } from './action.tsx';

function counted(link: CountedLink): ComponentChildren {
  return link.count === undefined ? link.label : <>{link.label} <span>{link.count}</span></>;
}

/** Jumps to the parts of one long page, or between sister pages. Nothing is hidden behind them. */
export function PageTabs({ label, links, sticky }: { label: string; links: readonly CountedLink[]; sticky?: boolean | undefined }) {
  const tabs = (
    <nav class="hub-tabs" aria-label={label}>
      {links.map((link) => <a key={link.href} href={link.href} aria-current={link.current === true ? 'page' : undefined}>{counted(link)}</a>)}
    </nav>
  );
  return sticky === true ? <div class="hub-jump">{tabs}</div> : tabs;
}

/** Filters as links: the choice is in the address. */
export function Chips({ label, links }: { label: string; links: readonly CountedLink[] }) {
  return (
    <nav class="hub-chips hub-tlfilter" aria-label={label}>
      {links.map((link, place) => (
        <a key={place} href={link.href} aria-current={link.current === true ? 'true' : undefined}>
          {link.label}{link.count === undefined ? null : <> {link.count}</>}
        </a>
      ))}
    </nav>
  );
}

export type FilterField =
  | { kind: 'select'; name: string; label: string; value: string; options: readonly { value: string; label: string }[] }
  | { kind: 'text' | 'date' | 'search'; name: string; label: string; value: string };

export interface FilterBarProps {
  action: string;
  fields: readonly FilterField[];
  submit?: string | undefined;
  /** Save this list, export. */
  links?: readonly CountedLink[] | undefined;
  hidden?: Readonly<Record<string, string>> | undefined;
  children?: ComponentChildren;
}

function typed(type: 'text' | 'date' | 'search'): Attributes {
  return { type };
}

function Field({ field }: { field: FilterField }) {
  const id = `filter-${field.name}`;
  return (
    <div>
      <label for={id}>{field.label}</label>
      {field.kind === 'select'
        ? (
          <select class="govuk-select" id={id} name={field.name}>
            {field.options.map((option) => <option key={option.value} value={option.value} selected={option.value === field.value}>{option.label}</option>)}
          </select>
        )
        : <input class="govuk-input" id={id} name={field.name} {...typed(field.kind)} value={field.value} autocomplete="off" />}
    </div>
  );
}

/** Choices above a list. They go into the address when asked, never on change. */
export function FilterBar({ action, fields, submit, links, hidden, children }: FilterBarProps) {
  return (
    <form class="hub-filter" action={action} method="get" data-filter="">
      <HiddenFields fields={hidden} />
      {fields.map((field) => <Field key={field.name} field={field} />)}
      {children}
      <button class="govuk-button govuk-button--secondary">{submit ?? 'Show'}</button>
      {links === undefined || links.length === 0 ? null : (
        <span class="hub-filter__out">{links.map((link) => <a key={link.href} href={link.href}>{link.label}</a>)}</span>
      )}
    </form>
  );
}

export interface PickItem {
  href: string;
  title: ComponentChildren;
  /** "3 h late" */
  clock?: string | undefined;
  late?: boolean | undefined;
  detail?: ComponentChildren;
  current?: boolean | undefined;
}

/** A list to work through, one item open beside it. With script, j and k move through it. */
export function PickList({ label, items, keys }: { label: string; items: readonly PickItem[]; /** The keys that work here. */ keys?: readonly { key: string; does: string }[] | undefined }) {
  return (
    <nav aria-label={label}>
      <ul class="hub-pick" data-pick="">
        {items.map((item, place) => (
          <li key={place}>
            <a href={item.href} aria-current={item.current === true ? 'true' : undefined} data-list-item="">
              <b>{item.title}</b>
              {item.clock === undefined ? null : <span class={classes('hub-pick__clock', item.late === true && 'danger')}>{item.clock}</span>}
              {item.detail === undefined ? null : <p>{item.detail}</p>}
            </a>
          </li>
        ))}
      </ul>
      {keys === undefined ? null : (
        <p class="small quiet hub-keys">{keys.map(({ key, does }) => <span key={key}><kbd>{key}</kbd> {does} </span>)}</p>
      )}
    </nav>
  );
}
