import { paths } from '../../paths.ts';
import { errorOf } from '../../platform/http/index.ts';
import { Checkboxes, DataTable, FormPage, Input, Radios, Section, Select, StateTag, TitleLine } from '../../ui/index.ts';
import { summaryOf, type Filled } from '../desk.tsx';
import type { AgencyRow, TeamRow } from '../queries.ts';
import { agencyKinds } from '../schema.ts';

const kindWords: Readonly<Record<(typeof agencyKinds)[number], string>> = {
  council: 'Council', police: 'Police', fire: 'Fire and rescue', probation: 'Probation', health: 'Health', housing: 'Housing provider', charity: 'Charity', business: 'Business', other: 'Other',
};

function Off({ active }: { active: boolean }) {
  return active ? null : <> <StateTag kind="soft">Off</StateTag></>;
}

export function AgenciesPage({ agencies, teams }: { agencies: readonly AgencyRow[]; teams: readonly TeamRow[] }) {
  return (
    <>
      <TitleLine title="Agencies and teams" says={`${agencies.filter(({ active }) => active).length} agencies`}><a class="govuk-button" href={paths.administrationItem('agencies', 'add')}>Add an agency</a></TitleLine>
      {agencies.map((agency) => {
        const own = teams.filter(({ agency_id }) => agency_id === agency.id);
        return (
          <Section key={agency.id} id={`agency-${agency.id}`} title={<>{agency.name}<Off active={agency.active} /></>} note={agency.takes_reports ? 'Takes public reports' : undefined}
            link={{ href: paths.administrationItem('agencies', agency.id), label: `Change ${agency.short_name}` }}>
            <p class="quiet">{[agency.phone, agency.hours, `${agency.people} ${agency.people === 1 ? 'person' : 'people'}`].filter((part) => part !== null).join(', ')}</p>
            {own.length === 0 ? <p>No teams.</p> : (
              <DataTable label={`Teams of ${agency.name}`} columns={[{ label: 'Team' }, { label: 'Phone' }, { label: 'Hours' }, { label: 'People', numeric: true }]}
                rows={own.map((team) => [<><a href={paths.administrationAct('agencies', agency.id, `teams/${team.id}`)}>{team.name}</a><Off active={team.active} /></>, team.phone ?? '', team.hours ?? '', team.people])} />
            )}
            <p><a href={paths.administrationAct('agencies', agency.id, 'teams')}>Add a team<span class="govuk-visually-hidden"> to {agency.name}</span></a></p>
          </Section>
        );
      })}
    </>
  );
}

function Reach({ form }: { form: Filled }) {
  return (
    <>
      <Input name="phone" type="tel" label="Phone (optional)" value={form.text('phone')} errorMessage={errorOf(form.errors, 'phone')} />
      <Input name="hours" label="Hours (optional)" hint="Such as: Monday to Friday, 9am to 5pm" value={form.text('hours')} errorMessage={errorOf(form.errors, 'hours')} />
    </>
  );
}

function Switch({ form, off }: { form: Filled; off: string }) {
  return <Radios name="active" value={form.text('active')} fieldset={{ legend: 'Switched on' }} errorMessage={errorOf(form.errors, 'active')} items={[{ value: 'yes', text: 'On' }, { value: 'no', text: 'Off', hint: off }]} />;
}

export function AgencyForm({ agency, form }: { agency: AgencyRow | undefined; form: Filled }) {
  return (
    <div class="hub-narrow">
      <FormPage heading={agency?.name ?? 'Add an agency'} errors={summaryOf(form.errors)} action={paths.administrationItem('agencies', agency?.id ?? 'add')} submit="Save" beside={<a href={paths.administrationPart('agencies')}>Cancel</a>}>
        <Input name="name" label="Name" hint="Residents read it" value={form.text('name')} errorMessage={errorOf(form.errors, 'name')} />
        <Input name="short" label="Short name" hint="For tables" classes="govuk-input--width-20" value={form.text('short')} errorMessage={errorOf(form.errors, 'short')} />
        <Select name="kind" label="Kind" value={form.text('kind')} errorMessage={errorOf(form.errors, 'kind')} items={[{ value: '', text: 'Choose' }, ...agencyKinds.map((kind) => ({ value: kind, text: kindWords[kind] }))]} />
        <Reach form={form} />
        <Checkboxes name="takes" values={form.list('takes')} errorMessage={errorOf(form.errors, 'takes')} items={[{ value: 'yes', text: 'Takes public reports', hint: 'One agency does. Choosing this one takes it from the other' }]} />
        {agency === undefined ? null : <Switch form={form} off="Nothing new can be sent to it. What it did stays on record" />}
      </FormPage>
    </div>
  );
}

export function TeamForm({ agency, team, form }: { agency: AgencyRow; team: TeamRow | undefined; form: Filled }) {
  return (
    <div class="hub-narrow">
      <FormPage heading={team?.name ?? `Add a team to ${agency.name}`} errors={summaryOf(form.errors)} action={paths.administrationAct('agencies', agency.id, team === undefined ? 'teams' : `teams/${team.id}`)} submit="Save" beside={<a href={paths.administrationPart('agencies')}>Cancel</a>}>
        <Input name="name" label="Name" value={form.text('name')} errorMessage={errorOf(form.errors, 'name')} />
        <Reach form={form} />
        {team === undefined ? null : <Switch form={form} off="It can no longer be chosen. Its people keep what it opened to them until they leave it" />}
      </FormPage>
    </div>
  );
}
