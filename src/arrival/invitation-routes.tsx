import { arrivalPage } from '../frame/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { hashPassword, passwordProblem } from '../platform/identity/index.ts';
import { page, route, secretHash, seeOther, type FieldError, type Visit } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { InvitationPage } from './pages/invitation-page.tsx';
import { acceptInvitation, invitation, type Invited } from './queries.ts';
import { newPasswordForm, secretParams } from './schema.ts';
import { openSession } from './session.ts';

type Facts = Pick<Visit<'public', unknown, unknown, unknown>, 'house' | 'partnership' | 'request'>;

function invitationPage(visit: Facts, invited: Invited, secret: string, errors: readonly FieldError[], status = 200) {
  return page(
    arrivalPage(visit, { title: 'Choose your password', error: errors.length > 0, children: <InvitationPage invited={invited} secret={secret} errors={errors} town={visit.partnership.town} /> }),
    status,
  );
}

async function invitedBy(visit: Visit<'public', { secret: string }, unknown, unknown>): Promise<Invited> {
  const invited = await invitation(visit.tx, secretHash(visit.params.secret));
  if (invited === undefined) {
    throw new HubError('not_found', 'the invitation is used, too old or wrong');
  }
  return invited;
}

export const invitationRoutes = [
  route({
    method: 'GET',
    path: '/invitation/:secret',
    admits: 'public',
    audit: { none: 'an empty form for the person it was sent to' },
    params: secretParams,
    handle: async (visit) => invitationPage(visit, await invitedBy(visit), visit.params.secret, []),
  }),
  route({
    method: 'POST',
    path: '/invitation/:secret',
    admits: 'public',
    audit: { event: 'invitation.accepted' },
    params: secretParams,
    body: newPasswordForm,
    handle: async (visit) => {
      const { form, tx, params } = visit;
      const invited = await invitedBy(visit);
      if (!form.ok) {
        return invitationPage(visit, invited, params.secret, form.errors, 422);
      }
      const problem = passwordProblem(form.value.password, [invited.name, invited.email, visit.partnership.town]);
      if (problem !== undefined) {
        return invitationPage(visit, invited, params.secret, [{ field: 'password', text: problem }], 422);
      }
      const accountId = await acceptInvitation(tx, secretHash(params.secret), await hashPassword(form.value.password));
      if (accountId === null) {
        throw new HubError('changed_meanwhile', 'the invitation was used in the same moment');
      }
      visit.about({ kind: 'account', id: accountId });
      return seeOther(paths.enrol(), { cookies: [await openSession(tx, accountId, 'enrol', visit.request.userAgent)] });
    },
  }),
];
