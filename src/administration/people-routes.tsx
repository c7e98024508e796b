import type { StaffActor } from '../platform/access/index.ts';
import { paths } from '../paths.ts';
import { HubError } from '../platform/errors/index.ts';
import { route, secretHash, seeOther, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { put } from '../platform/outbox/index.ts';
import { makeSecret } from '../platform/references/index.ts';
import { capabilitiesOf } from './capability-queries.ts';
import { adminPage, filled, type Desk } from './desk.tsx';
import { invitationDays, invitationLetter } from './invitation-letter.ts';
import { InvitedPage, InvitePage, PeoplePage, PersonPage } from './pages/people-pages.tsx';
import { addPerson, allAgencies, allTeams, changePerson, emailTaken, invite, people, person, reactivate, setRoles, suspend, type PersonRow, type TeamRow } from './queries.ts';
import { idParams, inviteForm, peopleQuery, personForm } from './schema.ts';

const back = { href: paths.administrationPart('people'), label: 'People' };

/** Makes a new invitation and sends it. The link is shown to the administrator this once: only its hash is kept. */
async function sendInvitation(visit: Visit<'administer', unknown, unknown, unknown>, who: Pick<PersonRow, 'id' | 'name' | 'email' | 'agency'>, again: boolean): Promise<Reply> {
  const { tx, actor, partnership, house, now } = visit;
  const secret = makeSecret();
  const link = new URL(paths.invitation(secret), house.settings.baseUrl).toString();
  const until = now.add({ hours: 24 * invitationDays });
  await invite(tx, who.id, secretHash(secret), invitationDays);
  const letter = invitationLetter({ inviter: actor.name, service: partnership.settings.service, town: partnership.town, agency: who.agency, link, until, again });
  put(tx, { partnershipId: actor.partnershipId, accountId: who.id, to: { channel: 'email', address: who.email }, ...letter, unbranded: false, automatic: true, now });
  visit.about({ kind: 'account', id: who.id });
  return await adminPage(visit, { title: 'Invitation sent', back, children: <InvitedPage name={who.name} email={who.email} link={link} until={until} demo={partnership.settings.demo} /> });
}

async function invitePage(visit: Desk, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const [agencies, teams] = await Promise.all([allAgencies(visit.tx, visit.actor.partnershipId), allTeams(visit.tx, visit.actor.partnershipId)]);
  return await adminPage(visit, { title: 'Invite a person', errors, back, children: <InvitePage agencies={agencies.filter(({ active }) => active)} teams={teams.filter(({ active }) => active)} form={filled({}, typed, errors)} /> });
}

function teamProblem(chosen: readonly string[], agencyId: string, teams: readonly TeamRow[]): FieldError[] {
  return chosen.every((id) => teams.some((team) => team.id === id && team.agency_id === agencyId)) ? [] : [{ field: 'teams', text: 'Choose teams of their own agency' }];
}

async function personPage(visit: Desk, id: string, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const [who, teams, capabilities] = await Promise.all([person(visit.tx, visit.actor.partnershipId, id), allTeams(visit.tx, visit.actor.partnershipId), capabilitiesOf(visit.tx, visit.actor.partnershipId, id)]);
  const now: Typed = { name: who.name, job: who.job_title, phone: who.phone ?? '', roles: who.roles, teams: who.team_ids };
  return await adminPage(visit, {
    title: who.name, errors, back,
    children: <PersonPage person={who} teams={teams.filter((team) => team.agency_id === who.agency_id && (team.active || who.team_ids.includes(team.id)))} self={who.id === visit.actor.accountId} capabilities={capabilities} now={visit.now} form={filled(now, typed, errors)} />,
  });
}

function notOneself(actor: StaffActor, id: string): void {
  if (actor.accountId === id) {
    throw new HubError('not_permitted', 'nobody suspends or invites themselves');
  }
}

export const peopleRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/administration/people', admits: 'administer', audit: { event: 'people.read' }, query: peopleQuery,
    handle: async (visit) => {
      const { tx, actor, query } = visit;
      const [rows, agencies] = await Promise.all([people(tx, actor.partnershipId, { words: query.q, agency: query.agency, state: query.state }), allAgencies(tx, actor.partnershipId)]);
      return await adminPage(visit, { title: 'People', children: <PeoplePage people={rows} agencies={agencies} query={query} now={visit.now} /> });
    },
  }),
  route({ method: 'GET', path: '/administration/people/invite', admits: 'administer', audit: { none: 'an empty form' }, handle: async (visit) => invitePage(visit) }),
  route({
    method: 'POST', path: '/administration/people/invite', admits: 'administer', audit: { event: 'account.invited' }, body: inviteForm,
    handle: async (visit) => {
      const { form, tx, actor } = visit;
      if (!form.ok) {
        return await invitePage(visit, form.typed, form.errors);
      }
      const [taken, agencies, teams] = await Promise.all([emailTaken(tx, actor.partnershipId, form.value.email), allAgencies(tx, actor.partnershipId), allTeams(tx, actor.partnershipId)]);
      const agency = agencies.find(({ id, active }) => id === form.value.agency && active);
      const errors: FieldError[] = [
        ...(taken ? [{ field: 'email', text: 'Somebody with this address is here already. Open their page to invite them again' }] : []),
        ...(agency === undefined ? [{ field: 'agency', text: 'Choose their agency' }] : []),
        ...teamProblem(form.value.teams, form.value.agency, teams),
      ];
      if (errors.length > 0 || agency === undefined) {
        return await invitePage(visit, form.typed, errors);
      }
      const id = await addPerson(tx, actor.partnershipId, form.value, visit.now);
      return await sendInvitation(visit, { id, name: form.value.name, email: form.value.email, agency: agency.name }, false);
    },
  }),
  route({
    method: 'GET', path: '/administration/people/:id', admits: 'administer', audit: { event: 'account.read' }, params: idParams,
    handle: async (visit) => {
      visit.about({ kind: 'account', id: visit.params.id });
      return await personPage(visit, visit.params.id);
    },
  }),
  route({
    method: 'POST', path: '/administration/people/:id', admits: 'administer', audit: { event: 'account.changed' }, params: idParams, body: personForm,
    handle: async (visit) => {
      const { form, tx, actor, params } = visit;
      if (!form.ok) {
        return await personPage(visit, params.id, form.typed, form.errors);
      }
      const [who, teams] = await Promise.all([person(tx, actor.partnershipId, params.id), allTeams(tx, actor.partnershipId)]);
      const self = who.id === actor.accountId;
      const errors: FieldError[] = self ? [] : [...(form.value.roles.length === 0 ? [{ field: 'roles', text: 'Choose at least one role. To keep somebody out, suspend them' }] : []), ...teamProblem(form.value.teams, who.agency_id, teams)];
      if (errors.length > 0) {
        return await personPage(visit, params.id, form.typed, errors);
      }
      await changePerson(tx, actor.partnershipId, who.id, form.value);
      visit.about({ kind: 'account', id: who.id });
      if (!self) {
        await setRoles(tx, actor.partnershipId, who.id, form.value.roles, form.value.teams);
        if ([...form.value.roles].sort().join() !== [...who.roles].sort().join()) {
          visit.audit('account.roles_changed', { kind: 'account', id: who.id, detail: { before: who.roles.join(' '), after: form.value.roles.join(' ') } });
        }
      }
      return seeOther(paths.administrationItem('people', who.id), { notice: `${form.value.name} is changed. It holds from their next click.` });
    },
  }),
  route({
    method: 'POST', path: '/administration/people/:id/suspend', admits: 'administer', audit: { event: 'account.suspended' }, params: idParams,
    handle: async (visit) => {
      notOneself(visit.actor, visit.params.id);
      const who = await person(visit.tx, visit.actor.partnershipId, visit.params.id);
      await suspend(visit.tx, who.id);
      visit.about({ kind: 'account', id: who.id });
      return seeOther(paths.administrationItem('people', who.id), { notice: `${who.name} is out, on every device. Their cases stay where they are: ask their supervisor to hand them on.` });
    },
  }),
  route({
    method: 'POST', path: '/administration/people/:id/reactivate', admits: 'administer', audit: { event: 'account.reactivated' }, params: idParams,
    handle: async (visit) => {
      const who = await person(visit.tx, visit.actor.partnershipId, visit.params.id);
      const state = await reactivate(visit.tx, who.id);
      if (state === null) {
        throw new HubError('changed_meanwhile');
      }
      visit.about({ kind: 'account', id: who.id });
      return seeOther(paths.administrationItem('people', who.id), { notice: state === 'active' ? `${who.name} can sign in again.` : `${who.name} has no password yet. Invite them again.` });
    },
  }),
  route({
    method: 'POST', path: '/administration/people/:id/invite', admits: 'administer', audit: { event: 'account.invited_again' }, params: idParams,
    handle: async (visit) => {
      notOneself(visit.actor, visit.params.id);
      const who = await person(visit.tx, visit.actor.partnershipId, visit.params.id);
      if (who.state === 'suspended') {
        throw new HubError('changed_meanwhile', 'a suspended person is not invited');
      }
      return await sendInvitation(visit, who, true);
    },
  }),
];
