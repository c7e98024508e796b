import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { Empty, Input, LineList, Section } from '../../ui/index.ts';
import type { AlertRow } from '../queries.ts';

function Alert({ alert, mayAnswer }: { alert: AlertRow; mayAnswer: boolean }) {
  return (
    <>
      <b>{alert.title}.</b> {alert.words}
      <br /><span class="quiet">{alert.sure} {alert.audience === 'partnership' ? 'All agencies, without small numbers.' : 'From what our agency sees.'} {momentWords(alert.raised_at)}.</span>
      {alert.seen_at !== null ? <><br /><span>Looked at by {alert.seen_by_name ?? 'someone'}{alert.answer === '' ? '' : `: “${alert.answer}”`}</span></> : mayAnswer ? (
        <form class="hub-form hub-act1" method="post" action={paths.hotspotAlert(alert.id)}>
          <Input name="answer" id={`answer-${alert.id}`} label={`What will you do about ${alert.title.replace(/ is (new|growing)$/, "")}?`} classes="govuk-!-width-two-thirds" value="" />
          <button class="govuk-button govuk-button--secondary">I have looked at it</button>
        </form>
      ) : null}
    </>
  );
}

/** Patterns that are new or growing, each with how sure we are. */
export function Alerts({ alerts, mayAnswer }: { alerts: readonly AlertRow[]; mayAnswer: boolean }) {
  return (
    <Section id="alerts" title="Emerging patterns">
      {alerts.length === 0 ? <Empty lead="None.">A place that is new or growing beyond chance will stand here, and supervisors and analysts get an e-mail.</Empty> : <LineList items={alerts.map((alert) => <Alert alert={alert} mayAnswer={mayAnswer} />)} />}
    </Section>
  );
}
