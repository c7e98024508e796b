import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Columns, FormPage, Input, Note, Pairs, Section, Side, Textarea, TitleLine } from '../../ui/index.ts';
import type { BundleRow, CaseRow, ItemRow } from '../queries.ts';
import { isExhibit, limitHints } from '../rules.ts';

export interface ItemPageProps {
  readonly file: CaseRow;
  readonly bundle: BundleRow;
  readonly item: ItemRow;
  readonly shown: 'picture' | 'pages' | 'slip';
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function ItemForm({ file, bundle, item, shown, errors, typed }: ItemPageProps) {
  const value = (field: string, first: string): string => (field in typed ? typedText(typed, field) : first);
  return (
    <FormPage errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.bundleItem(file.id, bundle.id, item.id)} submit="Save">
      <Input name="title" label="What it is" value={value('title', item.title)} errorMessage={errorOf(errors, 'title')} />
      <Input name="position" label="Place in the order" classes="govuk-input--width-4" inputmode="numeric" value={value('position', String(item.position))} errorMessage={errorOf(errors, 'position')} />
      {isExhibit(item.kind) ? <Textarea name="limits" label="What it can and cannot show" hint={limitHints[item.kind]} rows={4} value={value('limits', item.limits)} errorMessage={errorOf(errors, 'limits')} /> : null}
      <Textarea name="strikes" label="Passages to black out" hint="One a line, copied exactly. They are taken out of the file" rows={4} value={value('strikes', item.strikes.map(({ passage }) => passage).join('\n'))} errorMessage={errorOf(errors, 'strikes')} />
      <Input name="strikes_reason" label="Why they are blacked out" value={value('strikes_reason', item.strikes[0]?.reason ?? '')} errorMessage={errorOf(errors, 'strikes_reason')} />
      {shown === 'slip' ? null : (
        <>
          <Input name="covers" label="Squares to cover" hint={shown === 'pages' ? 'As on the picture, for example B3:D5, F1. For page 2 write 2: B3:D5' : 'As on the picture, for example B3:D5, F1'} value={value('covers', item.covers)} errorMessage={errorOf(errors, 'covers')} />
          <Input name="covers_reason" label="Why they are covered" value={value('covers_reason', item.covers_reason)} errorMessage={errorOf(errors, 'covers_reason')} />
        </>
      )}
    </FormPage>
  );
}

function Seen({ file, bundle, item, shown }: ItemPageProps) {
  if (shown === 'slip') {
    return <Note>{item.copy_state === 'waiting' ? 'A safe copy is being made. Look again in a minute.' : 'This file cannot be printed. The bundle holds a slip with its hash; the sealed file is produced on request.'}</Note>;
  }
  return (
    <figure class="hub-exhibit">
      <img src={paths.bundlePicture(file.id, bundle.id, item.id, 1)} alt={`${item.title}, first page, with a grid of columns A to L and rows 1 to 12`} />
      <figcaption>As it will be printed, under a grid that is not. {shown === 'pages' ? <>Other pages: {[2, 3, 4, 5].map((page) => <><a key={page} href={paths.bundlePicture(file.id, bundle.id, item.id, page)}>{page}</a> </>)}</> : null}</figcaption>
    </figure>
  );
}

/** One thing of a bundle: its words or picture, its limits, and what is struck out of it. */
export function ItemPage(props: ItemPageProps) {
  const { file, bundle, item, now } = props;
  const open = bundle.state === 'draft' || bundle.state === 'failed';
  return (
    <>
      <TitleLine title={item.title} says={<><a href={`${paths.bundle(file.id, bundle.id)}#contents`}>{bundle.title}</a> · {momentWords(item.at, now)}</>} />
      <Columns shape="case">
        <div>
          {item.words === '' ? null : <Section id="words" title="Words"><AsTyped>{item.words}</AsTyped></Section>}
          {isExhibit(item.kind) ? <Seen {...props} /> : null}
          {open ? <ItemForm {...props} /> : <Note>This bundle was asked for, so nothing of it changes. Make a new version to change it.</Note>}
        </div>
        <Side label="About this thing">
          <Section id="about" title="About it" side>
            <Pairs
              pairs={[
                { term: 'From', value: item.by_words === '' ? 'Not recorded' : item.by_words },
                { term: 'When', value: momentWords(item.at, now) },
                ...(item.sha256 === null ? [] : [{ term: 'SHA-256', value: <span class="hub-hash">{item.sha256}</span> }]),
              ]}
            />
          </Section>
        </Side>
      </Columns>
    </>
  );
}
