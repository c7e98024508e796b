import { sql } from 'kysely';
import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { publicPage } from '../frame/index.ts';
import { momentWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, type Route } from '../platform/http/index.ts';
import { Empty, Thread } from '../ui/index.ts';

interface DeliveryRow {
  id: string;
  channel: 'email' | 'sms' | 'letter';
  address: string;
  subject: string;
  body: string;
  delivered_at: Temporal.Instant;
}

async function deliveries(tx: Transaction, partnershipId: string, most: number): Promise<DeliveryRow[]> {
  return await tx.all(sql<DeliveryRow>`
    select id, channel, address, subject, body, delivered_at from hub.demo_delivery where partnership_id = ${partnershipId} order by delivered_at desc, id desc limit ${most}`);
}

const channelWords = { email: 'E-mail', sms: 'Text message', letter: 'Letter' } as const;

/** Addresses in a message become links; everything else stays as it was written. */
function withLinks(body: string): ComponentChildren[] {
  return body.split(/(https?:\/\/\S+)/).map((part, place) => (place % 2 === 1 ? <a key={place} href={part} rel="nofollow">{part}</a> : part));
}

export function DemoOutboxPage({ rows, now }: { rows: readonly DeliveryRow[]; now: Temporal.Instant }) {
  return (
    <>
      <h1 class="hub-q__h">What would have been sent</h1>
      <p class="hub-lede">This is a demonstration: nothing leaves it. Here is each message as the person would have got it, newest first. The links work.</p>
      <h2 class="govuk-visually-hidden">Messages</h2>
      {rows.length === 0
        ? <Empty lead="Nothing yet.">Send a report with an e-mail address or a mobile number, and what it sets off appears here within seconds.</Empty>
        : (
          <Thread
            messages={rows.map((row) => ({
              kind: 'theirs', id: row.id, from: `${channelWords[row.channel]} to ${row.address}`, when: momentWords(row.delivered_at, now), at: row.delivered_at.toString(),
              body: <>{row.subject === '' ? null : <p><b>{row.subject}</b></p>}<p class="hub-typed">{withLinks(row.body)}</p></>,
            }))}
          />
        )}
    </>
  );
}

export const demoOutboxRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/demo/outbox', admits: 'public', audit: { none: 'invented people of a demonstration only' },
    handle: async (visit) => {
      if (!visit.partnership.settings.demo) {
        throw new HubError('not_found');
      }
      const rows = await deliveries(visit.tx, visit.partnership.id, 100);
      return page(publicPage(visit, { title: 'What would have been sent', noindex: true, children: <DemoOutboxPage rows={rows} now={visit.now} /> }));
    },
  }),
];
