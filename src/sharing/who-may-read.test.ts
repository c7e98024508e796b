import fc from 'fast-check';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import type { Transaction } from '../platform/database/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { giveDisclosure, withdrawDisclosure } from './giving.ts';
import { addGateways, addOutsiders, addPerson, makeCase } from './outsiders.testing.ts';
import { disclosureById } from './queries.ts';
import type { GroundedDisclosure } from './schema.ts';

/**
 * What each person reads after any order of sharing, withdrawing, running out, restricting, walls, transfers and emergencies equals what a
 * small model says, which is written without a look at the policies.
 */
interface Given {
  readonly id: string;
  readonly at: Held;
  readonly whole: boolean;
  readonly giver: string;
  readonly decider: string;
  readonly agency: string;
  readonly person: string | null;
  /** Hours from now; it ends at 0. */
  hours: number;
  withdrawn: boolean;
}

interface Held {
  readonly id: string;
  agency: string;
  restricted: boolean;
  named: Set<string>;
}

interface World {
  readonly cases: readonly Held[];
  readonly given: Given[];
  readonly walls: Set<string>;
  emergencies: { readonly at: Held; readonly person: string; hours: number }[];
}

let town: Town;
let gateway: string;
/** Two of each agency; the first of each is its supervisor. */
let people: readonly Person[];

beforeAll(async () => {
  town = await makeTown();
  const out = await addOutsiders(town);
  gateway = await addGateways(town);
  people = [
    town.supervisor, town.priya, await addPerson(town, 'Rae Ford', town.police, ['supervisor']), town.constable, await addPerson(town, 'Kit Moss', out.housing.agencyId, ['supervisor']), out.housing,
  ];
});
afterAll(async () => town.close());

const live = (given: Given): boolean => !given.withdrawn && given.hours > 0;

function seesCase(world: World, held: Held, person: Person): boolean {
  if (world.walls.has(`${person.id} ${held.id}`)) {
    return false;
  }
  const joined = world.given.some((given) => given.at === held && given.whole && live(given) && (given.person === null ? given.agency === person.agencyId && !held.restricted : given.person === person.id));
  const rushed = world.emergencies.some((one) => one.at === held && one.person === person.id && one.hours > 0);
  return held.named.has(person.id) || (!held.restricted && held.agency === person.agencyId) || joined || rushed;
}

function seesGiven(world: World, given: Given, person: Person): boolean {
  const received = live(given) && given.agency === person.agencyId && (given.person === null ? !given.at.restricted : given.person === person.id);
  // What an agency gave of a case that another holds now stays in its ledger; of a restricted one, for whoever decided it.
  const gave = given.giver === person.agencyId && given.at.agency !== person.agencyId && (!given.at.restricted || given.decider === person.id);
  return seesCase(world, given.at, person) || ((received || gave) && !world.walls.has(`${person.id} ${given.at.id}`));
}

interface Seen {
  readonly cases: readonly string[];
  readonly parts: readonly string[];
  readonly given: readonly string[];
  readonly items: readonly string[];
}

async function read(tx: Transaction, world: World): Promise<Seen> {
  const ids = world.cases.map(({ id }) => id);
  const { cases, parts, given, items } = await tx.one(sql<Seen>`
    select array(select id::text from hub.case_file where id = any(${ids}::uuid[]) order by 1) as cases,
      array(select case_id::text from hub.incident where case_id = any(${ids}::uuid[]) union select case_id::text from hub.report where case_id = any(${ids}::uuid[]) union select case_id::text from hub.chronology where case_id = any(${ids}::uuid[]) order by 1) as parts,
      array(select id::text from hub.disclosure where case_id = any(${ids}::uuid[]) order by 1) as given,
      array(select distinct i.disclosure_id::text from hub.disclosure_item i where i.disclosure_id = any(${world.given.map(({ id }) => id)}::uuid[]) order by 1) as items`);
  return { cases, parts, given, items };
}

async function compare(world: World): Promise<void> {
  for (const person of people) {
    const cases = world.cases.filter((held) => seesCase(world, held, person)).map(({ id }) => id).toSorted();
    const given = world.given.filter((one) => seesGiven(world, one, person));
    const told = { cases, parts: cases, given: given.map(({ id }) => id).toSorted(), items: given.filter(({ whole }) => !whole).map(({ id }) => id).toSorted() };
    expect(await town.as(person, async (tx) => read(tx, world)), 'in a list').toEqual(told);
    for (const { id } of world.cases) {
      expect(await town.as(person, async (tx) => {
        await tx.all(sql`select hub.view_case(${id})`);
        return await read(tx, world);
      }), 'with one case in view').toEqual(told);
    }
  }
}

function supervisorOf(agency: string): Person {
  const found = people.find((person, place) => place % 2 === 0 && person.agencyId === agency);
  if (found === undefined) {
    throw new Error('every agency has a supervisor');
  }
  return found;
}

const refresh = (held: Held) => sql`select hub.refresh_case_access(${town.partnership.id}, array[${held.id}]::uuid[])`;

interface Step {
  readonly kind: 'share' | 'withdraw' | 'pass' | 'wall' | 'lift' | 'restrict' | 'open' | 'transfer' | 'emergency';
  readonly at: number;
  readonly who: number;
  readonly to: number;
  readonly whole: boolean;
  readonly named: boolean;
  readonly hours: number;
}

const steps = fc.array(fc.record({
  kind: fc.constantFrom<Step['kind'][]>('share', 'share', 'share', 'withdraw', 'pass', 'wall', 'lift', 'restrict', 'open', 'transfer', 'emergency'),
  at: fc.nat(1), who: fc.nat(5), to: fc.nat(5), whole: fc.boolean(), named: fc.boolean(), hours: fc.constantFrom(2.5, 7.5, 12.5, 30.5),
}), { minLength: 2, maxLength: 12 });

async function share(world: World, step: Step, held: Held, person: Person): Promise<void> {
  const receiver = people[step.to];
  if (receiver === undefined || receiver.agencyId === held.agency) {
    return;
  }
  const toAccount = step.named || held.restricted ? receiver.id : null;
  const given: GroundedDisclosure = {
    decision: 'given', scope: step.whole ? 'case' : 'items', toAgency: receiver.agencyId, toAccount, aim: '', purpose: 'To act', gateway: { id: gateway, code: '', name: 'Section 115', words: '', source: '' }, necessity: 'Needed', proportionality: 'Fair', withheld: '', caveat: '', handling: '', retention: '',
    validUntil: Temporal.Now.instant().add({ minutes: step.hours * 60 }), agreementId: null, agreementCode: null, outside: ['nothing covers it'], allowedReason: 'Danger',
    items: step.whole ? [] : [{ key: 'free', kind: 'words', label: 'words', words: 'Grey hood', subjectId: null, category: 'account' }],
  };
  const made = await town.as(person, async (tx, actor) => giveDisclosure(tx, { actor, caseId: held.id, baseUrl: '', now: Temporal.Now.instant(), given, toName: 'them', quiet: true }));
  world.given.push({ id: made.id, at: held, whole: step.whole, giver: person.agencyId, decider: person.id, agency: receiver.agencyId, person: toAccount, hours: step.hours, withdrawn: false });
}

async function restrict(held: Held, person: Person, named: readonly string[] | undefined): Promise<void> {
  await town.as(person, async (tx, actor) => {
    for (const id of named ?? []) {
      tx.defer(sql`insert into hub.case_principal (partnership_id, case_id, principal_id, kind, added_by, added_at) values (${actor.partnershipId}, ${held.id}, ${id}, 'account', ${actor.accountId}, now()) on conflict do nothing`);
    }
    await tx.run(sql`update hub.case_file set restricted = ${named !== undefined} where partnership_id = ${actor.partnershipId} and id = ${held.id}`);
    tx.defer(sql`delete from hub.case_principal where partnership_id = ${actor.partnershipId} and case_id = ${held.id} and principal_id <> all(${[...(named ?? [])]}::uuid[])`);
    await tx.run(refresh(held));
  });
  held.restricted = named !== undefined;
  held.named = new Set(named ?? []);
}

async function transfer(world: World, step: Step, held: Held, person: Person): Promise<void> {
  const taker = people[step.to];
  if (taker === undefined || taker.agencyId === held.agency || world.walls.has(`${taker.id} ${held.id}`)) {
    return;
  }
  await share(world, { ...step, whole: false, named: true, hours: 30.5 }, held, person);
  const summary = world.given.at(-1);
  const [id, kept] = [uuidv7(), uuidv7()];
  await town.as(person, async (tx, actor) => tx.run(sql`
    insert into hub.case_transfer (partnership_id, id, reference, case_id, kind, from_agency, to_agency, to_account, disclosure_id, reason, keeps, keep_until, answer_by, offered_by, offered_at)
    values (${actor.partnershipId}, ${id}, ${makeReference('F')}, ${held.id}, 'transfer', ${held.agency}, ${taker.agencyId}, ${held.restricted ? taker.id : null}, ${summary?.id ?? null}, 'Theirs', ${step.whole ? 'until' : 'nothing'},
      ${step.whole ? Temporal.Now.instant().add({ minutes: step.hours * 60 }) : null}, now() + interval '5 days', ${actor.accountId}, now())`));
  const moved = await town.as(taker, async (tx) => tx.one(sql<{ moved: boolean }>`select hub.accept_transfer(${id}, ${taker.id}, ${kept}, ${makeReference('D')}, now()) as moved`));
  expect(moved.moved).toBe(true);
  const before = held.agency;
  held.agency = taker.agencyId;
  held.named = new Set(held.restricted ? [taker.id] : []);
  if (step.whole) {
    world.given.push({ id: kept, at: held, whole: true, giver: taker.agencyId, decider: taker.id, agency: before, person: held.restricted ? person.id : null, hours: step.hours, withdrawn: false });
  }
}

async function pass(world: World, hours: number): Promise<void> {
  const ids = world.cases.map(({ id }) => id);
  await town.owner.query(`update hub.disclosure set valid_until = valid_until - $2 * interval '1 hour' where case_id = any($1)`, [ids, hours]);
  await town.owner.query(`update hub.case_access set valid_until = valid_until - $2 * interval '1 hour' where case_id = any($1) and valid_until < 'infinity'`, [ids, hours]);
  await town.owner.query(`update hub.emergency_access set ends_at = ends_at - $2 * interval '1 hour' where case_id = any($1)`, [ids, hours]);
  for (const one of [...world.given, ...world.emergencies]) {
    one.hours -= hours;
  }
}

async function emergency(world: World, held: Held, person: Person): Promise<void> {
  const opened = await town.as(person, async (tx) => tx.maybe(sql<{ opened: boolean }>`select opened from hub.open_emergency(${uuidv7()}, ${uuidv7()}, ${held.id}, 'life', 'A fire', 'Now', now() + interval '2 days')`));
  const walled = world.walls.has(`${person.id} ${held.id}`);
  expect(opened?.opened ?? false).toBe(!walled && !seesCase(world, held, person));
  if (opened?.opened === true) {
    world.emergencies.push({ at: held, person: person.id, hours: 4 });
  }
}

async function take(world: World, step: Step): Promise<void> {
  const held = world.cases[step.at];
  const who = people[step.who];
  if (held === undefined || who === undefined) {
    return;
  }
  const decider = supervisorOf(held.agency);
  // By an emergency alone one reads and writes nothing, so whoever decides sees the case by right.
  const may = seesCase({ ...world, emergencies: [] }, held, decider);
  if (step.kind === 'share' && may) {
    await share(world, step, held, decider);
  } else if (step.kind === 'withdraw') {
    const given = world.given.filter((one) => one.at === held && live(one) && may).at(step.to);
    if (given !== undefined) {
      await town.as(decider, async (tx, actor) => withdrawDisclosure(tx, { actor, caseId: held.id, baseUrl: '', now: Temporal.Now.instant(), disclosure: await disclosureById(tx, actor, given.id), reason: 'Over', told: '', cancelTasks: false }));
      given.withdrawn = true;
    }
  } else if (step.kind === 'pass') {
    await pass(world, step.hours);
  } else if (step.kind === 'wall') {
    await town.owner.query(`insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, 'neighbour') on conflict do nothing`, [town.partnership.id, who.id, held.id]);
    world.walls.add(`${who.id} ${held.id}`);
  } else if (step.kind === 'lift') {
    await town.owner.query('delete from hub.access_wall where account_id = $1 and case_id = $2', [who.id, held.id]);
    await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, held.id]);
    world.walls.delete(`${who.id} ${held.id}`);
  } else if (step.kind === 'restrict' && may) {
    await restrict(held, decider, [...new Set([decider.id, ...(step.named && who.agencyId === held.agency ? [who.id] : [])])]);
  } else if (step.kind === 'open' && may && held.restricted) {
    await restrict(held, decider, undefined);
  } else if (step.kind === 'transfer' && may) {
    await transfer(world, step, held, decider);
  } else if (step.kind === 'emergency') {
    await emergency(world, held, who);
  }
}

test('whatever is shared, withdrawn, run out, restricted, walled off, moved or opened in an emergency, everybody reads what the model says', async () => {
  await fc.assert(fc.asyncProperty(steps, async (all) => {
    const made = [await makeCase(town, []), await makeCase(town, [])];
    const world: World = { cases: made.map(({ caseId }) => ({ id: caseId, agency: town.council, restricted: false, named: new Set<string>() })), given: [], walls: new Set(), emergencies: [] };
    for (const step of all) {
      await take(world, step);
      await compare(world);
    }
  }), { numRuns: Number(process.env['RUNS'] ?? '12') });
}, 600_000);

test.each(['the restriction first', 'the sharing first'])('one restricts a case while another shares it whole, %s: the other agency does not end up on a restricted case', async (order) => {
  const { caseId } = await makeCase(town, []);
  const held: Held = { id: caseId, agency: town.council, restricted: false, named: new Set() };
  const world: World = { cases: [held], given: [], walls: new Set(), emergencies: [] };
  let written = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    written = resolve;
  });
  const restricting = async (): Promise<void> => town.as(town.supervisor, async (tx, actor) => {
    await tx.run(sql`insert into hub.case_principal (partnership_id, case_id, principal_id, kind, added_by, added_at) values (${actor.partnershipId}, ${caseId}, ${actor.accountId}, 'account', ${actor.accountId}, now())`);
    await tx.run(sql`update hub.case_file set restricted = true where partnership_id = ${actor.partnershipId} and id = ${caseId}`);
    if (order === 'the restriction first') {
      written();
      await new Promise((resolve) => {
        setTimeout(resolve, 150);
      });
    }
    await tx.run(refresh(held));
  });
  const sharing = async (): Promise<void> => town.as(town.supervisor, async (tx, actor) => {
    await tx.run(sql`
      insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until, allowed_reason)
      values (${actor.partnershipId}, ${uuidv7()}, ${makeReference('D')}, ${caseId}, ${town.council}, ${town.police}, 'case', 'Joint work', ${gateway}, 'Needed', 'given', ${actor.accountId}, now(), now() + interval '30 days', 'Danger')`);
    if (order === 'the sharing first') {
      written();
      await new Promise((resolve) => {
        setTimeout(resolve, 150);
      });
    }
    await tx.run(refresh(held));
  });
  const [first, second] = order === 'the restriction first' ? [restricting, sharing] : [sharing, restricting];
  await Promise.all([first(), begun.then(second)]);
  expect(await town.as(town.constable, async (tx) => tx.all(sql`select 1 from hub.case_file where id = ${caseId}`))).toEqual([]);
  expect((await town.as(town.supervisor, async (tx) => read(tx, world))).cases).toEqual([caseId]);
});
