import { Details } from '../govuk/text-blocks.tsx';
import { Input } from '../govuk/input.tsx';
import { Radios } from '../govuk/radios.tsx';
import { FormPage } from '../hub/form-page.tsx';
import { Section } from '../hub/page.tsx';
import { AnswerList, SavedNote, Steps } from '../hub/report.tsx';
import { PublicPage } from '../layout/public-page.tsx';
import { publicSite } from './sites.ts';

const exit = { href: 'https://www.bbc.co.uk/weather', hint: 'at once and open a weather page' };

export function ReportStep({ wrong }: { wrong: boolean }) {
  const error = 'Choose the closest place, or “Somewhere else”';
  return (
    <PublicPage site={publicSite} title="Where did it happen? Step 3 of 7" error={wrong} exit={exit} back={{ href: '#back' }} question noindex>
      <FormPage
        errors={wrong ? [{ href: '#place', text: error }] : []}
        steps={<Steps now={3} of={7} left="about 3 minutes left" />}
        action="report-step.html"
        otherWays={[{ href: '#list', label: 'Choose from a list of places' }, { href: '#map', label: 'Point on a map' }]}
        after={(
          <>
            <SavedNote lead="Saved at 11:48pm.">You can close this page. <a href="#link">Get a link to come back</a></SavedNote>
            <Details summary="What you have told us so far">
              <AnswerList
                answers={[
                  { question: 'Is anyone in danger now?', answer: 'No', changeHref: '#1', changeWhat: 'whether anyone is in danger' },
                  { question: 'What happened', answer: '“They were kicking the doors on our landing again and one of them said he knows what time I get home.”', changeHref: '#2' },
                ]}
              />
            </Details>
          </>
        )}
      >
        <Input
          name="where"
          label={{ text: 'Where did it happen?', isPageHeading: true, classes: 'govuk-label--l' }}
          hint="A street, postcode or place. Near enough is fine."
          value="the stow"
          autocomplete="off"
          formGroup={{ afterInput: <button class="govuk-button govuk-button--secondary" name="do" value="find" type="submit">Find</button> }}
        />
        <Radios
          name="place"
          fieldset={{ legend: { text: 'Which is closest?', classes: 'govuk-fieldset__legend--m' } }}
          hint="4 places match “the stow”."
          value={wrong ? undefined : '2'}
          errorMessage={wrong ? `${error}. What you typed is still here.` : undefined}
          items={[
            { value: '1', text: 'The Stow, shops and car park', hint: 'Wheatley Road, CM20 3AF' },
            { value: '2', text: 'The Stow flats, stairwells', hint: 'Above the shops, numbers 1 to 48' },
            { value: '3', text: 'The Stow underpass', hint: 'Under First Avenue, towards Mark Hall' },
            { value: '4', text: 'The Stow bus stops', hint: 'First Avenue, both sides' },
            { divider: 'or' },
            { value: '5', text: 'Somewhere else', hint: 'We will ask you to describe it in your own words' },
          ]}
        />
      </FormPage>
    </PublicPage>
  );
}

export function ReportCheck() {
  return (
    <PublicPage site={publicSite} title="Check what you want to tell us" exit={exit} back={{ href: 'report-step.html' }} question noindex>
      <Steps now={7} of={7} done="Last step" />
      <h1 class="hub-q__h">Is this what you want to tell us?</h1>
      <AnswerList
        answers={[
          { question: 'Is anyone in danger now?', answer: 'No', changeHref: '#1', changeWhat: 'whether anyone is in danger' },
          { question: 'What happened', answer: '“They were kicking the doors on our landing again and one of them said he knows what time I get home. My girl won’t sleep in her own room now.”', changeHref: '#2' },
          { question: 'Where', answer: 'The Stow flats, stairwells', changeHref: '#3' },
          { question: 'When, and how often', answer: 'Friday 6 November, about 10pm. Most weekends since September', changeHref: '#4' },
          { question: 'How it affects you', answer: 'A lot. My daughter is 7', changeHref: '#5' },
          { question: 'What you want to happen', answer: '“I want it to stop. I do not want them to know it was me.”', changeHref: '#6' },
          { question: 'How to reach you safely', answer: 'Text first, to the number ending 417. Never ring after 4pm. Plain envelopes', changeHref: '#7' },
        ]}
      />
      <Section id="sees" title="Who will see it">
        <p>Harlow Council’s Community Safety Team sees all of it. We pass on only what another team needs to help, and your page shows each time we do. The people you told us about are never told who you are.</p>
        <p class="hub-more"><b>If we learn that a child or anyone else is in serious danger,</b> we may have to tell the police or social care. We will tell you first if that is safe.</p>
      </Section>
      <FormPage
        action="track.html"
        submit="Send my report"
        after={<SavedNote lead="What happens next.">You get a private link at once. Because you told us about a threat, a named person will have spoken to you by 5pm on Wednesday 11 November.</SavedNote>}
      />
    </PublicPage>
  );
}
