import sharp from 'sharp';

import { openCase } from '../cases/index.ts';
import type { Person, Town } from '../cases/town.testing.ts';
import { sha256Of, type FileStore } from '../platform/files/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

/** A case of this person's with one white photo in it. */
export async function caseWithPhoto(town: Town, files: FileStore, owner: Person): Promise<{ caseId: string; reference: string; evidenceId: string }> {
  const report = await town.report({ agencyId: owner.agencyId });
  const { caseId, reference } = await town.as(owner, async (tx, actor) => openCase(tx, { actor, partnership: town.partnership, now: town.now, title: 'A door', categoryId: null, reportIds: [report.id], ownerId: owner.id, restricted: false }));
  const white = sharp({ create: { width: 1200, height: 600, channels: 3, background: '#ffffff' } });
  const [id, bytes] = [uuidv7(), await white.clone().jpeg().toBuffer()];
  await files.put(`sealed/${id}`, bytes);
  await files.put(`copies/${id}.webp`, await white.clone().webp().toBuffer());
  await town.owner.query(
    `insert into hub.evidence (partnership_id, id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_key, copy_type, copy_state, received_from) values ($1, $2, $3, 'amara-okafor.jpg', 'photo', 'image/jpeg', $4, $5, $6, $7, 'image/webp', 'ready', 'resident')`,
    [town.partnership.id, id, caseId, bytes.length, sha256Of(bytes), `sealed/${id}`, `copies/${id}.webp`],
  );
  return { caseId, reference, evidenceId: id };
}

/** How the left and the right half of a picture look. */
export async function halves(bytes: Buffer): Promise<string[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return [0.25, 0.75].map((across) => {
    const light = data[(Math.round(info.height / 2) * info.width + Math.round(across * info.width)) * info.channels] ?? 128;
    return light < 8 ? 'black' : light > 247 ? 'white' : 'grey';
  });
}
