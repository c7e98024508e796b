import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../calendar/index.ts';
import { parsePostcode } from '../geography/index.ts';
import { NeverDeliverable, RetryLater, type Channel, type OutgoingMessage, type Sender } from './sender.ts';

export type NotifyAccount = {
  readonly apiKey: string;
  readonly emailTemplate?: string | undefined;
  readonly smsTemplate?: string | undefined;
  readonly letterTemplate?: string | undefined;
};
export type NotifyPlace = { readonly url: string; readonly service: NotifyAccount; readonly unbranded?: NotifyAccount | undefined };

const longestWait = 30_000;
const keyLength = 36;

const sent = z.object({ id: z.string().min(1) });
const found = z.object({ notifications: z.array(z.object({ id: z.string().min(1), reference: z.string().nullable() })) });

const base64url = (words: string): string => Buffer.from(words).toString('base64url');

/** The token that Notify asks for: service id and time, signed with the key's secret. The key ends in the one and the other. */
function tokenFor(apiKey: string, clock: Clock): string {
  const secret = apiKey.slice(-keyLength);
  const issuer = apiKey.slice(-2 * keyLength - 1, -keyLength - 1);
  const issued = Math.floor(clock.now().epochMilliseconds / 1000);
  const unsigned = `${base64url(JSON.stringify({ typ: 'JWT', alg: 'HS256' }))}.${base64url(JSON.stringify({ iss: issuer, iat: issued }))}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}

/** Lines of a postal address as Notify wants them: three to seven, the postcode last. */
function addressLines(to: string): Record<string, string> {
  const lines = to.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (lines.length < 3 || lines.length > 7 || parsePostcode(lines.at(-1) ?? '') === undefined) throw new NeverDeliverable('bad-address');
  return Object.fromEntries(lines.map((line, index) => [`address_line_${index + 1}`, line]));
}

type Request = { readonly path: string; readonly body: Record<string, unknown> };

function requestFor(message: OutgoingMessage, templateId: string): Request {
  const common = { template_id: templateId, reference: message.id };
  const words = { subject: message.subject ?? '', body: message.body };
  if (message.channel === 'email') return { path: 'email', body: { ...common, email_address: message.to, personalisation: words } };
  if (message.channel === 'sms') return { path: 'sms', body: { ...common, phone_number: message.to, personalisation: { body: message.body } } };
  return { path: 'letter', body: { ...common, personalisation: { ...words, ...addressLines(message.to) } } };
}

function templateOf(account: NotifyAccount, channel: Channel): string {
  const template = { email: account.emailTemplate, sms: account.smsTemplate, letter: account.letterTemplate }[channel];
  if (template === undefined) throw new NeverDeliverable('no-template');
  return template;
}

/** The error for an answer that is not a success; its words are left out, because they may repeat the address. */
function refusal(status: number, retryAfter: string | null): NeverDeliverable | RetryLater {
  if (status === 400) return new NeverDeliverable('notify-400');
  const seconds = Number(retryAfter ?? Number.NaN);
  return new RetryLater(`notify-${status}`, Number.isFinite(seconds) && seconds > 0 ? { afterSeconds: seconds } : {});
}

/** GOV.UK Notify. Our id is its reference, and a retry first looks for it, so that nothing is sent twice. */
export function notifySender({ url, service, unbranded }: NotifyPlace, clock: Clock): Sender {
  async function ask(account: NotifyAccount, path: string, body?: Record<string, unknown>): Promise<unknown> {
    const headers = { authorization: `Bearer ${tokenFor(account.apiKey, clock)}`, 'content-type': 'application/json' };
    const content = body === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(body) };
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, { ...content, headers, redirect: 'error', signal: AbortSignal.timeout(longestWait) });
      if (response.ok) return await response.json();
    } catch (cause) {
      throw new RetryLater('notify-unreachable', { cause });
    }
    await response.body?.cancel();
    throw refusal(response.status, response.headers.get('retry-after'));
  }

  async function alreadySent(account: NotifyAccount, id: string): Promise<string | undefined> {
    const answer = found.safeParse(await ask(account, `/v2/notifications?reference=${encodeURIComponent(id)}`));
    if (!answer.success) throw new RetryLater('notify-answer');
    return answer.data.notifications.find(({ reference }) => reference === id)?.id;
  }

  return {
    send: async (message) => {
      const account = message.unbranded ? unbranded : service;
      if (account === undefined) throw new NeverDeliverable('no-unbranded-sender');
      const { path, body } = requestFor(message, templateOf(account, message.channel));
      if (message.attempt !== 1) {
        const earlier = await alreadySent(account, message.id);
        if (earlier !== undefined) return { providerId: earlier };
      }
      const answer = sent.safeParse(await ask(account, `/v2/notifications/${path}`, body));
      if (!answer.success) throw new RetryLater('notify-answer');
      return { providerId: answer.data.id };
    },
  };
}
