import { paths } from '../../paths.ts';
import { LineList, Section } from '../../ui/index.ts';
import { MeetingList, Phone } from './directory.tsx';

/** No consultation is open, and the page says so: what will be asked, how to be told, what can be said meanwhile. */
export function HaveYourSayPage({ phone, meetings }: { phone: string; meetings: readonly { readonly when: string; readonly words: string }[] }) {
  return (
    <>
      <h1>Have your say</h1>
      <p class="hub-lede">No consultation is open now.</p>
      <Section id="how" title="How it works when one opens">
        <LineList
          items={[
            'A safety strategy is open for everyone for six weeks before it is adopted.',
            'You answer here, on paper or at a meeting. No account.',
            'Afterwards we publish what people said, what we changed because of it, and what we did not change and why.',
          ]}
        />
      </Section>
      <Section id="told" title="How to be told">
        <p>When a consultation opens, it stands on the front page and here, with the day it ends.{phone === '' ? null : <> If you would rather be rung or written to, ring <Phone number={phone} /> and say so.</>}</p>
      </Section>
      <Section id="meanwhile" title="Until then">
        <p>Something wrong where you live? <a href={paths.reportStart()}>Tell us now</a>. You do not have to wait to be asked.</p>
        {meetings.length === 0 ? null : <><p>Or come and say it:</p><MeetingList meetings={meetings} /></>}
      </Section>
    </>
  );
}
