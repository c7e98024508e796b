import { sql } from 'kysely';

import { enterSystem } from '../platform/access/index.ts';
import { inTransaction, type Database, type Row } from '../platform/database/index.ts';
import { FileAlreadyKept, sha256Of, type FileStore } from '../platform/files/index.ts';
import type { Telling } from './casework.ts';
import { chanceOf, demoId } from './random.ts';
import { drawScene, type Scene } from './scenes.ts';

const folder = 'sealed/demo';

// Drawn for the rows at the first start, and kept until the same start has hung them.
const drawn = new Map<Scene, Promise<Buffer>>();

/** Each scene is drawn once, however many send it. */
async function draw(scene: Scene): Promise<Buffer> {
  const picture = drawn.get(scene) ?? drawScene(scene);
  drawn.set(scene, picture);
  return await picture;
}

/** What people photograph, by the kind of their report, and how they name the file. */
const scenes: readonly { readonly kind: string; readonly scene: Scene; readonly name: string; readonly photos: number }[] = [
  { kind: 'rubbish', scene: 'rubbish', name: 'garages.jpg', photos: 4 }, { kind: 'damage', scene: 'glass', name: 'front door.jpg', photos: 3 }, { kind: 'place', scene: 'underpass', name: 'lights out.jpg', photos: 3 },
];

/**
 * Photos of the newest reports: rows here, and the files when the town is loaded (`hangPhotos`, again by a job where the first start was cut
 * off). Until their copies are made they have nothing to show. They have a chance of their own, so that the rest of the town stays as it was.
 */
export async function photosOf(telling: Telling, storyCaseId: string): Promise<Row[]> {
  const { ledger, town } = telling;
  const chance = chanceOf(77);
  const reports = ledger.tables.get('report') ?? [];
  const row = async (report: Row, scene: Scene, name: string): Promise<Row> => {
    const bytes = await draw(scene);
    const at = String(report['received_at']);
    const id = demoId(chance, Date.parse(at));
    return {
      partnership_id: town.partnershipId, id, report_id: report['id'], case_id: report['case_id'], name, kind: 'photo', content_type: 'image/jpeg', size: bytes.length, sha256: sha256Of(bytes),
      sealed_key: `${folder}/${id}/${scene}.jpg`, copy_state: 'none', received_at: at, received_from: 'resident',
    };
  };
  const newest = (kind: string, most: number): Row[] =>
    reports.filter((report) => report['category_id'] === town.categoryIds.get(kind) && report['channel'] === 'web' && report['restricted'] !== true).toSorted((one, other) => String(other['received_at']).localeCompare(String(one['received_at']))).slice(0, most);
  const ofStory = reports.filter((report) => report['case_id'] === storyCaseId).slice(0, 1);
  return await Promise.all([
    ...ofStory.map(async (report) => row(report, 'landing', 'our door.jpg')),
    ...scenes.flatMap(({ kind, scene, name, photos }) => newest(kind, photos).map(async (report) => row(report, scene, name))),
  ]);
}

function sceneOf(key: string): Scene | undefined {
  const name = /\/([a-z]+)\.jpg$/.exec(key)?.[1];
  return name === 'landing' || name === 'rubbish' || name === 'glass' || name === 'underpass' ? name : undefined;
}

async function hang(files: FileStore, key: string): Promise<boolean> {
  const scene = sceneOf(key);
  if (scene === undefined) {
    return false;
  }
  try {
    await files.put(key, await draw(scene));
    return true;
  } catch (error) {
    if (error instanceof FileAlreadyKept) {
      return true;
    }
    throw error;
  }
}

/** Draws the demonstration's photos into the store of files, once; then they get their copies like everybody's. */
export async function hangPhotos({ database, files }: { readonly database: Pick<Database, 'worker'>; readonly files: FileStore }): Promise<number> {
  const rows = await inTransaction(database.worker, async () => undefined, async (tx) => tx.all(sql<{ partnership_id: string; id: string; sealed_key: string }>`
    select e.partnership_id, e.id, e.sealed_key from hub.partnership p join hub.evidence e on e.partnership_id = p.id
    where (p.settings ->> 'demo')::boolean and e.copy_state = 'none' and e.sealed_key like ${`${folder}/%`}`));
  for (const row of rows) {
    if (await hang(files, row.sealed_key)) {
      await inTransaction(database.worker, async (tx) => enterSystem(tx, row.partnership_id), async (tx) => tx.run(sql`update hub.evidence set copy_state = 'waiting' where partnership_id = ${row.partnership_id} and id = ${row.id} and copy_state = 'none'`));
    }
  }
  drawn.clear();
  return rows.length;
}
