import { paths } from '../../paths.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Button, ErrorBox, Input, Radios, Textarea, TitleLine, Warn } from '../../ui/index.ts';
import { dangerWords, type EmergencyRule } from '../rules.ts';

export interface AskPageProps {
  readonly rule: Pick<EmergencyRule, 'hours' | 'review_days'>;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

export function AskPage({ rule, errors, typed }: AskPageProps) {
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Open a case in an emergency" says="Only to prevent a death or serious harm, when the agency that holds the case cannot be asked in time." />
      <Warn kind="danger" lead="Is someone in danger now?">Call 999 first.</Warn>
      <p>You can read the case for {counted(rule.hours, 'hour')}; you cannot change it. Its owner and their supervisors are told at once, and everything you open is recorded. A supervisor of that agency reviews it within {counted(rule.review_days, 'working day')}.</p>
      <form method="post" action={paths.askEmergency()} novalidate>
        <Input name="record" label="Which case" hint="Its reference, that of a report or task in it, or the address of the page you were refused" value={typedText(typed, 'record')} errorMessage={errorOf(errors, 'record')} />
        <Radios name="danger" fieldset={{ legend: 'What is the danger?' }} value={typedText(typed, 'danger')} errorMessage={errorOf(errors, 'danger')} items={[{ value: 'life', text: dangerWords.life }, { value: 'serious_harm', text: dangerWords.serious_harm }]} />
        <Textarea name="what" label="What is happening" hint="What you know, and how you know it" rows={4} value={typedText(typed, 'what')} errorMessage={errorOf(errors, 'what')} />
        <Textarea name="why_now" label="Why it cannot wait" hint="Whom you tried to reach, and what could happen meanwhile" rows={3} value={typedText(typed, 'why_now')} errorMessage={errorOf(errors, 'why_now')} />
        <Button>Open the case and tell its owner</Button>
      </form>
      <p class="hub-back"><a href={paths.emergencies()}>What has been opened in an emergency</a></p>
    </>
  );
}
