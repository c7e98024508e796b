import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import type { Flight } from '../database/flight.ts';
import { openPool } from '../database/index.ts';
import { createTestDatabase } from '../database/testing.ts';
import { NeverDeliverable, RetryLater, type OutgoingMessage, type Sender } from '../messages/index.ts';
import { uuidv7 } from '../references/index.ts';
import { demoRecorder, dispatch, type Dispatching } from './dispatch.ts';
import { sealLink } from './link-seal.ts';

const database = await createTestDatabase();
const owner = new pg.Pool({ ...database.owner, max: 2 });
const worker = openPool(database.worker, 4);
afterAll(async () => {
  await Promise.all([owner.end(), worker.end()]);
  await database.drop();
});

const secretKey = 's'.repeat(40);
const partnership = uuidv7();
const agency = uuidv7();
const start = Temporal.Instant.from('2026-11-24T09:00:00Z');

async function report(safeContact: object | undefined, email: string | null = 'amara@example.org'): Promise<string> {
  const id = uuidv7();
  await owner.query(
    `insert into hub.report (partnership_id, id, reference, link_hash, link_sealed, agency_id, channel, received_at, title, words) values ($1, $2, $3, $4, $5, $6, 'web', $7, '', '')`,
    [partnership, id, id, Buffer.from(id), sealLink(`secret-of-${id}`, secretKey), agency, start.toString()]);
  if (safeContact !== undefined) {
    await owner.query(`insert into hub.party (partnership_id, id, agency_id, report_id, role, email, phone, safe_contact) values ($1, $2, $3, $4, 'complainant', $5, '07700900142', $6)`,
      [partnership, uuidv7(), agency, id, email, JSON.stringify(safeContact)]);
  }
  return id;
}

async function waiting(reportId: string | null, channel = 'email'): Promise<string> {
  const id = uuidv7();
  await owner.query(`insert into hub.outbox (partnership_id, id, report_id, channel, address, subject, body, next_attempt_at) values ($1, $2, $3, $4, 'amara@example.org', 'New', 'Read {link}', $5)`,
    [partnership, id, reportId, channel, start.toString()]);
  return id;
}

async function row(id: string): Promise<{ state: string; error_code: string | null; attempts: number; channel: string }> {
  return (await owner.query('select state, error_code, attempts, channel from hub.outbox where id = $1', [id])).rows[0];
}

/** A provider that knows the keys it was given: each id reaches the person once. */
function honestSender(fail?: () => Error | undefined): Sender & { readonly reached: Map<string, OutgoingMessage>; calls: number } {
  const reached = new Map<string, OutgoingMessage>();
  return {
    reached,
    calls: 0,
    async send(message) {
      this.calls += 1;
      const error = fail?.();
      if (error !== undefined) throw error;
      reached.set(message.id, message);
      return { providerId: `p-${message.id}` };
    },
  };
}

function way(sender: Sender, withoutKeys: Dispatching['withoutKeys'] = []): Dispatching {
  return { sender, withoutKeys, secretKey, linkAddress: (secret) => `https://hub.test/r/${secret}` };
}

const safe = { routes: ['email'], plain: false };

beforeEach(async () => {
  await owner.query('truncate hub.outbox, hub.party, hub.report, hub.demo_delivery, hub.agency, hub.partnership cascade');
  await owner.query(`insert into hub.partnership (id, name, town) values ($1, 'P', 'T')`, [partnership]);
  await owner.query(`insert into hub.agency (partnership_id, id, name, short_name, kind) values ($1, $2, 'Council', 'Council', 'council')`, [partnership, agency]);
});

describe('sending', () => {
  test('fills the private link, marks as sent, sends nothing twice', async () => {
    const of = await report(safe);
    const id = await waiting(of);
    const sender = honestSender();
    expect(await dispatch(worker, way(sender), () => start)).toBe(1);
    expect(sender.reached.get(id)).toMatchObject({ to: 'amara@example.org', body: `Read https://hub.test/r/secret-of-${of}`, attempt: 1 });
    expect(await row(id)).toMatchObject({ state: 'sent', error_code: null });
    expect(await dispatch(worker, way(sender), () => start)).toBe(0);
    expect(sender.calls).toBe(1);
  });

  test('two dispatchers at once share the work', async () => {
    for (let count = 0; count < 12; count += 1) await waiting(await report(safe));
    const sender = honestSender();
    const taken = await Promise.all([dispatch(worker, { ...way(sender), batch: 8 }, () => start), dispatch(worker, { ...way(sender), batch: 8 }, () => start)]);
    expect(taken.reduce((sum, one) => sum + one)).toBe(12);
    expect(sender.calls).toBe(12);
  });

  test.each<[string, object | undefined]>([['contact that has become unsafe', { routes: [] }], ['a person who is not known any more', undefined]])('%s is never used: it fails for a person to see', async (_, contact) => {
    const id = await waiting(await report(contact));
    const sender = honestSender();
    await dispatch(worker, way(sender), () => start);
    expect(sender.calls).toBe(0);
    expect(await row(id)).toMatchObject({ state: 'failed', error_code: 'no_safe_route' });
  });

  test('moves to the route that is safe now, and says so in the outbox', async () => {
    const id = await waiting(await report({ routes: ['text'], plain: true }));
    const sender = honestSender();
    await dispatch(worker, way(sender), () => start);
    expect(sender.reached.get(id)).toMatchObject({ channel: 'sms', to: '07700900142', unbranded: true, subject: 'For you' });
    expect(await row(id)).toMatchObject({ state: 'sent', channel: 'sms' });
  });

  test('a link sealed with another key fails instead of sending half a message', async () => {
    const id = await waiting(await report(safe));
    await dispatch(worker, { ...way(honestSender()), secretKey: 'another key that is long enough' }, () => start);
    expect(await row(id)).toMatchObject({ state: 'failed', error_code: 'link_unreadable' });
  });

  test('a message to an account needs no report', async () => {
    const id = await waiting(null);
    const sender = honestSender();
    await dispatch(worker, way(sender), () => start);
    expect(sender.reached.get(id)?.body).toBe('Read {link}');
  });
});

describe('failing', () => {
  test('tries again after a wait that grows, and in the end shows a person', async () => {
    const id = await waiting(await report(safe));
    let now = start;
    const sender = honestSender(() => new RetryLater('notify-503'));
    await dispatch(worker, way(sender), () => now);
    expect(await row(id)).toMatchObject({ state: 'waiting', error_code: 'notify-503', attempts: 1 });
    now = start.add({ seconds: 29 });
    expect(await dispatch(worker, way(sender), () => now)).toBe(0);
    for (let tries = 0; tries < 20; tries += 1) {
      now = now.add({ hours: 1 });
      await dispatch(worker, way(sender), () => now);
    }
    expect(await row(id)).toMatchObject({ state: 'failed', error_code: 'tried_long_enough', attempts: 14 });
  });

  test('never deliverable is not tried again', async () => {
    const id = await waiting(await report(safe));
    await dispatch(worker, way(honestSender(() => new NeverDeliverable('bad-address'))), () => start);
    expect(await row(id)).toMatchObject({ state: 'failed', error_code: 'bad-address' });
  });

  test('without keys, what may have gone is held for a person; what certainly has not is tried again', async () => {
    const doubtful = await waiting(await report(safe));
    await dispatch(worker, way(honestSender(() => new RetryLater('smtp-etimedout')), ['email']), () => start);
    expect(await row(doubtful)).toMatchObject({ state: 'held', error_code: 'maybe_sent' });
    const refused = await waiting(await report(safe));
    await dispatch(worker, way(honestSender(() => new RetryLater('smtp-451')), ['email']), () => start);
    expect(await row(refused)).toMatchObject({ state: 'waiting' });
  });

  test('without keys, a message whose process died while sending is held, not sent again', async () => {
    const id = await waiting(await report(safe));
    await owner.query(`update hub.outbox set state = 'sending', attempts = 1, locked_until = $1`, [start.toString()]);
    const sender = honestSender();
    await dispatch(worker, way(sender, ['email']), () => start.add({ seconds: 1 }));
    expect(sender.calls).toBe(0);
    expect(await row(id)).toMatchObject({ state: 'held', error_code: 'maybe_sent' });
  });
});

class Killed extends Error {}

/** A flight whose answers come to a process that is no more. */
function unheard(flight: Flight): pg.Submittable {
  const dead = (): void => flight.handleError(new Killed());
  const nothing = (): void => undefined;
  return Object.assign({ submit: (connection: pg.Connection) => flight.submit(connection) }, { handleRowDescription: nothing, handleDataRow: nothing, handleCommandComplete: nothing, handleError: dead, handleReadyForQuery: dead });
}

/** The same pool, whose process "dies" at the n-th flight of statements: just before it is sent, or after PostgreSQL has done what it says. */
function dying(pool: pg.Pool, at: number, when: 'before' | 'after', count: { flights: number }): pg.Pool {
  return new Proxy(pool, {
    get(target, name) {
      if (name !== 'connect') return Reflect.get(target, name, target);
      return async () => {
        const client = await target.connect();
        let dead = false;
        return new Proxy(client, {
          get(inner, key) {
            if (key === 'release') return () => inner.release(dead);
            if (key !== 'query') return Reflect.get(inner, key, inner);
            return (flight: Flight) => {
              if (!dead) count.flights += 1;
              if (dead || (count.flights === at && when === 'before')) {
                dead = true;
                queueMicrotask(() => flight.handleError(new Killed()));
              } else if (count.flights === at) {
                dead = true;
                inner.query(unheard(flight));
              } else {
                inner.query(flight);
              }
            };
          },
        });
      };
    },
  });
}

/** PostgreSQL lets go of a dead process's rows when it notices the broken connection, not before. */
async function connectionsOfTheDeadAreGone(): Promise<void> {
  for (;;) {
    const { rows } = await owner.query(`select from pg_stat_activity where datname = current_database() and usename = 'hub_worker' and state like 'idle in transaction%'`);
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('killed at any point', () => {
  test('each message reaches the demo outbox exactly once', async () => {
    let died = 0;
    for (const when of ['before', 'after'] as const) {
      for (let at = 1; at < 40; at += 1) {
        await owner.query('truncate hub.outbox, hub.demo_delivery');
        const ids = [await waiting(await report(safe)), await waiting(await report(safe)), await waiting(await report(safe))];
        const count = { flights: 0 };
        const pool = dying(worker, at, when, count);
        const sender = (into: pg.Pool): Sender => ({ send: async (message) => demoRecorder(into, () => start)(message).then(() => ({ providerId: message.id })) });
        const survived = await dispatch(pool, way(sender(pool)), () => start).then(() => true, () => false);
        if (!survived || count.flights >= at) died += 1;
        await connectionsOfTheDeadAreGone();
        // Another process comes after the locks have run out.
        for (const minutes of [11, 22, 33]) await dispatch(worker, way(sender(worker)), () => start.add({ minutes }));
        const delivered = (await owner.query('select id from hub.demo_delivery order by id')).rows.map(({ id }) => id);
        expect(delivered, `killed ${when} flight ${at}`).toEqual([...ids].sort());
        expect((await owner.query(`select distinct state from hub.outbox`)).rows).toEqual([{ state: 'sent' }]);
        if (count.flights < at) break;
      }
    }
    expect(died).toBeGreaterThan(20);
  });

  test('dead in the sender: sent again under the same id', async () => {
    const id = await waiting(await report(safe));
    const sender = honestSender();
    let first = true;
    const flaky: Sender = {
      async send(message) {
        const answer = await sender.send(message);
        if (first) {
          first = false;
          throw new Killed();
        }
        return answer;
      },
    };
    await dispatch(worker, way(flaky), () => start);
    await dispatch(worker, way(flaky), () => start.add({ minutes: 5 }));
    expect([...sender.reached.keys()]).toEqual([id]);
    expect(sender.calls).toBe(2);
    expect(await row(id)).toMatchObject({ state: 'sent' });
  });

  test('a claim that was taken over is not marked by the one who lost it', async () => {
    const id = await waiting(await report(safe));
    const slow: Sender = {
      async send() {
        await owner.query(`update hub.outbox set attempts = attempts + 1, locked_until = $1 where id = $2`, [start.add({ hours: 1 }).toString(), id]);
        return { providerId: 'slow' };
      },
    };
    await dispatch(worker, way(slow), () => start);
    expect(await row(id)).toMatchObject({ state: 'sending', attempts: 2 });
  });
});
