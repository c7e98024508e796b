import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';

export interface DataColumn {
  label: ComponentChildren;
  numeric?: boolean | undefined;
}

export interface DataTableProps {
  /** Names the table for screen readers; shown when `caption` is set. */
  label: string;
  caption?: boolean | undefined;
  columns: readonly DataColumn[];
  rows: readonly (readonly ComponentChildren[])[];
  /** The column that names each row; null for none. */
  headerColumn?: number | null | undefined;
  /** Larger type, and rows that fold on a phone. */
  publicLook?: boolean | undefined;
  /** On a phone each row becomes a list, each cell after the name of its column, instead of scrolling sideways. */
  folds?: boolean | undefined;
  id?: string | undefined;
}

function Cell({ column, header, folds, children }: { column: DataColumn | undefined; header: boolean; folds: boolean; children: ComponentChildren }) {
  const className = column?.numeric === true ? 'n' : undefined;
  if (header) {
    return <th scope="row" role={folds ? 'rowheader' : undefined} class={className}>{children}</th>;
  }
  // In a folded row the cell's own name stands before it, and not only above.
  return <td role={folds ? 'cell' : undefined} class={className} data-label={folds && typeof column?.label === 'string' ? column.label : undefined}>{folds ? <span>{children}</span> : children}</td>;
}

/** Data in rows. Numbers stand right, and it scrolls inside its own frame. */
export function DataTable({ label, caption, columns, rows, headerColumn = 0, publicLook, folds = false, id }: DataTableProps) {
  return (
    <div class="hub-tablewrap" tabindex={0} role="region" aria-label={`${label}, table`} id={id}>
      <table role={folds ? 'table' : undefined} class={classes('hub-table', publicLook === true && 'hub-table--public', folds && 'hub-table--folds')}>
        {caption === true ? <caption>{label}</caption> : null}
        <thead>
          <tr role={folds ? 'row' : undefined}>{columns.map((column, place) => <th key={place} scope="col" role={folds ? 'columnheader' : undefined} class={column.numeric === true ? 'n' : undefined}>{column.label}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place} role={folds ? 'row' : undefined}>
              {row.map((cell, at) => <Cell key={at} column={columns[at]} header={at === headerColumn} folds={folds}>{cell}</Cell>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
