import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import type { Role } from '../../platform/access/index.ts';
import { agoWords, dayWords, londonDate } from '../../platform/calendar/index.ts';
import { errorOf } from '../../platform/http/index.ts';
import { ActionButton, Checkboxes, DataTable, Empty, FilterBar, FormPage, Input, Note, Pairs, Section, Select, StateTag, TitleLine, Warn } from '../../ui/index.ts';
import { summaryOf, type Filled } from '../desk.tsx';
import { CapabilitySection, type CapabilityProps } from './capability-section.tsx';
import type { AgencyRow, PersonRow, TeamRow } from '../queries.ts';

const stateWords = { invited: 'Invited', active: 'Active', suspended: 'Suspended' } as const;

const roleWords: Readonly<Record<Role, { text: string; hint: string }>> = {
  officer: { text: 'Officer', hint: 'Takes reports, works cases of their agency' },
  supervisor: { text: 'Supervisor', hint: 'Also approves, restricts, hands cases on' },
  coordinator: { text: 'Coordinator', hint: 'Runs the partnership: standards, templates, joint work' },
  analyst: { text: 'Analyst', hint: 'Reads cases of their agency, changes nothing' },
  auditor: { text: 'Auditor', hint: 'Sees who looked at what, and no cases' },
  administrator: { text: 'Administrator', hint: 'Invites people and sets up the hub, sees no cases' },
};

function StateOf({ state }: { state: PersonRow['state'] }) {
  return <StateTag kind={state === 'active' ? 'plain' : state === 'invited' ? 'soft' : 'danger'}>{stateWords[state]}</StateTag>;
}

export interface PeoplePageProps {
  readonly people: readonly PersonRow[];
  readonly agencies: readonly AgencyRow[];
  readonly query: { q?: string | undefined; agency?: string | undefined; state?: string | undefined };
  readonly now: Temporal.Instant;
}

export function PeoplePage({ people, agencies, query, now }: PeoplePageProps) {
  return (
    <>
      <TitleLine title="People" says={`${people.length} ${people.length === 1 ? 'person' : 'people'}`}><a class="govuk-button" href={paths.administrationItem('people', 'invite')}>Invite a person</a></TitleLine>
      <FilterBar action={paths.administrationPart('people')} fields={[
        { kind: 'search', name: 'q', label: 'Name or e-mail', value: query.q ?? '' },
        { kind: 'select', name: 'agency', label: 'Agency', value: query.agency ?? '', options: [{ value: '', label: 'All' }, ...agencies.map(({ id, name }) => ({ value: id, label: name }))] },
        { kind: 'select', name: 'state', label: 'State', value: query.state ?? '', options: [{ value: '', label: 'All' }, ...Object.entries(stateWords).map(([value, label]) => ({ value, label }))] },
      ]} />
      {people.length === 0 ? <Empty lead="Nobody fits.">Choose fewer filters.</Empty> : (
        <DataTable label="People" columns={[{ label: 'Name' }, { label: 'Agency' }, { label: 'Roles' }, { label: 'Teams' }, { label: 'State' }, { label: 'Last signed in' }]}
          rows={people.map((person) => [
            <a href={paths.administrationItem('people', person.id)}>{person.name}</a>, person.agency, person.roles.map((role) => roleWords[role].text).join(', '), person.teams.join(', '),
            <StateOf state={person.state} />, person.last_signed_in_at === null ? 'Never' : agoWords(person.last_signed_in_at, now),
          ])} />
      )}
    </>
  );
}

function RoleBoxes({ form }: { form: Filled }) {
  return <Checkboxes name="roles" values={form.list('roles')} fieldset={{ legend: 'Roles' }} errorMessage={errorOf(form.errors, 'roles')} items={Object.entries(roleWords).map(([value, words]) => ({ value, ...words }))} />;
}

function Names({ form }: { form: Filled }) {
  return (
    <>
      <Input name="job" label="Job (optional)" hint="Residents see it beside the name" value={form.text('job')} errorMessage={errorOf(form.errors, 'job')} />
      <Input name="phone" type="tel" label="Work phone (optional)" hint="Residents see it" value={form.text('phone')} errorMessage={errorOf(form.errors, 'phone')} />
    </>
  );
}

export function InvitePage({ agencies, teams, form }: { agencies: readonly AgencyRow[]; teams: readonly TeamRow[]; form: Filled }) {
  const nameOf = new Map(agencies.map(({ id, short_name }) => [id, short_name]));
  return (
    <div class="hub-narrow">
      <FormPage heading="Invite a person" lede="They get an e-mail with a link, choose a password and set up the second step." errors={summaryOf(form.errors)}
        action={paths.administrationItem('people', 'invite')} submit="Invite" beside={<a href={paths.administrationPart('people')}>Cancel</a>}>
        <Input name="name" label="Name" autocomplete="off" value={form.text('name')} errorMessage={errorOf(form.errors, 'name')} />
        <Input name="email" type="email" label="Work e-mail address" autocomplete="off" spellcheck={false} value={form.text('email')} errorMessage={errorOf(form.errors, 'email')} />
        <Select name="agency" label="Agency" value={form.text('agency')} errorMessage={errorOf(form.errors, 'agency')} items={[{ value: '', text: 'Choose' }, ...agencies.map(({ id, name }) => ({ value: id, text: name }))]} />
        <Names form={form} />
        <RoleBoxes form={form} />
        <Checkboxes name="teams" values={form.list('teams')} fieldset={{ legend: 'Teams (optional)' }} errorMessage={errorOf(form.errors, 'teams')}
          items={teams.map((team) => ({ value: team.id, text: team.name, hint: nameOf.get(team.agency_id) }))} />
      </FormPage>
    </div>
  );
}

export function InvitedPage({ name, email, link, until, demo }: { name: string; email: string; link: string; until: Temporal.Instant; demo: boolean }) {
  return (
    <div class="hub-narrow stack">
      <h1>{name} is invited</h1>
      <p>An e-mail with the link below is on its way to {email}. The link works once, until {dayWords(until)}.</p>
      <Warn lead="We cannot show this link again.">Whoever opens it becomes {name}. Hand it over only if the e-mail does not arrive, and only to {name}.</Warn>
      <p><code class="hub-typed" id="invitation-link">{link}</code></p>
      {demo ? <p class="quiet">Demonstration: nothing leaves. <a href={paths.demoOutbox()}>See the e-mail</a>.</p> : null}
      <p><a href={paths.administrationPart('people')}>Back to people</a></p>
    </div>
  );
}

export interface PersonPageProps {
  readonly person: PersonRow;
  readonly teams: readonly TeamRow[];
  readonly self: boolean;
  readonly capabilities: CapabilityProps['capabilities'];
  readonly now: Temporal.Instant;
  readonly form: Filled;
}

export function PersonPage({ person, teams, self, capabilities, now, form }: PersonPageProps) {
  return (
    <>
      <TitleLine title={person.name} says={person.agency} />
      <Pairs pairs={[
        { term: 'State', value: <StateOf state={person.state} /> },
        { term: 'Signs in as', value: person.email },
        { term: 'Last signed in', value: person.last_signed_in_at === null ? 'Never' : agoWords(person.last_signed_in_at, now) },
      ]} />
      <Section id="change" title="Change">
        <div class="hub-narrow">
          <FormPage errors={summaryOf(form.errors)} action={paths.administrationItem('people', person.id)} submit="Save">
            <Input name="name" label="Name" value={form.text('name')} errorMessage={errorOf(form.errors, 'name')} />
            <Names form={form} />
            {self ? <Note>Nobody changes their own roles or teams. Ask another administrator.</Note> : (
              <>
                <RoleBoxes form={form} />
                {teams.length === 0 ? <p class="quiet">Their agency has no teams.</p> : <Checkboxes name="teams" values={form.list('teams')} fieldset={{ legend: 'Teams' }} errorMessage={errorOf(form.errors, 'teams')} items={teams.map((team) => ({ value: team.id, text: team.name }))} />}
              </>
            )}
          </FormPage>
        </div>
      </Section>
      <CapabilitySection person={person} capabilities={capabilities} self={self} today={londonDate(now)} />
      {self ? null : <Doors person={person} />}
    </>
  );
}

function Doors({ person }: { person: PersonRow }) {
  const act = (name: string): string => paths.administrationAct('people', person.id, name);
  return (
    <Section id="door" title="Getting in">
      {person.state === 'suspended' ? (
        <div class="stack">
          <p>{person.name} cannot sign in. Everything they did stays on record.</p>
          <ActionButton post={act('reactivate')} label="Let them in again" />
        </div>
      ) : (
        <div class="stack">
          <p>{person.state === 'invited' ? 'They have not used their invitation yet. A new one ends the old one.' : 'For a lost phone or a forgotten password. A new invitation ends their sessions, and their password, codes and passkeys stop working at once.'}</p>
          <ActionButton kind="secondary" post={act('invite')} label="Invite again" confirm={`Invite ${person.name} again? Their password and second step stop working at once.`} />
          <p>For someone who leaves, or whose account may be in the wrong hands. They are out at once, on every device.</p>
          <ActionButton kind="warning" post={act('suspend')} label="Suspend" confirm={`Suspend ${person.name}? They are out at once.`} />
        </div>
      )}
    </Section>
  );
}
