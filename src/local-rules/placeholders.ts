/** What a template of a letter or a message may leave open, and an example to preview it with. */
export const templatePlaceholders: Readonly<Record<string, { readonly words: string; readonly example: string }>> = {
  name: { words: 'Name of the person written to', example: 'Amara Okafor' },
  report_reference: { words: 'Reference of the report', example: 'R7K2-M4QX' },
  case_reference: { words: 'Reference of the case', example: 'C3HD-9TWA' },
  case_title: { words: 'Title of the case', example: 'Doors kicked, The Stow' },
  promise: { words: 'What was promised, by whom and by when', example: 'We will visit the block by 5pm on Thursday 26 November.' },
  outcome: { words: 'Outcome of the case and why', example: 'It has stopped. Wardens saw nothing on six visits.' },
  next_date: { words: 'The day by which they hear next', example: 'Thursday 3 December' },
  date_today: { words: 'Today', example: 'Tuesday 24 November 2026' },
  date_in_7_days: { words: 'The day a week from today', example: 'Tuesday 1 December 2026' },
  officer_name: { words: 'Name of the officer who writes', example: 'Priya Nair' },
  officer_phone: { words: 'Phone of the officer who writes', example: '01632 960142' },
  agency_name: { words: 'Agency of the officer', example: 'Harlow Council' },
  hub_phone: { words: 'Phone of the hub', example: '01632 960100' },
};

const mark = /\{([^{}\n]*)\}/g;

/** Marks in a template that nothing will fill, as they are written. Lone brackets count: they are marks gone wrong. */
export function unknownMarks(template: string): string[] {
  const wrong = [...template.matchAll(mark)].filter(([, name]) => !Object.hasOwn(templatePlaceholders, name ?? '')).map(([whole]) => whole);
  const lone = template.replaceAll(mark, '').match(/[{}]/g) ?? [];
  return [...new Set([...wrong, ...lone])];
}

/** The template as a reader would get it, with invented examples in its open places. */
export function exampleOf(template: string): string {
  return template.replaceAll(mark, (whole, name: string) => (Object.hasOwn(templatePlaceholders, name) ? (templatePlaceholders[name]?.example ?? whole) : whole));
}
