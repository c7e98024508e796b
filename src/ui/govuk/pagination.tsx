import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { isPresent, isThere, type Maybe } from './options.ts';

export interface PaginationLink {
  href?: string | undefined;
  text?: ComponentChildren;
  labelText?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface PaginationItem {
  number?: string | number | undefined;
  href?: string | undefined;
  current?: boolean | undefined;
  ellipsis?: boolean | undefined;
  visuallyHiddenText?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface PaginationProps {
  items?: readonly Maybe<PaginationItem>[] | undefined;
  previous?: PaginationLink | undefined;
  next?: PaginationLink | undefined;
  landmarkLabel?: string | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

const arrows = {
  prev: 'm6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z',
  next: 'm8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z',
} as const;

type Direction = keyof typeof arrows;

function Arrow({ direction }: { direction: Direction }) {
  return (
    <svg class={`govuk-pagination__icon govuk-pagination__icon--${direction}`} xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13">
      <path d={arrows[direction]}></path>
    </svg>
  );
}

function Step({ link, direction, block }: { link: PaginationLink | undefined; direction: Direction; block: boolean }) {
  if (link?.href === undefined || link.href === '') return null;
  const words = direction === 'prev' ? 'Previous' : 'Next';
  const arrowFirst = block || direction === 'prev';
  const labelled = isPresent(link.labelText);
  return (
    <div class={`govuk-pagination__${direction}`}>
      <a class="govuk-link govuk-pagination__link" href={link.href} rel={direction} {...link.attributes}>
        {arrowFirst ? <Arrow direction={direction} /> : null}
        <span class={classes('govuk-pagination__link-title', block && !labelled && 'govuk-pagination__link-title--decorated')}>
          {isPresent(link.text) ? link.text : <>{words}<span class="govuk-visually-hidden"> page</span></>}
        </span>
        {labelled && block ? <><span class="govuk-visually-hidden">:</span> <span class="govuk-pagination__link-label">{link.labelText}</span></> : null}
        {arrowFirst ? null : <Arrow direction={direction} />}
      </a>
    </div>
  );
}

function Page({ item }: { item: PaginationItem }) {
  return (
    <li class={classes('govuk-pagination__item', item.current === true && 'govuk-pagination__item--current', item.ellipsis === true && 'govuk-pagination__item--ellipsis')}>
      {item.ellipsis === true ? '⋯' : (
        <a class="govuk-link govuk-pagination__link" href={item.href ?? ''} aria-label={item.visuallyHiddenText ?? `Page ${item.number ?? ''}`} aria-current={item.current === true ? 'page' : undefined} {...item.attributes}>
          {item.number}
        </a>
      )}
    </li>
  );
}

export function Pagination({ items, previous, next, landmarkLabel, classes: more, attributes }: PaginationProps) {
  const block = items === undefined && (next !== undefined || previous !== undefined);
  const label = landmarkLabel === undefined || landmarkLabel === '' ? 'Pagination' : landmarkLabel;
  const pages = items?.filter(isThere).filter((item) => Object.keys(item).length > 0);
  return (
    <nav class={classes('govuk-pagination', block && 'govuk-pagination--block', more)} aria-label={label} {...attributes}>
      <Step link={previous} direction="prev" block={block} />
      {pages === undefined ? null : <ul class="govuk-pagination__list">{pages.map((item, place) => <Page key={place} item={item} />)}</ul>}
      <Step link={next} direction="next" block={block} />
    </nav>
  );
}
