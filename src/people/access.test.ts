import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

let town: Town;
beforeAll(async () => {
  town = await makeTown();
});
afterAll(async () => town.close());

const names = ['kyle brennan', 'kile brenan', 'amara okafor', 'zoe amarin'];

interface Wish {
  readonly agency: number;
  readonly restricted: boolean;
  readonly named: readonly number[];
  readonly walled: readonly number[];
  readonly shares: readonly { readonly to: number; readonly days: number; readonly withdrawn: boolean }[];
  readonly name: number;
  readonly reports: number;
  readonly held: boolean;
  readonly joined: boolean;
}

const wishes: fc.Arbitrary<Wish> = fc.record({
  agency: fc.nat(1), restricted: fc.boolean(), named: fc.uniqueArray(fc.nat(4), { maxLength: 2 }), walled: fc.uniqueArray(fc.nat(4), { maxLength: 2 }),
  shares: fc.array(fc.record({ to: fc.nat(1), days: fc.constantFrom(-1, 5), withdrawn: fc.boolean() }), { maxLength: 2 }), name: fc.nat(names.length - 1), reports: fc.nat(3), held: fc.boolean(), joined: fc.boolean(),
});

const people = (): Person[] => [town.priya, town.colleague, town.supervisor, town.analyst, town.constable];
const agencies = (): string[] => [town.council, town.police];
let number = 0;
let before: string | undefined;

/** Writes one wish as the owner of the database, past all policies. */
async function make(wish: Wish): Promise<void> {
  const p = town.partnership.id;
  const [agency, caseId, partyId] = [agencies()[wish.agency] ?? '', uuidv7(), uuidv7()];
  number += 1;
  const run = async (text: string, values: unknown[]) => town.owner.query(text, values);
  await run(`insert into hub.case_file (partnership_id, id, reference, title, agency_id, restricted, opened_at) values ($1, $2, $3, 'Noise', $4, $5, now())`, [p, caseId, `C-${number}`, agency, wish.restricted]);
  await run(`insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key, description) values ($1, $2, $3, $4, 'alleged', $5, $5, 'tall man red moped')`, [p, partyId, agency, caseId, names[wish.name]]);
  for (let made = 0; made < wish.reports; made += 1) {
    const report = await town.report({ agencyId: agency, restricted: wish.restricted && made === 0, teamId: town.team, name: names[wish.name] ?? '', receivedAt: '2026-11-20T10:00:00Z' });
    // The first stays in no case.
    await run('update hub.report set case_id = $3, state = $4 where partnership_id = $1 and id = $2', [p, report.id, made === 0 ? null : caseId, made === 0 ? 'new' : 'in_case']);
  }
  if (wish.held) {
    await run(`insert into hub.held_person (partnership_id, id, agency_id, name, name_key, role) values ($1, $2, $3, $4, $4, 'alleged')`, [p, uuidv7(), agency, names[wish.name]]);
  }
  for (const place of wish.named) {
    await run(`insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values ($1, $2, $3, 'account')`, [p, caseId, people()[place]?.id]);
  }
  for (const place of wish.walled) {
    await run('insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, $4)', [p, people()[place]?.id, caseId, 'neighbour']);
  }
  for (const [place, share] of wish.shares.entries()) {
    await run(
      `insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until, withdrawn_at)
       values ($1, $2, $3, $4, $5, $6, 'case', '', $2, '', 'given', $7, now(), now() + make_interval(days => $8), $9)`,
      [p, uuidv7(), `D-${number}-${place}`, caseId, agency, agencies()[share.to], town.priya.id, share.days, share.withdrawn ? new Date() : null]);
  }
  await run('select hub.refresh_case_access($1, array[$2]::uuid[])', [p, caseId]);
  if (wish.joined && before !== undefined) {
    const [left, right] = [before, partyId].toSorted();
    await run(`insert into hub.person_link (partnership_id, id, left_id, right_id, verdict, decided_at) values ($1, $2, $3, $4, 'same', now())`, [p, uuidv7(), left, right]);
    await run('select hub.settle_people($1, array[$2, $3]::uuid[])', [p, left, right]);
  }
  before = partyId;
}

const plenty = 5_000;

async function ids(tx: Transaction, query: ReturnType<typeof sql<{ id: string }>>): Promise<string[]> {
  return (await tx.all(query)).map(({ id }) => id).toSorted();
}

async function byPolicies(tx: Transaction) {
  return {
    all: await ids(tx, sql`select id from hub.person_record`), kyle: await ids(tx, sql`select id from hub.person_record where name_key like 'kyle%'`), brenan: await ids(tx, sql`select id from hub.person_record where name_key like '% brenan%'`),
    described: await ids(tx, sql`select id from hub.person_record where description like '%red moped%'`), alleged: await ids(tx, sql`select id from hub.person_record where role = 'alleged'`),
  };
}

async function byFunctions(tx: Transaction) {
  return {
    all: await ids(tx, sql`select id from hub.newest_people(null, null, null, null, null, ${plenty})`), kyle: await ids(tx, sql`select id from hub.search_people('kyle', '', ${plenty})`), brenan: await ids(tx, sql`select id from hub.search_people('brenan', '', ${plenty})`),
    described: await ids(tx, sql`select id from hub.search_people('', 'red moped', ${plenty})`), alleged: await ids(tx, sql`select id from hub.newest_people('alleged', null, null, null, null, ${plenty})`),
  };
}

interface Named {
  readonly id: string;
  readonly person_id: string;
  readonly source: string;
  readonly role: string;
  readonly report_id: string | null;
  readonly of_case: string | null;
}

/** Ranks counted one by one from what the policies show. */
async function naive(tx: Transaction, kind: 'perpetrators' | 'victims', least: number): Promise<string[]> {
  const named = await tx.all(sql<Named>`select r.id, r.person_id, r.source, r.role, r.report_id, coalesce(r.case_id, o.case_id) as of_case from hub.person_record r left join hub.report o on o.id = r.report_id`);
  const reports = await tx.all(sql<{ id: string; case_id: string | null }>`select id, case_id from hub.report where received_at >= '2026-11-01'`);
  const counts = new Map<string, Set<string>>();
  for (const one of named.filter(({ source, role }) => source === 'party' && (kind === 'perpetrators' ? role === 'alleged' : role === 'victim' || role === 'complainant'))) {
    const events = counts.get(one.person_id) ?? new Set();
    counts.set(one.person_id, events);
    const mine = reports.filter(({ id, case_id }) => id === one.report_id || (kind === 'perpetrators' && case_id !== null && case_id === one.of_case));
    mine.forEach(({ id }) => events.add(`report ${id}`));
  }
  for (const one of named.filter(({ source, role, of_case }) => of_case !== null && source === 'party' && (kind === 'perpetrators' ? role === 'alleged' : role === 'victim' || role === 'complainant'))) {
    const events = counts.get(one.person_id);
    const covered = reports.some(({ id, case_id }) => case_id === one.of_case && events?.has(`report ${id}`));
    if (!covered) {
      events?.add(`case ${one.of_case ?? ''}`);
    }
  }
  return [...counts].filter(([, events]) => events.size >= least).map(([person, events]) => `${named.filter(({ person_id }) => person_id === person).map(({ id }) => id).toSorted()[0] ?? ''} ${events.size}`).toSorted();
}

async function smallestShown(tx: Transaction, kind: string, least: number): Promise<string[]> {
  const rows = await tx.all(sql<{ record_id: string; events: string }>`select * from hub.ranked_people(${kind}, '2026-11-01', ${least}, ${plenty})`);
  const shown = await tx.all(sql<{ id: string; person_id: string }>`select id, person_id from hub.person_record`);
  const personOf = new Map(shown.map(({ id, person_id }) => [id, person_id]));
  return rows.map(({ record_id, events }) => `${shown.filter(({ person_id }) => person_id === personOf.get(record_id)).map(({ id }) => id).toSorted()[0] ?? ''} ${events}`).toSorted();
}

/** Everybody in the town is warned of once, by the agency of the record. */
async function warnOfAll(): Promise<void> {
  await town.owner.query(`insert into hub.person_warning (partnership_id, id, record_id, agency_id, kind, words, reason, owner_id, review_on, added_by, added_at)
    select r.partnership_id, gen_random_uuid(), r.id, r.agency_id, 'violence', 'Go in pairs', 'Threatened a warden', a.id, current_date + 90, a.id, now()
    from hub.person_record r cross join (select id from hub.account limit 1) a where not exists (select 1 from hub.person_warning w where w.record_id = r.id)`);
}

/** Warnings in every case, through the policies or through the function that asks the rule itself. */
async function warned(tx: Transaction, by: 'policies' | 'function'): Promise<string[]> {
  const cases = (await town.owner.query<{ id: string }>('select id from hub.case_file')).rows.map(({ id }) => id);
  const rows = await tx.all(by === 'function'
    ? sql<{ one: string }>`select c.id || ' ' || w.id as one from unnest(${cases}::uuid[]) c(id) cross join lateral hub.warnings_of_case(c.id) w order by 1`
    : sql<{ one: string }>`select distinct c.id || ' ' || w.id as one from unnest(${cases}::uuid[]) c(id)
        join hub.person_record n on n.case_id = c.id or n.report_id in (select x.id from hub.report x where x.case_id = c.id)
        join hub.person_record r on r.person_id = n.person_id join hub.person_warning w on w.record_id = r.id and w.ended_at is null order by 1`);
  return rows.map(({ one }) => one);
}

test('lists, search, counts and ranks hold what the policies show and nothing else, for every kind of colleague and outsider', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wishes, { minLength: 1, maxLength: 3 }), async (made) => {
      for (const wish of made) {
        await make(wish);
      }
      await warnOfAll();
      for (const person of people()) {
        await town.as(person, async (tx) => {
          const allowed = await byPolicies(tx);
          expect(await byFunctions(tx)).toEqual(allowed);
          expect(await warned(tx, 'function')).toEqual(await warned(tx, 'policies'));
          const likely = await ids(tx, sql`select id from hub.likely_records(hub.person_keys('kyle brennan', null, null, null, null, null), 'kyle', ${plenty})`);
          expect(likely.filter((id) => !allowed.all.includes(id))).toEqual([]);
          expect(allowed.kyle.filter((id) => !likely.includes(id))).toEqual([]);
          for (const kind of ['perpetrators', 'victims'] as const) {
            expect(await smallestShown(tx, kind, 2)).toEqual(await naive(tx, kind, 2));
          }
          const places = await tx.all(sql<{ place: string; events: number }>`select place, events::int from hub.ranked_places('2026-11-01', 1, ${plenty})`);
          expect(places).toEqual(await tx.all(sql`select place_words as place, count(*)::int as events from hub.report where received_at >= '2026-11-01' group by 1`));
        });
      }
    }),
    { numRuns: 12, seed: 20261128 },
  );
}, 180_000);

test('the trial is worth something: people see different things, and nobody sees all', async () => {
  const counts = await Promise.all(people().map(async (person) => town.as(person, async (tx) => (await byFunctions(tx)).all.length)));
  const { rows } = await town.owner.query('select count(*)::int as all from hub.person_record');
  expect(new Set(counts).size).toBeGreaterThan(1);
  expect(Math.max(...counts)).toBeLessThan(rows[0].all);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test('warnings are worth comparing: some are seen, and not by everybody', async () => {
  const counts = await Promise.all(people().map(async (person) => town.as(person, async (tx) => (await warned(tx, 'function')).length)));
  expect(Math.max(...counts)).toBeGreaterThan(5);
  expect(Math.min(...counts)).toBeLessThan(Math.max(...counts));
});

test('keys are read by nobody, and pairs, decisions and facts of what one does not see neither', async () => {
  await expect(town.as(town.priya, async (tx) => tx.all(sql`select * from hub.person_key`))).rejects.toThrow('permission denied');
  const { rows } = await town.owner.query('select id from hub.person_record where agency_id = $1', [town.council]);
  const hidden = await town.as(town.constable, async (tx) => {
    const shown = new Set(await ids(tx, sql`select id from hub.person_record`));
    return rows.map(({ id }) => String(id)).filter((id) => !shown.has(id));
  });
  expect(hidden.length).toBeGreaterThan(1);
  const [record = '', other = ''] = hidden.toSorted();
  const p = town.partnership.id;
  await town.owner.query(`insert into hub.person_fact (partnership_id, id, record_id, agency_id, kind, value, added_by, added_at) values ($1, $2, $3, $4, 'alias', 'Jaz', $5, now())`, [p, uuidv7(), record, town.council, town.priya.id]);
  await town.owner.query(`insert into hub.match_pair (partnership_id, left_id, right_id, probability, weight, prior, steps, model_version, found_at) values ($1, $2, $3, 0.9, 3, -12, '{}', 0, now()) on conflict do nothing`, [p, record, other]);
  await town.as(town.constable, async (tx) => {
    expect(await tx.all(sql`select * from hub.person_fact where record_id = ${record}`)).toEqual([]);
    expect(await tx.all(sql`select * from hub.match_pair where left_id = ${record}`)).toEqual([]);
    expect(await tx.all(sql`select * from hub.person_link where left_id = any(${hidden}::uuid[]) or right_id = any(${hidden}::uuid[])`)).toEqual([]);
  });
  const writing = town.as(town.constable, async (tx, actor) => tx.run(sql`
    insert into hub.person_fact (partnership_id, id, record_id, agency_id, kind, value, added_by, added_at) values (${p}, ${uuidv7()}, ${record}, ${actor.agencyId}, 'alias', 'x', ${actor.accountId}, now())`));
  await expect(writing).rejects.toThrow('row-level security');
});
