import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { DataTable, Empty, ErrorBox, FileUpload, FormPage, Input, Note, Radios, Section, Select, Stats, TitleLine } from '../../ui/index.ts';
import { fieldNames, type BadRow, type Mapping } from '../file-rules.ts';
import type { PairLine } from '../pair-queries.ts';
import { PairsTable } from './pair-pages.tsx';
import { PeopleTabs } from './people-tabs.tsx';

export interface FileLine {
  readonly id: string;
  readonly name: string;
  readonly source_words: string;
  readonly state: 'mapping' | 'waiting' | 'reading' | 'matching' | 'done' | 'failed';
  readonly rows_total: number;
  readonly rows_read: number;
  readonly rows_added: number;
  readonly rows_changed: number;
  readonly rows_same: number;
  readonly rows_bad: number;
  readonly bad: readonly BadRow[];
  readonly problem: string | null;
  readonly created_at: Temporal.Instant;
  readonly created_by_name: string | null;
  readonly columns: readonly string[];
  readonly sample: readonly (readonly string[])[];
  readonly purpose: string;
  readonly compared: number;
  readonly to_compare: number;
}

const stateWords = { mapping: 'Say which column is what', waiting: 'Starts within a minute', reading: 'Being read', matching: 'Being compared', done: 'Done', failed: 'Not read' } as const;

const problems = (errors: readonly FieldError[]) => errors.map(({ field, text }) => ({ href: `#${field}`, text }));

export function FilesPage({ files, typed, errors, mayWork }: { files: readonly FileLine[]; typed: Typed; errors: readonly FieldError[]; mayWork: boolean }) {
  return (
    <>
      <ErrorBox errors={problems(errors)} />
      <TitleLine title="Files from partners" says="Lists of people that a partner lawfully gave your agency. Each row is compared with everybody; you decide who is the same." />
      <PeopleTabs current="files" />
      {mayWork ? (
        <Section id="send" title="Bring a file">
          <form class="hub-form" action={paths.peopleFiles()} method="post" enctype="multipart/form-data" novalidate>
            <FileUpload name="file" label="A CSV file with one person in each row" hint="Up to 20 MB. Give only what the purpose needs" errorMessage={errorOf(errors, 'file')} />
            <Input name="source" label="Who gave it?" hint="Eastgate Homes, tenancy team" value={typedText(typed, 'source')} errorMessage={errorOf(errors, 'source')} />
            <Input name="purpose" label="For which purpose, under which agreement?" value={typedText(typed, 'purpose')} errorMessage={errorOf(errors, 'purpose')} />
            <button class="govuk-button">Send the file</button>
          </form>
        </Section>
      ) : null}
      <Section id="files" title="Files of your agency">
        {files.length === 0 ? <Empty lead="No file yet.">A file shows here while it is read, and afterwards with what became of its rows.</Empty> : (
          <DataTable label="Files" columns={[{ label: 'File' }, { label: 'From' }, { label: 'State' }, { label: 'Rows', numeric: true }, { label: 'Bad rows', numeric: true }, { label: 'Sent', numeric: true }]}
            rows={files.map((one) => [<a href={paths.peopleFile(one.id)}>{one.name}</a>, one.source_words, stateWords[one.state], one.rows_total, one.rows_bad, `${dateWords(one.created_at)}${one.created_by_name === null ? '' : `, ${one.created_by_name}`}`])} />
        )}
      </Section>
    </>
  );
}

/** Which column is what, beside the first rows of the file. */
export function MappingPage({ file, mapping, typed, errors, remembered }: { file: FileLine; mapping: Mapping; typed: Typed; errors: readonly FieldError[]; remembered: boolean }) {
  const choices = [{ value: '', text: 'Not in this file' }, ...file.columns.map((column, place) => ({ value: String(place), text: column }))];
  return (
    <FormPage heading="Which column is what?" lede={`${file.name}, from ${file.source_words}.${remembered ? ' As somebody of your agency said last time for a file like this.' : ''}`} errors={problems(errors)} action={paths.peopleFile(file.id)} submit="Read the file"
      after={<Section id="sample" title="The first rows"><DataTable label="The first rows" columns={file.columns.map((label) => ({ label }))} rows={file.sample} headerColumn={null} /></Section>}>
      {Object.entries(fieldNames).map(([field, label]) => {
        const given = field in typed ? typedText(typed, field) : Object.entries(mapping).find(([name]) => name === field)?.[1];
        return <Select key={field} name={field} label={label} items={choices} value={given === undefined ? '' : String(given)} errorMessage={errorOf(errors, field)} />;
      })}
      <Radios name="role" fieldset={{ legend: 'Who are these people?' }} value={typedText(typed, 'role')} errorMessage={errorOf(errors, 'role')} items={[{ value: 'alleged', text: 'Alleged to have done something' }, { value: 'victim', text: 'Victims' }, { value: 'witness', text: 'Witnesses' }, { value: 'other', text: 'Others, such as tenants' }]} />
    </FormPage>
  );
}

function share(file: FileLine): number {
  const read = file.rows_total === 0 ? 0 : file.rows_read / Math.max(1, file.rows_total - file.rows_bad);
  const compared = file.to_compare === 0 ? 1 : file.compared / file.to_compare;
  return file.state === 'done' ? 100 : file.state === 'matching' ? Math.round(50 + compared * 50) : file.state === 'reading' ? Math.round(read * 50) : 0;
}

export function FilePage({ file, pairs }: { file: FileLine; pairs: readonly PairLine[] }) {
  const running = file.state === 'waiting' || file.state === 'reading' || file.state === 'matching';
  return (
    <>
      <TitleLine title={file.name} says={`From ${file.source_words}. ${stateWords[file.state]}.`} />
      <PeopleTabs current="files" />
      {file.problem === null ? null : <Note danger><p>{file.problem}</p></Note>}
      {running ? <p data-look-again="" role="status"><label for="progress">How far the file is: {share(file)} of 100.</label> <progress id="progress" max="100" value={share(file)} class="hub-progress">{share(file)} of 100</progress> <a href={paths.peopleFile(file.id)}>Look again</a></p> : null}
      <Stats items={[{ term: 'Rows', value: file.rows_total }, { term: 'New', value: file.rows_added }, { term: 'Changed', value: file.rows_changed }, { term: 'As before', value: file.rows_same }, { term: 'Bad', value: file.rows_bad }]} />
      <p class="quiet">Purpose: {file.purpose}</p>
      <Section id="pairs" title="May be the same person">
        {pairs.length === 0 ? <Empty lead={running ? 'Nothing found yet.' : 'Nothing waits.'}>Pairs of which you may see both sides appear here.</Empty> : <PairsTable pairs={pairs} />}
      </Section>
      {file.bad.length === 0 ? null : (
        <Section id="bad" title="Bad rows" lede="These rows were left out. Mend them in the file and send it again: rows that are in already stay as they are.">
          <DataTable label="Bad rows" columns={[{ label: 'Row', numeric: true }, { label: 'What is wrong' }]} rows={file.bad.map((one) => [one.row, one.sentence])} />
        </Section>
      )}
    </>
  );
}
