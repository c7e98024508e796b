import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { isThere, type Maybe, type TextOptions } from './options.ts';

export interface TableCell extends TextOptions {
  format?: 'numeric' | undefined;
  colspan?: number | undefined;
  rowspan?: number | undefined;
}

export interface TableProps {
  head?: readonly TableCell[] | undefined;
  rows: readonly Maybe<readonly TableCell[]>[];
  caption?: string | undefined;
  captionClasses?: string | undefined;
  firstCellIsHeader?: boolean | undefined;
  classes?: string | undefined;
  attributes?: Attributes | undefined;
}

function Cell({ cell, header }: { cell: TableCell; header: boolean }) {
  const spans = { colspan: cell.colspan, rowspan: cell.rowspan };
  if (header) return <th scope="row" class={classes('govuk-table__header', cell.classes)} {...spans} {...cell.attributes}>{cell.text}</th>;
  return <td class={classes('govuk-table__cell', cell.format !== undefined && `govuk-table__cell--${cell.format}`, cell.classes)} {...spans} {...cell.attributes}>{cell.text}</td>;
}

export function Table({ head, rows, caption, captionClasses, firstCellIsHeader, classes: more, attributes }: TableProps) {
  return (
    <table class={classes('govuk-table', more)} {...attributes}>
      {caption === undefined || caption === '' ? null : <caption class={classes('govuk-table__caption', captionClasses)}>{caption}</caption>}
      {head === undefined ? null : (
        <thead class="govuk-table__head">
          <tr class="govuk-table__row">
            {head.map((cell, place) => (
              <th key={place} scope="col" class={classes('govuk-table__header', cell.format !== undefined && `govuk-table__header--${cell.format}`, cell.classes)} colspan={cell.colspan} rowspan={cell.rowspan} {...cell.attributes}>{cell.text}</th>
            ))}
          </tr>
        </thead>
      )}
      <tbody class="govuk-table__body">
        {rows.filter(isThere).map((row, place) => (
          <tr key={place} class="govuk-table__row">{row.map((cell, at) => <Cell key={at} cell={cell} header={at === 0 && firstCellIsHeader === true} />)}</tr>
        ))}
      </tbody>
    </table>
  );
}
