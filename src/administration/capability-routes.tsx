import { z } from 'zod';

import { paths } from '../paths.ts';
import { londonDate, readDay } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { errorOf, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { FormPage, Input } from '../ui/index.ts';
import { endCapability, giveCapability } from './capability-queries.ts';
import { adminPage, filled, summaryOf, type Desk } from './desk.tsx';
import { person, type PersonRow } from './queries.ts';
import { idParams } from './schema.ts';

const givenForm = z.object({ basis: z.string('Name the training').trim().min(3, 'Name the training').max(200, 'Use 200 characters or fewer'), from: z.string('Give the first day'), to: z.string().default('') });
const endForm = z.object({ capability: z.uuid() });

async function formPage(visit: Desk, who: PersonRow, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const form = filled({ from: londonDate(visit.now).toString() }, typed, errors);
  return await adminPage(visit, {
    title: `Trained in intelligence: ${who.name}`, errors, back: { href: paths.administrationItem('people', who.id), label: who.name },
    children: (
      <div class="hub-narrow">
        <FormPage heading={`Trained in intelligence: ${who.name}`} lede="They will see what their agency was told in confidence, and may open who told it. Only casework roles can use it." errors={summaryOf(form.errors)} action={paths.administrationAct('people', who.id, 'capability')} submit="Give it">
          <Input name="basis" label="Which training?" hint="Course and date" value={form.text('basis')} errorMessage={errorOf(form.errors, 'basis')} />
          <Input name="from" type="date" label="First day" classes="govuk-input--width-10" value={form.text('from')} errorMessage={errorOf(form.errors, 'from')} />
          <Input name="to" type="date" label="Last day (optional)" hint="Such as the day on which the training has to be renewed" classes="govuk-input--width-10" value={form.text('to')} errorMessage={errorOf(form.errors, 'to')} />
        </FormPage>
      </div>
    ),
  });
}

async function another(visit: Desk, id: string): Promise<PersonRow> {
  if (visit.actor.accountId === id) {
    throw new HubError('not_permitted', 'nobody gives it to themselves');
  }
  return await person(visit.tx, visit.actor.partnershipId, id);
}

export const capabilityRoutes: readonly Route[] = [
  route({ method: 'GET', path: '/administration/people/:id/capability', admits: 'administer', audit: { event: 'account.read' }, params: idParams, handle: async (visit) => {
    visit.about({ kind: 'account', id: visit.params.id });
    return await formPage(visit, await another(visit, visit.params.id));
  } }),
  route({
    method: 'POST', path: '/administration/people/:id/capability', admits: 'administer', audit: { event: 'account.capability_changed' }, params: idParams, body: givenForm,
    handle: async (visit) => {
      const { form, tx, actor, now } = visit;
      const who = await another(visit, visit.params.id);
      if (!form.ok) {
        return await formPage(visit, who, form.typed, form.errors);
      }
      const [from, to] = [readDay(form.value.from), form.value.to === '' ? null : readDay(form.value.to)];
      const errors: FieldError[] = [
        ...(from === undefined ? [{ field: 'from', text: 'Give the first day' }] : []),
        ...(to === undefined || (to !== null && from !== undefined && to.toString() < from.toString()) ? [{ field: 'to', text: 'Give a last day that is not before the first, or leave it empty' }] : []),
      ];
      if (errors.length > 0 || from === undefined || to === undefined) {
        return await formPage(visit, who, form.typed, errors);
      }
      giveCapability(tx, actor, who.id, { basis: form.value.basis, from, to }, now);
      visit.about({ kind: 'account', id: who.id, detail: { given: true } });
      return seeOther(paths.administrationItem('people', who.id), { notice: `${who.name} is trained in intelligence from ${from.toString()}.` });
    },
  }),
  route({
    method: 'POST', path: '/administration/people/:id/capability-end', admits: 'administer', audit: { event: 'account.capability_changed' }, params: idParams, body: endForm,
    handle: async (visit) => {
      const who = await another(visit, visit.params.id);
      if (!visit.form.ok) {
        throw new HubError('bad_request');
      }
      await endCapability(visit.tx, visit.actor, who.id, visit.form.value.capability, londonDate(visit.now), visit.now);
      visit.about({ kind: 'account', id: who.id, detail: { given: false } });
      return seeOther(paths.administrationItem('people', who.id), { notice: `Ended. ${who.name} no longer sees intelligence at the desk.` });
    },
  }),
];
