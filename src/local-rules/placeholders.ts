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
  step: { words: 'Name of the step: warning, notice, agreement', example: 'Community protection warning' },
  step_day: { words: 'Day of the step', example: 'Tuesday 24 November 2026' },
  conditions: { words: 'What has to stop or be done, one a line', example: '– Stop playing music that is heard next door after 11pm' },
  evidence: { words: 'Dates that the step rests on', example: 'Friday 6 November, 10pm; Saturday 14 November, 11pm' },
  change_by: { words: 'Day by which it has to change', example: 'Tuesday 8 December' },
  ends: { words: 'When the step runs out', example: 'Thursday 26 November, 2:30pm' },
  court: { words: 'The court, to be written in by hand', example: 'Chelmsford Magistrates’ Court, 10am' },
  hearing_by: { words: 'When the court has to hear it', example: 'Thursday 26 November, 2:30pm' },
  appeal_by: { words: 'Last day to appeal', example: 'Monday 14 December' },
  required_words: { words: 'The words that the law wants in the notice', example: 'You may appeal to a magistrates’ court within 21 days.' },
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
