import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { LinkageModelJson } from '@safer-hub/linkage';

import { inTransaction, type Database, type Transaction } from '../platform/database/index.ts';
import type { FileStore } from '../platform/files/index.ts';
import { inLondon } from '../platform/calendar/index.ts';
import { giveWay } from './give-way.ts';
import { comparable, type Comparable, type Held, type Likeness } from './likeness-rules.ts';
import { modelInForce } from './likely.ts';
import { readWaitingFiles } from './reading.ts';
import { inThread } from './thread.ts';
import { joinByMachine, keepPairs, matchingRule, type FoundPair } from './pairs.ts';

export interface MatchingWork {
  readonly database: Database;
  readonly files: FileStore;
  readonly now: () => Temporal.Instant;
  /** Whether the pages leave time for work that can wait. */
  readonly quiet?: () => boolean;
}

const always = (): boolean => true;

/** After so many pauses the rest is left to the next minute's run. */
const mostPausesARun = 200;

async function work<Result>(database: Database, act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return await inTransaction(database.worker, async () => undefined, act);
}

/** Records in one step: each step is committed, so a killed hub goes on where it was. Small, because each may be like hundreds of others, and pages wait meanwhile. */
const aStep = 25;
const mostSteps = 800;
/** A key that so many share tells nobody apart. */
const mostOfKey = 200;

interface Unmatched {
  readonly partnership_id: string;
}

interface Paired extends Held {
  readonly of_record: string | null;
  readonly id: string;
  readonly person_id: string;
}

async function score(model: LinkageModelJson, records: readonly Comparable[], pairs: readonly (readonly [number, number])[]): Promise<readonly (Likeness | null)[]> {
  return pairs.length === 0 ? [] : (await inThread({ kind: 'score', model, records, pairs })).scored;
}

/** Finds who looks like the next records that nobody has compared yet. Says how many it dealt with. */
async function matchStep(tx: Transaction, partnershipId: string, now: Temporal.Instant): Promise<number> {
  const waiting = await tx.all(sql<{ id: string }>`
    select id from hub.person_record where partnership_id = ${partnershipId} and matched_at is null order by created_at limit ${aStep} for update skip locked`);
  const ids = waiting.map(({ id }) => id);
  if (ids.length === 0) {
    return 0;
  }
  const [rule, inForce, rows] = await Promise.all([matchingRule(tx, partnershipId, inLondon(now).toPlainDate()), modelInForce(tx, partnershipId), tx.all(sql<Paired>`
    select null::uuid as of_record, r.id, r.person_id, r.name_key, r.born_on::text, r.postcode, r.phone, r.email, r.address from hub.person_record r where r.partnership_id = ${partnershipId} and r.id = any(${ids}::uuid[])
    union all
    select distinct k.record_id, c.id, c.person_id, c.name_key, c.born_on::text, c.postcode, c.phone, c.email, c.address
    from hub.person_key k
    cross join lateral (select z.record_id from hub.person_key z where z.partnership_id = k.partnership_id and z.key = k.key limit ${mostOfKey}) z
    join hub.person_record c on c.partnership_id = k.partnership_id and c.id = z.record_id
    join hub.person_record r on r.partnership_id = k.partnership_id and r.id = k.record_id
    where k.partnership_id = ${partnershipId} and k.record_id = any(${ids}::uuid[]) and c.id <> k.record_id and c.person_id <> r.person_id`)]);
  const place = new Map<string, number>();
  const records: Comparable[] = [];
  for (const row of rows) {
    if (!place.has(row.id)) {
      place.set(row.id, records.push(comparable(row)) - 1);
    }
  }
  const joined = [...new Set(rows.flatMap(({ of_record, id }) => (of_record === null ? [] : [of_record < id ? `${of_record} ${id}` : `${id} ${of_record}`])))].map((pair) => pair.split(' '));
  const scored = await score(inForce.model, records, joined.map(([a = '', b = '']) => [place.get(a) ?? -1, place.get(b) ?? -1]));
  const found = joined.flatMap(([left = '', right = ''], at): FoundPair[] => {
    const likeness = scored[at];
    return likeness !== null && likeness !== undefined && likeness.probability * 100 >= rule.reviewFrom ? [{ left, right, likeness }] : [];
  });
  await keepPairs(tx, partnershipId, found, inForce.version, now);
  if (rule.machineFrom !== null) {
    await joinByMachine(tx, partnershipId, found.filter(({ likeness }) => likeness.probability * 100 >= (rule.machineFrom ?? 101)), now);
  }
  await tx.run(sql`update hub.person_record set matched_at = ${now} where partnership_id = ${partnershipId} and id = any(${ids}::uuid[])`);
  return ids.length;
}

/** Reads files that wait, then compares what is new with everybody. */
export async function matchPeople(facts: MatchingWork): Promise<number> {
  const { database, now } = facts;
  let touched = await readWaitingFiles(facts);
  let paused = 0;
  for (let step = 0; step < mostSteps && paused < mostPausesARun; step += 1) {
    paused += await giveWay(facts.quiet ?? always);
    const next = await work(database, async (tx) => tx.maybe(sql<Unmatched>`select partnership_id from hub.person_record where matched_at is null limit 1`));
    const done = next === undefined ? 0 : await work(database, async (tx) => matchStep(tx, next.partnership_id, now()));
    if (done === 0) {
      break;
    }
    touched += done;
  }
  await work(database, async (tx) => tx.run(sql`
    update hub.person_file f set state = 'done', finished_at = ${now()} where f.state = 'matching'
      and not exists (select 1 from hub.held_person h join hub.person_record r on r.partnership_id = h.partnership_id and r.id = h.id where h.partnership_id = f.partnership_id and h.file_id = f.id and r.matched_at is null)`));
  await forgetRead(facts);
  return touched;
}

/** What a file said is in the records now: the file itself is not kept. */
async function forgetRead({ database, files }: MatchingWork): Promise<void> {
  const read = await work(database, async (tx) => tx.all(sql<{ partnership_id: string; id: string; sealed_key: string }>`select partnership_id, id, sealed_key from hub.person_file where state in ('done', 'failed') and sealed_key <> '' limit 20`));
  for (const { partnership_id, id, sealed_key } of read) {
    await files.remove(sealed_key);
    await work(database, async (tx) => tx.run(sql`update hub.person_file set sealed_key = '' where partnership_id = ${partnership_id} and id = ${id}`));
  }
}

/** With fewer people than this a model would learn chance. */
const leastRecords = 1_000;
const mostRecords = 50_000;
/** With fewer decisions than this labels say less than the records themselves. */
const leastLabels = 100;

/** Learns a model from the partnership's own people, and from what reviewers decided where they decided enough. */
export async function learnModels({ database, now }: MatchingWork): Promise<number> {
  const partnerships = await work(database, async (tx) => tx.all(sql<{ id: string; records: number }>`
    select p.id, (select count(*)::int from hub.person_record r where r.partnership_id = p.id and r.name_key like '% %') as records from hub.partnership p`));
  let learned = 0;
  for (const { id, records } of partnerships.filter((one) => one.records >= leastRecords)) {
    const known = await work(database, async (tx) => modelInForce(tx, id));
    // A tenth more people than last time, or nothing new to learn.
    learned += known.records * 1.1 <= records ? Number(await learnOne(database, id, known.version, now())) : 0;
  }
  return learned;
}

async function learnOne(database: Database, partnershipId: string, version: number, now: Temporal.Instant): Promise<boolean> {
  const { people, labels } = await work(database, async (tx) => ({
    people: await tx.all(sql<Held & { id: string }>`
      select id, name_key, born_on::text, postcode, phone, email, address from hub.person_record where partnership_id = ${partnershipId} and name_key like '% %' order by created_at desc limit ${mostRecords}`),
    labels: await tx.all(sql<{ left_id: string; right_id: string }>`select left_id, right_id from hub.person_link where partnership_id = ${partnershipId} and verdict = 'same' and decided_by is not null and undone_at is null`),
  }));
  const place = new Map(people.map(({ id }, at) => [id, at]));
  const pairs = labels.flatMap(({ left_id, right_id }) => {
    const [left, right] = [place.get(left_id), place.get(right_id)];
    return left === undefined || right === undefined ? [] : [{ left, right }];
  });
  const enough = pairs.length >= leastLabels ? pairs : [];
  const { model } = await inThread({ kind: 'learn', seed: 1, records: people.map(comparable), labels: { left: enough.map(({ left }) => left), right: enough.map(({ right }) => right) } });
  if (!soundModel(model)) {
    return false;
  }
  await work(database, async (tx) => tx.run(sql`
    insert into hub.match_model (partnership_id, version, model, records, labels, made_at) values (${partnershipId}, ${version + 1}, ${JSON.stringify(model)}::jsonb, ${people.length}, ${enough.length}, ${now}) on conflict do nothing`));
  return true;
}

/** What was learned is used only if it is in its right mind: equal values must speak for a match in every comparison of which it saw any. */
export function soundModel({ parameters }: LinkageModelJson): boolean {
  return parameters !== null && parameters.lambda > 0 && parameters.lambda < 0.2 && [0, 1, 2].every((position) => {
    const slot = parameters.comparisons[position]?.[0];
    const equal = position === 2 ? 5 : (slot?.m.length ?? 0) - 1;
    return (slot?.m[equal] ?? 0) > 5 * (slot?.u[equal] ?? 1);
  });
}
