import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { find } from './queries.ts';
import { readWanted } from './wanted.ts';

let town: Town;
beforeAll(async () => {
  town = await makeTown();
});
afterAll(async () => town.close());

const names = ['Amara Okafor', 'Amar Singh', 'Ben Okafor', 'Zoë Amarin'];
const words = ['am', 'amar', 'oka', 'okafor', 'zoe', 'noise', 'doors', 'nothing'];

interface Wish {
  readonly agency: number;
  readonly restricted: boolean;
  readonly named: readonly number[];
  readonly walled: readonly number[];
  /** To which agency, to a person or to all, and when it ends in days from now. */
  readonly shares: readonly { readonly to: number; readonly person: boolean; readonly days: number; readonly withdrawn: boolean; readonly whole: boolean }[];
  readonly name: number;
  readonly title: string;
  readonly inCase: boolean;
  readonly task: number;
}

const wishes: fc.Arbitrary<Wish> = fc.record({
  agency: fc.nat(1), restricted: fc.boolean(), named: fc.uniqueArray(fc.nat(4), { maxLength: 2 }), walled: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
  shares: fc.array(fc.record({ to: fc.nat(1), person: fc.boolean(), days: fc.constantFrom(-1, 5), withdrawn: fc.boolean(), whole: fc.boolean() }), { maxLength: 2 }),
  name: fc.nat(names.length - 1), title: fc.constantFrom('Noise at night', 'Doors kicked', 'Something else'), inCase: fc.boolean(), task: fc.nat(1),
});

function people(): Person[] {
  return [town.priya, town.colleague, town.supervisor, town.analyst, town.constable];
}

function agencies(): string[] {
  return [town.council, town.police];
}

let number = 0;

/** Writes one wish as the owner of the database, past all policies. */
async function make(wish: Wish): Promise<void> {
  const p = town.partnership.id;
  const agency = agencies()[wish.agency];
  const caseId = uuidv7();
  number += 1;
  const reference = (prefix: string): string => `${prefix}00-${String(number).padStart(3, '0')}-00`;
  const name = names[wish.name] ?? '';
  const key = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const run = async (text: string, values: unknown[]) => town.owner.query(text, values);
  await run(`insert into hub.case_file (partnership_id, id, reference, title, agency_id, restricted, opened_at) values ($1, $2, $3, $4, $5, $6, now())`, [p, caseId, reference('C'), wish.title, agency, wish.restricted]);
  const report = await town.report({ agencyId: agency ?? '', restricted: wish.restricted && !wish.inCase, teamId: town.team, name });
  await run('update hub.report set case_id = $3, state = $4, reference = $5 where partnership_id = $1 and id = $2', [p, report.id, wish.inCase ? caseId : null, wish.inCase ? 'in_case' : 'new', reference('R')]);
  await run(`insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key) values ($1, $2, $3, $4, 'alleged', $5, $6)`, [p, uuidv7(), agency, caseId, name, key]);
  for (const place of wish.named) {
    await run(`insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values ($1, $2, $3, 'account')`, [p, caseId, people()[place]?.id]);
  }
  for (const place of wish.walled) {
    await run('insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, $4)', [p, people()[place]?.id, caseId, 'neighbour']);
  }
  for (const [place, share] of wish.shares.entries()) {
    const to = agencies()[share.to] ?? '';
    const person = people().find((one) => one.agencyId === to);
    await run(
      `insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, to_account, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until, withdrawn_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, '', $2, '', 'given', $9, now(), now() + make_interval(days => $10), $11)`,
      [p, uuidv7(), `${reference('D')}${place}`, caseId, agency, to, share.person ? person?.id : null, share.whole ? 'case' : 'items', town.priya.id, share.days, share.withdrawn ? new Date() : null],
    );
  }
  await run(
    `insert into hub.task (partnership_id, id, reference, case_id, title, agency_id, assignee_id, asked_by, asked_agency, due_at, created_at, updated_at) values ($1, $2, $3, $4, 'Look', $5, $6, $7, $8, now(), now(), now())`,
    [p, uuidv7(), reference('T'), caseId, agencies()[wish.task], wish.named[0] === undefined ? null : people()[wish.named[0]]?.id, town.priya.id, agency],
  );
  await run('select hub.refresh_case_access($1, array[$2]::uuid[])', [p, caseId]);
}

async function ids(tx: Transaction, query: ReturnType<typeof sql<{ id: string }>>): Promise<string[]> {
  return (await tx.all(query)).map(({ id }) => id).toSorted();
}

const plenty = 1000;

/** What the policies let through, found without the functions. */
async function byPolicies(tx: Transaction, typed: string) {
  const wanted = readWanted(typed);
  const p = town.partnership.id;
  const prefix = `${wanted.reference ?? '-'}%`;
  return {
    people: await ids(tx, sql`select id from hub.party where partnership_id = ${p} and (name_key like ${`${wanted.nameKey}%`} or (${wanted.nameKey.length} > 2 and name_key like ${`% ${wanted.nameKey}%`}))`),
    cases: wanted.words.length < 3 ? [] : await ids(tx, sql`select id from hub.case_file where partnership_id = ${p} and lower(title) like ${`%${wanted.words.toLowerCase()}%`}`),
    references: await ids(tx, sql`
      select id from hub.case_file where partnership_id = ${p} and reference like ${prefix} union all select id from hub.report where partnership_id = ${p} and reference like ${prefix}
      union all select id from hub.task where partnership_id = ${p} and reference like ${prefix} union all select id from hub.disclosure where partnership_id = ${p} and reference like ${prefix}`),
  };
}

async function bySearch(tx: Transaction, typed: string) {
  const found = await find(tx, readWanted(typed), plenty);
  return { people: [...new Set(found.people.map(({ party_id }) => party_id))].toSorted(), cases: found.cases.map(({ id }) => id).toSorted(), references: found.references.map(({ id }) => id).toSorted() };
}

test('search finds what the policies show and nothing else, for every kind of colleague and outsider', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wishes, { minLength: 1, maxLength: 3 }), async (made) => {
      for (const wish of made) {
        await make(wish);
      }
      for (const person of people()) {
        for (const typed of [...words, 'C00', 'R000', 'T00', 'D000']) {
          const [allowed, found] = await town.as(person, async (tx) => [await byPolicies(tx, typed), await bySearch(tx, typed)]);
          expect(found, typed).toEqual(allowed);
        }
      }
    }),
    { numRuns: 12, seed: 20261124 },
  );
}, 120_000);

test('those who see many cases are served another way, and see the same', async () => {
  for (const person of people()) {
    const [few, many] = await town.as(person, async (tx) => [await ids(tx, sql`select id from hub.search_cases('noise', ${plenty}, ${plenty})`), await ids(tx, sql`select id from hub.search_cases('noise', ${plenty}, 0)`)]);
    expect(many).toEqual(few);
    expect(few?.length).toBeGreaterThan(0);
  }
});

test('the trial is worth something: people see different things, and nobody sees all', async () => {
  const counts = await Promise.all(people().map(async (person) => town.as(person, async (tx) => (await bySearch(tx, 'am')).people.length)));
  const { rows } = await town.owner.query("select count(*)::int as all from hub.party where name_key like 'am%' or name_key like '% am%'");
  expect(new Set(counts).size).toBeGreaterThan(1);
  expect(Math.max(...counts)).toBeLessThan(rows[0].all);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test('numbers beside the navigation count what the policies show', async () => {
  let shared = 0;
  for (const person of people()) {
    const counted = await town.as(person, async (tx, actor) => ({
      numbers: await tx.one(sql<{ triage: number; tasks: number; shared: number }>`select triage, tasks, shared from hub.nav_counts(current_date, now() + interval '1 day')`),
      rows: await tx.one(sql<{ triage: number; tasks: number; shared: number }>`
        select (select count(*)::int from hub.report where agency_id = ${actor.agencyId} and state = 'new') as triage,
          (select count(*)::int from hub.task where agency_id = ${actor.agencyId} and (assignee_id is null or assignee_id = ${actor.accountId}) and state = 'asked') as tasks,
          (select count(*)::int from hub.disclosure where to_agency = ${actor.agencyId} and withdrawn_at is null and valid_until > now()
            and (to_account = ${actor.accountId} or (to_account is null and not hub.restricted_case(case_id)))) as shared`),
    }));
    const capped = { triage: Math.min(99, counted.rows.triage), tasks: Math.min(99, counted.rows.tasks), shared: Math.min(30, counted.rows.shared) };
    expect(counted.numbers).toEqual(capped);
    shared += capped.shared;
  }
  expect(shared).toBeGreaterThan(0);
});
