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
  id?: string | undefined;
}

function Cell({ column, header, children }: { column: DataColumn | undefined; header: boolean; children: ComponentChildren }) {
  const className = column?.numeric === true ? 'n' : undefined;
  return header ? <th scope="row" class={className}>{children}</th> : <td class={className}>{children}</td>;
}

/** Data in rows. Numbers stand right, and it scrolls inside its own frame. */
export function DataTable({ label, caption, columns, rows, headerColumn = 0, publicLook, id }: DataTableProps) {
  return (
    <div class="hub-tablewrap" tabindex={0} role="region" aria-label={`${label}, table`} id={id}>
      <table class={classes('hub-table', publicLook === true && 'hub-table--public')}>
        {caption === true ? <caption>{label}</caption> : null}
        <thead>
          <tr>{columns.map((column, place) => <th key={place} scope="col" class={column.numeric === true ? 'n' : undefined}>{column.label}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((cell, at) => <Cell key={at} column={columns[at]} header={at === headerColumn}>{cell}</Cell>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
