import { createReadStream } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { once } from 'node:events';

export type Clamd = { readonly host: string; readonly port: number };
export type ScanResult = { readonly clean: true } | { readonly clean: false; readonly found: string };

const longestWait = 60_000;

async function sendFile(socket: Socket, file: string): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of createReadStream(file)) {
    const bytes = Buffer.from(chunk);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(bytes.length);
    socket.write(size);
    // clamd hangs up early when its own limit is reached: then stop and read what it said.
    if (!socket.writable) return;
    if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
  }
  socket.write(Buffer.alloc(4));
}

function replyOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      reply += text;
      if (reply.includes('\0')) resolve(reply.slice(0, reply.indexOf('\0')));
    });
    socket.on('error', reject);
    socket.on('timeout', () => {
      reject(new Error('clamd did not answer in time'));
    });
    socket.on('close', () => {
      reject(new Error(reply === '' ? 'clamd closed the connection without an answer' : `clamd answered ${reply.trim()}`));
    });
  });
}

/** Asks clamd about a file (INSTREAM). Throws when it gives no verdict: a file that was not checked is not clean. */
export async function scanFile(clamd: Clamd, file: string): Promise<ScanResult> {
  const socket = createConnection(clamd);
  socket.setTimeout(longestWait);
  const reply = replyOf(socket);
  try {
    const [answer] = await Promise.all([reply, once(socket, 'connect').then(() => sendFile(socket, file))]);
    const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
    if (found !== undefined) return { clean: false, found };
    if (answer === 'stream: OK') return { clean: true };
    throw new Error(`clamd answered ${answer}`);
  } finally {
    socket.destroy();
  }
}
