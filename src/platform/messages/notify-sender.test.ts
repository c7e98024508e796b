import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixedClock } from '../calendar/index.ts';
import { notifySender, type NotifyPlace } from './notify-sender.ts';
import { openSender } from './open-sender.ts';
import { NeverDeliverable, neverWords, RetryLater, type OutgoingMessage } from './sender.ts';

const service = '11111111-1111-4111-8111-111111111111';
const secret = '22222222-2222-4222-8222-222222222222';
const key = `hub-live-${service}-${secret}`;
const clock = fixedClock('2026-11-24T09:00:00Z');

const message: OutgoingMessage = { id: 'm-1', channel: 'email', to: 'amara@example.org', subject: 'Your report', body: 'Priya has it.', unbranded: false, attempt: 1 };

describe('GOV.UK Notify', () => {
  type Asked = { method: string; url: string; body: Record<string, unknown> };
  let server: Server;
  let place: NotifyPlace;
  const asked: Asked[] = [];
  const kept: { id: string; reference: string }[] = [];
  let trouble: { status: number; headers?: Record<string, string>; keepFirst?: boolean } | undefined;

  function rightToken(header: string | undefined): boolean {
    const [head = '', body = '', signature] = (header ?? '').replace('Bearer ', '').split('.');
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
    const good = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url') === signature;
    expect(claims).toEqual({ iss: service, iat: clock.now().epochMilliseconds / 1000 });
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'HS256' });
    return good;
  }

  beforeEach(async () => {
    asked.length = 0;
    kept.length = 0;
    trouble = undefined;
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const answer = (status: number, body: unknown, headers = {}) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
        if (!rightToken(request.headers.authorization)) return answer(403, { errors: [{ error: 'AuthError' }] });
        const url = new URL(request.url ?? '', 'http://notify.test');
        const body: Record<string, unknown> = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : {};
        asked.push({ method: request.method ?? '', url: request.url ?? '', body });
        if (request.method === 'GET') return answer(200, { notifications: kept.filter(({ reference }) => reference === url.searchParams.get('reference')) });
        if (trouble === undefined || trouble.keepFirst === true) kept.push({ id: `n-${kept.length + 1}`, reference: String(body['reference']) });
        if (trouble !== undefined) return answer(trouble.status, { errors: [{ error: 'x', message: 'amara@example.org' }] }, trouble.headers);
        answer(201, { id: kept.at(-1)?.id });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    place = {
      url: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
      service: { apiKey: key, emailTemplate: 't-email', smsTemplate: 't-sms', letterTemplate: 't-letter' },
    };
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each<[Partial<OutgoingMessage>, string, Record<string, unknown>]>([
    [{}, '/v2/notifications/email', { template_id: 't-email', reference: 'm-1', email_address: 'amara@example.org', personalisation: { subject: 'Your report', body: 'Priya has it.' } }],
    [{ channel: 'sms', to: '07700 900123' }, '/v2/notifications/sms', { template_id: 't-sms', reference: 'm-1', phone_number: '07700 900123', personalisation: { body: 'Priya has it.' } }],
    [
      { channel: 'letter', to: 'A Nwosu\n 21 Stow Court\n\nHarlow\nCM20 3AF' }, '/v2/notifications/letter',
      { template_id: 't-letter', reference: 'm-1', personalisation: { subject: 'Your report', body: 'Priya has it.', address_line_1: 'A Nwosu', address_line_2: '21 Stow Court', address_line_3: 'Harlow', address_line_4: 'CM20 3AF' } },
    ],
  ])('%j', async (changes, url, body) => {
    expect(await notifySender(place, clock).send({ ...message, ...changes })).toEqual({ providerId: 'n-1' });
    expect(asked).toEqual([{ method: 'POST', url, body }]);
  });

  test('a retry finds what an earlier try sent, and sends nothing', async () => {
    trouble = { status: 504, keepFirst: true };
    const sender = notifySender(place, clock);
    await expect(sender.send(message)).rejects.toBeInstanceOf(RetryLater);
    trouble = undefined;
    expect(await sender.send({ ...message, attempt: 2 })).toEqual({ providerId: 'n-1' });
    expect(await sender.send({ ...message, attempt: undefined })).toEqual({ providerId: 'n-1' });
    expect(kept).toHaveLength(1);
  });

  test('a retry of what never arrived is sent', async () => {
    expect(await notifySender(place, clock).send({ ...message, attempt: 2 })).toEqual({ providerId: 'n-1' });
    expect(asked.map(({ method }) => method)).toEqual(['GET', 'POST']);
  });

  test.each<[number, typeof NeverDeliverable | typeof RetryLater, Record<string, string>, number | undefined]>([
    [400, NeverDeliverable, {}, undefined],
    [403, RetryLater, {}, undefined],
    [429, RetryLater, { 'retry-after': '90' }, 90],
    [500, RetryLater, {}, undefined],
    [503, RetryLater, { 'retry-after': 'soon' }, undefined],
  ])('an answer of %i', async (status, kind, headers, afterSeconds) => {
    trouble = { status, headers };
    const error: unknown = await notifySender(place, clock).send(message).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code: `notify-${status}` });
    if (error instanceof RetryLater) expect(error.afterSeconds).toBe(afterSeconds);
    expect(String(error)).not.toContain('amara');
  });

  test('nobody there is for later', async () => {
    const url = place.url;
    server.close();
    server.closeAllConnections();
    await expect(notifySender({ ...place, url }, clock).send(message)).rejects.toMatchObject({ name: 'RetryLater', code: 'notify-unreachable' });
  });

  test.each([
    [{ channel: 'letter', to: 'A Nwosu\nHarlow' }, 'bad-address'],
    [{ channel: 'letter', to: 'A\nB\nC\nHarlow' }, 'bad-address'],
    [{ unbranded: true }, 'no-unbranded-sender'],
  ] satisfies [Partial<OutgoingMessage>, string][])('%j never leaves', async (changes, code) => {
    await expect(notifySender(place, clock).send({ ...message, ...changes })).rejects.toMatchObject({ name: 'NeverDeliverable', code });
    expect(asked).toEqual([]);
    expect(neverWords(code)).toMatch(/^[A-Z].*\.$/);
  });

  test('in disguise another service sends', async () => {
    const unbranded = { apiKey: key, emailTemplate: 't-plain' };
    await notifySender({ ...place, unbranded }, clock).send({ ...message, unbranded: true });
    expect(asked[0]?.body['template_id']).toBe('t-plain');
    await expect(notifySender({ ...place, unbranded }, clock).send({ ...message, channel: 'sms', unbranded: true })).rejects.toMatchObject({ code: 'no-template' });
  });

  test('each channel goes the way of the settings', async () => {
    const recorded: OutgoingMessage[] = [];
    const settings = { senders: { mail: 'demo', sms: 'notify', letter: 'demo' }, smtp: undefined, notify: place } as const;
    const sender = openSender(settings, clock, async (one) => void recorded.push(one));
    expect(await sender.send(message)).toEqual({ providerId: 'demo-m-1' });
    expect(await sender.send({ ...message, channel: 'sms' })).toEqual({ providerId: 'n-1' });
    expect(recorded).toEqual([message]);
    await sender.close?.();
    const none = openSender({ ...settings, senders: { mail: 'smtp', sms: 'demo', letter: 'demo' } }, clock, async () => undefined);
    await expect(none.send(message)).rejects.toMatchObject({ code: 'no-sender' });
  });
});
