import { paths } from '../../paths.ts';
import { LineList, Note, Panel, Section } from '../../ui/index.ts';

export interface SentPageProps {
  readonly reference: string;
  /** undefined: too long ago, or another device. */
  readonly link: string | undefined;
  /** "by text to the number ending 417"; '' when nothing was sent. */
  readonly sentTo: string;
  readonly holder: string;
  readonly steps: readonly { readonly when: string; readonly what: string }[];
  readonly anonymous: boolean;
}

/** The report is with us: reference, private link, what happens next with real dates. */
export function SentPage({ reference, link, sentTo, holder, steps, anonymous }: SentPageProps) {
  return (
    <>
      <Panel title="We have your report">Your reference is<br /><strong>{reference}</strong></Panel>
      <Section id="link" title="Your private page">
        {link === undefined ? (
          <p>It shows who has your report and what comes next. For your safety this page shows its link only for an hour after you sent the report. {sentTo === '' ? <>If you did not keep it, <a href={paths.find()}>ask for help to find it</a>.</> : <>We sent it {sentTo}. Or <a href={paths.find()}>ask for it again</a>.</>}</p>
        ) : (
          <>
            <p>It shows who has your report, what was promised and what comes next. You can write to us there. No password: anyone with the link can read it, so keep it to yourself.</p>
            <Note><p class="hub-typed"><a href={link}>{link}</a></p></Note>
          </>
        )}
        {link === undefined ? null : <p class="hub-more">{sentTo === '' ? <b>{anonymous ? 'We have no way to send it to you again, so keep it now.' : 'We have sent you nothing, as you asked. Keep the link now.'}</b> : <>We also sent it {sentTo}.</>}</p>}
      </Section>
      <Section id="next" title="What happens next">
        <p>{holder} has it.</p>
        <LineList items={steps.map((step) => <><b>{step.when}</b> {step.what}</>)} />
        <p class="hub-more">If it gets worse: in danger ring <a href="tel:999">999</a>, otherwise the police on <a href="tel:101">101</a>. It does not matter that you have already told us.</p>
      </Section>
      <p class="hub-more">On a shared computer? Close this page and clear the history. <a href={paths.home()}>Front page</a></p>
    </>
  );
}
