import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { AsTyped, Checkboxes, FormPage, Input, Note, Pairs, Radios, Section, Select, Textarea, TitleLine } from '../../ui/index.ts';
import type { Link, PartyChoice } from '../link-queries.ts';
import type { FullReport } from '../queries.ts';
import type { Source } from '../source-queries.ts';
import { convertOriginal, gradeCode, handlings, handlingWords, intelligenceGrades, intelligenceWords, priorityWords, readOriginal, sourceGrades, sourceWords, type KeepingRule } from '../rules.ts';
import { Marked } from './marked.tsx';

interface Form {
  readonly report: FullReport;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

const summary = (errors: readonly FieldError[]) => errors.map(({ field, text }) => ({ href: `#${field}`, text }));

function Back({ report }: { report: FullReport }) {
  return <a href={paths.intelligenceReport(report.id)}>Back to {report.reference}</a>;
}

/** 3x5x2, or an older 5x5x5 that is turned into it and kept as it was. */
export function GradePage({ report, typed, errors }: Form) {
  const original = readOriginal(typedText(typed, 'original'));
  const converted = original === undefined ? undefined : convertOriginal(original);
  const text = (name: string) => typedText(typed, name);
  return (
    <Marked marking={report.marking}>
      <FormPage heading={`Grade ${report.reference}`} errors={summary(errors)} action={paths.intelligencePart(report.id, 'grade')} submit="Save the grading"
        beside={<><button class="govuk-button govuk-button--secondary" name="convert" value="yes">Turn the old grading into today’s</button><Back report={report} /></>}>
        <AsTyped>{report.words}</AsTyped>
        <Input name="original" label="Older 5x5x5 grading (optional)" hint="Such as B24. It is kept as it was, beside today’s" classes="govuk-input--width-5" value={text('original')} errorMessage={errorOf(errors, 'original')} />
        {converted === undefined ? null : <Note>{original}: {converted.words}. {converted.doubt === undefined ? 'Proposed below: check it before you save.' : `${converted.doubt}.`}</Note>}
        <Radios name="source" fieldset={{ legend: 'Source' }} value={text('source')} errorMessage={errorOf(errors, 'source')} classes="govuk-radios--small" items={sourceGrades.map((value) => ({ value, text: `${value}  ${sourceWords[value]}` }))} />
        <Radios name="intelligence" fieldset={{ legend: 'Intelligence' }} value={text('intelligence')} errorMessage={errorOf(errors, 'intelligence')} classes="govuk-radios--small" items={intelligenceGrades.map((value) => ({ value, text: `${value}  ${intelligenceWords[value]}` }))} />
        <Radios name="handling" fieldset={{ legend: 'Handling' }} value={text('handling')} errorMessage={errorOf(errors, 'handling')} classes="govuk-radios--small" items={handlings.map((value) => ({ value, text: `${value}  ${handlingWords[value]}` }))} />
        <Textarea name="conditions" label="Conditions" hint="For handling C. Each reader accepts them before reading, so say them as rules" rows={2} value={text('conditions')} errorMessage={errorOf(errors, 'conditions')} />
        <Textarea name="rationale" label="Why do you grade it so?" hint="Without saying who the source is" rows={3} value={text('rationale')} errorMessage={errorOf(errors, 'rationale')} />
        <Radios name="priority" fieldset={{ legend: 'How soon is it needed?' }} value={text('priority')} errorMessage={errorOf(errors, 'priority')} classes="govuk-radios--small" items={(['high', 'medium', 'low'] as const).map((value) => ({ value, text: priorityWords[value] }))} />
      </FormPage>
    </Marked>
  );
}

/** What may leave: written by one, approved by another. */
export function SanitisePage({ report, typed, errors, links }: Form & { links: readonly Link[] }) {
  const text = (name: string) => typedText(typed, name);
  return (
    <Marked marking={report.marking}>
      <FormPage heading={`Sanitised version of ${report.reference}`} lede="Leave out whatever leads to the source: names, times, places and words that only one person could know. Somebody else approves it." errors={summary(errors)}
        action={paths.intelligencePart(report.id, 'sanitise')} submit="Ask for approval" beside={<Back report={report} />}>
        <Section id="raw" title="As it was handed in"><AsTyped>{report.words}</AsTyped></Section>
        <Input name="title" label="Title" hint="Shows in lists. No names" value={text('title')} errorMessage={errorOf(errors, 'title')} />
        <Textarea name="words" label="What others may read" rows={6} value={text('words')} errorMessage={errorOf(errors, 'words')} />
        <Textarea name="removed" label="What did you take out, and why?" hint="Stays at the desk" rows={2} value={text('removed')} errorMessage={errorOf(errors, 'removed')} />
        {links.length === 0 ? null : <Checkboxes name="links" fieldset={{ legend: 'Which links go with it? (optional)' }} hint="Readers see only those of records that they may open anyway" values={[...typedList(typed, 'links')]} classes="govuk-checkboxes--small" items={links.map((link) => ({ value: link.id, text: link.words }))} />}
      </FormPage>
    </Marked>
  );
}

export interface ShareChoices {
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly agency_id: string; readonly agency: string }[];
  readonly gateways: readonly { readonly id: string; readonly name: string; readonly words: string }[];
}

export function DisseminatePage({ report, typed, errors, choices, title, conditions, approval }: Form & { choices: ShareChoices; approval: ComponentChildren; title: string; conditions: string }) {
  const text = (name: string) => typedText(typed, name);
  return (
    <Marked marking={report.marking}>
      <FormPage heading={`Share: ${title}`} lede={report.handling === 'P' ? 'Handling P: partners who need it lawfully.' : 'Handling C: each reader accepts the conditions before reading.'} errors={summary(errors)}
        action={paths.intelligencePart(report.id, 'disseminate')} submit="Share it" beside={<Back report={report} />}>
        {approval}
        <Select name="agency" label="Which agency?" value={text('agency')} errorMessage={errorOf(errors, 'agency')} items={[{ value: '', text: 'Choose' }, ...choices.agencies.map(({ id, name }) => ({ value: id, text: name }))]} />
        <Select name="person" label="Only one person there? (optional)" value={text('person')} errorMessage={errorOf(errors, 'person')} items={[{ value: '', text: 'Anyone there who does casework' }, ...choices.people.map((person) => ({ value: person.id, text: `${person.agency}: ${person.name}` }))]} />
        <Textarea name="purpose" label="What do they need it for?" hint="They read this before they open it: nothing of what it says" rows={2} value={text('purpose')} errorMessage={errorOf(errors, 'purpose')} />
        <Textarea name="need" label="Why do they need it, and why would less not do?" rows={2} value={text('need')} errorMessage={errorOf(errors, 'need')} />
        <Radios name="gateway" fieldset={{ legend: 'Which law lets you share it?' }} value={text('gateway')} errorMessage={errorOf(errors, 'gateway')} classes="govuk-radios--small" items={choices.gateways.map(({ id, name, words }) => ({ value: id, text: name, hint: words }))} />
        {report.handling === 'C' ? <Textarea name="conditions" label="Conditions they accept first" rows={3} value={errors.length === 0 && text('conditions') === '' ? conditions : text('conditions')} errorMessage={errorOf(errors, 'conditions')} /> : null}
        <Input name="until" type="date" label="Last day on which they see it" classes="govuk-input--width-10" value={text('until')} errorMessage={errorOf(errors, 'until')} />
      </FormPage>
    </Marked>
  );
}

export function ReviewPage({ report, typed, errors, rule, next }: Form & { rule: KeepingRule | undefined; next: Temporal.PlainDate | undefined }) {
  return (
    <Marked marking={report.marking}>
      <FormPage heading={`Review ${report.reference}`} errors={summary(errors)} action={paths.intelligencePart(report.id, 'review')} submit="Decide" beside={<Back report={report} />}
        lede={rule === undefined ? 'No rule in Administration fits it: a coordinator adds one.' : `Rule: ${rule.name}. Looked at every ${rule.review_months} months, weeded after ${rule.weed_months}.`}>
        <Pairs pairs={[{ term: 'Grading', value: <b class="num">{gradeCode(report)}</b> }, { term: 'Review by', value: report.review_on === null ? '' : dateWords(report.review_on) }, { term: 'Weed on', value: report.weed_on === null ? '' : dateWords(report.weed_on) }]} />
        <Radios name="decision" fieldset={{ legend: 'Is it still needed?' }} value={typedText(typed, 'decision')} errorMessage={errorOf(errors, 'decision')} classes="govuk-radios--small"
          items={[
            { value: 'keep', text: 'Keep it', hint: next === undefined ? undefined : `Next review by ${dateWords(next)}` },
            { value: 'weed', text: 'Weed it', hint: 'Words, source, grading and versions are destroyed, receivers lose it, a tombstone stays', conditional: <Checkboxes name="sure" values={[...typedList(typed, 'sure')]} errorMessage={errorOf(errors, 'sure')} classes="govuk-checkboxes--small" items={[{ value: 'yes', text: 'I am sure. Nobody can bring it back' }]} /> },
          ]} />
        <Textarea name="reason" label="Why?" hint="Of a weeded item this stays. Nothing of what it said" rows={2} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
      </FormPage>
    </Marked>
  );
}

export function LinkPage({ report, typed, errors, parties }: Form & { parties: readonly PartyChoice[] }) {
  const text = (name: string) => typedText(typed, name);
  return (
    <FormPage heading={`Link ${report.reference}`} lede="A case, a person or a place. A wall on a linked case closes this item too." errors={summary(errors)} action={paths.intelligencePart(report.id, 'links')} submit="Link it" beside={<Back report={report} />}>
      <Input name="case" label="Case (optional)" hint="Its reference" classes="govuk-input--width-10" value={text('case')} errorMessage={errorOf(errors, 'case')} />
      <Select name="party" label="Person of a linked case (optional)" value={text('party')} errorMessage={errorOf(errors, 'party')} items={[{ value: '', text: parties.length === 0 ? 'Link their case first' : 'Nobody' }, ...parties.map(({ id, words }) => ({ value: id, text: words }))]} />
      <Input name="place" label="Place (optional)" hint="Street or place as the map names it" value={text('place')} errorMessage={errorOf(errors, 'place')} />
    </FormPage>
  );
}

/** The one page that shows a source. */
export function SourcePage({ report, source, now }: { report: FullReport; source: Source; now: Temporal.Instant }) {
  return (
    <Marked marking={report.marking}>
      <TitleLine title={`Source of ${report.reference}`} says="Your opening of this page is recorded." />
      <div class="hub-narrow">
        <Section id="who" title="Who or what it came from"><AsTyped>{source.words}</AsTyped></Section>
        {source.how_known === '' ? null : <Section id="known" title="How they know"><AsTyped>{source.how_known}</AsTyped></Section>}
        {source.danger === '' ? null : <Section id="danger" title="Danger if it came out"><AsTyped>{source.danger}</AsTyped></Section>}
        <p class="small quiet">Written down {momentWords(source.told_at, now)}.</p>
        <p><Back report={report} /></p>
      </div>
    </Marked>
  );
}
