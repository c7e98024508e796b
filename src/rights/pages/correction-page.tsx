import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Button, ErrorBox, Note, Quote, Radios, Section, Textarea, TitleLine } from '../../ui/index.ts';
import type { CorrectionRow } from '../correction-queries.ts';
import type { RequestRow } from '../queries.ts';

export function CorrectPage({ request, receivers, errors, typed }: { request: RequestRow; receivers: number; errors: readonly FieldError[]; typed: Typed }) {
  const line = (name: string) => ({ name, value: typedText(typed, name), errorMessage: errorOf(errors, name) });
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Put a record right" says={`${request.reference}, ${request.person ?? request.asker}`} />
      <Section id="asked" title="What they ask"><AsTyped>{request.wanted}</AsTyped></Section>
      <Note>What was written stays, with this beside it. {receivers === 0 ? 'Nobody has received it from you.' : `${receivers} ${receivers === 1 ? 'disclosure of it is' : 'disclosures of it are'} live: each receiver is told.`}</Note>
      <form method="post" action={paths.correctRecord(request.id)} novalidate>
        <Radios {...line('kind')} fieldset={{ legend: 'What did you find?' }} items={[{ value: 'correction', text: 'It was wrong: it is corrected' }, { value: 'disagreement', text: 'It is right as far as we know: it is noted that they do not agree' }]} />
        <Textarea {...line('original')} label="What is said to be wrong" hint="Copy it from the record" rows={2} />
        <Textarea {...line('words')} label="What is right, or what they say" hint="Every receiver reads this. Name nobody else" rows={3} />
        <Button>Save and tell the receivers</Button>
      </form>
      <p class="hub-back"><a href={paths.subjectRequest(request.id)}>Back to the request</a></p>
    </>
  );
}

/** On the page of a person: what was put right, beside what it was. */
export function CorrectionsSection({ corrections, personId, takes }: { corrections: readonly CorrectionRow[]; personId: string; takes: boolean }) {
  return (
    <Section id="corrections" title="What they asked of us" link={takes ? { href: paths.newSubjectRequest(personId), label: 'Take a subject request' } : undefined}>
      {corrections.length === 0 ? <p class="quiet">Nothing was corrected or disagreed with.</p> : corrections.map((one) => (
        <div key={one.id}>
          <p><b>{one.kind === 'correction' ? 'Corrected' : 'They do not agree'}</b>, {dateWords(one.made_at)}, {one.maker ?? 'somebody'}, {one.agency}. {one.receivers === 0 ? '' : `${one.receivers} ${one.receivers === 1 ? 'receiver was' : 'receivers were'} told.`}</p>
          <Quote>{one.original}</Quote>
          <p>{one.words}</p>
        </div>
      ))}
    </Section>
  );
}
