import type { ComponentChildren } from 'preact';
import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { Heading, type HeadingLevel } from '../heading.tsx';
import { isThere, type Maybe, type TextOptions } from './options.ts';

export interface SummaryAction extends TextOptions {
  href?: string | undefined;
  visuallyHiddenText?: string | undefined;
}

export interface SummaryActions {
  classes?: string | undefined;
  items?: readonly SummaryAction[] | undefined;
}

export interface SummaryRow {
  key?: TextOptions | undefined;
  value?: TextOptions | undefined;
  actions?: SummaryActions | undefined;
  classes?: string | undefined;
}

export interface SummaryCard {
  title?: (TextOptions & { headingLevel?: HeadingLevel | undefined }) | undefined;
  actions?: SummaryActions | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

export interface SummaryListProps {
  rows: readonly Maybe<SummaryRow>[];
  card?: SummaryCard | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

function ActionLink({ action, cardTitle }: { action: SummaryAction; cardTitle: ComponentChildren }) {
  const hidden = action.visuallyHiddenText !== undefined && action.visuallyHiddenText !== '' ? ` ${action.visuallyHiddenText}` : '';
  return (
    <a class={classes('govuk-link', action.classes)} href={action.href ?? ''} {...action.attributes}>
      {action.text}
      {hidden !== '' || cardTitle !== undefined
        ? <span class="govuk-visually-hidden">{hidden}{cardTitle === undefined ? null : <> ({cardTitle})</>}</span>
        : null}
    </a>
  );
}

function RowActions({ actions, cardTitle }: { actions: SummaryActions | undefined; cardTitle: ComponentChildren }) {
  const [first, ...rest] = actions?.items ?? [];
  if (first === undefined) return null;
  return (
    <dd class={classes('govuk-summary-list__actions', actions?.classes)}>
      {rest.length === 0 ? <ActionLink action={first} cardTitle={cardTitle} /> : (
        <ul class="govuk-summary-list__actions-list">
          {[first, ...rest].map((action, place) => <li key={place} class="govuk-summary-list__actions-list-item"><ActionLink action={action} cardTitle={cardTitle} /></li>)}
        </ul>
      )}
    </dd>
  );
}

function CardActions({ card }: { card: SummaryCard }) {
  const [first, ...rest] = card.actions?.items ?? [];
  if (first === undefined) return null;
  const className = classes('govuk-summary-card__actions', card.actions?.classes);
  if (rest.length === 0) return <div class={className}><ActionLink action={first} cardTitle={card.title?.text} /></div>;
  return (
    <ul class={className}>
      {[first, ...rest].map((action, place) => <li key={place} class="govuk-summary-card__action"><ActionLink action={action} cardTitle={card.title?.text} /></li>)}
    </ul>
  );
}

export function SummaryList({ rows, card, classes: more, attributes }: SummaryListProps) {
  const all = rows.filter(isThere);
  const anyActions = all.some((row) => (row.actions?.items?.length ?? 0) > 0);
  const list = (
    <dl class={classes('govuk-summary-list', more)} {...attributes}>
      {all.map((row, place) => (
        <div key={place} class={classes('govuk-summary-list__row', anyActions && row.actions?.items === undefined && 'govuk-summary-list__row--no-actions', row.classes)}>
          <dt class={classes('govuk-summary-list__key', row.key?.classes)}>{row.key?.text}</dt>
          <dd class={classes('govuk-summary-list__value', row.value?.classes)}>{row.value?.text}</dd>
          <RowActions actions={row.actions} cardTitle={card?.title?.text} />
        </div>
      ))}
    </dl>
  );
  if (card === undefined) return list;
  return (
    <div class={classes('govuk-summary-card', card.classes)} {...card.attributes}>
      <div class="govuk-summary-card__title-wrapper">
        {card.title === undefined ? null : <Heading level={card.title.headingLevel ?? 2} class={classes('govuk-summary-card__title', card.title.classes)}>{card.title.text}</Heading>}
        <CardActions card={card} />
      </div>
      <div class="govuk-summary-card__content">{list}</div>
    </div>
  );
}
