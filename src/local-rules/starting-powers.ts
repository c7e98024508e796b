/**
 * Legal powers of England and Wales as a partnership starts with them: dated data that its adviser checks and its administrators change.
 * Rows of the Crime and Policing Act 2026 describe the Bill as introduced; the Act as passed was not seen, so none is commenced here.
 */
export interface StartingPower {
  readonly code: string;
  readonly name: string;
  readonly rung: number;
  readonly aimed_at: readonly string[];
  readonly agency_kinds: readonly string[];
  readonly used_by: string;
  readonly act: string;
  readonly section: string;
  readonly source: string;
  readonly commenced_on: string | null;
  readonly grades?: readonly string[];
  readonly min_age?: number;
  readonly max_age?: number;
  readonly tests?: string;
  readonly checks?: readonly string[];
  readonly consultees?: readonly string[];
  readonly inform?: string;
  readonly limits_words?: string;
  readonly notice_words?: string;
  readonly letter_template?: string;
  readonly longest?: number;
  readonly longest_unit?: 'hours' | 'days' | 'months' | 'years';
  readonly shortest_months?: number;
  readonly longest_under_18_months?: number;
  readonly shortest_under_18_months?: number;
  readonly review_under_18_months?: number;
  readonly hearing_hours?: number;
  readonly appeal_days?: number;
  readonly appeal_to?: string;
  readonly breach?: string;
  readonly fixed_penalty_pounds?: number;
  readonly contradicts?: readonly string[];
  readonly after_steps?: readonly string[];
}

const act2014 = 'Anti-social Behaviour, Crime and Policing Act 2014';
const act2026 = 'Crime and Policing Act 2026';
const parts2to6 = '2014-10-20';
const part1 = '2015-03-23';
const statute = 'Statute as at 2025; ask your adviser whether it has changed';
const bill = 'Describes the Bill as introduced; the Act as passed was not seen. Royal Assent 29 April 2026, commencement date unknown';
const practice = 'Local practice; no statute';
const informalAgencies = ['council', 'police', 'housing', 'fire', 'probation', 'health', 'charity'] as const;
const early = ['informal_warning', 'abc', 'support_referral'] as const;

const informal: readonly StartingPower[] = [
  { code: 'support_referral', name: 'Referral to support or diversion', rung: 1, aimed_at: ['person'], agency_kinds: informalAgencies, used_by: 'Any partner', checks: ['agreed'], act: '', section: 'Local practice', source: practice, commenced_on: '2014-01-01', limits_words: 'Youth service, drug and alcohol, mental health, tenancy support, activities. Under 18, or vulnerable: this comes first.' },
  { code: 'informal_warning', name: 'Informal warning', rung: 1, aimed_at: ['person', 'body'], agency_kinds: informalAgencies, used_by: 'Any partner, spoken or written', act: '', section: 'Local practice', source: practice, commenced_on: '2014-01-01', letter_template: 'Informal warning' },
  { code: 'mediation', name: 'Mediation', rung: 1, aimed_at: ['person'], agency_kinds: informalAgencies, used_by: 'A trained mediator whom both sides accept', checks: ['agreed'], limits_words: 'Not where someone is afraid of the other side.', act: '', section: 'Local practice', source: practice, commenced_on: '2014-01-01' },
  { code: 'parenting_contract', name: 'Parenting contract', rung: 2, aimed_at: ['person'], agency_kinds: ['council', 'housing'], used_by: 'Council, youth offending team or registered provider, with the parent', max_age: 17, checks: ['agreed', 'conditions'], act: 'Anti-social Behaviour Act 2003', section: 's.25', source: statute, commenced_on: '2004-02-27' },
  { code: 'abc', name: 'Acceptable behaviour or good neighbour contract', rung: 2, aimed_at: ['person'], agency_kinds: ['council', 'police', 'housing'], used_by: 'Council, police or landlord, signed with the person', min_age: 10, checks: ['agreed', 'conditions'], longest: 12, longest_unit: 'months', limits_words: 'Not binding in law. A breach may be shown to a court. With a parent when under 18.', letter_template: 'Good neighbour contract', breach: 'No penalty; a next step may follow', act: '', section: 'Local practice', source: practice, commenced_on: '2014-01-01' },
  { code: 'community_remedy', name: 'Community remedy', rung: 2, aimed_at: ['person'], agency_kinds: ['police', 'council'], used_by: 'Police, or whoever deals with it out of court, from the local policing body’s list', min_age: 10, checks: ['victim_views', 'agreed'], tests: 'The person admits what they did\nThere is enough evidence for court or a caution', act: act2014, section: 'ss.101 to 104', source: statute, commenced_on: parts2to6 },
];

const community: readonly StartingPower[] = [
  {
    code: 'cpw', name: 'Community protection warning', rung: 2, aimed_at: ['person', 'body'], agency_kinds: ['council', 'police', 'housing'], used_by: 'Whoever may issue the notice: council, constable, designated PCSO, landlord designated by the council', min_age: 16,
    checks: ['conditions', 'dated_evidence'], tests: 'The conduct has a detrimental effect on the quality of life of people in the locality\nThe conduct is unreasonable', inform: 'Anyone appropriate', after_steps: ['informal_warning'],
    notice_words: 'A community protection notice will be issued unless the conduct stops having a detrimental effect.', letter_template: 'Community protection warning', breach: 'A community protection notice may follow', act: act2014, section: 's.43(5)', source: statute, commenced_on: parts2to6,
  },
  {
    code: 'cpn', name: 'Community protection notice', rung: 3, aimed_at: ['person', 'body'], agency_kinds: ['council', 'police', 'housing'], used_by: 'Council, constable, designated PCSO, registered provider designated by the council (s.53)', min_age: 16,
    checks: ['written_warning', 'time_given', 'persistence', 'matching_conditions', 'conditions'], consultees: ['appropriate_persons'], inform: 'Any body or individual thought appropriate (s.43(6))',
    tests: 'The conduct has a detrimental effect on the quality of life of people in the locality\nThe effect is persistent or continuing\nThe conduct is unreasonable', after_steps: ['informal_warning', 'cpw'],
    notice_words: 'This is a community protection notice under section 43 of the Anti-social Behaviour, Crime and Policing Act 2014.\nYou may appeal to a magistrates’ court within 21 days beginning with the day on which this notice was issued.\nUntil an appeal is decided, you must still stop what the notice forbids, but need not do what it positively requires.\nFailing to comply with this notice without reasonable excuse is an offence under section 48: a fine up to level 4 for an individual, and an unlimited fine for a body.\nIf you do not comply, the council may have work done in the open air, or elsewhere with consent, and charge you for it (section 47).\nA court that convicts may also order forfeiture, and issue a warrant to seize what was used (sections 49 to 51).',
    letter_template: 'Community protection notice', appeal_days: 21, appeal_to: 'Magistrates’ court (s.46)', breach: 'Offence, s.48: level 4 for an individual, unlimited for a body; or fixed penalty (s.52)', fixed_penalty_pounds: 100, contradicts: ['injunction', 'cbo', 'respect_order'], act: act2014, section: 'ss.43 to 58', source: statute, commenced_on: parts2to6,
  },
  { code: 'cpn_fixed_penalty', name: 'Fixed penalty for breach of a community protection notice', rung: 3, aimed_at: ['person', 'body'], agency_kinds: ['council', 'police', 'housing'], used_by: 'Authorised person (s.53)', min_age: 16, checks: ['breach', 'dated_evidence', 'penalty'], after_steps: ['cpn'], limits_words: 'Paid within 14 days, no prosecution. Instead of a prosecution, never beside it.', fixed_penalty_pounds: 100, notice_words: 'No proceedings will be taken for the offence before the end of 14 days following the date of this notice.', letter_template: 'Fixed penalty notice', act: act2014, section: 's.52', source: statute, commenced_on: parts2to6 },
  {
    code: 'pspo', name: 'Public spaces protection order', rung: 3, aimed_at: ['area'], agency_kinds: ['council'], used_by: 'Council only', grades: ['cabinet'], checks: ['grounds', 'conditions', 'published'], consultees: ['police', 'community', 'owners', 'designated_council'],
    tests: 'The effect on the quality of life of people in the locality is, or is likely to be, detrimental\nIt is, or is likely to be, persistent or continuing\nIt makes, or is likely to make, the activities unreasonable\nIt justifies the restrictions', longest: 3, longest_unit: 'years', limits_words: 'May be extended, again for up to 3 years. Licensed premises are outside an alcohol rule (s.62). Take care with rough sleeping and assistance dogs.',
    appeal_days: 42, appeal_to: 'High Court, within 6 weeks (s.66)', breach: 'Offence, s.67: level 3; alcohol, s.63: level 2; or fixed penalty (s.68)', fixed_penalty_pounds: 100, act: act2014, section: 'ss.59 to 75', source: statute, commenced_on: parts2to6,
  },
  { code: 'pspo_breach', name: 'Fixed penalty for breach of a public spaces protection order', rung: 3, aimed_at: ['person'], agency_kinds: ['council', 'police'], used_by: 'Constable, designated PCSO, authorised council officer', min_age: 10, checks: ['dated_evidence', 'penalty'], tests: 'An order covers this place and conduct\nNo reasonable excuse was given', limits_words: 'Paid within 14 days, no prosecution. Local policy usually gives no penalty below 16.', fixed_penalty_pounds: 100, notice_words: 'No proceedings will be taken for the offence before the end of 14 days following the date of this notice.', letter_template: 'Fixed penalty notice', act: act2014, section: 'ss.67 and 68', source: statute, commenced_on: parts2to6 },
  { code: 'dispersal_authorisation', name: 'Dispersal authorisation', rung: 3, aimed_at: ['area'], agency_kinds: ['police'], used_by: 'Inspector or above, in writing, signed, with the grounds and the area', grades: ['inspector:48'], checks: ['grounds'], tests: 'It may be necessary to remove or reduce harassment, alarm or distress, or crime and disorder, in the locality\nRegard was had to freedom of expression and of assembly', longest: 48, longest_unit: 'hours', act: act2014, section: 's.34', source: statute, commenced_on: parts2to6 },
  { code: 'dispersal_direction', name: 'Dispersal direction', rung: 3, aimed_at: ['person'], agency_kinds: ['police'], used_by: 'Constable in uniform, or designated PCSO, under an authorisation', min_age: 10, checks: ['grounds', 'home_excluded'], tests: 'The behaviour has contributed, or is likely to contribute, to harassment, alarm or distress, or to crime or disorder\nThe direction is necessary to remove or reduce it', longest: 48, longest_unit: 'hours', limits_words: 'In writing where practicable. Someone under 16 may be taken home or to a safe place. Not those in lawful picketing or a lawful procession. Keep a record (s.38).', notice_words: 'Failing to comply with this direction without reasonable excuse is an offence under section 39.', letter_template: 'Dispersal direction', breach: 'Offence, s.39: up to 3 months or level 4; items not surrendered, level 2', act: act2014, section: 'ss.35 to 42', source: statute, commenced_on: parts2to6 },
  {
    code: 'closure_notice', name: 'Closure notice', rung: 3, aimed_at: ['premises'], agency_kinds: ['council', 'police'], used_by: 'Inspector or authorised council officer up to 24 hours; superintendent or council chief executive up to 48', grades: ['inspector:24', 'council_officer:24', 'superintendent:48', 'chief_executive:48'],
    checks: ['dated_evidence', 'owner_admitted'], consultees: ['appropriate_persons'], inform: 'Reasonable efforts to inform those who live there and whoever has control or an interest (s.76(6))', tests: 'Use of the premises has led, or soon will, to nuisance to the public or to disorder near them\nThe notice is necessary to prevent it', longest: 48, longest_unit: 'hours', hearing_hours: 48,
    notice_words: 'Failing to comply with this notice is an offence.\nAn application will be made to a magistrates’ court for a closure order under section 80.\nA closure order may close the premises, or part of them, for up to three months.\nAdvice about housing and legal matters is available from:', letter_template: 'Closure notice', limits_words: 'Cannot keep out the owner or those who live there. Extended by up to 24 hours by the higher grade. Christmas Day is left out of the 48 hours.', breach: 'Offence, s.86: up to 3 months (order: 51 weeks) or a fine', contradicts: ['provider_closure_notice'], act: act2014, section: 'ss.76 to 79', source: statute, commenced_on: parts2to6,
  },
  { code: 'closure_order', name: 'Closure order', rung: 4, aimed_at: ['premises'], agency_kinds: ['council', 'police'], used_by: 'Magistrates, on application of whoever issued the notice', grades: ['court'], checks: ['closure_notice'], tests: 'Disorderly, offensive or criminal behaviour on the premises, serious nuisance to the public, or disorder near them\nThe order is necessary to prevent it', longest: 3, longest_unit: 'months', limits_words: 'Extended to 6 months in all (s.82). May keep out those who live there. The court may adjourn for up to 14 days.', appeal_days: 21, appeal_to: 'Crown Court (s.84)', breach: 'Offence, s.86: up to 51 weeks or a fine', after_steps: ['closure_notice'], act: act2014, section: 'ss.80 to 84', source: statute, commenced_on: parts2to6 },
];

const court: readonly StartingPower[] = [
  {
    code: 'injunction', name: 'Civil injunction', rung: 4, aimed_at: ['person'], agency_kinds: ['council', 'housing', 'police', 'health', 'other'], used_by: 'Council, housing provider, police, BTP, TfL, Environment Agency, NHS Counter Fraud Authority', grades: ['court'], min_age: 10, checks: ['conditions', 'dated_evidence', 'arrest', 'exclusion'], consultees: ['youth_offending_team', 'appropriate_persons'], inform: 'Any body or individual thought appropriate (s.14)',
    tests: 'On the balance of probabilities, the person has engaged or threatens to engage in anti-social behaviour\nIt is just and convenient to grant it', longest_under_18_months: 12, limits_words: 'Without notice, s.6; interim, s.7. Under 18: youth court, and the youth offending team is consulted first.', letter_template: 'Notice of an application to court', breach: 'Contempt: up to 2 years for an adult; under 18, supervision, or detention from 14', contradicts: ['cbo', 'cpn', 'respect_order'], after_steps: early, act: act2014, section: 'ss.1 to 21', source: statute, commenced_on: part1,
  },
  { code: 'cbo', name: 'Criminal behaviour order', rung: 4, aimed_at: ['person'], agency_kinds: ['council', 'police'], used_by: 'Prosecutor, on conviction; police or council ask', grades: ['prosecutor'], min_age: 10, checks: ['conviction', 'conditions'], consultees: ['youth_offending_team'], tests: 'The court is satisfied that the offender caused, or was likely to cause, harassment, alarm or distress\nThe order will help to prevent it', shortest_months: 24, longest_under_18_months: 36, shortest_under_18_months: 12, review_under_18_months: 12, limits_words: 'Adult: two years or more, or until further order. Under 18: one to three years, reviewed every year.', appeal_to: 'Crown Court or Court of Appeal', breach: 'Offence: up to 5 years', contradicts: ['injunction', 'cpn', 'respect_order'], after_steps: early, act: 'Sentencing Act 2020', section: 'ss.330 to 342', source: statute, commenced_on: '2020-12-01' },
  { code: 'possession', name: 'Absolute ground for possession', rung: 5, aimed_at: ['tenancy'], agency_kinds: ['council', 'housing'], used_by: 'Landlord of a secure or assured tenant', grades: ['landlord'], checks: ['possession'], tests: 'The notice says on which condition we rely\nThe home is proportionate to lose, after the least that would do', limits_words: 'One of five: serious offence, breach of injunction, breach of criminal behaviour order, closure of more than 48 hours, noise. Notice within 12 months of conviction or finding, 3 months of a closure order. Review of the decision, asked for within 7 days.', notice_words: 'You may ask for a review of this decision within 7 days beginning with the day on which this notice is served.', letter_template: 'Notice of an application to court', after_steps: ['injunction', 'support_referral'], act: 'Housing Act 1985, s.84A; Housing Act 1988, ground 7A', section: 'ss.83ZA and 84A', source: statute, commenced_on: parts2to6 },
  { code: 'vehicle_warning', name: 'Warning about a vehicle', rung: 2, aimed_at: ['person'], agency_kinds: ['police'], used_by: 'Constable in uniform', tests: 'The vehicle was used carelessly, or off the road without authority\nIt caused alarm, distress or annoyance', act: 'Police Reform Act 2002', section: 's.59', source: statute, commenced_on: '2003-01-01', checks: ['dated_evidence'] },
  { code: 'vehicle_seizure', name: 'Seizure of a vehicle', rung: 3, aimed_at: ['person'], agency_kinds: ['police'], used_by: 'Constable in uniform', checks: ['vehicle_warning', 'dated_evidence'], tests: 'The use has gone on or been repeated after the warning', act: 'Police Reform Act 2002', section: 's.59', source: statute, commenced_on: '2003-01-01', after_steps: ['vehicle_warning'] },
];

const act2026Rows: readonly StartingPower[] = [
  { code: 'respect_order', name: 'Respect order', rung: 4, aimed_at: ['person'], agency_kinds: ['council', 'housing', 'police', 'health', 'other'], used_by: 'As the civil injunction; county court or High Court. To be piloted first', grades: ['court'], min_age: 18, checks: ['risk_assessed', 'conditions', 'dated_evidence', 'arrest', 'exclusion'], tests: 'On the balance of probabilities, harassment, alarm or distress\nIt is just and convenient', breach: 'Offence: up to 2 years', contradicts: ['injunction', 'cbo', 'cpn'], after_steps: early, limits_words: 'A risk assessment before applying: risks to victims, the respondent’s vulnerabilities, alternatives tried or considered.', act: act2026, section: 'Respect orders', source: bill, commenced_on: null },
  { code: 'housing_injunction', name: 'Housing injunction', rung: 4, aimed_at: ['person'], agency_kinds: ['council', 'housing', 'police'], used_by: 'Housing provider, council, police', grades: ['court'], min_age: 18, checks: ['risk_assessed', 'conditions', 'dated_evidence', 'arrest', 'exclusion'], tests: 'Housing-related nuisance or annoyance\nIt is just and convenient', breach: 'Contempt', contradicts: ['respect_order'], after_steps: early, act: act2026, section: 'Housing injunctions', source: bill, commenced_on: null },
  { code: 'youth_injunction', name: 'Youth injunction', rung: 4, aimed_at: ['person'], agency_kinds: ['council', 'housing', 'police'], used_by: 'As the civil injunction', grades: ['court'], min_age: 10, max_age: 17, checks: ['risk_assessed', 'conditions', 'dated_evidence', 'arrest'], consultees: ['youth_offending_team'], tests: 'On the balance of probabilities, anti-social behaviour\nIt is just and convenient', longest_under_18_months: 12, breach: 'Supervision, or detention from 14', after_steps: early, act: act2026, section: 'Youth injunctions', source: bill, commenced_on: null },
  { code: 'provider_closure_notice', name: 'Closure notice by a registered provider', rung: 3, aimed_at: ['premises'], agency_kinds: ['housing'], used_by: 'Registered provider, for what it owns or manages; senior manager for 48 hours', grades: ['landlord:24', 'senior_manager:48'], checks: ['dated_evidence', 'owner_admitted'], consultees: ['appropriate_persons', 'police'], longest: 48, longest_unit: 'hours', hearing_hours: 48, limits_words: 'The hearing window may become 72 hours: check the Act.', contradicts: ['closure_notice'], act: act2026, section: 'Closure of premises by registered providers', source: bill, commenced_on: null },
  { code: 'dispersal_72', name: 'Dispersal authorisation up to 72 hours', rung: 3, aimed_at: ['area'], agency_kinds: ['police'], used_by: 'Inspector or above, looked at again after 48 hours', grades: ['inspector:72'], checks: ['grounds'], longest: 72, longest_unit: 'hours', act: act2026, section: 'Dispersal', source: `Factsheet of 2024. ${bill}`, commenced_on: null },
  { code: 'fixed_penalty_500', name: 'Fixed penalty up to £500', rung: 3, aimed_at: ['person', 'body'], agency_kinds: ['council', 'police', 'housing'], used_by: 'Authorised person', min_age: 16, checks: ['breach', 'dated_evidence', 'penalty'], fixed_penalty_pounds: 500, act: act2026, section: 'Fixed penalties', source: `Clause 4. ${bill}`, commenced_on: null },
  { code: 'vehicle_seizure_unwarned', name: 'Seizure of a vehicle without a warning', rung: 3, aimed_at: ['person'], agency_kinds: ['police'], used_by: 'Constable in uniform', checks: ['dated_evidence'], act: act2026, section: 'Seizure of motor vehicles', source: bill, commenced_on: null },
  { code: 'cuckooing', name: 'Controlling another’s home for criminal purposes (offence)', rung: 4, aimed_at: ['person'], agency_kinds: ['police'], used_by: 'Police and prosecutor', min_age: 18, checks: ['dated_evidence'], limits_words: 'Safeguard whoever lives there first.', act: act2026, section: 'Cuckooing', source: bill, commenced_on: null },
];

export const startingPowers: readonly StartingPower[] = [...informal, ...community, ...court, ...act2026Rows];

/** Whose approval is asked for what. Local policy, not law. */
export const startingApprovals: readonly { readonly action: string; readonly needed_from: 'supervisor' | 'coordinator'; readonly bands: readonly string[]; readonly source: string }[] = [
  { action: 'power:cpn', needed_from: 'supervisor', bands: [], source: 'Starting rule' },
  { action: 'power:closure_notice', needed_from: 'supervisor', bands: [], source: 'Starting rule' },
  { action: 'power:injunction', needed_from: 'supervisor', bands: [], source: 'Starting rule' },
  { action: 'power:possession', needed_from: 'supervisor', bands: [], source: 'Starting rule' },
  { action: 'power:pspo', needed_from: 'coordinator', bands: [], source: 'Starting rule' },
  { action: 'close_restricted', needed_from: 'supervisor', bands: [], source: 'Starting rule' },
  { action: 'close_case', needed_from: 'supervisor', bands: ['high'], source: 'Starting rule' },
  { action: 'disclosure_outside_agreement', needed_from: 'supervisor', bands: [], source: 'Starting rule' },
];
