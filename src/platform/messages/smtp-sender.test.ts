import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { NeverDeliverable, RetryLater, type OutgoingMessage, type Sender } from './sender.ts';
import { smtpSender } from './smtp-sender.ts';

type Sink = { port: number; received: { to: string; from: string; text: string }[]; server: Server; offered: number };

/** A small mail server: answers each command as told, else politely, and keeps what it was sent. */
function startSink(answers: Readonly<Record<string, string>> = {}): Promise<Sink> {
  const received: Sink['received'] = [];
  let offered = 0;
  const talk = (socket: Socket): void => {
    let [from, to, text, inData, rest] = ['', '', '', false, ''];
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const line = (words: string): void => {
      if (inData) {
        if (words !== '.') text += `${words.replace(/^\./, '')}\n`;
        else {
          inData = false;
          offered += 1;
          const answer = answers['END'] ?? '250 kept';
          if (answer.startsWith('250')) received.push({ from, to, text });
          if (answer === 'HANG UP') socket.destroy();
          else say(answer);
        }
        return;
      }
      const command = words.split(/[ :]/)[0]?.toUpperCase() ?? '';
      if (command === 'EHLO') return say('250 sink.test');
      if (command === 'MAIL') from = words;
      if (command === 'RCPT') to = words;
      if (command === 'DATA' && answers['DATA'] === undefined) {
        inData = true;
        text = '';
        return say('354 go on');
      }
      say(answers[command] ?? (command === 'QUIT' ? '221 bye' : '250 fine'));
    };
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      rest += bytes.toString('utf8');
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const one of lines) line(one);
    });
    say(answers['HELLO'] ?? '220 sink.test');
  };
  const server = createServer(talk);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      resolve({ port, received, server, get offered() { return offered; } });
    });
  });
}

const message: OutgoingMessage = {
  id: '0199aaaa-0000-7000-8000-000000000001', channel: 'email', to: 'amara@example.org', subject: 'We have your report – café', unbranded: false,
  body: 'Priya has your report.\n.\n.hidden dot\nYour link: https://hub.example.org/t/abc',
};

describe('e-mail through SMTP', () => {
  const opened: { sender: Sender; sink: Sink }[] = [];
  async function open(answers: Readonly<Record<string, string>> = {}, unbrandedFrom?: string) {
    const sink = await startSink(answers);
    const sender = smtpSender({ url: `smtp://127.0.0.1:${sink.port}`, from: 'Safer Hub <hub@council.test>', unbrandedFrom });
    opened.push({ sender, sink });
    return { sender, sink };
  }
  afterEach(async () => {
    for (const { sender, sink } of opened.splice(0)) {
      await sender.close?.();
      sink.server.close();
    }
  });

  test('goes as plain text with our id as its Message-ID', async () => {
    const { sender, sink } = await open();
    const { providerId } = await sender.send(message);
    expect(providerId).toBe('<0199aaaa-0000-7000-8000-000000000001@council.test>');
    expect(sink.received).toHaveLength(1);
    const { from, to, text } = sink.received[0] ?? { from: '', to: '', text: '' };
    expect(from).toContain('<hub@council.test>');
    expect(to).toContain('<amara@example.org>');
    expect(text).toMatch(/^Message-ID: <0199aaaa-0000-7000-8000-000000000001@council\.test>$/m);
    expect(text).toMatch(/^Content-Type: text\/plain; charset=utf-8$/m);
    expect(text).toMatch(/^Auto-Submitted: auto-generated$/m);
    expect(text).not.toMatch(/html|X-Mailer/i);
    expect(text).toContain('Priya has your report.\n.\n.hidden dot');
  });

  test('in disguise nothing names the hub, and without a disguise it does not go', async () => {
    const { sender, sink } = await open({}, 'notes@plain.test');
    await sender.send({ ...message, unbranded: true, subject: 'Your appointment', body: 'Please ring back.' });
    expect(`${sink.received[0]?.from}${sink.received[0]?.text}`).not.toMatch(/council|safer|hub/i);
    const without = await open();
    await expect(without.sender.send({ ...message, unbranded: true })).rejects.toMatchObject({ name: 'NeverDeliverable', code: 'no-unbranded-sender' });
    expect(without.sink.received).toEqual([]);
  });

  test.each<[Record<string, string>, typeof NeverDeliverable | typeof RetryLater, string]>([
    [{ RCPT: '550 no such user amara@example.org' }, NeverDeliverable, 'smtp-550'],
    [{ RCPT: '450 mailbox busy' }, RetryLater, 'smtp-450'],
    [{ END: '554 looks like spam' }, NeverDeliverable, 'smtp-554'],
    [{ END: '451 try later' }, RetryLater, 'smtp-451'],
    [{ MAIL: '530 sign in first' }, RetryLater, 'smtp-530'],
    [{ HELLO: '421 too busy' }, RetryLater, 'smtp-421'],
    [{ END: 'HANG UP' }, RetryLater, 'smtp-econnection'],
  ])('%j', async (answers, kind, code) => {
    const { sender, sink } = await open(answers);
    const error: unknown = await sender.send(message).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code });
    expect(error instanceof Error && error.message).not.toContain('amara');
    expect(sink.received).toEqual([]);
  });

  test('a line that breaks after the message is not tried again on its own', async () => {
    const { sender, sink } = await open({ END: 'HANG UP' });
    await expect(sender.send(message)).rejects.toBeInstanceOf(RetryLater);
    expect(sink.offered).toBe(1);
  });

  test('no server at all is for later', async () => {
    const { sender, sink } = await open();
    sink.server.close();
    await expect(sender.send(message)).rejects.toBeInstanceOf(RetryLater);
  });

  test.each(['', 'amara', 'amara@', 'a@b.test, c@d.test', 'Amara <a@b.test>', 'a@b.test\r\nBcc: c@d.test', 'a b@c.test'])('the address %j is never tried', async (to) => {
    const { sender, sink } = await open();
    await expect(sender.send({ ...message, to })).rejects.toMatchObject({ code: 'bad-address' });
    expect(sink.received).toEqual([]);
  });

  test('a subject cannot add a header', async () => {
    const { sender, sink } = await open();
    await sender.send({ ...message, subject: 'Hello\r\nBcc: other@example.org' });
    expect(sink.received[0]?.text).not.toMatch(/^Bcc:/m);
  });
});
