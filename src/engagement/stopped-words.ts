import type { StoppedMessage } from './panel-queries.ts';
import { neverWords } from '../platform/messages/index.ts';

const channels = { email: 'e-mail', sms: 'text message', letter: 'letter' } as const;

const reasons: Readonly<Record<string, string>> = {
  no_safe_route: 'There is no safe way left for the system to write to this person. Speak to them in a way that is safe.',
  maybe_sent: 'The line broke while it was being sent. It may have arrived, and the system does not send twice on its own.',
  tried_long_enough: 'We tried for nine hours and could not get through.',
  link_unreadable: 'The private link could not be written into it. Ask your administrator.',
};

/** What an officer reads about a message that did not leave. */
export function stoppedWords(message: Pick<StoppedMessage, 'channel' | 'state' | 'error_code'>): { lead: string; rest: string } {
  const what = channels[message.channel];
  return {
    lead: message.state === 'held' ? `We do not know whether the ${what} arrived.` : `The ${what} could not be delivered.`,
    rest: reasons[message.error_code ?? ''] ?? neverWords(message.error_code ?? ''),
  };
}
