import { paths } from '../../paths.ts';
import { type Answer, AnswerList, FormPage, SavedNote, Section, Steps } from '../../ui/index.ts';
import { stepKeys } from '../steps.ts';

export interface CheckPageProps {
  readonly answers: readonly Answer[];
  /** "Harlow Council, Community Safety Team" */
  readonly holder: string;
  readonly restricted: boolean;
  readonly anonymous: boolean;
  readonly happensNext: string;
}

/** Everything that was answered, who will see it, and the one button that sends it. */
export function CheckPage({ answers, holder, restricted, anonymous, happensNext }: CheckPageProps) {
  return (
    <>
      <Steps now={stepKeys.length} of={stepKeys.length} done="Last step" />
      <h1 class="hub-q__h">Is this what you want to tell us?</h1>
      <AnswerList answers={answers} />
      <Section id="sees" title="Who will see it">
        <p>
          {restricted ? `Only ${holder} sees it. Nobody else in any agency can open it, find it or count it.` : `${holder} sees all of it.`}{' '}
          We pass on only what another team needs to help, and your page shows each time we do. The people you told us about are never told who you are.
        </p>
        {anonymous ? <p class="hub-more">You chose to stay anonymous. We do not have your name or any way to reach you. Be careful that your own words do not say who you are.</p> : null}
        <p class="hub-more"><b>If we learn that a child or anyone else is in serious danger,</b> we may have to tell the police or social care. We will tell you first if that is safe.</p>
      </Section>
      <FormPage action={paths.reportCheck()} submit="Send my report" after={<SavedNote lead="What happens next.">{happensNext}</SavedNote>}>{null}</FormPage>
    </>
  );
}
