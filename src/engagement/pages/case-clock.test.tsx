import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';

import { renderFragment } from '../../ui/index.ts';
import type { SilencePanel } from '../panel-queries.ts';
import { caseClock } from './case-clock.tsx';

const now = Temporal.Instant.from('2026-11-29T10:00:00Z');
const panel: SilencePanel = {
  report_id: 'r', reference: 'RAA-AAA-AA', person: null, state: 'in_case', received_at: Temporal.Instant.from('2026-11-24T10:00:00Z'), last_told_at: null, next_told_by: null, closed_at: null, told: [],
};

test.each<[string, Partial<SilencePanel>, string]>([
  ['nobody named, nothing heard', {}, 'The person who reported has heard nothing new yet. The report came 5 days ago.'],
  ['named, nothing heard', { person: 'Amara Okafor' }, 'Amara has heard nothing new yet. The report came 5 days ago.'],
  ['nobody named, told', { last_told_at: Temporal.Instant.from('2026-11-27T10:00:00Z') }, 'The person who reported last heard something new 2 days ago.'],
  ['over', { state: 'closed' }, 'Nothing more is owed to the person who reported: the report is closed.'],
])('the clock of a case, %s', (_, of, says) => {
  const clock = caseClock([{ ...panel, ...of }], now, new Set());
  expect(renderFragment(<p>{clock?.say}</p>).replaceAll(/<[^>]+>/g, '')).toBe(says);
});
