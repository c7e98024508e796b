import { paths } from '../../paths.ts';
import { Button, LineList, Section } from '../../ui/index.ts';

/** Someone is in danger: the emergency number, before anything else. */
export function RingNinesPage({ goOn }: { goOn: string }) {
  return (
    <>
      <h1 class="hub-q__h">Ring 999 now</h1>
      <p class="hub-lede">We do not read reports at every hour, and we cannot send anyone. The police, fire and ambulance services can.</p>
      <div class="govuk-button-group"><Button href="tel:999" classes="govuk-button--warning">Ring 999</Button></div>
      <LineList
        items={[
          <><b>If it is not safe to speak:</b> ring 999 from a mobile, then press <b>55</b> when you are asked. The police will know that you need help.</>,
          <><b>If you are deaf or cannot speak:</b> use the app “Relay UK” or ring <a href="tel:18000">18000</a>. You can text 999 if your phone is registered: text “register” to 999.</>,
          <><b>If someone at home hurts or controls you:</b> the National Domestic Abuse Helpline is free and private, day and night: <a href="tel:08082000247">0808 2000 247</a>.</>,
          <><b>If you think of ending your life:</b> Samaritans listen, day and night: <a href="tel:116123">116 123</a>.</>,
        ]}
      />
      <Section id="safe" title="When everyone is safe" lede="Your answer is saved. You can tell us what happened now or later: it helps to stop it happening again.">
        <div class="govuk-button-group">
          <Button href={goOn} classes="govuk-button--secondary">Go on with my report</Button>
          <a class="govuk-link" href={paths.reportStep('danger')}>Change my answer</a>
        </div>
      </Section>
    </>
  );
}

/** It is happening, and nobody is in danger: who can come, and the way on. */
export function RingPolicePage({ goOn }: { goOn: string }) {
  return (
    <>
      <h1 class="hub-q__h">If it is happening now, the police may be able to come</h1>
      <p class="hub-lede">Ring <a href="tel:101">101</a>, day and night. If it turns dangerous, ring <a href="tel:999">999</a>.</p>
      <p>We do not read reports at every hour. But tell us as well: it helps us see what keeps happening, and somebody will own it.</p>
      <div class="govuk-button-group">
        <Button href={goOn}>Go on with my report</Button>
        <a class="govuk-link" href={paths.help()}>See who is open now</a>
      </div>
    </>
  );
}
