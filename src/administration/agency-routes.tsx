import type { z } from 'zod';

import { paths } from '../paths.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { route, seeOther, type FieldError, type Reply, type Route, type Sent, type Typed } from '../platform/http/index.ts';
import { adminPage, filled, type Desk } from './desk.tsx';
import { AgenciesPage, AgencyForm, TeamForm } from './pages/agency-pages.tsx';
import { allAgencies, allTeams, keepAgency, keepTeam, restrictedTeams, type AgencyRow, type TeamRow } from './queries.ts';
import { agencyForm, idParams, teamForm, teamParams } from './schema.ts';

const back = { href: paths.administrationPart('agencies'), label: 'Agencies and teams' };
const noSecret = { none: 'names, phones and hours of agencies, which the public reads too' } as const;

async function one(visit: Desk, id: string): Promise<AgencyRow> {
  const agency = (await allAgencies(visit.tx, visit.actor.partnershipId)).find((row) => row.id === id);
  if (agency === undefined) {
    throw new HubError('not_yours');
  }
  return agency;
}

async function oneTeam(visit: Desk, agencyId: string, id: string): Promise<TeamRow> {
  const team = (await allTeams(visit.tx, visit.actor.partnershipId)).find((row) => row.id === id && row.agency_id === agencyId);
  if (team === undefined) {
    throw new HubError('not_yours');
  }
  return team;
}

async function agencyPage(visit: Desk, agency: AgencyRow | undefined, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const now: Typed = agency === undefined ? { active: 'yes' } : { name: agency.name, short: agency.short_name, kind: agency.kind, phone: agency.phone ?? '', hours: agency.hours ?? '', takes: agency.takes_reports ? 'yes' : '', active: agency.active ? 'yes' : 'no' };
  return await adminPage(visit, { title: agency?.name ?? 'Add an agency', errors, back, children: <AgencyForm agency={agency} form={filled(now, typed, errors)} /> });
}

async function keepAgencyOf(visit: Desk, agency: AgencyRow | undefined, form: Sent<z.output<typeof agencyForm>>): Promise<Reply> {
  if (!form.ok) {
    return await agencyPage(visit, agency, form.typed, form.errors);
  }
  const all = await allAgencies(visit.tx, visit.actor.partnershipId);
  const rest = all.filter(({ id }) => id !== agency?.id);
  const errors: FieldError[] = [
    ...(rest.some(({ name }) => name.toLowerCase() === form.value.name.toLowerCase()) ? [{ field: 'name', text: 'There is an agency with this name already' }] : []),
    ...(agency?.takes_reports === true && !form.value.takes ? [{ field: 'takes', text: 'One agency has to take public reports. Choose it at the agency that takes over' }] : []),
    ...(agency !== undefined && !form.value.active && agency.people > 0 ? [{ field: 'active', text: `${agency.people} ${agency.people === 1 ? 'person' : 'people'} of this agency can still sign in. Suspend them first` }] : []),
  ];
  if (errors.length > 0) {
    return await agencyPage(visit, agency, form.typed, errors);
  }
  const id = await keepAgency(visit.tx, visit.actor.partnershipId, agency?.id, form.value);
  visit.about({ kind: 'agency', id });
  return seeOther(paths.administrationPart('agencies'), { notice: `${form.value.name} is ${agency === undefined ? 'added' : 'changed'}.` });
}

async function teamPage(visit: Desk, agency: AgencyRow, team: TeamRow | undefined, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const now: Typed = team === undefined ? { active: 'yes' } : { name: team.name, phone: team.phone ?? '', hours: team.hours ?? '', active: team.active ? 'yes' : 'no' };
  return await adminPage(visit, { title: team?.name ?? `Add a team to ${agency.name}`, errors, back, children: <TeamForm agency={agency} team={team} form={filled(now, typed, errors)} /> });
}

async function keepTeamOf(visit: Desk, agency: AgencyRow, team: TeamRow | undefined, form: Sent<z.output<typeof teamForm>>): Promise<Reply> {
  if (!form.ok) {
    return await teamPage(visit, agency, team, form.typed, form.errors);
  }
  const { tx, actor } = visit;
  const [teams, restricted] = await Promise.all([allTeams(tx, actor.partnershipId), restrictedTeams(tx, actor.partnershipId, londonDate(visit.now))]);
  const needed = restricted.find(({ team_id }) => team !== undefined && team_id === team.id);
  const errors: FieldError[] = [
    ...(teams.some((row) => row.id !== team?.id && row.agency_id === agency.id && row.name.toLowerCase() === form.value.name.toLowerCase()) ? [{ field: 'name', text: 'This agency has a team with this name already' }] : []),
    ...(needed !== undefined && !form.value.active ? [{ field: 'active', text: `This team alone sees reports of “${needed.category}”. Choose another team there first` }] : []),
  ];
  if (errors.length > 0) {
    return await teamPage(visit, agency, team, form.typed, errors);
  }
  const id = await keepTeam(tx, actor.partnershipId, agency.id, team?.id, form.value);
  visit.about({ kind: 'team', id });
  return seeOther(paths.administrationPart('agencies'), { notice: `${form.value.name} is ${team === undefined ? 'added' : 'changed'}.` });
}

export const agencyRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/administration/agencies', admits: 'administer', audit: noSecret,
    handle: async (visit) => {
      const [agencies, teams] = await Promise.all([allAgencies(visit.tx, visit.actor.partnershipId), allTeams(visit.tx, visit.actor.partnershipId)]);
      return await adminPage(visit, { title: 'Agencies and teams', children: <AgenciesPage agencies={agencies} teams={teams} /> });
    },
  }),
  route({ method: 'GET', path: '/administration/agencies/add', admits: 'administer', audit: noSecret, handle: async (visit) => agencyPage(visit, undefined) }),
  route({ method: 'POST', path: '/administration/agencies/add', admits: 'administer', audit: { event: 'agency.added' }, body: agencyForm, handle: async (visit) => keepAgencyOf(visit, undefined, visit.form) }),
  route({ method: 'GET', path: '/administration/agencies/:id', admits: 'administer', audit: noSecret, params: idParams, handle: async (visit) => agencyPage(visit, await one(visit, visit.params.id)) }),
  route({ method: 'POST', path: '/administration/agencies/:id', admits: 'administer', audit: { event: 'agency.changed' }, params: idParams, body: agencyForm, handle: async (visit) => keepAgencyOf(visit, await one(visit, visit.params.id), visit.form) }),
  route({ method: 'GET', path: '/administration/agencies/:id/teams', admits: 'administer', audit: noSecret, params: idParams, handle: async (visit) => teamPage(visit, await one(visit, visit.params.id), undefined) }),
  route({ method: 'POST', path: '/administration/agencies/:id/teams', admits: 'administer', audit: { event: 'team.added' }, params: idParams, body: teamForm, handle: async (visit) => keepTeamOf(visit, await one(visit, visit.params.id), undefined, visit.form) }),
  route({
    method: 'GET', path: '/administration/agencies/:id/teams/:teamId', admits: 'administer', audit: noSecret, params: teamParams,
    handle: async (visit) => teamPage(visit, await one(visit, visit.params.id), await oneTeam(visit, visit.params.id, visit.params.teamId)),
  }),
  route({
    method: 'POST', path: '/administration/agencies/:id/teams/:teamId', admits: 'administer', audit: { event: 'team.changed' }, params: teamParams, body: teamForm,
    handle: async (visit) => keepTeamOf(visit, await one(visit, visit.params.id), await oneTeam(visit, visit.params.id, visit.params.teamId), visit.form),
  }),
];
