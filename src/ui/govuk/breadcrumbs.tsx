import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';

export interface BreadcrumbsProps {
  items: readonly { text?: ComponentChildren; href?: string | undefined; attributes?: Attributes | undefined }[];
  collapseOnMobile?: boolean | undefined;
  labelText?: string | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export function Breadcrumbs({ items, collapseOnMobile, labelText, classes: more, attributes }: BreadcrumbsProps) {
  return (
    <nav class={classes('govuk-breadcrumbs', more, collapseOnMobile === true && 'govuk-breadcrumbs--collapse-on-mobile')} {...attributes} aria-label={labelText ?? 'Breadcrumb'}>
      <ol class="govuk-breadcrumbs__list">
        {items.map((item, place) => item.href === undefined || item.href === ''
          ? <li key={place} class="govuk-breadcrumbs__list-item" aria-current="page">{item.text}</li>
          : <li key={place} class="govuk-breadcrumbs__list-item"><a class="govuk-breadcrumbs__link" href={item.href} {...item.attributes}>{item.text}</a></li>)}
      </ol>
    </nav>
  );
}
