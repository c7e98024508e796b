import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../../cases/town-server.testing.ts';
import { makeTown, type Town } from '../../cases/town.testing.ts';
import { page, route } from './index.ts';

let town: Town;
let served: TownServer;
let drawn = 0;

const asking = (path: string, later: boolean) => route({
  method: 'GET', path, admits: 'read_cases', audit: { event: 'case.read' },
  handle: async ({ tx, actor, aboutLast }) => {
    drawn += 1;
    const first = tx.one(sql<{ n: number }>`select 1 as n`);
    aboutLast({ kind: 'try', id: actor.accountId });
    const { n } = await first;
    return page(`<p>${later ? (await tx.one(sql<{ n: number }>`select 2 as n`)).n : n}</p>`);
  },
});

/** Who asks, in which transaction, and whether `beside` asks in the same. */
const beside = (path: string, last: boolean) => route({
  method: 'GET', path, admits: 'read_cases', audit: { event: 'case.read' },
  handle: async ({ tx, actor, about, aboutLast, beside: ask }) => {
    const who = sql<{ account: string; pid: number; started: string }>`select hub.actor_account() as account, pg_backend_pid() as pid, transaction_timestamp()::text as started`;
    const [own, other] = [tx.one(who), ask(async (there) => there.one(who))];
    (last ? aboutLast : about)({ kind: 'beside', id: actor.accountId });
    const [here, there] = await Promise.all([own, other]);
    return page(`${here.account === actor.accountId && there.account === actor.accountId} ${here.pid === there.pid && here.started === there.started}`);
  },
});

beforeAll(async () => {
  town = await makeTown();
  served = await serveTown(town, [asking('/at-once', false), asking('/late', true), beside('/beside-last', true), beside('/beside-open', false)]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function noted(): Promise<number> {
  return (await town.owner.query("select 1 from hub.audit_entry where event = 'case.read' and subject_kind = 'try'")).rowCount ?? 0;
}

test('a page whose last questions take the commit along is drawn once and noted before it is sent', async () => {
  expect(await served.get(town.priya, '/at-once')).toMatchObject({ status: 200, body: '<p>1</p>' });
  expect([drawn, await noted()]).toEqual([1, 1]);
});

test('one that asks more after all is read again, and nobody is shown an error', async () => {
  expect(await served.get(town.priya, '/late')).toMatchObject({ status: 200, body: '<p>2</p>' });
  expect([drawn, await noted()]).toEqual([3, 3]);
});

test('what is asked beside a page is asked by the same person, in the page\'s transaction only where that stays open', async () => {
  expect((await served.get(town.priya, '/beside-last')).body).toBe('true false');
  expect((await served.get(town.priya, '/beside-open')).body).toBe('true true');
});
