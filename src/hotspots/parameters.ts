import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

export const audiences = ['agency', 'partnership'] as const;
export const sourceChoices = ['told', 'reports', 'partners', 'police', 'all'] as const;
export type SourceChoice = (typeof sourceChoices)[number];
export type EventSource = 'reports' | 'partners' | 'police';

/** The parts of the day that can be chosen, and the hours that belong to each. */
export const dayParts = { morning: [6, 12], afternoon: [12, 18], evening: [18, 24], night: [0, 6] } as const;
export type DayPart = keyof typeof dayParts;

/** Days back from today. */
export const periods = [28, 91, 182, 365, 730] as const;

const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** What can be chosen above the map; all of it is in the address. */
export const hotspotQuery = z.object({
  category: optional(z.uuid()),
  kind: optional(z.string().max(80)),
  days: optional(z.coerce.number().refine((days) => periods.some((one) => one === days))),
  part: optional(z.enum(['morning', 'afternoon', 'evening', 'night'])),
  weekday: optional(z.coerce.number().int().min(1).max(7)),
  area: optional(z.uuid()),
  agency: optional(z.uuid()),
  source: optional(z.enum(sourceChoices)),
  seen: optional(z.enum(audiences)),
  /** Layers that the live map shows, with full stops between. */
  show: optional(z.string().regex(/^[a-z.]{1,60}$/)),
});
export type HotspotQuery = z.output<typeof hotspotQuery>;

/** What an analysis is made with. Kept beside its result. */
export interface Parameters {
  readonly from: string;
  readonly to: string;
  readonly categoryId?: string;
  readonly kind?: string;
  readonly part?: DayPart;
  readonly weekday?: number;
  readonly areaId?: string;
  readonly agencyId?: string;
  readonly source: SourceChoice;
}

export const usualDays = 91;

export function parametersOf(query: HotspotQuery, today: Temporal.PlainDate): Parameters {
  const { category, kind, part, weekday, area, agency } = query;
  return {
    from: today.subtract({ days: (query.days ?? usualDays) - 1 }).toString(), to: today.toString(), source: query.source ?? 'told',
    ...(category === undefined ? {} : { categoryId: category }), ...(kind === undefined ? {} : { kind }), ...(part === undefined ? {} : { part }),
    ...(weekday === undefined ? {} : { weekday }), ...(area === undefined ? {} : { areaId: area }), ...(agency === undefined ? {} : { agencyId: agency }),
  };
}

/** The same choices give the same key, in whatever order they came. */
export function parametersKey(audience: (typeof audiences)[number], parameters: Parameters): string {
  return [audience, ...Object.entries(parameters).toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name}=${value}`)].join('&');
}

export function queryText(query: HotspotQuery, change: Partial<Record<keyof HotspotQuery, string | undefined>> = {}): string {
  const chosen = Object.entries({ ...query, ...change }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen).toString()}`;
}

/** Whether an event passes the choices that do not speak of the period. */
export function passes(event: { source: EventSource; category: string | null; categoryId: string | null; agencyId: string | null; hour: number | null; weekday: number }, chosen: Parameters): boolean {
  const hours = chosen.part === undefined ? undefined : dayParts[chosen.part];
  return isOfSource(event.source, chosen.source)
    && (chosen.categoryId === undefined || event.categoryId === chosen.categoryId)
    && (chosen.kind === undefined || event.category === chosen.kind)
    && (chosen.agencyId === undefined || event.agencyId === chosen.agencyId)
    && (hours === undefined || (event.hour !== null && event.hour >= hours[0] && event.hour < hours[1]))
    // police.uk gives a month, not a day
    && (chosen.weekday === undefined || (event.source !== 'police' && event.weekday === chosen.weekday));
}

function isOfSource(source: EventSource, chosen: SourceChoice): boolean {
  return chosen === 'all' || chosen === source || (chosen === 'told' && source !== 'police');
}
