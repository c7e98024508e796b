import { Temporal } from 'temporal-polyfill';

import { instantText } from '../calendar/index.ts';

/** An element of an array as PostgreSQL reads it, quoted whatever it holds. */
function elementText(value: unknown): string {
  if (value === null || value === undefined) {
    return 'NULL';
  }
  if (Array.isArray(value)) {
    return arrayText(value);
  }
  const text = value instanceof Uint8Array ? `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}` : parameterText(value);
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function arrayText(values: readonly unknown[]): string {
  return `{${values.map(elementText).join(',')}}`;
}

/** A value as the text that PostgreSQL reads; lists become arrays, other objects JSON. */
function parameterText(value: unknown): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (value instanceof Temporal.Instant) {
    return instantText(value);
  }
  if (value instanceof Temporal.PlainDate) {
    return value.toString();
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  return Array.isArray(value) ? arrayText(value) : JSON.stringify(value);
}

const bytesPerCharacter = 3;

/**
 * Writes the messages of PostgreSQL's extended query protocol one after another, to leave in one piece. See
 * https://www.postgresql.org/docs/current/protocol-message-formats.html. Portals have no name; values and answers are text, bytes excepted.
 */
export class MessageWriter {
  #buffer = Buffer.allocUnsafe(16_384);
  #end = 0;

  /** A copy of all that was written; the writer begins anew. */
  take(): Buffer {
    const whole = Buffer.from(this.#buffer.subarray(0, this.#end));
    this.#end = 0;
    return whole;
  }

  close(name: string): void {
    this.#message('C', () => this.#named('S', name));
  }

  parse(name: string, text: string): void {
    this.#message('P', () => {
      this.#string(name);
      this.#string(text);
      this.#int16(0);
    });
  }

  bind(name: string, values: readonly unknown[]): void {
    this.#message('B', () => {
      this.#byte(0);
      this.#string(name);
      this.#int16(values.length);
      for (const value of values) {
        this.#int16(value instanceof Uint8Array ? 1 : 0);
      }
      this.#int16(values.length);
      for (const value of values) {
        this.#value(value);
      }
      this.#int16(0);
    });
  }

  describe(): void {
    this.#message('D', () => this.#named('P', ''));
  }

  execute(): void {
    this.#message('E', () => {
      this.#byte(0);
      this.#int32(0);
    });
  }

  sync(): void {
    this.#message('S', () => undefined);
  }

  #message(kind: string, write: () => void): void {
    this.#byte(kind.charCodeAt(0));
    const start = this.#end;
    this.#int32(0);
    write();
    this.#buffer.writeInt32BE(this.#end - start, start);
  }

  #named(kind: string, name: string): void {
    this.#byte(kind.charCodeAt(0));
    this.#string(name);
  }

  #value(value: unknown): void {
    if (value === null || value === undefined) {
      this.#int32(-1);
      return;
    }
    const start = this.#end;
    this.#int32(0);
    if (value instanceof Uint8Array) {
      this.#room(value.byteLength);
      this.#buffer.set(value, this.#end);
      this.#end += value.byteLength;
    } else {
      this.#text(parameterText(value));
    }
    this.#buffer.writeInt32BE(this.#end - start - 4, start);
  }

  #room(bytes: number): void {
    if (this.#end + bytes > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#end + bytes));
      this.#buffer.copy(larger, 0, 0, this.#end);
      this.#buffer = larger;
    }
  }

  #text(text: string): void {
    this.#room(text.length * bytesPerCharacter);
    this.#end += this.#buffer.write(text, this.#end);
  }

  /** Ended by a zero byte, which PostgreSQL's own strings cannot hold. */
  #string(text: string): void {
    this.#text(text);
    this.#byte(0);
  }

  #byte(value: number): void {
    this.#room(1);
    this.#buffer[this.#end] = value;
    this.#end += 1;
  }

  #int16(value: number): void {
    this.#room(2);
    this.#end = this.#buffer.writeUInt16BE(value, this.#end);
  }

  #int32(value: number): void {
    this.#room(4);
    this.#end = this.#buffer.writeInt32BE(value, this.#end);
  }
}
