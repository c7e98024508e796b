import { paths } from './paths.ts';
import type { House } from './platform/http/index.ts';
import { startLoop, type Loop } from './platform/jobs/index.ts';
import { openSender, type Channel } from './platform/messages/index.ts';
import { demoRecorder, dispatch } from './platform/outbox/index.ts';

/** Sends what waits in the outbox, a second after it was put there at the latest. */
export function startOutbox(house: House): Loop {
  const { settings, database, clock, log } = house;
  const now = () => clock.now();
  const sender = openSender(settings, clock, demoRecorder(database.worker, now));
  // SMTP has no memory of what it was given: a message that may have gone waits for a person instead of going twice.
  const withoutKeys: Channel[] = settings.senders.mail === 'smtp' ? ['email'] : [];
  return startLoop('outbox', 1_000, async () => dispatch(database.worker, { sender, withoutKeys, secretKey: settings.secretKey, linkAddress: (secret) => `${settings.baseUrl}${paths.link(secret)}` }, now), log);
}
