import { defaultContactStandards } from '../platform/calendar/index.ts';

/**
 * What a partnership starts with and then edits: categories, reasons, standards, gateways and templates. All of it is dated data
 * and local policy; nothing here is law unless its source says so.
 */
export const inForceFrom = '2024-01-01';

export interface StartingCategory {
  readonly code: string;
  readonly name: string;
  readonly hint: string;
  readonly priority: 'standard' | 'urgent';
  readonly sensitive?: boolean;
  readonly restricted?: boolean;
  readonly referKind?: string;
}

export const categories: readonly StartingCategory[] = [
  { code: 'noise', name: 'Noise', hint: 'Loud music, parties, shouting, alarms, again and again', priority: 'standard' },
  { code: 'threats', name: 'Threats, harassment or intimidation', hint: 'Someone frightens you on purpose', priority: 'urgent' },
  { code: 'neighbours', name: 'Rowdy or nuisance neighbours', hint: 'Behaviour next door that goes beyond ordinary living noise', priority: 'standard' },
  { code: 'groups', name: 'Groups behaving rowdily', hint: 'Shouting, blocking stairs or paths, throwing things', priority: 'standard' },
  { code: 'damage', name: 'Damage and graffiti', hint: 'Broken windows, doors, bins; painting on walls', priority: 'standard' },
  { code: 'drugs', name: 'Drug use or dealing', hint: 'Dealing from a home or a car, needles, people coming and going', priority: 'standard', referKind: 'police' },
  { code: 'street-drinking', name: 'Street drinking', hint: 'Drinking in the street that troubles other people', priority: 'standard' },
  { code: 'vehicles', name: 'Nuisance vehicles', hint: 'Racing, mopeds on paths, cars left for weeks', priority: 'standard', referKind: 'police' },
  { code: 'rubbish', name: 'Fly-tipping and litter', hint: 'Rubbish, furniture, needles left about', priority: 'standard' },
  { code: 'animals', name: 'Animals', hint: 'Dogs out of control, barking for hours', priority: 'standard' },
  { code: 'fireworks', name: 'Fireworks', hint: 'Let off in the street, late, or at people', priority: 'standard' },
  { code: 'begging', name: 'Begging or rough sleeping', hint: 'Aggressive begging, or someone you are worried about', priority: 'standard' },
  { code: 'messages', name: 'Malicious messages or calls', hint: 'Messages meant to frighten or upset', priority: 'standard' },
  { code: 'place', name: 'A place that feels unsafe', hint: 'A dark underpass, broken lights, a blind corner', priority: 'standard' },
  { code: 'hate', name: 'Hate, because of who someone is', hint: 'Race, religion, disability, being gay or trans, or seen as such', priority: 'urgent', sensitive: true, referKind: 'police' },
  { code: 'exploitation', name: 'Someone’s home or a child is being used', hint: 'Cuckooing, county lines, children carrying things for adults', priority: 'urgent', sensitive: true, referKind: 'police' },
  { code: 'domestic', name: 'Someone at home hurts or controls a person', hint: 'You, or someone you know. We keep this apart from everything else', priority: 'urgent', sensitive: true, restricted: true },
  { code: 'other', name: 'Something else', hint: 'Tell us in your own words', priority: 'standard' },
];

export const decisionReasons: readonly { kind: 'no_further_action' | 'refer' | 'close'; name: string; words: string }[] = [
  { kind: 'no_further_action', name: 'Ordinary living noise', words: 'What you describe is hard to live with, but the law sees it as ordinary living: children playing, footsteps, a baby crying. No agency has a power to stop it. Mediation is free and often helps; we can ask for it if you want.' },
  { kind: 'no_further_action', name: 'Nothing more we can find out', words: 'We looked into it and cannot find out who did it. If it happens again, add it from your private link: it joins this report and we look at both together.' },
  { kind: 'no_further_action', name: 'Already put right', words: 'We went there and it has been put right.' },
  { kind: 'no_further_action', name: 'Parking or a civil dispute', words: 'This is a dispute that the council and police have no power over. Citizens Advice can tell you, free, what you can do.' },
  { kind: 'no_further_action', name: 'Asked to stop by the person who reported', words: 'You asked us to take this no further. If you change your mind, open your private link and tell us.' },
  { kind: 'refer', name: 'Another agency has the power', words: 'Another agency has the power to deal with this, so we have passed it on. You do not need to tell it again.' },
  { kind: 'close', name: 'It has stopped', words: 'You told us that it has stopped.' },
  { kind: 'close', name: 'We did what we promised', words: 'We did everything we promised, and it has not happened again since.' },
  { kind: 'close', name: 'No power to do more', words: 'We have done all that the law lets us do. If it starts again, open your private link and tell us.' },
  { kind: 'close', name: 'Passed to another agency', words: 'Another agency has taken this on and will keep you informed.' },
];

/** What partners owe each other: an answer, and who learns of a late one. */
const requestStandards = [
  { key: 'answer-request', appliesTo: [], amount: 10 }, { key: 'answer-request', appliesTo: ['urgent'], amount: 2 },
  { key: 'request-supervisor', appliesTo: [], amount: 2 }, { key: 'request-liaison', appliesTo: [], amount: 3 },
].map((standard) => ({ ...standard, unit: 'working_days', inForceFrom: '2012-01-01', source: 'Local policy of the partnership, not law' }));

export const contactStandards = [...defaultContactStandards, ...requestStandards];

export const taskTemplates: readonly { title: string; brief: string; amount: number; unit: 'working_days' | 'hours' }[] = [
  { title: 'Visit the person who reported', brief: 'Hear what happened in their own words; agree what is safe.', amount: 2, unit: 'working_days' },
  { title: 'Ask for camera footage before it is recorded over', brief: 'Cameras usually keep 31 days. Ask for the dates and times of each incident.', amount: 1, unit: 'working_days' },
  { title: 'Speak to the person complained of', brief: 'Without saying who reported it.', amount: 5, unit: 'working_days' },
  { title: 'Patrol at the times it happens', brief: 'Say what you saw, also when it was quiet.', amount: 5, unit: 'working_days' },
  { title: 'Draft a good neighbour agreement', brief: 'With what both sides have said.', amount: 10, unit: 'working_days' },
  { title: 'Offer mediation', brief: 'To both sides, in writing.', amount: 5, unit: 'working_days' },
  { title: 'Check for vulnerability and support', brief: 'Of the person who reports and of the person complained of.', amount: 3, unit: 'working_days' },
];

const ending = 'If anything here is not clear, or you want help to change it, ring me on {officer_phone}. You may bring someone with you whenever we meet, and you may take legal advice.\n\nYours sincerely,\n\n{officer_name}\n{agency_name}';

/** Warnings, agreements and notices. {required_words} is what the powers table says that the law wants in them. */
const noticeTemplates: readonly { name: string; use: 'letter'; subject: string; body: string }[] = [
  { name: 'Informal warning', use: 'letter', subject: 'A warning about what has been happening', body: `Dear {name},\n\nOn {step_day} we spoke with you, or are writing to you now, about what has been happening.\n\n{evidence}\n\nPlease stop. If it goes on, we have to think about steps with more weight.\n\n${ending}` },
  { name: 'Good neighbour contract', use: 'letter', subject: 'What we have agreed', body: `Dear {name},\n\nThis is what you agreed with us on {step_day}:\n\n{conditions}\n\nIt lasts until {ends}. It is not an order of a court. If it is broken, we may show it to a court.\n\nSigned:\n\n\nDate:\n\n${ending}` },
  { name: 'Community protection warning', use: 'letter', subject: 'Community protection warning', body: `Dear {name},\n\nThis is a written warning under section 43(5) of the Anti-social Behaviour, Crime and Policing Act 2014, given on {step_day}.\n\nIt rests on what happened at these times: {evidence}.\n\nYou have to do this:\n\n{conditions}\n\nYou have until the end of {change_by}.\n\n{required_words}\n\n${ending}` },
  { name: 'Community protection notice', use: 'letter', subject: 'Community protection notice', body: `Dear {name},\n\n{required_words}\n\nIt is issued on {step_day}. It rests on what happened at these times: {evidence}.\n\nIt requires this of you:\n\n{conditions}\n\nThe last day to appeal is {appeal_by}.\n\n${ending}` },
  { name: 'Fixed penalty notice', use: 'letter', subject: 'Fixed penalty notice', body: `Dear {name},\n\nOn {step_day} you were given this notice for what happened at: {evidence}.\n\n{required_words}\n\n${ending}` },
  { name: 'Dispersal direction', use: 'letter', subject: 'Direction to leave', body: `Dear {name},\n\nOn {step_day} you were directed to leave, and not to come back until {ends}.\n\n{required_words}\n\n${ending}` },
  { name: 'Closure notice', use: 'letter', subject: 'Closure notice', body: `To whoever is on, owns or controls the premises.\n\nThis is a closure notice under section 76 of the Anti-social Behaviour, Crime and Policing Act 2014, issued on {step_day}. Access is prohibited until {ends}, except for the owner and those who live there.\n\nThe application will be heard by {hearing_by}, at: {court}\n\n{required_words}\n\n{officer_name}\n{agency_name}, {officer_phone}` },
  { name: 'Notice of an application to court', use: 'letter', subject: 'We are applying to a court', body: `Dear {name},\n\nWe are applying to a court for: {step}.\n\nIt rests on what happened at these times: {evidence}.\n\n{required_words}\n\n${ending}` },
];

export const letterTemplates: readonly { name: string; use: 'letter' | 'message'; subject: string; body: string }[] = [
  { name: 'What we will do', use: 'letter', subject: 'What we will do about your report {report_reference}', body: 'Dear {name},\n\nThank you for telling us what has been happening. I have your report and I am dealing with it.\n\n{promise}\n\nIf anything changes, or if it happens again, please tell me. My number is {officer_phone}.\n\nYours sincerely,\n\n{officer_name}\n{agency_name}' },
  { name: 'We have closed your case', use: 'letter', subject: 'We have closed case {case_reference}', body: 'Dear {name},\n\nWe have closed the case that began with your report {report_reference}.\n\n{outcome}\n\nIf it starts again, use your private link or ring me on {officer_phone}. We will open it again.\n\nYours sincerely,\n\n{officer_name}\n{agency_name}' },
  { name: 'Invitation to talk', use: 'letter', subject: 'Please get in touch', body: 'Dear {name},\n\nI would like to talk with you about {case_title}. Please ring me on {officer_phone} by {date_in_7_days}.\n\nYours sincerely,\n\n{officer_name}\n{agency_name}' },
  ...noticeTemplates,
  { name: 'No news yet', use: 'message', subject: 'No news yet', body: 'I promised to keep you told. There is no news yet, because we are waiting for an answer from another agency. I am chasing it and will write again by {next_date}.' },
  { name: 'Can we speak?', use: 'message', subject: 'Can we speak?', body: 'I would like to speak with you about what you reported. When is a safe time to reach you, and how?' },
];

/** Nobody is joined by machine and nobody is named to others: both are decisions that agencies make first. */
export const matchingRules: readonly { review_from: number; machine_from: number | null; named_agencies: readonly string[]; named_for: string }[] = [{ review_from: 50, machine_from: null, named_agencies: [], named_for: 'alleged' }];

export const rankingRules: readonly { kind: 'perpetrators' | 'victims' | 'places'; least: number; days: number; source: string }[] = [
  { kind: 'perpetrators', least: 3, days: 365, source: 'Starting value of the hub, to be decided by the partnership' },
  { kind: 'victims', least: 3, days: 180, source: 'As the usual threshold of the ASB case review: three reports in six months' },
  { kind: 'places', least: 5, days: 365, source: 'Starting value of the hub, to be decided by the partnership' },
];

/** Known changes in the way of recording. What a partnership finds in its own records it adds in Administration. */
export const recordingBreaks: readonly { source: 'police' | 'reports' | 'partners'; starts_on: string; ends_on: string; words: string }[] = [
  { source: 'police', starts_on: '2019-07-01', ends_on: '2023-12-31', words: 'police.uk moved its records to another list of street points between 2019 and 2024. Streets and squares cannot be compared across this; whole areas can.' },
  { source: 'police', starts_on: '2019-07-01', ends_on: '2023-12-31', words: 'Between 2019 and 2024 police came to record much less as anti-social behaviour and more as violence or public order. A fall of anti-social behaviour across this is no success by itself.' },
];
