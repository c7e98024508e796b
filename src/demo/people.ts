import type { Role } from '../platform/access/index.ts';

/** Everyone here is invented. Telephone numbers are from the ranges that Ofcom keeps for drama. */
export interface DemoAgency {
  readonly key: string;
  readonly name: string;
  readonly shortName: string;
  readonly kind: 'council' | 'police' | 'fire' | 'probation' | 'health' | 'housing' | 'charity';
  readonly phone: string;
  readonly hours: string;
  readonly takesReports?: boolean;
}

export const demoAgencies: readonly DemoAgency[] = [
  { key: 'council', name: 'Harlow Council', shortName: 'Council', kind: 'council', phone: '01632 960100', hours: 'Monday to Friday, 9am to 5pm', takesReports: true },
  { key: 'police', name: 'Essex Police, Harlow', shortName: 'Police', kind: 'police', phone: '01632 960110', hours: 'Day and night' },
  { key: 'housing', name: 'Eastgate Homes', shortName: 'Eastgate Homes', kind: 'housing', phone: '01632 960120', hours: 'Monday to Friday, 8am to 6pm' },
  { key: 'fire', name: 'Essex Fire and Rescue, Harlow', shortName: 'Fire', kind: 'fire', phone: '01632 960130', hours: 'Monday to Friday, 9am to 5pm' },
  { key: 'youth', name: 'Harlow Youth Service', shortName: 'Youth service', kind: 'charity', phone: '01632 960140', hours: 'Monday to Friday, noon to 8pm' },
  { key: 'probation', name: 'Probation Service, West Essex', shortName: 'Probation', kind: 'probation', phone: '01632 960150', hours: 'Monday to Friday, 9am to 5pm' },
];

export const demoTeams: readonly { readonly key: string; readonly agency: string; readonly name: string; readonly phone: string }[] = [
  { key: 'safety', agency: 'council', name: 'Community Safety Team', phone: '01632 960101' },
  { key: 'domestic', agency: 'council', name: 'Domestic Abuse Team', phone: '01632 960102' },
  { key: 'neighbourhood', agency: 'police', name: 'Harlow neighbourhood team', phone: '01632 960111' },
  { key: 'tenancy', agency: 'housing', name: 'Tenancy team', phone: '01632 960121' },
];

export interface DemoPerson {
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly job: string;
  readonly agency: string;
  readonly roles: readonly Role[];
  readonly teams?: readonly string[];
  readonly phone: string;
}

export const demoPeople: readonly DemoPerson[] = [
  { key: 'priya', name: 'Priya Nair', email: 'priya.nair@harlow.example.org', job: 'ASB officer', agency: 'council', roles: ['officer'], teams: ['safety'], phone: '01632 960142' },
  { key: 'tomas', name: 'Tomas Reyes', email: 'tomas.reyes@harlow.example.org', job: 'ASB officer', agency: 'council', roles: ['officer'], teams: ['safety', 'domestic'], phone: '01632 960143' },
  { key: 'dawn', name: 'Dawn Fletcher', email: 'dawn.fletcher@harlow.example.org', job: 'Community safety supervisor', agency: 'council', roles: ['supervisor', 'coordinator'], teams: ['safety', 'domestic'], phone: '01632 960144' },
  { key: 'noor', name: 'Noor Haddad', email: 'noor.haddad@harlow.example.org', job: 'Analyst', agency: 'council', roles: ['analyst'], phone: '01632 960145' },
  { key: 'ines', name: 'Ines Calder', email: 'ines.calder@harlow.example.org', job: 'Data protection officer', agency: 'council', roles: ['auditor'], phone: '01632 960146' },
  { key: 'ade', name: 'Ade Bankole', email: 'ade.bankole@harlow.example.org', job: 'Hub administrator', agency: 'council', roles: ['administrator'], phone: '01632 960147' },
  { key: 'owen', name: 'PC Owen Marsh', email: 'owen.marsh@police.example.org', job: 'Neighbourhood constable', agency: 'police', roles: ['officer'], teams: ['neighbourhood'], phone: '01632 960112' },
  { key: 'leah', name: 'Leah Brandt', email: 'leah.brandt@eastgate.example.org', job: 'Tenancy officer', agency: 'housing', roles: ['officer'], teams: ['tenancy'], phone: '01632 960122' },
  { key: 'sol', name: 'Sol Achebe', email: 'sol.achebe@youth.example.org', job: 'Youth worker', agency: 'youth', roles: ['officer'], phone: '01632 960141' },
];

/** The same for everyone in the demonstration, and for nobody else. */
export const demoPassword = 'market-lantern-heron';

export const firstNames = ['Amara', 'Ben', 'Chidi', 'Della', 'Edie', 'Farah', 'George', 'Hana', 'Idris', 'Joan', 'Kofi', 'Lena', 'Marek', 'Nia', 'Olu', 'Petra', 'Quentin', 'Rosa', 'Samir', 'Tess', 'Uma', 'Vikram', 'Wendy', 'Yusuf', 'Zofia', 'Alma', 'Bert', 'Carys', 'Dev', 'Elif', 'Finn', 'Gwen', 'Harvir', 'Iris', 'Jude', 'Kiran', 'Lorna', 'Mina', 'Noel', 'Orla'] as const;
export const familyNames = ['Abara', 'Bellweather', 'Castellan', 'Drewitt', 'Eastlake', 'Farrow', 'Gantry', 'Hollis', 'Imrie', 'Jessop', 'Kettering', 'Lowry', 'Marchetti', 'Nwosu', 'Oakhurst', 'Pellow', 'Quill', 'Ransome', 'Sahota', 'Tillotson', 'Underhay', 'Varga', 'Whitlock', 'Yarrow', 'Zielinski', 'Ashdown', 'Birchall', 'Cragg', 'Dunmore', 'Ellery', 'Fenwick', 'Grealish', 'Hathersage', 'Innes', 'Kaczmarek', 'Lomax', 'Merriweather', 'Osei', 'Penhallow', 'Rudd'] as const;
