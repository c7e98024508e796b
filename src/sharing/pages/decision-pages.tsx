import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { FormPage, LineList, Note, Pairs, Radios, Section, Textarea, TitleLine } from '../../ui/index.ts';
import { Temporal } from 'temporal-polyfill';
import type { FullDisclosure, SharedItem } from '../queries.ts';
import type { NoticeRow } from '../receipts.ts';
import { SharedItems } from './disclosure-page.tsx';

/** A supervisor's decision about what no agreement covers. */
export function DecidePage({ disclosure, items, typed, errors }: { disclosure: FullDisclosure; items: readonly SharedItem[]; typed: Typed; errors: readonly FieldError[] }) {
  const to = disclosure.to_person ?? disclosure.to_agency_name ?? '';
  return (
    <FormPage
      heading={`May this go to ${to}?`} lede={`${disclosure.reference}. ${disclosure.asked_by_name ?? 'Somebody'} asks. ${disclosure.purpose}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.disclosureAct(disclosure.id, 'decide')} submit="Record the decision" beside={<a href={paths.disclosure(disclosure.id)}>Back</a>}
    >
      <Note><b>No agreement covers it.</b> {disclosure.outside.join('. ')}.</Note>
      <Section id="what" title="What they would get">{disclosure.scope === 'case' ? <p>The whole case, to work on it jointly.</p> : <SharedItems items={items} disclosureId={disclosure.id} />}</Section>
      <Pairs pairs={[{ term: 'Law', value: disclosure.gateway ?? '' }, { term: 'Why necessary', value: disclosure.necessity }, { term: 'Why proportionate', value: disclosure.proportionality }]} />
      <Radios name="decision" fieldset={{ legend: 'What do you decide?' }} value={typedText(typed, 'decision')} errorMessage={errorOf(errors, 'decision')} items={[{ value: 'allow', text: 'Allow this one disclosure' }, { value: 'refuse', text: 'Refuse it' }]} />
      <Textarea name="reason" label="Why?" hint="Kept in the ledger with your name" rows={3} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
    </FormPage>
  );
}

/** Something that was shared is wrong. */
export function CorrectPage({ disclosure, items, typed, errors }: { disclosure: FullDisclosure; items: readonly SharedItem[]; typed: Typed; errors: readonly FieldError[] }) {
  return (
    <FormPage
      heading="Correct what was shared" lede={`${disclosure.reference}, to ${disclosure.to_person ?? disclosure.to_agency_name ?? ''}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.disclosureAct(disclosure.id, 'correct')} submit="Send the correction" beside={<a href={paths.disclosure(disclosure.id)}>Back</a>}
    >
      {items.length === 0 ? null : <SharedItems items={items} disclosureId={disclosure.id} />}
      <Textarea name="words" label="What is wrong, and what is right?" hint="They see it on top of their copy and say that they have read it. What was shared stays as it was, so that it is known what they had" rows={4} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
    </FormPage>
  );
}

/** A withdrawal or a correction, as the receiver reads it. */
export function NoticePage({ notice, acknowledges, now }: { notice: NoticeRow; acknowledges: boolean; now: Temporal.Instant }) {
  const withdrawn = notice.kind === 'withdrawn';
  return (
    <>
      <p class="hub-case__ref"><span class="num">{notice.reference}</span> · <a href={paths.sharedWithUs()}>Shared with us</a></p>
      <TitleLine title={`${notice.from_agency_name} ${withdrawn ? 'has withdrawn' : 'has corrected'} what it shared`} says={momentWords(notice.at, now)} />
      <p>{notice.words}</p>
      {withdrawn ? <p>You no longer see it. Delete notes and copies that you made, and tell colleagues who used it.</p> : <p><a href={paths.disclosure(notice.disclosure_id)}>See the copy</a>. What it says stays as it was, with this correction on top.</p>}
      <p>Ask {notice.by_name ?? notice.from_agency_name}{notice.phone === null ? '' : `, ${notice.phone}`} if you are not sure what to do.</p>
      {acknowledges ? <form method="post" action={paths.sharingNotice(notice.id)}><button class="govuk-button" type="submit">I have read this and acted on it</button></form> : null}
      {notice.acknowledged.length === 0 ? null : (
        <Section id="read" title="Who has read it"><LineList items={notice.acknowledged.map((one) => `${one.name}, ${momentWords(Temporal.Instant.from(one.at), now)}`)} /></Section>
      )}
    </>
  );
}
