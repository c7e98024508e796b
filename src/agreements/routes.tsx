import { Temporal } from 'temporal-polyfill';

import { staffPage } from '../frame/index.ts';
import { may } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { agencies } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { AgreementForm, type AgreementFormProps } from './pages/agreement-form.tsx';
import { AgreementPage, EndAgreementPage } from './pages/agreement-page.tsx';
import { AgreementsPage } from './pages/agreements-page.tsx';
import { agreementById, agreementRows, finishAgreement, gatewayNames, insertAgreement, liaisonChoices, partiesOf, type AgreementRow, type PartyRow } from './queries.ts';
import { agreementParams, endForm, readAgreement } from './schema.ts';

type Writing = Visit<'agree', unknown, unknown, unknown>;

const list = route({
  method: 'GET', path: paths.agreements(), admits: 'signed_in', audit: { none: 'agreements hold no personal data' },
  handle: async (visit) => {
    const [rows, all] = await Promise.all([agreementRows(visit.tx, visit.actor), agencies(visit.tx)]);
    return page(await staffPage(visit, {
      section: 'shared', title: 'Agreements',
      children: <AgreementsPage agreements={rows} agencyNames={new Map(all.map(({ id, short_name }) => [id, short_name]))} ownAgency={visit.actor.agencyId} writes={may(visit.actor, 'agree')} today={londonDate(visit.now)} />,
    }));
  },
});

const one = route({
  method: 'GET', path: '/sharing/agreements/:agreementId', admits: 'signed_in', params: agreementParams, audit: { none: 'agreements hold no personal data' },
  handle: async (visit) => {
    const { tx, actor } = visit;
    const agreement = await agreementById(tx, actor, visit.params.agreementId);
    const [versions, parties, gateways] = await Promise.all([agreementRows(tx, actor, agreement.code), partiesOf(tx, actor, agreement.id), gatewayNames(tx, actor)]);
    const newest = versions.toSorted((first, second) => second.version - first.version);
    return page(await staffPage(visit, {
      section: 'shared', title: `${agreement.code}, agreement`,
      children: <AgreementPage agreement={agreement} versions={newest} parties={parties} gateways={gateways} writes={may(actor, 'agree')} today={londonDate(visit.now)} />,
    }));
  },
});

async function formLists(visit: Writing): Promise<Pick<AgreementFormProps, 'agencies' | 'people' | 'gateways'> & { taken: string[] }> {
  const [all, people, gateways, rows] = await Promise.all([agencies(visit.tx), liaisonChoices(visit.tx, visit.actor), gatewayNames(visit.tx, visit.actor), agreementRows(visit.tx, visit.actor)]);
  return { agencies: all, people, gateways, taken: rows.map(({ code }) => code) };
}

async function showForm(visit: Writing, props: Pick<AgreementFormProps, 'renews' | 'typed'> & { errors?: readonly FieldError[] }): Promise<Reply> {
  const lists = await formLists(visit);
  const errors = props.errors ?? [];
  return page(await staffPage(visit, { section: 'shared', title: props.renews === undefined ? 'Write an agreement' : `Renew ${props.renews.code}`, error: errors.length > 0, children: <AgreementForm {...lists} {...props} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

const writing = route({
  method: 'GET', path: paths.newAgreement(), admits: 'agree', audit: { none: 'agreements hold no personal data' },
  handle: async (visit) => showForm(visit, { renews: undefined, typed: { starts: londonDate(visit.now).toString(), party: visit.actor.agencyId } }),
});

const written = route({
  method: 'POST', path: paths.newAgreement(), admits: 'agree', audit: { event: 'agreement.written' },
  handle: async (visit) => {
    const read = readAgreement(visit.form.typed, await formLists(visit));
    if (!read.ok) {
      return await showForm(visit, { renews: undefined, typed: visit.form.typed, errors: read.errors });
    }
    const id = uuidv7();
    await insertAgreement(visit.tx, visit.actor, { id, version: 1, wish: read.value }, visit.now);
    visit.about({ kind: 'agreement', id, detail: { version: 1, parties: read.value.parties.length } });
    return seeOther(paths.agreement(id), { notice: `${read.value.code} is saved.` });
  },
});

/** The newest version of an agreement, while nobody has renewed or ended it. */
async function toChange(visit: Writing, id: string): Promise<AgreementRow> {
  const agreement = await agreementById(visit.tx, visit.actor, id);
  if (!agreement.newest || agreement.ended_on !== null) {
    throw new HubError('changed_meanwhile');
  }
  return agreement;
}

function typedOf(agreement: AgreementRow, parties: readonly PartyRow[], today: Temporal.PlainDate): Typed {
  const from = Temporal.PlainDate.compare(agreement.starts_on, today) >= 0 ? agreement.starts_on.add({ days: 1 }) : today;
  const length = agreement.starts_on.until(agreement.expires_on, { largestUnit: 'days' });
  const look = agreement.starts_on.until(agreement.review_on, { largestUnit: 'days' });
  return {
    title: agreement.title, party: [...agreement.parties], purposes: agreement.purposes.join('\n'), gateway: [...agreement.gateways], kind: [...agreement.kinds], terms: agreement.terms,
    starts: from.toString(), review: from.add(look).toString(), expires: from.add(length).toString(),
    ...Object.fromEntries(parties.flatMap((party) => (party.liaison_id === null ? [] : [[`liaison-${party.agency_id}`, party.liaison_id]]))),
  };
}

const renewing = route({
  method: 'GET', path: '/sharing/agreements/:agreementId/renew', admits: 'agree', params: agreementParams, audit: { none: 'agreements hold no personal data' },
  handle: async (visit) => {
    const agreement = await toChange(visit, visit.params.agreementId);
    const parties = await partiesOf(visit.tx, visit.actor, agreement.id);
    return await showForm(visit, { renews: agreement, typed: typedOf(agreement, parties, londonDate(visit.now)) });
  },
});

const renewed = route({
  method: 'POST', path: '/sharing/agreements/:agreementId/renew', admits: 'agree', params: agreementParams, audit: { event: 'agreement.renewed' },
  handle: async (visit) => {
    const agreement = await toChange(visit, visit.params.agreementId);
    const read = readAgreement(visit.form.typed, await formLists(visit), agreement.code);
    const errors: FieldError[] = read.ok ? [] : [...read.errors];
    if (read.ok && Temporal.PlainDate.compare(read.value.startsOn, agreement.starts_on) <= 0) {
      errors.push({ field: 'starts', text: 'Begin after the version that it renews began' });
    }
    if (!read.ok || errors.length > 0) {
      return await showForm(visit, { renews: agreement, typed: visit.form.typed, errors });
    }
    const id = uuidv7();
    await finishAgreement(visit.tx, visit.actor, agreement.id, read.value.startsOn, `Renewed: version ${agreement.version + 1} holds from then.`);
    await insertAgreement(visit.tx, visit.actor, { id, version: agreement.version + 1, wish: read.value }, visit.now);
    visit.about({ kind: 'agreement', id, detail: { version: agreement.version + 1, parties: read.value.parties.length } });
    return seeOther(paths.agreement(id), { notice: `${agreement.code} is renewed: version ${agreement.version + 1}.` });
  },
});

const ending = route({
  method: 'GET', path: '/sharing/agreements/:agreementId/end', admits: 'agree', params: agreementParams, audit: { none: 'agreements hold no personal data' },
  handle: async (visit) => {
    const agreement = await toChange(visit, visit.params.agreementId);
    return page(await staffPage(visit, { section: 'shared', title: `End ${agreement.code}`, children: <EndAgreementPage agreement={agreement} typed={{}} errors={[]} /> }));
  },
});

const ended = route({
  method: 'POST', path: '/sharing/agreements/:agreementId/end', admits: 'agree', params: agreementParams, body: endForm, audit: { event: 'agreement.ended' },
  handle: async (visit) => {
    const agreement = await toChange(visit, visit.params.agreementId);
    visit.about({ kind: 'agreement', id: agreement.id });
    const { form } = visit;
    if (!form.ok) {
      return page(await staffPage(visit, { section: 'shared', title: `End ${agreement.code}`, error: true, children: <EndAgreementPage agreement={agreement} typed={form.typed} errors={form.errors} /> }), 422);
    }
    await finishAgreement(visit.tx, visit.actor, agreement.id, londonDate(visit.now), form.value.why);
    return seeOther(paths.agreement(agreement.id), { notice: `${agreement.code} is ended.` });
  },
});

export const routes: readonly Route[] = [list, writing, written, one, renewing, renewed, ending, ended];
