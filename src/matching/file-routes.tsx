import { createHash } from 'node:crypto';

import { parse } from 'csv-parse/sync';
import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { readWhole } from '../platform/files/index.ts';
import { page, route, seeOther, typedText, type FieldError, type Reply, type Route, type Typed, type UploadOutcome } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { addFile, fileOf, filesOf, knownFile, rememberedMapping, setMapping } from './file-queries.ts';
import { fieldNames, guessMapping, isFieldName, mappingProblem, type Mapping } from './file-rules.ts';
import { FilePage, FilesPage, MappingPage, type FileLine } from './pages/file-pages.tsx';
import { waitingPairs } from './pair-queries.ts';

const params = z.object({ fileId: z.uuid() });
const mostBytes = 20 * 1024 * 1024;
const mostPairs = 100;
const fileForm = z.object({
  source: z.string('Say who gave the file').trim().min(2, 'Say who gave the file').max(120, 'Use 120 characters or fewer'),
  purpose: z.string('Say for which purpose').trim().min(5, 'Say for which purpose, and under which agreement').max(300, 'Use 300 characters or fewer'),
});

async function listPage(visit: Framed<StaffActor>, typed: Typed = {}, errors: readonly FieldError[] = []): Promise<Reply> {
  const files = await filesOf(visit.tx, visit.actor, undefined);
  const children = <FilesPage files={files} typed={typed} errors={errors} mayWork={may(visit.actor, 'work_cases')} />;
  return page(await staffPage(visit, { section: 'people', title: 'Files from partners', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const list = route({
  method: 'GET', path: '/people/files', admits: 'read_cases', audit: { event: 'people.files_listed' },
  handle: async (visit) => {
    visit.about({ kind: 'agency', id: visit.actor.agencyId });
    return await listPage(visit);
  },
});

type Good = Extract<UploadOutcome, { ok: true }>;

/** Names of the columns and the first rows, or why this is no table. */
async function firstRows(visit: Framed<StaffActor>, upload: Good): Promise<{ columns: string[]; sample: string[][] } | string> {
  try {
    const rows: string[][] = parse(await readWhole(visit.house.files, upload.sealedKey), { bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true, to: 6 });
    const [columns, ...sample] = rows;
    const named = columns?.map((column) => column.trim()) ?? [];
    return named.length < 2 || sample.length === 0 ? 'This file has no columns or no rows. Save the list as CSV, with the names of the columns in the first row' : { columns: named, sample };
  } catch {
    return 'This file cannot be read as a table. Save the list as CSV (UTF-8)';
  }
}

function uploadProblem(upload: UploadOutcome | undefined): string | undefined {
  if (upload === undefined) {
    return 'Choose a file';
  }
  if (!upload.ok) {
    return upload.sentence;
  }
  return upload.contentType !== 'text/csv' ? 'This is no CSV file. Save the list as CSV' : upload.size > mostBytes ? 'This file is larger than 20 MB. Send it in parts' : undefined;
}

const send = route({
  method: 'POST', path: '/people/files', admits: 'work_cases', body: fileForm, takesFiles: true, audit: { event: 'people.file_sent' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    visit.about({ kind: 'agency', id: actor.agencyId });
    const upload = visit.uploads.find(({ field }) => field === 'file');
    const problem = uploadProblem(upload);
    const errors = [...(problem === undefined ? [] : [{ field: 'file', text: problem }]), ...(form.ok ? [] : form.errors)];
    if (errors.length > 0 || !form.ok || upload === undefined || !upload.ok) {
      return await listPage(visit, form.typed, errors);
    }
    const known = await knownFile(tx, actor, upload.sha256);
    if (known !== undefined) {
      return seeOther(paths.peopleFile(known), { notice: 'Your agency has sent this very file before. Nothing was changed.' });
    }
    const first = await firstRows(visit, upload);
    if (typeof first === 'string') {
      return await listPage(visit, form.typed, [{ field: 'file', text: first }]);
    }
    const id = uuidv7();
    const shape = createHash('sha256').update(JSON.stringify([form.value.source.toLowerCase(), first.columns.map((column) => column.toLowerCase())])).digest('base64url').slice(0, 22);
    await addFile(tx, actor, { id, name: upload.name, ...form.value, sealedKey: upload.sealedKey, sha256: upload.sha256, size: upload.size, ...first, shape }, now);
    visit.about({ kind: 'person_file', id, detail: { bytes: upload.size } });
    return seeOther(paths.peopleFile(id));
  },
});

interface FileVisit extends Framed<StaffActor> {
  readonly params: { readonly fileId: string };
}

async function mappingPage(visit: FileVisit, file: FileLine & { shape: string }, typed: Typed = {}, errors: readonly FieldError[] = []): Promise<Reply> {
  const remembered = await rememberedMapping(visit.tx, visit.actor, file.shape);
  const first = remembered === undefined ? typed : { role: remembered.role, ...typed };
  const children = <MappingPage file={file} mapping={remembered?.fields ?? guessMapping(file.columns)} typed={first} errors={errors} remembered={remembered !== undefined} />;
  return page(await staffPage(visit, { section: 'people', title: 'Which column is what?', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const one = route({
  method: 'GET', path: '/people/files/:fileId', admits: 'read_cases', params, audit: { event: 'people.file_read' },
  handle: async (visit) => {
    const { tx, actor } = visit;
    visit.about({ kind: 'person_file', id: visit.params.fileId });
    const file = await fileOf(tx, actor, visit.params.fileId);
    if (file.state === 'mapping' && may(actor, 'work_cases')) {
      return await mappingPage(visit, file);
    }
    return page(await staffPage(visit, { section: 'people', title: file.name, children: <FilePage file={file} pairs={await waitingPairs(tx, actor, { fileId: file.id, most: mostPairs })} /> }));
  },
});

function mappingOf(typed: Typed, columns: number): Mapping {
  return Object.fromEntries(Object.keys(fieldNames).filter(isFieldName).flatMap((field) => {
    const place = typedText(typed, field);
    return /^\d{1,3}$/.test(place) && Number(place) < columns ? [[field, Number(place)]] : [];
  }));
}

const mapped = route({
  method: 'POST', path: '/people/files/:fileId', admits: 'work_cases', params, audit: { event: 'people.file_mapped' },
  handle: async (visit) => {
    const { tx, actor, now, form: { typed } } = visit;
    visit.about({ kind: 'person_file', id: visit.params.fileId });
    const file = await fileOf(tx, actor, visit.params.fileId);
    const fields = mappingOf(typed, file.columns.length);
    const problem = mappingProblem(fields);
    const role = z.enum(['alleged', 'victim', 'witness', 'other']).safeParse(typedText(typed, 'role'));
    const errors = [...(problem === undefined ? [] : [problem]), ...(role.success ? [] : [{ field: 'role', text: 'Say who these people are' }])];
    if (errors.length > 0 || !role.success) {
      return await mappingPage(visit, file, typed, errors);
    }
    await setMapping(tx, actor, file, { fields, role: role.data }, now);
    return seeOther(paths.peopleFile(file.id), { notice: 'The file is read in the background. You can leave this page.' });
  },
});

export const fileRoutes: readonly Route[] = [list, send, one, mapped];
