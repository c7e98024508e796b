import type { Temporal } from 'temporal-polyfill';

import { clockTime, londonDate, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ApprovalNote, type Standing } from '../../approvals/index.ts';
import { Checkboxes, FormPage, Input, Note, Radios, Select, Textarea } from '../../ui/index.ts';
import { possessionConditions } from '../checks.ts';
import type { Facts } from '../facts.ts';
import { citation, consulteeWords, gradeOf, gradeWords, testsOf, type Power } from '../power.ts';
import type { LadderCase, StepRow } from '../queries.ts';
import { gradesFor, supportFirst, untried } from '../rules.ts';
import { serviceWords } from '../words.ts';

export interface StepFormProps {
  readonly file: LadderCase;
  readonly power: Power;
  readonly powers: readonly Power[];
  readonly facts: Facts;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly approval: Standing;
  /** The draft that goes on, or the step that is corrected. */
  readonly from: StepRow | undefined;
  readonly warned: readonly string[];
  readonly now: Temporal.Instant;
}

type Name = string;

function fieldsOf({ typed, errors }: StepFormProps) {
  return {
    text: (name: Name) => ({ name, id: name, value: typedText(typed, name), errorMessage: errorOf(errors, name) }),
    tick: (name: Name, text: string) => <Checkboxes name={name} idPrefix={name} values={[...typedList(typed, name)]} errorMessage={errorOf(errors, name)} items={[{ value: 'yes', text }]} classes="govuk-checkboxes--small" />,
  };
}

function When(props: StepFormProps) {
  const { text } = fieldsOf(props);
  return (
    <>
      <Input {...text('takenOn')} type="date" label="Day it was done" classes="govuk-input--width-10" />
      <Input {...text('takenAt')} type="time" label="Time" classes="govuk-input--width-5" />
      {props.power.rung < 2 && props.power.letterTemplate === '' ? null : (
        <>
          <Select {...text('service')} label="How was it given?" items={[{ value: '', text: 'Not yet' }, ...Object.entries(serviceWords).map(([value, words]) => ({ value, text: words }))]} />
          <Input {...text('servedOn')} type="date" label="Day it was given" hint="Leave empty until it is" classes="govuk-input--width-10" />
          <Input {...text('servedAt')} type="time" label="Time it was given" classes="govuk-input--width-5" />
        </>
      )}
    </>
  );
}

function Evidence(props: StepFormProps) {
  const { power, facts, typed, errors, now } = props;
  const wanted = power.checks.some((check) => check === 'dated_evidence' || check === 'persistence');
  if (!wanted && facts.evidence.length === 0) {
    return null;
  }
  return facts.evidence.length === 0 ? <Note>There is no dated evidence on this case. Add incidents first.</Note> : (
    <Checkboxes
      name="evidence" idPrefix="evidence" fieldset={{ legend: 'What does it rest on?' }} hint="Each is copied with its date, as it stands now" values={[...typedList(typed, 'evidence')]} errorMessage={errorOf(errors, 'evidence')} classes="govuk-checkboxes--small"
      items={facts.evidence.map(({ key, at, words }) => ({ value: key, text: `${momentWords(at, now)}: ${words.length > 140 ? `${words.slice(0, 140)}…` : words}` }))}
    />
  );
}

function Tests({ power, typed, errors }: StepFormProps) {
  const tests = testsOf(power);
  return tests.length === 0 ? null : (
    <Checkboxes name="tests" idPrefix="tests" fieldset={{ legend: 'What the law asks' }} hint={citation(power)} values={[...typedList(typed, 'tests')]} errorMessage={errorOf(errors, 'tests')} items={tests.map((text, place) => ({ value: String(place), text }))} classes="govuk-checkboxes--small" />
  );
}

function Limits(props: StepFormProps) {
  const { power, facts, typed, warned } = props;
  const { text } = fieldsOf(props);
  const grades = gradesFor(power, facts.agencyKind).map(gradeOf);
  const lasts = power.longest !== null || power.longestUnder18Months !== null || power.shortestMonths !== null;
  return (
    <>
      {power.grades.length === 0 ? null : <Select {...text('grade')} label="Who decided?" items={[{ value: '', text: 'Choose' }, ...grades.map(({ grade, hours }) => ({ value: grade, text: `${gradeWords[grade] ?? grade}${hours === undefined ? '' : `, up to ${hours} hours`}` }))]} />}
      {lasts ? (
        <>
          <Input {...text('length')} label="How long does it last?" hint="Calendar time: nights, weekends and bank holidays count" inputmode="numeric" classes="govuk-input--width-4" />
          <Select name="lengthUnit" label="Counted in" value={typedText(typed, 'lengthUnit')} items={['hours', 'days', 'months', 'years'].map((unit) => ({ value: unit, text: unit }))} />
        </>
      ) : null}
      {power.checks.includes('conditions') || power.checks.includes('matching_conditions') ? (
        <Textarea {...text('conditions')} label="What they must stop, do, or do to get there" hint={warned.length > 0 ? 'One a line, and only what the warning said' : 'One a line'} rows={4} />
      ) : null}
      {power.code === 'cpw' ? <Input {...text('complyBy')} type="date" label="By the end of which day does it have to change?" hint="Give enough time to deal with it" classes="govuk-input--width-10" /> : null}
      {power.checks.includes('penalty') ? <Input {...text('pounds')} label="Amount in pounds" hint={`At most £${power.fixedPenaltyPounds ?? ''}`} inputmode="numeric" classes="govuk-input--width-4" /> : null}
    </>
  );
}

function Particulars(props: StepFormProps) {
  const { power, facts } = props;
  const { text, tick } = fieldsOf(props);
  const has = (check: string): boolean => power.checks.includes(check);
  return (
    <>
      {has('agreed') ? tick('agreed', 'They agree of their own will') : null}
      {has('victim_views') ? <Textarea {...text('victimViews')} label="What did the victim choose and say?" rows={3} /> : null}
      {has('grounds') ? <Textarea {...text('grounds')} label="Grounds and place" rows={3} /> : null}
      {has('home_excluded') ? tick('nobodyKeptOut', 'Nobody is kept from home, work, school, court or health care') : null}
      {has('owner_admitted') ? tick('nobodyKeptOut', 'The owner and those who live there are not kept out') : null}
      {has('published') ? <Textarea {...text('published')} label="Where it was published, which signs stand, who was told" rows={3} /> : null}
      {has('conviction') ? <><Input {...text('convictedOn')} type="date" label="Day of the conviction" classes="govuk-input--width-10" /><Input {...text('conviction')} label="Of what offence, in which court" /></> : null}
      {has('possession') ? (
        <>
          <Radios name="possession" idPrefix="possession" fieldset={{ legend: 'On which condition do we rely?' }} value={typedText(props.typed, 'possession')} errorMessage={errorOf(props.errors, 'possession')} classes="govuk-radios--small"
            items={Object.entries(possessionConditions).map(([value, { words, months }]) => ({ value, text: `${words}: notice within ${months} months` }))} />
          <Input {...text('possessionOn')} type="date" label="Day of the conviction, finding or closure order" classes="govuk-input--width-10" />
        </>
      ) : null}
      {has('arrest') ? tick('arrest', 'We ask for a power of arrest') : null}
      {has('exclusion') ? tick('exclusion', 'We ask to keep them from their home') : null}
      {has('arrest') || has('exclusion') ? <Textarea {...text('violence')} label="Violence, a threat of it, or a significant risk of harm" hint="Only with this may arrest or exclusion be asked for" rows={2} /> : null}
      {facts.subject.age?.sure === false && power.minAge !== null ? <Input {...text('ageChecked')} label={`How was their age checked? “About ${facts.subject.age.years}” is a guess`} /> : null}
    </>
  );
}

function Others(props: StepFormProps) {
  const { power, powers, facts } = props;
  const { text } = fieldsOf(props);
  const consulted = power.consultees.filter((who) => (who === 'youth_offending_team' || who === 'parents' ? facts.subject.youth || (facts.subject.age?.years ?? 18) < 18 : true));
  const skipped = untried(power, powers, facts);
  const support = supportFirst(power, facts) && !skipped.some(({ code }) => code === 'support_referral');
  return (
    <>
      {consulted.map((who) => <Textarea key={who} {...text(`consulted-${who}`)} label={`Consulted: ${(consulteeWords[who] ?? who).toLowerCase()}`} hint="When, how, and what they answered" rows={2} />)}
      {power.inform === '' ? null : <Textarea {...text('informed')} label="Who was told, and when?" hint={power.inform} rows={2} />}
      {support ? <Textarea {...text('skipped-support_referral')} label="Why did support or diversion not come first?" rows={2} /> : null}
      {skipped.map(({ code, name }) => <Textarea key={code} {...text(`skipped-${code}`)} label={`Why was this not tried first: ${name.charAt(0).toLowerCase()}${name.slice(1)}?`} rows={2} />)}
    </>
  );
}

/** Asks for everything that the power needs, and nothing else. */
export function StepForm(props: StepFormProps) {
  const { file, power, facts, errors, approval, from } = props;
  const { text } = fieldsOf(props);
  const correcting = from?.state === 'taken';
  const asks = !correcting && approval.kind === 'ask';
  const waits = !correcting && approval.kind === 'waits';
  return (
    <FormPage
      heading={correcting ? `Correct the record: ${power.name.toLowerCase()}` : power.name}
      lede={`${facts.subject.name}. ${file.reference} ${file.title}`}
      errors={errors.map(({ field, text: says }) => ({ href: `#${field === 'form' ? 'step-form' : field}`, text: says }))}
      action={paths.newStep(file.id, power.code, facts.subject.partyId)}
      hidden={{ target: facts.subject.target, ...(from === undefined ? {} : { from: from.id }) }}
      submit={correcting ? 'Save the correction' : asks ? 'Ask for approval' : waits ? 'Keep the draft' : 'Record it as done'}
      submitName={{ name: 'do', value: waits ? 'draft' : 'take' }}
      id="step-form"
      beside={<>{correcting || waits ? null : <button class="govuk-button govuk-button--secondary" type="submit" name="do" value="draft">Keep as a draft</button>} <a href={paths.ladder(file.id)}>Back to the ladder</a></>}
      after={<p class="small quiet">{power.usedBy}. {citation(power)}. {power.source}.</p>}
    >
      {correcting ? null : <ApprovalNote standing={approval} does={power.name} />}
      {power.limitsWords === '' ? null : <Note>{power.limitsWords}</Note>}
      {correcting ? <Textarea {...text('correction')} label="What is corrected, and why?" hint="What was recorded before stays readable" rows={2} /> : null}
      <When {...props} />
      <Textarea {...text('words')} label="What was done, and why is it proportionate?" rows={4} />
      <Tests {...props} />
      <Evidence {...props} />
      <Limits {...props} />
      <Particulars {...props} />
      <Others {...props} />
      <Input {...text('reviewOn')} type="date" label="Look at it again by" hint="Leave empty for none" classes="govuk-input--width-10" />
    </FormPage>
  );
}

/** What stands in an empty form. */
export function firstTyped(now: Temporal.Instant, warned: readonly string[]): Typed {
  return { takenOn: londonDate(now).toString(), takenAt: clockTime(now), ...(warned.length === 0 ? {} : { conditions: warned.join('\n') }) };
}
