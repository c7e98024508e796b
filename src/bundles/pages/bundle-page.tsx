import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { ErrorBox, FormPage, Input, LineList, Note, Section, Textarea, TitleLine } from '../../ui/index.ts';
import type { BundleRow, CaseRow, ItemRow } from '../queries.ts';
import { isExhibit } from '../rules.ts';
import { stateWords } from './bundles-page.tsx';

export interface BundlePageProps {
  readonly file: CaseRow;
  readonly bundle: BundleRow;
  readonly items: readonly ItemRow[];
  /** Things of the case that came after the draft was begun. */
  readonly fresh: number;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
  readonly problems: readonly string[];
}

function noteOf(item: ItemRow): string {
  const struck = item.strikes.length > 0 || item.covers !== '' ? 'parts blacked out' : '';
  const limits = isExhibit(item.kind) && item.limits === '' ? 'limits not stated' : '';
  return [limits, struck].filter((one) => one !== '').join(', ');
}

function short(words: string): string {
  return words.length > 220 ? `${words.slice(0, 219)}…` : words;
}

/** What is in a bundle that was made or is being made: nothing to tick, and only what was chosen. */
function Chosen({ title, items, file, bundle, now }: Pick<BundlePageProps, 'items' | 'file' | 'bundle' | 'now'> & { title: string }) {
  const inside = items.filter(({ included }) => included);
  return inside.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <LineList items={inside.map((item) => (
        <>
          <span class="quiet">{momentWords(item.at, now)}</span> {isExhibit(item.kind) ? <b>{item.title}</b> : short(item.words)}
          <br /><span class="small quiet">{item.by_words === '' ? null : `${item.by_words}. `}</span>{noteOf(item) === '' ? null : <b class="small">{noteOf(item)}. </b>}<a class="small" href={paths.bundleItem(file.id, bundle.id, item.id)}>Look<span class="govuk-visually-hidden"> {isExhibit(item.kind) ? item.title : momentWords(item.at, now)}</span></a>
        </>
      ))} />
    </>
  );
}

function Rows({ title, items, open, file, bundle, now }: Pick<BundlePageProps, 'items' | 'file' | 'bundle' | 'now'> & { title: string; open: boolean }) {
  if (items.length === 0) {
    return null;
  }
  if (!open) {
    return <Chosen title={title} items={items} file={file} bundle={bundle} now={now} />;
  }
  return (
    <fieldset class="govuk-fieldset hub-pickrows">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{title}</legend>
      <div class="govuk-checkboxes govuk-checkboxes--small">
        {items.map((item) => (
          <div class="govuk-checkboxes__item" key={item.id}>
            <input class="govuk-checkboxes__input" type="checkbox" id={`i-${item.id}`} name="included" value={item.id} checked={item.included} />
            <label class="govuk-label govuk-checkboxes__label" for={`i-${item.id}`}><span class="quiet">{momentWords(item.at, now)}</span> {isExhibit(item.kind) ? <b>{item.title}</b> : short(item.words)}</label>
            <p class="govuk-hint govuk-checkboxes__hint">{item.by_words === '' ? null : `${item.by_words}. `}{noteOf(item) === '' ? null : <b>{noteOf(item)}. </b>}<a href={paths.bundleItem(file.id, bundle.id, item.id)}>Open<span class="govuk-visually-hidden"> {isExhibit(item.kind) ? item.title : momentWords(item.at, now)}</span></a></p>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

/** Where the work stands; looked at again by itself where scripts run. */
function Standing({ file, bundle, now }: Pick<BundlePageProps, 'file' | 'bundle' | 'now'>) {
  if (bundle.state === 'waiting' || bundle.state === 'working') {
    return (
      <div data-look-again="" role="status">
        <Note>
          <p><b>{bundle.state === 'waiting' ? 'Waiting to be made.' : `Being made: ${bundle.done} of ${bundle.of} exhibits.`}</b> You can leave this page; it goes on.</p>
          <progress class="hub-progress" max={Math.max(1, bundle.of)} value={bundle.done} aria-label="Exhibits done">{bundle.done} of {bundle.of}</progress>
          <p><a href={paths.bundle(file.id, bundle.id)}>Look again</a></p>
        </Note>
      </div>
    );
  }
  if (bundle.state === 'ready') {
    return (
      <Note>
        <p><b>Ready: {bundle.pages} pages, {bundle.finished_at === null ? '' : momentWords(bundle.finished_at, now)}.</b> It is sealed and does not change.</p>
        <p class="hub-hash">SHA-256 {bundle.sha256}</p>
        <div class="govuk-button-group">
          <a class="govuk-button" href={paths.bundlePart(file.id, bundle.id, 'file')}>Download the bundle</a>
          <form action={paths.bundlePart(file.id, bundle.id, 'again')} method="post"><button class="govuk-button govuk-button--secondary">Make a new version</button></form>
        </div>
      </Note>
    );
  }
  return bundle.state === 'failed' ? <Note danger>The bundle could not be made, three times. Leave out the file that was added last and try again, or tell whoever runs the hub.</Note> : null;
}

function Whole({ file, bundle, errors, typed }: Pick<BundlePageProps, 'file' | 'bundle' | 'errors' | 'typed'>) {
  const value = (field: string, first: string): string => (field in typed ? typedText(typed, field) : first);
  return (
    <FormPage errors={[]} action={paths.bundle(file.id, bundle.id)} submit="Save">
      <Input name="title" label="What it is for" value={value('title', bundle.title)} errorMessage={errorOf(errors, 'title')} />
      <Input name="court" label="Court and hearing" value={value('court', bundle.court)} errorMessage={errorOf(errors, 'court')} />
      <Textarea name="statement" label="Statement" hint="Optional. In your own words, with the declaration that the court asks for" rows={6} value={value('statement', bundle.statement)} errorMessage={errorOf(errors, 'statement')} />
      <Textarea name="black_out" label="Black out these words wherever they stand" hint="One name, address or number a line. They are taken out of every text of the bundle, not only covered" rows={4} value={value('black_out', bundle.black_out.join('\n'))} errorMessage={errorOf(errors, 'black_out')} />
      <Input name="black_out_reason" label="Why they are blacked out" value={value('black_out_reason', bundle.black_out_reason)} errorMessage={errorOf(errors, 'black_out_reason')} />
    </FormPage>
  );
}

/** One bundle: what goes in, what is struck, and the file. */
export function BundlePage(props: BundlePageProps) {
  const { file, bundle, items, fresh, errors, problems } = props;
  const open = bundle.state === 'draft' || bundle.state === 'failed';
  const part = (name: 'chosen' | 'new-things' | 'make') => paths.bundlePart(file.id, bundle.id, name);
  return (
    <>
      <ErrorBox errors={[...errors.map(({ field, text }) => ({ href: `#${field}`, text })), ...problems.map((text) => ({ href: '#contents', text }))]} />
      <TitleLine title={bundle.title} says={<><a href={paths.bundles(file.id)}>Bundles of {file.reference}</a> · {stateWords[bundle.state]}</>} />
      <Standing {...props} />
      {open ? <Section id="whole" title="The whole"><Whole {...props} /></Section> : null}
      <Section id="contents" title="What goes in">
        {open && fresh > 0 ? <form action={part('new-things')} method="post"><p>{fresh} {fresh === 1 ? 'thing was' : 'things were'} added to the case since. <button class="govuk-button govuk-button--secondary">Bring {fresh === 1 ? 'it' : 'them'} in</button></p></form> : null}
        <form action={part('chosen')} method="post">
          <Rows {...props} open={open} title="Exhibits" items={items.filter(({ kind }) => isExhibit(kind))} />
          <Rows {...props} open={open} title="Incidents" items={items.filter(({ kind }) => kind === 'incident')} />
          <Rows {...props} open={open} title="Chronology" items={items.filter(({ kind }) => kind === 'entry')} />
          {open && items.length > 0 ? <button class="govuk-button govuk-button--secondary">Save what goes in</button> : null}
        </form>
        {open ? <form action={part('make')} method="post"><button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Make the bundle</button></form> : null}
      </Section>
      <p class="hub-back"><a href={paths.case(file.id)}>Back to the case</a></p>
    </>
  );
}
