import { describe, expect, test } from 'vitest';

import { exampleOf, templatePlaceholders, unknownMarks } from './placeholders.ts';
import { letterTemplates } from './starting-rules.ts';
import { startingRows } from './starting-rows.ts';

describe('marks of a template', () => {
  test.each([
    ['Dear {name}', []],
    ['Dear {nmae}, {agency_name}', ['{nmae}']],
    ['Dear {Name}', ['{Name}']],
    ['Dear {name', ['{']],
    ['{{name}}', ['{', '}']],
    ['No marks', []],
    ['{} and {constructor}', ['{}', '{constructor}']],
  ])('%s', (template, wrong) => expect(unknownMarks(template)).toEqual(wrong));

  test('the templates that a partnership starts with hold no mark that nothing fills', () => {
    expect(letterTemplates.flatMap(({ subject, body }) => unknownMarks(`${subject}\n${body}`))).toEqual([]);
    expect(letterTemplates.map(({ body }) => exampleOf(body)).join('')).not.toMatch(/[{}]/);
  });

  test('every mark has an example', () => {
    expect(exampleOf(Object.keys(templatePlaceholders).map((name) => `{${name}}`).join(' '))).not.toContain('{');
  });
});

test('a restricted kind of report always has a team that sees it', () => {
  let next = 0;
  const rows = new Map(startingRows({ partnershipId: 'p', newId: () => String((next += 1)), restrictedTeamId: 'team', agencyOfKind: () => null }));
  const categories = rows.get('category') ?? [];
  expect(categories.filter((row) => row['restricted'] === true).map((row) => row['team_id'])).toEqual(['team']);
  expect(new Set([...rows.values()].flat().map((row) => row['id'])).size).toBe([...rows.values()].flat().length);
});
