/** What a partnership starts with, as rows of the tables of local rules. */
export const defaultPanelKinds = [
  { code: 'tasking', name: 'Tasking', says: 'Places and groups: who does what in the next two weeks', item_minutes: 15 },
  { code: 'case-conference', name: 'Case conference', says: 'One case, everyone whose work it is', item_minutes: 45 },
  { code: 'high-risk', name: 'High-risk victims', says: 'People in danger of serious harm: named people only', item_minutes: 20 },
] as const;

const local = 'Local rule: agreed by the partnership';
export const defaultPanelCriteria = [
  { kind_code: 'tasking', measure: 'repeat_reports', threshold: 3, days: 42, source: local },
  { kind_code: 'tasking', measure: 'silence', threshold: 5, days: 0, source: local },
  { kind_code: 'tasking', measure: 'hate', threshold: 1, days: 28, source: local },
  { kind_code: 'tasking', measure: 'risk_band', threshold: 3, days: 0, source: local },
  { kind_code: 'case-conference', measure: 'case_review', threshold: 3, days: 182, source: 'Essex: three reports, or one hate incident, in six months' },
  { kind_code: 'high-risk', measure: 'risk_band', threshold: 3, days: 0, source: local },
] as const;

export const defaultPanelDeclarations = [{
  name: 'Confidentiality',
  words: 'What is said and shown at this meeting is confidential. I use it only for the purpose of the meeting, keep papers where only I can read them, pass nothing on without the agreement of the agency that gave it, and say at once if I know anyone who is discussed. I delete my copies when the hub tells me that a paper was withdrawn or has ended.',
}] as const;
