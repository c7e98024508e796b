import { z } from 'zod';

import { paths } from '../paths.ts';
import { dateWords, londonDate, readDay } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { checkForm, route, seeOther, typedText, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { dayProblem, stateOn } from './dated.ts';
import { adminPage, filled, type Desk } from './desk.tsx';
import { EndRule, RuleForm, RuleList } from './pages/rule-pages.tsx';
import { approvalKind, powerKind } from './power-kinds.ts';
import { recordingBreaks } from './recording-breaks.ts';
import { exemptionKind, readingKind, retentionKind } from './record-kinds.ts';
import { ruleKinds, type RuleKind, type RuleValues } from './rule-kinds.ts';
import { addRule, endRule, lookups, rulesOf, type RuleRow } from './rule-queries.ts';

const params = z.object({ id: z.uuid() });
const free = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const nothingPersonal = { none: 'local rules, nothing about a person' } as const;

/** The values of a rule as its form sends them. */
function typedOf(kind: RuleKind, values: RuleValues, from: string): Typed {
  const fields = kind.fields.map(({ name, kind: shape }): [string, string | readonly string[]] => {
    const value = values[name];
    return [name, Array.isArray(value) ? (shape === 'line' ? value.join(', ') : value) : shape === 'tick' ? (value === true ? 'yes' : '') : value === null || value === undefined ? '' : String(value)];
  });
  return Object.fromEntries([...fields, ['from', from]]);
}

async function listPage(visit: Desk, kind: RuleKind): Promise<Reply> {
  const today = londonDate(visit.now);
  const [rows, looked] = await Promise.all([rulesOf(visit.tx, kind, visit.actor.partnershipId), lookups(visit.tx, visit.actor.partnershipId)]);
  return await adminPage(visit, { title: kind.title, children: <RuleList kind={kind} lookups={looked} rows={rows.map((row) => ({ ...row, state: stateOn(row, today) }))} /> });
}

interface Asked {
  readonly changes: RuleRow | undefined;
  readonly typed?: Typed;
  readonly errors?: readonly FieldError[];
  readonly preview?: string;
}

async function formPage(visit: Desk, kind: RuleKind, asked: Asked, rows: readonly RuleRow[]): Promise<Reply> {
  const today = londonDate(visit.now);
  const looked = await lookups(visit.tx, visit.actor.partnershipId);
  const next = String(rows.reduce((most, row) => Math.max(most, Number(row.values['position'] ?? 0) + 1), 0));
  const now = asked.changes === undefined ? { position: next, from: today.toString() } : typedOf(kind, asked.changes.values, today.add({ days: 1 }).toString());
  return await adminPage(visit, {
    title: asked.changes === undefined ? `Add a ${kind.one}` : `Change a ${kind.one}`,
    errors: asked.errors ?? [],
    back: { href: paths.administrationPart(kind.part), label: kind.title },
    children: <RuleForm kind={kind} lookups={looked} changes={asked.changes} preview={asked.preview} form={filled(now, asked.typed, asked.errors)} />,
  });
}

/** The rule as it is now, as long as it goes on. */
function changeable(rows: readonly RuleRow[], id: string): RuleRow {
  const row = rows.find((one) => one.id === id);
  if (row === undefined) {
    throw new HubError('not_yours');
  }
  if (row.in_force_to !== null) {
    throw new HubError('changed_meanwhile', 'the rule has an end already');
  }
  return row;
}

/** Rules that hold now or later, beside the one in question. */
function others(visit: Desk, rows: readonly RuleRow[], id: string | undefined): readonly RuleRow[] {
  return rows.filter((row) => row.id !== id && row.in_force_to === null && stateOn(row, londonDate(visit.now)) !== 'ended');
}

/** Checks what was sent for a rule; then shows how it would read, or adds it and ends the one that it changes. */
async function keep(visit: Desk, kind: RuleKind, id: string | undefined, onlyShow = false): Promise<Reply> {
  const { tx, actor } = visit;
  const rows = await rulesOf(tx, kind, actor.partnershipId);
  const changes = id === undefined ? undefined : changeable(rows, id);
  const sent = visit.form.typed;
  const fixed = changes === undefined ? {} : Object.fromEntries(kind.fields.filter((field) => field.fixed === true).map(({ name }) => [name, typedOf(kind, changes.values, '')[name] ?? '']));
  const checked = checkForm(kind.schema, { ...sent, ...fixed });
  const from = readDay(typedText(sent, 'from'));
  const late = dayProblem(from, londonDate(visit.now));
  const values = checked.ok ? checked.value : undefined;
  const twin = values !== undefined && others(visit, rows, id).some((row) => kind.identity(row.values) === kind.identity(values));
  const errors: FieldError[] = [
    ...(checked.ok ? [] : checked.errors),
    ...(twin ? [{ field: kind.fields[0]?.name ?? 'from', text: `There is such a ${kind.one} already. Change that one` }] : []),
    ...(late === undefined ? [] : [{ field: 'from', text: late }]),
  ];
  const asked = { changes, typed: sent, errors };
  if (values === undefined || errors.length > 0 || from === undefined) {
    return await formPage(visit, kind, asked, rows);
  }
  if (onlyShow && kind.preview !== undefined) {
    return await formPage(visit, kind, { ...asked, preview: kind.preview(values) }, rows);
  }
  if (changes !== undefined) {
    await endRule(tx, kind, actor.partnershipId, changes.id, from.subtract({ days: 1 }));
  }
  const made = changes === undefined ? (kind.made?.(values) ?? {}) : Object.fromEntries(Object.keys(kind.made?.(values) ?? {}).map((column) => [column, changes.values[column] ?? '']));
  const added = await addRule(tx, kind, actor.partnershipId, { ...values, ...made }, from);
  visit.about({ kind: kind.event, id: added });
  return seeOther(paths.administrationPart(kind.part), { notice: `${changes === undefined ? 'Added' : 'Changed'}. In force from ${dateWords(from)}.` });
}

async function endPage(visit: Desk, kind: RuleKind, row: RuleRow, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  return await adminPage(visit, {
    title: `End a ${kind.one}`, errors, back: { href: paths.administrationPart(kind.part), label: kind.title },
    children: <EndRule kind={kind} row={row} form={filled({ last: londonDate(visit.now).toString() }, typed, errors)} />,
  });
}

async function end(visit: Desk, kind: RuleKind, id: string): Promise<Reply> {
  const rows = await rulesOf(visit.tx, kind, visit.actor.partnershipId);
  const row = changeable(rows, id);
  const last = readDay(typedText(visit.form.typed, 'last'));
  const remaining = others(visit, rows, id).map(({ values }) => values);
  const problem = dayProblem(last, londonDate(visit.now)) ?? (remaining.length === 0 ? `This is the last ${kind.one}. Add another first` : kind.cannotEnd?.(row.values, remaining));
  if (problem !== undefined || last === undefined) {
    return await endPage(visit, kind, row, visit.form.typed, [{ field: 'last', text: problem ?? '' }]);
  }
  await endRule(visit.tx, kind, visit.actor.partnershipId, id, last);
  visit.about({ kind: kind.event, id });
  return seeOther(paths.administrationPart(kind.part), { notice: `Ends on ${dateWords(last)}.` });
}

function routesOf(kind: RuleKind): Route[] {
  const base = `/administration/${kind.part}`;
  const rows = async (visit: Desk) => await rulesOf(visit.tx, kind, visit.actor.partnershipId);
  return [
    route({ method: 'GET', path: base, admits: 'edit_templates', audit: nothingPersonal, handle: async (visit) => listPage(visit, kind) }),
    route({ method: 'GET', path: `${base}/add`, admits: 'edit_templates', audit: nothingPersonal, handle: async (visit) => formPage(visit, kind, { changes: undefined }, await rows(visit)) }),
    route({ method: 'POST', path: `${base}/add`, admits: 'edit_templates', audit: { event: `${kind.event}.added` }, body: free, handle: async (visit) => keep(visit, kind, undefined) }),
    route({ method: 'GET', path: `${base}/:id`, admits: 'edit_templates', audit: nothingPersonal, params, handle: async (visit) => {
      const all = await rows(visit);
      return await formPage(visit, kind, { changes: changeable(all, visit.params.id) }, all);
    } }),
    ...(kind.preview === undefined ? [] : [
      route({ method: 'POST', path: `${base}/add/preview`, admits: 'edit_templates', audit: nothingPersonal, body: free, handle: async (visit) => keep(visit, kind, undefined, true) }),
      route({ method: 'POST', path: `${base}/:id/preview`, admits: 'edit_templates', audit: nothingPersonal, params, body: free, handle: async (visit) => keep(visit, kind, visit.params.id, true) }),
    ]),
    route({ method: 'POST', path: `${base}/:id`, admits: 'edit_templates', audit: { event: `${kind.event}.changed` }, params, body: free, handle: async (visit) => keep(visit, kind, visit.params.id) }),
    route({ method: 'GET', path: `${base}/:id/end`, admits: 'edit_templates', audit: nothingPersonal, params, handle: async (visit) => endPage(visit, kind, changeable(await rows(visit), visit.params.id)) }),
    route({ method: 'POST', path: `${base}/:id/end`, admits: 'edit_templates', audit: { event: `${kind.event}.ended` }, params, body: free, handle: async (visit) => end(visit, kind, visit.params.id) }),
  ];
}

export const ruleRoutes: readonly Route[] = [...ruleKinds, powerKind, approvalKind, recordingBreaks, retentionKind, exemptionKind, readingKind].flatMap(routesOf);
