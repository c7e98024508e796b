import { z } from 'zod';

import { openCase } from '../cases/index.ts';
import { staffPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedText, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import type { Framed } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { savePlan } from '../problem-plans/index.ts';
import { FormPage, Input, Textarea } from '../ui/index.ts';

const degrees = (least: number, most: number) => z.coerce.number().min(least).max(most);
const where = z.object({ name: z.string().trim().min(1).max(120), lat: degrees(49, 61), lon: degrees(-9, 3), category: z.uuid().optional() });
const openForm = z.object({
  title: z.string('Give the case a title').trim().min(3, 'Give the case a title').max(120, 'Use 120 characters or fewer'),
  objective: z.string('Say what should be different').trim().min(3, 'Say what should be different').max(4000, 'Use 4,000 characters or fewer'),
});

// Checked only behind the gate: whoever may not come learns nothing of what the address should hold.
const asked = z.record(z.string(), z.unknown());

type OpenVisit = Framed<StaffActor> & { readonly query: z.output<typeof asked> };

function whereOf({ query }: OpenVisit): z.output<typeof where> {
  const read = where.safeParse(query);
  if (!read.success) {
    throw new HubError('bad_request');
  }
  return read.data;
}

async function show(visit: OpenVisit, errors: readonly FieldError[] = [], typed?: Typed): Promise<Reply> {
  const { name, lat, lon, category } = whereOf(visit);
  const said = typed ?? { title: `Hotspot: ${name}`, objective: '' };
  const address = paths.hotspotPart('open', `?${new URLSearchParams({ name, lat: String(lat), lon: String(lon), ...(category === undefined ? {} : { category }) }).toString()}`);
  const text = (field: string) => errors.find((error) => error.field === field)?.text;
  const children = (
    <FormPage heading="Open this hotspot as a case" lede={`${name}. The case gets a problem-solving plan: objective, scan, analyse, respond, assess.`} errors={errors.map((error) => ({ href: `#${error.field}`, text: error.text }))} action={address} submit="Open the case" beside={<a href={paths.hotspots()}>Back to hotspots</a>}>
      <Input name="title" label="Title of the case" value={typedText(said, 'title')} errorMessage={text('title')} />
      <Textarea name="objective" label="Objective" hint="What should be different, for whom, by when?" rows={3} value={typedText(said, 'objective')} errorMessage={text('objective')} />
    </FormPage>
  );
  return page(await staffPage(visit, { section: 'hotspots', title: 'Open this hotspot as a case', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

export const openRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/hotspots/open', admits: 'work_cases', query: asked, audit: { none: 'an empty form about a public place' },
    handle: async (visit) => await show(visit),
  }),
  route({
    method: 'POST', path: '/hotspots/open', admits: 'work_cases', query: asked, body: openForm, audit: { event: 'case.open' },
    handle: async (visit) => {
      const { tx, actor, partnership, now, form } = visit;
      const query = whereOf(visit);
      if (!form.ok) {
        return await show(visit, form.errors, form.typed);
      }
      const opened = await openCase(tx, { actor, partnership, now, title: form.value.title, categoryId: query.category ?? null, reportIds: [], ownerId: actor.accountId });
      visit.about({ kind: 'case', id: opened.caseId, caseId: opened.caseId });
      savePlan(tx, actor, {
        caseId: opened.caseId, objective: form.value.objective, scanning: '', analysis: '', response: '', assessment: '', category_id: query.category ?? null, lat: query.lat, lon: query.lon, radius: 150, ring: 150,
        comparison_name: '', comparison_lat: null, comparison_lon: null, started_on: null, months: 3,
      }, now);
      return seeOther(paths.case(opened.caseId, 'plan'), { notice: `Case ${opened.reference} is open, with a plan to write on.` });
    },
  }),
];
