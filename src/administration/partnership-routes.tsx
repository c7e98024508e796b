import type { ComponentChildren } from 'preact';
import { z } from 'zod';

import { paths } from '../paths.ts';
import { HubError } from '../platform/errors/index.ts';
import { route, seeOther, text, typedText, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { brandSheet } from '../ui/index.ts';
import { adminPage, filled, type Desk } from './desk.tsx';
import { AboutForm, ColourForm, ListForm, PartnershipTabs } from './pages/partnership-pages.tsx';
import { aboutForm, checkRows, colourForm, listParts, rowsOf, settingsOf, typedRows, type ListPart } from './partnership-form.ts';
import { keepSettings, ownPartnership, renamePartnership } from './queries.ts';

const shown = { none: 'settings that every visitor of the site can see' } as const;
const free = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

async function settingsPage(visit: Desk, current: string, form: ComponentChildren, errors: readonly FieldError[] = []): Promise<Reply> {
  return await adminPage(visit, { title: 'The partnership', errors, children: <><PartnershipTabs current={current} />{form}</> });
}

async function aboutPage(visit: Desk, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const own = await ownPartnership(visit.tx, visit.actor.partnershipId);
  const { service, hubPhone, runBy, portfolioHolder, exitAddress, opensAt, closesAt, basemap, basemapCredit } = settingsOf(own.settings);
  return await settingsPage(visit, 'about', <AboutForm form={filled({ name: own.name, service, hubPhone, runBy, portfolioHolder, exitAddress, opensAt, closesAt, basemap, basemapCredit }, typed, errors)} />, errors);
}

async function colourPage(visit: Desk, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const { accent } = settingsOf((await ownPartnership(visit.tx, visit.actor.partnershipId)).settings);
  return await settingsPage(visit, 'colour', <ColourForm form={filled({ accent }, typed, errors)} standard={settingsOf({}).accent} />, errors);
}

async function listPage(visit: Desk, part: ListPart, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const rows = typed === undefined ? typedRows(part, settingsOf((await ownPartnership(visit.tx, visit.actor.partnershipId)).settings)) : rowsOf(part, typed);
  const empty: readonly Readonly<Record<string, string>>[] = typed === undefined ? [{}, {}, {}] : [];
  return await settingsPage(visit, part.part, <ListForm part={part} rows={[...rows, ...empty]} errors={errors} />, errors);
}

const saved = 'Saved. It shows on every page within ten seconds.';

export const partnershipRoutes: readonly Route[] = [
  route({ method: 'GET', path: '/administration/partnership', admits: 'administer', audit: shown, handle: async (visit) => aboutPage(visit) }),
  route({
    method: 'POST', path: '/administration/partnership', admits: 'administer', audit: { event: 'partnership.changed' }, body: aboutForm,
    handle: async (visit) => {
      const { form, tx, actor } = visit;
      if (!form.ok) {
        return await aboutPage(visit, form.typed, form.errors);
      }
      const { name, ...settings } = form.value;
      await renamePartnership(tx, actor.partnershipId, name);
      await keepSettings(tx, actor.partnershipId, settings);
      visit.about({ kind: 'partnership', id: actor.partnershipId, detail: { part: 'about' } });
      return seeOther(paths.administrationPart('partnership'), { notice: saved });
    },
  }),
  route({ method: 'GET', path: '/administration/partnership/colour', admits: 'administer', audit: shown, handle: async (visit) => colourPage(visit) }),
  route({
    method: 'POST', path: '/administration/partnership/colour', admits: 'administer', audit: { event: 'partnership.changed' }, body: colourForm,
    handle: async (visit) => {
      const { form, tx, actor } = visit;
      if (!form.ok) {
        return await colourPage(visit, form.typed, form.errors);
      }
      await keepSettings(tx, actor.partnershipId, form.value);
      visit.about({ kind: 'partnership', id: actor.partnershipId, detail: { part: 'colour' } });
      return seeOther(paths.administrationItem('partnership', 'colour'), { notice: saved });
    },
  }),
  ...listParts.flatMap((part) => [
    route({ method: 'GET', path: `/administration/partnership/${part.part}`, admits: 'administer', audit: shown, handle: async (visit) => listPage(visit, part) }),
    route({
      method: 'POST', path: `/administration/partnership/${part.part}`, admits: 'administer', audit: { event: 'partnership.changed' }, body: free,
      handle: async (visit) => {
        const checked = checkRows(part, visit.form.typed);
        if (!checked.ok) {
          return await listPage(visit, part, checked.typed, checked.errors);
        }
        const before = settingsOf((await ownPartnership(visit.tx, visit.actor.partnershipId)).settings)[part.key];
        if (checked.value.length === 0 && before.length > 0 && typedText(checked.typed, 'none') !== 'yes') {
          return await listPage(visit, part, checked.typed, [{ field: 'none', text: `Nothing would be left of “${part.title}”. Tick below that you mean it, or fill the blocks again` }]);
        }
        await keepSettings(visit.tx, visit.actor.partnershipId, { [part.key]: checked.value });
        visit.about({ kind: 'partnership', id: visit.actor.partnershipId, detail: { part: part.part } });
        return seeOther(paths.administrationItem('partnership', part.part), { notice: saved });
      },
    }),
  ]),
  route({
    method: 'GET', path: '/brand.css', admits: 'public', audit: { none: 'the colours of the site' },
    handle: async ({ partnership }) => {
      const sheet = brandSheet(partnership.settings.accent);
      if (sheet === undefined) {
        throw new HubError('not_found', 'the accent cannot be read on our pages');
      }
      return text(sheet, 'text/css; charset=utf-8', 200, 3600);
    },
  }),
];
