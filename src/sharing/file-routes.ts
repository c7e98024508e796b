import { drawPreview, readCovers, storeOf } from '../bundles/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file as sendFile, route, type Route } from '../platform/http/index.ts';
import { fileOfCase, sharedFile } from './files.ts';
import { noteOpened } from './receipts.ts';
import { fileParams, fileQuery, sharedFileParams } from './schema.ts';

/** A page of a file of the case as the receiver would get it, under the grid that names its squares. */
const preview = route({
  method: 'GET', path: '/cases/:caseId/share/files/:evidenceId', admits: 'work_cases', params: fileParams, query: fileQuery, audit: { event: 'evidence.seen' },
  handle: async (visit) => {
    const { tx, actor, house, params: { caseId, evidenceId }, query } = visit;
    const { shown } = await fileOfCase(tx, actor, caseId, evidenceId);
    visit.about({ kind: 'evidence', id: evidenceId, caseId });
    const drawn = await drawPreview(storeOf(house), shown, query.page, readCovers(query.covers) ?? [], query.plain === 'yes');
    if (drawn === undefined) {
      throw new HubError('not_found', 'the file has no such page');
    }
    return sendFile(drawn.bytes, 'image/jpeg', `page-${query.page}.jpg`, true);
  },
});

/** The copy in a disclosure, and never the file that it was drawn from. */
const copy = route({
  method: 'GET', path: '/shared/:disclosureId/files/:itemId', admits: 'read_cases', params: sharedFileParams, audit: { event: 'disclosure.file_read' },
  handle: async (visit) => {
    const { tx, actor, house, now, params: { disclosureId, itemId } } = visit;
    const found = await sharedFile(tx, actor, disclosureId, itemId);
    visit.about({ kind: 'disclosure', id: disclosureId, caseId: found.case_id ?? undefined, detail: { item: found.position + 1 } });
    if (found.to_agency === actor.agencyId && found.decision === 'given') {
      noteOpened(tx, actor, disclosureId, now);
    }
    return sendFile(await house.files.get(found.copy_key), found.copy_type, `${found.reference}-${found.position + 1}.${found.copy_type === 'application/pdf' ? 'pdf' : 'jpg'}`, true);
  },
});

export const fileRoutes: readonly Route[] = [preview, copy];
