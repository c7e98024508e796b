import type { OutgoingMessage, Sender } from './sender.ts';

/** Sends nothing: `record` keeps the message for the outbox page, and must keep one id only once. */
export function demoSender(record: (message: OutgoingMessage) => Promise<void>): Sender {
  return {
    send: async (message) => {
      await record(message);
      return { providerId: `demo-${message.id}` };
    },
  };
}
