import { createTransport } from 'nodemailer';
import { NeverDeliverable, RetryLater, type OutgoingMessage, type Sender } from './sender.ts';

export type SmtpPlace = { readonly url: string; readonly from: string; readonly unbrandedFrom?: string | undefined };

const addressForm = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/;

function domainOf(from: string): string {
  return /@([^\s@>]+)/.exec(from)?.[1] ?? 'localhost';
}

/** A refusal of the recipient or of the message is final; anything else (the line, our account, our sender address) may be put right. */
function classify(error: unknown): NeverDeliverable | RetryLater {
  const facts: { code?: unknown; command?: unknown; responseCode?: unknown } = Object(error);
  const status = typeof facts.responseCode === 'number' ? facts.responseCode : 0;
  const aboutMessage = facts.command === 'RCPT TO' || facts.command === 'DATA';
  if (status >= 500 && aboutMessage) return new NeverDeliverable(`smtp-${status}`, error);
  if (status > 0) return new RetryLater(`smtp-${status}`, { cause: error });
  const code = typeof facts.code === 'string' ? facts.code.toLowerCase() : 'unknown';
  return new RetryLater(`smtp-${code}`, { cause: error });
}

/**
 * Plain text through a mail server. SMTP cannot say whether a message whose answer was lost had arrived; the
 * Message-ID comes from our id, so that mail programs show such a message once.
 */
export function smtpSender({ url, from, unbrandedFrom }: SmtpPlace): Sender {
  const timeouts = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };
  // A line that breaks after the message went leaves it unsure: the outbox decides about another try, not the pool.
  const noSecondTry = { maxRequeues: 0 };
  const transport = createTransport({ url, pool: true, maxConnections: 2, disableFileAccess: true, disableUrlAccess: true, ...timeouts, ...noSecondTry });

  async function send({ id, channel, to, subject = '', body, unbranded }: OutgoingMessage): Promise<{ providerId: string }> {
    if (channel !== 'email') throw new NeverDeliverable('no-sender');
    const sender = unbranded ? unbrandedFrom : from;
    if (sender === undefined) throw new NeverDeliverable('no-unbranded-sender');
    if (!addressForm.test(to)) throw new NeverDeliverable('bad-address');
    const messageId = `<${id}@${domainOf(sender)}>`;
    const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
    try {
      await transport.sendMail({ messageId, from: sender, to: { name: '', address: to }, subject, text: body, headers, xMailer: false });
    } catch (error) {
      throw classify(error);
    }
    return { providerId: messageId };
  }

  return {
    send,
    close: async () => {
      transport.close();
    },
  };
}
