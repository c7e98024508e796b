import path from 'node:path';

import { sha256Of } from '../platform/files/index.ts';
import type { House } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { makeFile, type StorePlace } from './thread.ts';
import { claimBundle, finishBundle, giveUp, sayProgress, type Claimed } from './work-queries.ts';

/** After so many tries it waits for a person. */
const mostAttempts = 3;
/** Progress is written at most this often. */
const progressEveryMs = 1_000;

export function storeOf({ settings }: Pick<House, 'settings'>): StorePlace {
  const { fileStore } = settings;
  return fileStore.kind === 'folder' ? { kind: 'folder', folder: path.resolve(fileStore.folder) } : fileStore;
}

async function make(house: House, claimed: Claimed): Promise<void> {
  let said = 0;
  const { pdf, pages } = await makeFile(storeOf(house), claimed.content, (done) => {
    if (Date.now() - said > progressEveryMs) {
      said = Date.now();
      // Progress is a courtesy: a bundle does not fail because it could not be told.
      sayProgress(house.database, claimed, done).catch(() => undefined);
    }
  });
  const id = uuidv7();
  const key = `sealed/${id.slice(-2)}/${id}.pdf`;
  await house.files.put(key, pdf);
  await finishBundle(house.database, claimed, { key, name: `${claimed.content.reference} ${claimed.title}.pdf`, size: pdf.length, sha256: sha256Of(pdf), pages });
}

/** Makes the bundle that has waited longest, if there is one. What a killed process began, the next one makes. */
export function bundleTurn(house: House): () => Promise<number> {
  return async () => {
    const claimed = await claimBundle(house.database);
    if (claimed === undefined) {
      return 0;
    }
    if (claimed.attempts > mostAttempts) {
      await giveUp(house.database, claimed, true);
      return 1;
    }
    try {
      await make(house, claimed);
    } catch (error) {
      house.log.error({ work: 'bundle', kind: error instanceof Error ? error.name : 'unknown', attempt: claimed.attempts }, 'bundle not made');
      await giveUp(house.database, claimed, claimed.attempts >= mostAttempts);
    }
    return 1;
  };
}
