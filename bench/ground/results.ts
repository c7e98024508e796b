import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { Machine } from './machine.ts';

/** One line of a table: what was measured, what it must be and should be, what it was. */
export interface Figure {
  readonly what: string;
  readonly must: string;
  readonly aim: string;
  readonly seen: string;
  readonly met: 'aim' | 'must' | 'no' | '';
}

export function metBy(seen: number, must: number, aim: number): Figure['met'] {
  return seen <= aim ? 'aim' : seen <= must ? 'must' : 'no';
}

function line(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd();
}

/** Prints columns that line up. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((name, index) => Math.max(name.length, ...rows.map((row) => (row[index] ?? '').length)));
  const rule = widths.map((width) => '-'.repeat(width));
  process.stdout.write(`${[head, rule, ...rows].map((row) => line(row, widths)).join('\n')}\n\n`);
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  process.stdout.write(`\n${title}\n`);
  printTable(['what', 'must', 'aim', 'seen', 'meets'], figures.map(({ what, must, aim, seen, met }) => [what, must, aim, seen, met]));
}

export function printMachine(machine: Machine): void {
  process.stdout.write('\nThe machine\n');
  printTable(['cpu', 'threads', 'memory', 'node', 'load before', 'arithmetic', 'memory scan'], [[
    machine.cpu, String(machine.threads), `${machine.memoryGb} GB`, machine.node, String(machine.loadBefore), `${machine.arithmeticSeconds} s`, `${machine.scanSeconds} s`,
  ]]);
}

const folder = path.resolve(import.meta.dirname, '../results');

/** Keeps what was measured, with the machine and the moment. */
export function writeResults(name: string, machine: Machine, measured: object): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${name}.json`), `${JSON.stringify({ benchmark: name, at: new Date().toISOString(), machine, ...measured }, null, 2)}\n`);
}
