export type Channel = 'email' | 'sms' | 'letter';

export type OutgoingMessage = {
  /** The outbox's own id. The same id sent twice must reach the person once. */
  readonly id: string;
  readonly channel: Channel;
  /** An e-mail address, a telephone number, or the lines of a postal address. */
  readonly to: string;
  readonly subject?: string | undefined;
  readonly body: string;
  /** Nothing may show who writes: the person's letters or telephone are not safe from others. */
  readonly unbranded: boolean;
  /**
   * Which try this is, from 1, counted when the message is taken from the outbox, so that a try whose process died
   * counts too. From the second on a sender first asks whether the provider has it already. Not given means unsure.
   */
  readonly attempt?: number | undefined;
};

export type Sender = {
  send(message: OutgoingMessage): Promise<{ readonly providerId: string }>;
  close?(): Promise<void>;
};

/** Not now: the message may or may not have gone. `code` is for the outbox and log and names no person. */
export class RetryLater extends Error {
  readonly code: string;
  readonly afterSeconds: number | undefined;

  constructor(code: string, { afterSeconds, cause }: { afterSeconds?: number; cause?: unknown } = {}) {
    super(`The message could not be sent now (${code})`, { cause });
    this.name = 'RetryLater';
    this.code = code;
    this.afterSeconds = afterSeconds;
  }
}

/** Never: this message to this address will not get through, and a person has to look at it. */
export class NeverDeliverable extends Error {
  readonly code: string;

  constructor(code: string, cause?: unknown) {
    super(`The message cannot be delivered (${code})`, { cause });
    this.name = 'NeverDeliverable';
    this.code = code;
  }
}

/** What the officer is told about a message that never got through. */
export function neverWords(code: string): string {
  const known: Readonly<Record<string, string>> = {
    'bad-address': 'The address is not complete or not valid.',
    'no-unbranded-sender': 'This person must be written to in disguise, and no unbranded sender is set up for this channel.',
    'no-template': 'No GOV.UK Notify template is set up for this channel.',
    'no-sender': 'No sender is set up for this channel.',
  };
  return known[code] ?? 'The provider refused the message or the address.';
}
