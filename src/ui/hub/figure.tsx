import type { ComponentChildren } from 'preact';
import { Heading, type HeadingLevel } from '../heading.tsx';
import { type DataColumn, DataTable } from './table.tsx';

export interface FigureProps {
  /** The finding, in words: "ASB at the bus station peaks on Friday nights". */
  title?: string | undefined;
  headingLevel?: HeadingLevel | undefined;
  id?: string | undefined;
  /** Where it comes from, up to which date, and how sure it is. */
  source: ComponentChildren;
  /** The same facts as a table. */
  table?: { columns: readonly DataColumn[]; rows: readonly (readonly ComponentChildren[])[] } | undefined;
  /** Open from the start, for a page that has room beside. */
  tableOpen?: boolean | undefined;
  /** The drawing. */
  children: ComponentChildren;
}

/** A picture that says one thing: its finding, its source, and the same facts as a table. */
export function Figure({ title, headingLevel, id, source, table, tableOpen, children }: FigureProps) {
  return (
    <figure class="hub-fig" id={id}>
      {title === undefined ? null : <Heading level={headingLevel ?? 3}>{title}</Heading>}
      {children}
      <figcaption>{source}</figcaption>
      {table === undefined ? null : (
        <details class="govuk-details hub-fig__table" open={tableOpen}>
          <summary class="govuk-details__summary"><span class="govuk-details__summary-text">The same facts as a table</span></summary>
          <DataTable label={title ?? 'The same facts'} columns={table.columns} rows={table.rows} />
        </details>
      )}
    </figure>
  );
}
