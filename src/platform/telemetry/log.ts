import { pino, type DestinationStream } from 'pino';
import { makeReference } from '../references/index.ts';
import { scrub, scrubWords } from './scrub.ts';

type Facts = Readonly<Record<string, unknown>>;
type Write = (facts: Facts, sentence: string) => void;

/** Structured lines for the operator. Facts first, then a fixed sentence without anything of a person in it. */
export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  /** The same log with facts that every line carries, such as the name of a job. */
  with(facts: Facts): Log;
};

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** JSON lines on standard output, or wherever a test looks. */
export function makeLog(level: LogLevel, destination?: DestinationStream): Log {
  const settings = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label: string) => ({ level: label }) } };
  const lines = destination === undefined ? pino(settings) : pino(settings, destination);
  const logWith = (common: Facts): Log => {
    const writer = (name: 'debug' | 'info' | 'warn' | 'error' | 'fatal'): Write => (facts, sentence) => {
      if (lines.isLevelEnabled(name)) lines[name](scrub({ ...common, ...facts }), '%s', scrubWords(sentence));
    };
    return {
      debug: writer('debug'),
      info: writer('info'),
      warn: writer('warn'),
      error: writer('error'),
      fatal: writer('fatal'),
      with: (facts) => logWith({ ...common, ...facts }),
    };
  };
  return logWith({});
}

/** What a person can read out and an operator can find: "E7W-K4M-2Q", on the error page and in the log. */
export function errorId(): string {
  return makeReference('E');
}
