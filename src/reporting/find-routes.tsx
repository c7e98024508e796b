import { publicPage } from '../frame/index.ts';
import { contactOf, safeRoute } from '../engagement/index.ts';
import { paths } from '../paths.ts';
import { parsePostcode } from '../platform/geography/index.ts';
import { bucketsOf, countFailure, tooManyFailures } from '../platform/identity/index.ts';
import { page, route, typedText, type FieldError, type Reply, type Typed } from '../platform/http/index.ts';
import { plainMessage, put } from '../platform/outbox/index.ts';
import { parseReference } from '../platform/references/index.ts';
import { FindPage, LookedPage } from './pages/find.tsx';
import { reportBehind } from './queries.ts';
import type { ReportVisit } from './visit-draft.ts';
import { parseEmail, parsePhone } from './ways-to-reach.ts';

function findPage(visit: ReportVisit, typed: Typed, errors: readonly FieldError[]): Reply {
  const children = <FindPage typed={typed} errors={errors} phone={visit.partnership.settings.hubPhone} />;
  return page(publicPage(visit, { title: 'Track your report', question: true, exit: true, back: { href: paths.home() }, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const show = route({
  method: 'GET', path: paths.find(), admits: 'public', audit: { none: 'an empty form' },
  handle: async (visit) => findPage(visit, {}, []),
});

interface Known {
  readonly postcode: string;
  readonly email: string;
  readonly phone: string;
}

function knownOf(text: string): Known | undefined {
  const known = { postcode: parsePostcode(text)?.whole ?? '', email: parseEmail(text) ?? '', phone: parsePhone(text) ?? '' };
  return known.postcode === '' && known.email === '' && known.phone === '' ? undefined : known;
}

function problems(typed: Typed): FieldError[] {
  return [
    ...(parseReference(typedText(typed, 'reference')) === undefined ? [{ field: 'reference', text: 'Give the whole reference, like R7W-K4M-2Q. It has no letter O, I or L' }] : []),
    ...(knownOf(typedText(typed, 'known')) === undefined ? [{ field: 'known', text: 'Give a postcode like CM20 1AB, an e-mail address, or a phone number' }] : []),
  ];
}

/**
 * Sends the private link again. It is never shown here, even for a pair that fits: the reference stands in letters and messages,
 * and whoever lives with the person knows the postcode, so the pair proves little, while a safe route was chosen by the
 * person. The answer is the same for every pair, so that nobody can learn whether a report exists. Tries are counted for
 * each reference as well as for each place, so that nobody's phone is filled with links.
 */
const look = route({
  method: 'POST', path: paths.find(), admits: 'public', audit: { event: 'report.link_asked' },
  handle: async (visit) => {
    const { typed } = visit.form;
    const errors = problems(typed);
    const reference = parseReference(typedText(typed, 'reference'));
    const known = knownOf(typedText(typed, 'known'));
    if (errors.length > 0 || reference === undefined || known === undefined) {
      return findPage(visit, typed, errors.length > 0 ? errors : problems({}));
    }
    const buckets = bucketsOf({ who: `find ${reference}`, ip: visit.request.ip, knownDevice: undefined }, visit.house.settings.secretKey);
    const elsewhere = bucketsOf({ who: `find ${reference}`, ip: 'anywhere', knownDevice: undefined }, visit.house.settings.secretKey);
    const [tooMany, tooOften] = await Promise.all([tooManyFailures(visit.tx, buckets), tooManyFailures(visit.tx, { account: elsewhere.account, place: undefined })]);
    const looked = page(publicPage(visit, { title: 'Look where you said it is safe', question: true, exit: true, children: <LookedPage phone={visit.partnership.settings.hubPhone} /> }));
    await Promise.all([countFailure(visit.tx, buckets), countFailure(visit.tx, { account: elsewhere.account, place: undefined })]);
    if (tooMany || tooOften) {
      return looked;
    }
    const found = await reportBehind(visit.tx, reference, known);
    const to = found && safeRoute(contactOf(found));
    if (found !== undefined) {
      visit.about({ kind: 'report', id: found.report_id, detail: { sent: to !== undefined } });
    }
    if (found !== undefined && to !== undefined) {
      put(visit.tx, { partnershipId: visit.partnership.id, reportId: found.report_id, to, subject: to.channel === 'sms' ? '' : plainMessage.subject, body: 'The page you asked for: {link}', unbranded: true, automatic: true, now: visit.now });
    }
    return looked;
  },
});

export const findRoutes = [show, look];
