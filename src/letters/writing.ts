import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import { dayWords, dateWords, londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { sha256Of, type FileStore } from '../platform/files/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { letterPdf } from './pdf.ts';
import { keepLetter, type LetterCase } from './queries.ts';

export interface Written {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
  readonly partnership: Partnership;
  readonly files: FileStore;
  readonly file: LetterCase;
  readonly partyId: string | null;
  readonly templateId: string | null;
  readonly address: readonly string[];
  readonly subject: string;
  readonly body: string;
}

/** Makes the PDF, seals it, and keeps the letter with it. */
export async function writeLetter({ tx, actor, now, partnership, files, file, ...letter }: Written): Promise<string> {
  const pdf = await letterPdf({
    sender: { name: file.agency, lines: [[file.agency_phone, file.agency_hours].filter((part) => part !== null && part !== '').join(', '), `With ${partnership.name}`].filter((line) => line !== '') },
    address: letter.address, date: `${dayWords(now)} ${dateWords(now).slice(-4)}`, reference: file.reference, subject: letter.subject, body: letter.body, madeAt: new Date(now.epochMilliseconds),
  });
  const [id, evidenceId] = [uuidv7(), uuidv7()];
  const key = `sealed/${evidenceId.slice(-2)}/${evidenceId}.pdf`;
  await files.put(key, pdf);
  keepLetter(tx, actor, { id, evidenceId, caseId: file.id, partyId: letter.partyId, templateId: letter.templateId, subject: letter.subject, body: letter.body, fileName: `Letter ${file.reference} ${londonDate(now).toString()}.pdf`, key, size: pdf.length, sha256: sha256Of(pdf), now });
  return id;
}
