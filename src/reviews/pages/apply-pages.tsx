import { paths } from '../../paths.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { DataTable, Details, FormPage, Input, Radios, Section, Textarea } from '../../ui/index.ts';
import type { CaseForReview, FiguresRow, ReviewRule } from '../queries.ts';
import { published, ruleWords, type Counting } from '../rules.ts';
import { applicantNames } from './words.ts';

interface Form {
  readonly rule: ReviewRule;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

const summary = (errors: readonly FieldError[]) => errors.map(({ field, text }) => ({ href: `#${field}`, text }));

function When({ rule }: { rule: ReviewRule }) {
  return (
    <Details summary="When can I have one?">
      <p>The rule here is {ruleWords(rule)}. Ask even if you are not sure: we count for you, tell you whether the rule is met and why, and look at how it harms you.</p>
      <p>We acknowledge within {rule.ackDays} working days and decide within {rule.decideDays}. If you disagree, you may appeal to {rule.appealTo} within {rule.appealDays} working days.</p>
    </Details>
  );
}

/** By private link: all that was told is known already. */
export function ApplyByLink({ secret, rule, counting, errors, typed }: Form & { secret: string; counting: Counting }) {
  return (
    <FormPage
      heading="Ask for a case review"
      lede="An ASB Case Review brings the council, police, health and housing together to look at how your reports were dealt with. It is free, and you may have someone with you."
      errors={summary(errors)} action={paths.linkPart(secret, 'review')} submit="Ask for a review"
    >
      <p><b>{counting.met ? 'By our count the rule is met.' : 'By our count so far:'}</b> {counting.why}</p>
      <When rule={rule} />
      <Textarea name="words" label="What should the review look at?" rows={5} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
    </FormPage>
  );
}

function Who({ errors, typed, staff }: Form & { staff: boolean }) {
  return (
    <>
      <Radios name="applicant_kind" fieldset={{ legend: { text: staff ? 'Who asks?' : 'Who are you?' } }} value={typedText(typed, 'applicant_kind')} errorMessage={errorOf(errors, 'applicant_kind')} items={Object.entries(applicantNames).map(([value, text]) => ({ value, text }))} />
      <Input name="consent_words" label="If they are not the victim: how did the victim agree?" hint="Nobody asks for a review without the victim’s consent" value={typedText(typed, 'consent_words')} errorMessage={errorOf(errors, 'consent_words')} />
      <Input name="applicant_name" label={staff ? 'Their name' : 'Your name'} value={typedText(typed, 'applicant_name')} errorMessage={errorOf(errors, 'applicant_name')} />
      <Input name="applicant_contact" label={staff ? 'How is it safe to reach them?' : 'How is it safe to reach you?'} hint="A phone number or an address, and when" value={typedText(typed, 'applicant_contact')} errorMessage={errorOf(errors, 'applicant_contact')} />
    </>
  );
}

function What({ errors, typed }: Form) {
  return (
    <>
      <Textarea name="words" label="What should the review look at?" rows={5} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
      <Textarea name="told_words" label="Who was told, and about when?" hint="Each agency, and any reference. About will do" rows={4} value={typedText(typed, 'told_words')} errorMessage={errorOf(errors, 'told_words')} />
    </>
  );
}

export function ApplyOnWeb(props: Form) {
  return (
    <FormPage heading="Ask for a case review" lede="For yourself, or for someone who asked you to. If you have a private link of a report, ask from there: then you need not write it all again." errors={summary(props.errors)} action={paths.applyForReview()} submit="Ask for a review">
      <Who {...props} staff={false} />
      <What {...props} />
    </FormPage>
  );
}

export function ApplyByStaff({ file, counting, ...props }: Form & { file: CaseForReview; counting: Counting }) {
  return (
    <FormPage heading="Take an application for a case review" lede={`${file.reference} ${file.title}`} errors={summary(props.errors)} action={paths.takeReview(file.id)} submit="Take the application" beside={<a href={paths.case(file.id)}>Back to the case</a>}>
      <p>{counting.why}</p>
      <Who {...props} staff />
      <What {...props} />
    </FormPage>
  );
}

export interface ExplainedProps {
  readonly rule: ReviewRule;
  readonly agency: { readonly name: string; readonly phone: string | null };
  readonly figures: readonly ({ readonly year: number } & FiguresRow)[];
}

/** For everyone: what it is, when, how, and the yearly figures that the Act asks for. */
export function ReviewsExplained({ rule, agency, figures }: ExplainedProps) {
  return (
    <>
      <h1>ASB Case Review</h1>
      <p class="hub-lede">If you told us about antisocial behaviour again and again and it did not stop, you can ask agencies to look together at how they dealt with it. It used to be called the Community Trigger.</p>
      <Section id="when" title="When">
        <p>The rule here is <b>{ruleWords(rule)}</b>. A report counts when it was made within {rule.complaintDays} days of what happened, and when you ask within {rule.applyMonths} months of it. One incident that you told to several agencies counts once. Nothing has to be closed or proved first.</p>
      </Section>
      <Section id="how" title="How">
        <p>From the private page of your report, here on the web, by phone{agency.phone === null ? '' : ` (${agency.phone})`}, or in person. Someone may ask for you, such as a relative, a councillor or your Member of Parliament, if you agree.</p>
        <p><a class="govuk-button" href={paths.applyForReview()}>Ask for a review</a></p>
      </Section>
      <Section id="then" title="What happens">
        <ol class="hub-numbered">
          <li>{agency.name} acknowledges it within {rule.ackDays} working days and names one person as your contact.</li>
          <li>Within {rule.decideDays} working days you hear whether the rule is met, and why.</li>
          <li>A panel with an independent chair meets within {rule.meetDays} working days. You may take part, send your words, or have someone speak for you.</li>
          <li>You get the outcome in writing within {rule.outcomeDays} working days of the meeting. Agencies must have regard to what the panel recommends.</li>
          <li>If you disagree, you may appeal to {rule.appealTo} within {rule.appealDays} working days.</li>
        </ol>
        <p>It is not a complaint about an agency. For that there are the <a href="https://www.lgo.org.uk">Local Government and Social Care Ombudsman</a>, the <a href="https://www.policeconduct.gov.uk">Independent Office for Police Conduct</a> and the <a href="https://www.housing-ombudsman.org.uk">Housing Ombudsman</a>.</p>
      </Section>
      <Section id="figures" title="Figures">
        <DataTable
          label="Case reviews by year" publicLook
          columns={[{ label: 'Year' }, { label: 'Asked for', numeric: true }, { label: 'Rule not met', numeric: true }, { label: 'Reviews held', numeric: true }, { label: 'With recommendations', numeric: true }]}
          rows={figures.map((row) => [`April ${row.year} to March ${row.year + 1}`, published(row.applications), published(row.not_met), published(row.held), published(row.with_recommendations)])}
        />
      </Section>
    </>
  );
}
