import type { Clock } from '../calendar/index.ts';
import { demoSender } from './demo-sender.ts';
import { notifySender, type NotifyPlace } from './notify-sender.ts';
import { NeverDeliverable, type Channel, type OutgoingMessage, type Sender } from './sender.ts';
import { smtpSender, type SmtpPlace } from './smtp-sender.ts';

export type SenderSettings = {
  readonly senders: { readonly mail: 'demo' | 'smtp' | 'notify'; readonly sms: 'demo' | 'notify'; readonly letter: 'demo' | 'notify' };
  readonly smtp: SmtpPlace | undefined;
  readonly notify: NotifyPlace | undefined;
};

/** One sender for all channels, each going the way that the settings say. */
export function openSender(settings: SenderSettings, clock: Clock, record: (message: OutgoingMessage) => Promise<void>): Sender {
  const { mail, sms, letter } = settings.senders;
  const ways = {
    demo: demoSender(record),
    smtp: settings.smtp === undefined ? undefined : smtpSender(settings.smtp),
    notify: settings.notify === undefined ? undefined : notifySender(settings.notify, clock),
  };
  const byChannel: Readonly<Record<Channel, Sender | undefined>> = { email: ways[mail], sms: ways[sms], letter: ways[letter] };
  return {
    send: async (message) => {
      const sender = byChannel[message.channel];
      if (sender === undefined) throw new NeverDeliverable('no-sender');
      return sender.send(message);
    },
    close: async () => {
      await ways.smtp?.close?.();
    },
  };
}
