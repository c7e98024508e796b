import { categories, startingRows } from '../local-rules/index.ts';
import { toGrid } from '../platform/geography/index.ts';
import { searchKey } from '../platform/geography/index.ts';
import { hashPassword } from '../platform/identity/index.ts';
import { seal } from '../platform/sealing/index.ts';
import { demoAgencies, demoPassword, demoPeople, demoTeams } from './people.ts';
import { assets, neighbourhoods, publicPlaces, streets } from './places.ts';
import { type Chance, demoId } from './random.ts';
import type { Row } from '../platform/database/index.ts';

/** Everything that stands before the first report comes, as rows by table. */
export interface Town {
  readonly partnershipId: string;
  readonly agencyIds: ReadonlyMap<string, string>;
  readonly teamIds: ReadonlyMap<string, string>;
  readonly accountIds: ReadonlyMap<string, string>;
  readonly categoryIds: ReadonlyMap<string, string>;
  readonly places: readonly TownPlace[];
  readonly areas: readonly { readonly id: string; readonly name: string }[];
  readonly tables: readonly (readonly [string, readonly Row[]])[];
}

export interface TownPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: 'street' | 'place' | 'asset';
  readonly detail: string;
  readonly lat: number;
  readonly lon: number;
  readonly neighbourhood: string;
}

/** One authenticator key for all invented people: the demonstration shows its codes on the page. */
const demoTotp = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export async function buildTown(chance: Chance, secretKey: string, nowMs: number): Promise<Town> {
  const partnershipId = demoId(chance, nowMs);
  const id = (): string => demoId(chance, nowMs);
  const keyed = <Item extends { readonly key: string }>(items: readonly Item[]): Map<string, string> => new Map(items.map(({ key }) => [key, id()]));
  const agencyIds = keyed(demoAgencies);
  const teamIds = keyed(demoTeams);
  const accountIds = keyed(demoPeople);
  const categoryIds = new Map(categories.map(({ code }) => [code, id()]));
  const places = townPlaces(id);
  const areas = areaRows(partnershipId, id);
  const passwordHash = await hashPassword(demoPassword);
  const row = (columns: Row): Row => ({ partnership_id: partnershipId, ...columns });
  return {
    partnershipId, agencyIds, teamIds, accountIds, categoryIds, places,
    areas: areas.map((area) => ({ id: String(area['id']), name: String(area['name']) })),
    tables: [
      ['partnership', [{ id: partnershipId, name: 'Safer Harlow Partnership', town: 'Harlow', settings: demoSettings, created_at: new Date(nowMs).toISOString() }]],
      ['agency', demoAgencies.map((agency) => row({ id: agencyIds.get(agency.key), name: agency.name, short_name: agency.shortName, kind: agency.kind, phone: agency.phone, hours: agency.hours, takes_reports: agency.takesReports ?? false, active: true }))],
      ['team', demoTeams.map((team) => row({ id: teamIds.get(team.key), agency_id: agencyIds.get(team.agency), name: team.name, phone: team.phone, hours: 'Monday to Friday, 9am to 5pm' }))],
      ['account', demoPeople.map((person) => row({ id: accountIds.get(person.key), agency_id: agencyIds.get(person.agency), name: person.name, job_title: person.job, email: person.email, phone: person.phone, state: 'active', created_at: new Date(nowMs).toISOString() }))],
      ['account_role', demoPeople.flatMap((person) => person.roles.map((role) => row({ account_id: accountIds.get(person.key), role })))],
      ['account_team', demoPeople.flatMap((person) => (person.teams ?? []).map((team) => row({ account_id: accountIds.get(person.key), team_id: teamIds.get(team) })))],
      ['account_secret', demoPeople.map((person) => row({ account_id: accountIds.get(person.key), password_hash: passwordHash, totp_sealed: seal(demoTotp, secretKey, 'totp'), totp_confirmed_at: new Date(nowMs).toISOString(), recovery_hashes: [] }))],
      ...startingRows({ partnershipId, newId: id, restrictedTeamId: teamIds.get('domestic') ?? '', agencyOfKind: (kind) => agencyIds.get(kind) ?? null, categoryIds }),
      ['area', areas],
      ['place', [...places.map((place) => placeRow(partnershipId, place)), ...sectorRows(partnershipId, id)]],
    ],
  };
}

function townPlaces(id: () => string): TownPlace[] {
  return [
    ...publicPlaces.map(([name, detail, lat, lon, neighbourhood]): TownPlace => ({ id: id(), name, kind: 'place', detail, lat, lon, neighbourhood })),
    ...assets.map(([name, detail, lat, lon, neighbourhood]): TownPlace => ({ id: id(), name, kind: 'asset', detail, lat, lon, neighbourhood })),
    ...streets.map(([name, lat, lon, neighbourhood]): TownPlace => ({ id: id(), name, kind: 'street', detail: neighbourhood, lat, lon, neighbourhood })),
  ];
}

function placeRow(partnershipId: string, place: TownPlace): Row {
  const sector = neighbourhoods.find(({ name }) => name === place.neighbourhood)?.sector ?? null;
  return {
    partnership_id: partnershipId, id: place.id, kind: place.kind, name: place.name, detail: place.detail, postcode: sector, neighbourhood: place.neighbourhood,
    lat: place.lat, lon: place.lon, ...toGrid(place), search_key: searchKey([place.name, place.detail, place.neighbourhood].join(' ')),
  };
}

/** A postcode is found by its sector: the middle of the neighbourhoods that share it. */
function sectorRows(partnershipId: string, id: () => string): Row[] {
  const sectors = new Map<string, { lat: number; lon: number }[]>();
  for (const { sector, lat, lon } of neighbourhoods) {
    sectors.set(sector, [...(sectors.get(sector) ?? []), { lat, lon }]);
  }
  return [...sectors].map(([sector, points]) => {
    const lat = points.reduce((sum, point) => sum + point.lat, 0) / points.length;
    const lon = points.reduce((sum, point) => sum + point.lon, 0) / points.length;
    const names = neighbourhoods.filter((one) => one.sector === sector).map(({ name }) => name).join(', ');
    return { partnership_id: partnershipId, id: id(), kind: 'postcode', name: sector, detail: names, postcode: sector, neighbourhood: null, lat, lon, ...toGrid({ lat, lon }), search_key: searchKey(`${sector} ${sector.replace(' ', '')}`) };
  });
}

// The town, roughly, and how fine its neighbourhoods are drawn.
const box = { west: 0.052, south: 51.742, east: 0.158, north: 51.796 };
const ring = 24;

const areasInForceFrom = '2024-01-01';

/** Neighbourhoods as the points nearest to each centre, drawn as a ring that reaches half way to its neighbours. */
function areaRows(partnershipId: string, id: () => string): Row[] {
  return neighbourhoods.map((centre, index) => {
    const points = Array.from({ length: ring }, (_, step): [number, number] => edgePoint(centre, (2 * Math.PI * step) / ring));
    const closed = [...points, points[0] ?? [centre.lon, centre.lat]];
    const lons = points.map(([lon]) => lon);
    const lats = points.map(([, lat]) => lat);
    return {
      partnership_id: partnershipId, id: id(), kind: 'neighbourhood', code: `N${String(index + 1).padStart(2, '0')}`, name: centre.name, edition: 'demonstration',
      shape: { type: 'Polygon', coordinates: [closed] }, west: Math.min(...lons), south: Math.min(...lats), east: Math.max(...lons), north: Math.max(...lats), in_force_from: areasInForceFrom,
    };
  });
}

/** Walks out from a centre until another one is nearer or the town ends. */
function edgePoint(centre: { lat: number; lon: number }, angle: number): [number, number] {
  const stretch = 1.616; // a degree of latitude against one of longitude at 51.77 north
  const nearer = (lat: number, lon: number): boolean => {
    const own = Math.hypot((lat - centre.lat) * stretch, lon - centre.lon);
    return neighbourhoods.some((other) => other.lat !== centre.lat && Math.hypot((lat - other.lat) * stretch, lon - other.lon) < own);
  };
  let reach = 0;
  let point: [number, number] = [centre.lon, centre.lat];
  while (reach < 0.03) {
    reach += 0.0004;
    const lon = centre.lon + reach * Math.cos(angle);
    const lat = centre.lat + (reach / stretch) * Math.sin(angle);
    if (lat < box.south || lat > box.north || lon < box.west || lon > box.east || nearer(lat, lon)) {
      break;
    }
    point = [Number(lon.toFixed(5)), Number(lat.toFixed(5))];
  }
  return point;
}

const demoSettings = {
  demo: true,
  hubPhone: '01632 960100',
  runBy: 'the council with police, fire, probation, health and housing partners',
  portfolioHolder: 'Councillor for community safety',
  helplines: [
    { name: 'Domestic abuse helpline', phone: '0808 2000 247', words: 'Free and private, day and night' },
    { name: 'Samaritans', phone: '116 123', words: 'Someone to talk to, day and night' },
    { name: 'Childline', phone: '0800 1111', words: 'For anyone under 19' },
    { name: 'Crimestoppers', phone: '0800 555 111', words: 'Say what you know without saying who you are' },
  ],
  directory: [
    { about: 'Noise, neighbours, fly-tipping', by: 'Harlow Council, Community Safety Team', phone: '01632 960100', when: 'Monday to Friday, 9am to 5pm' },
    { about: 'Threats, drugs, violence', by: 'Essex Police, Harlow neighbourhood team', phone: '101', when: 'day and night' },
    { about: 'Someone at home hurts or controls you', by: 'Domestic abuse helpline, free and private', phone: '0808 2000 247', when: 'day and night' },
    { about: 'Hate, because of who you are', by: 'Essex Police, or a reporting centre you can walk into', phone: '101', when: 'day and night' },
    { about: 'Your landlord’s building', by: 'Eastgate Homes, tenancy team', phone: '01632 960120', when: 'Monday to Friday, 8am to 6pm' },
  ],
  meetings: [
    { when: 'Every Wednesday, 10am to noon', words: 'Old Harlow library. Council and police. No appointment.' },
    { when: 'Every Thursday, 4pm to 6pm', words: 'Staple Tye community room. Housing and fire service. Step-free.' },
    { when: 'First Saturday of the month, 9am to 1pm', words: 'Market Square stall. Bring anything you have on your phone.' },
  ],
  saidDid: [
    { place: 'Bush Fair', said: 'The underpass to Tillwicks Road has no working lights.', did: 'Seven lamps were replaced. One column still waits for a part.', not: false },
    { place: 'The Stow', said: 'Groups shout in the stairwells late on Fridays.', did: 'Wardens walk past from 7pm to 11pm every Friday and Saturday. It is too early to say whether it worked.', not: false },
    { place: 'Bus station', said: 'Put staff back on the concourse after dark.', did: 'The operator has no money for it until April. Police pass through at 8pm and 10pm instead.', not: true },
  ],
};
