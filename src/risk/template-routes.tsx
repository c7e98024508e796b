import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type Route } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { defaultRiskTemplate } from './default-template.ts';
import { TemplateFormPage, TemplatesPage } from './pages/template-page.tsx';
import { addVersion, allTemplates, type DatedTemplate } from './queries.ts';
import { readTemplateForm, typedOf } from './template-form.ts';

const templateParams = z.object({ id: z.union([z.uuid(), z.literal('new')]) });

const list = route({
  method: 'GET', path: '/administration/risk-templates', admits: 'edit_templates', audit: { none: 'Questions and points only' },
  handle: async (visit) => page(await staffPage(visit, { section: 'administration', title: 'Risk forms', children: <TemplatesPage templates={await allTemplates(visit.tx, visit.actor)} /> })),
});

async function wanted(tx: Transaction, actor: StaffActor, id: string): Promise<{ template: DatedTemplate | undefined; newest: boolean; names: ReadonlySet<string> }> {
  const all = await allTemplates(tx, actor);
  const template = all.find((one) => one.id === id);
  if (template === undefined && id !== 'new') {
    throw new HubError('not_yours');
  }
  const newest = template === undefined || !all.some(({ name, version }) => name === template.name && version > template.version);
  return { template, newest, names: new Set(all.map(({ name }) => name.toLowerCase())) };
}

const read = route({
  method: 'GET', path: '/administration/risk-templates/:id', admits: 'edit_templates', params: templateParams, audit: { none: 'Questions and points only' },
  handle: async (visit) => {
    const { template, newest } = await wanted(visit.tx, visit.actor, visit.params.id);
    const typed = { ...typedOf(template ?? defaultRiskTemplate), from: londonDate(visit.now).toString() };
    return page(await staffPage(visit, { section: 'administration', title: template?.name ?? 'Add a risk form', children: <TemplateFormPage id={visit.params.id} template={template} newest={newest} typed={typed} errors={[]} /> }));
  },
});

const save = route({
  method: 'POST', path: '/administration/risk-templates/:id', admits: 'edit_templates', params: templateParams, audit: { event: 'risk_template.changed' },
  handle: async (visit) => {
    const { template, newest, names } = await wanted(visit.tx, visit.actor, visit.params.id);
    if (!newest) {
      throw new HubError('changed_meanwhile');
    }
    const { typed } = visit.form;
    const read = readTemplateForm(typed, template, londonDate(visit.now), template?.inForceFrom);
    const taken = read.ok && template === undefined && names.has(read.value.content.name.toLowerCase());
    if (!read.ok || taken) {
      const errors = read.ok ? [{ field: 'name', text: 'There is a form of this name. Choose another, or edit that one' }] : read.errors;
      return page(await staffPage(visit, { section: 'administration', title: template?.name ?? 'Add a risk form', error: true, children: <TemplateFormPage id={visit.params.id} template={template} newest={newest} typed={typed} errors={errors} /> }), 422);
    }
    const id = uuidv7();
    await addVersion(visit.tx, visit.actor, { id, content: read.value.content, from: read.value.from, after: template });
    visit.about({ kind: 'risk_template', id });
    return seeOther(paths.administrationPart('risk-templates'), { notice: `${read.value.content.name}: version ${(template?.version ?? 0) + 1} is saved.` });
  },
});

export const templateRoutes: readonly Route[] = [list, read, save];
