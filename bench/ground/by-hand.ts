import type { Statement } from './recorder.ts';

/** Who asks, as somebody who writes each predicate by hand would have it at hand. */
export interface Asker {
  readonly partnership: string;
  readonly account: string;
  readonly agency: string;
  readonly principals: readonly string[];
  readonly walls: readonly string[];
  readonly roles: readonly string[];
}

/** Adds parameters behind those of a statement and gives the text that names each. */
class Bound {
  readonly values: unknown[];
  readonly partnership: string;
  readonly account: string;
  readonly agency: string;
  readonly principals: string;
  readonly walls: string;
  readonly roles: string;

  constructor(values: readonly unknown[], asker: Asker) {
    this.values = [...values];
    this.partnership = this.#add(asker.partnership, 'uuid');
    this.account = this.#add(asker.account, 'uuid');
    this.agency = this.#add(asker.agency, 'uuid');
    this.principals = this.#add([...asker.principals], 'uuid[]');
    this.walls = this.#add([...asker.walls], 'uuid[]');
    this.roles = this.#add([...asker.roles], 'text[]');
  }

  #add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  add(value: unknown, type: string): string {
    return this.#add(value, type);
  }

  /** The case may be seen: the join that would otherwise stand in every query. A fence keeps it a probe for each row. */
  sees(caseId: string, fence = ''): string {
    return `exists (select 1 from hub.case_access ha where ha.partnership_id = ${this.partnership} and ha.case_id = ${caseId} and ha.principal_id = any(${this.principals}) and ha.valid_until > now() ${fence}) and ${caseId} <> all(${this.walls})`;
  }

  /** The owner has not entered as anybody: what a query asks of the actor is given to it. Parameters that nothing names are left out. */
  done(text: string): Statement {
    const told = text
      .replaceAll(/\(select hub\.actor_partnership\(\)\)|hub\.actor_partnership\(\)/g, this.partnership)
      .replaceAll(/\(select hub\.actor_account\(\)\)|hub\.actor_account\(\)/g, this.account)
      .replaceAll(/\(select hub\.actor_(?:case_)?agency\(\)\)|hub\.actor_(?:case_)?agency\(\)/g, this.agency)
      .replaceAll(/\(select hub\.actor_principals\(\)\)|hub\.actor_principals\(\)/g, this.principals)
      .replaceAll(/\(select hub\.actor_walls\(\)\)|hub\.actor_walls\(\)/g, this.walls)
      .replaceAll(/\(select hub\.actor_roles\(\)\)|hub\.actor_roles\(\)/g, this.roles);
    const used = [...new Set([...told.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)))];
    return { text: told.replaceAll(/\$(\d+)/g, (_, number: string) => `$${used.indexOf(Number(number)) + 1}`), values: used.map((number) => this.values[number - 1]) };
  }
}

/** How the predicate of a kind of query is written by hand. */
export type Rewriting = (statement: Statement, asker: Asker, caseId: string) => Statement;

/** Everything that hangs on one case: may the case be seen, asked once. */
export const ofCase: Rewriting = ({ text, values }, asker, caseId) => {
  const bound = new Bound(values, asker);
  const of = bound.add(caseId, 'uuid');
  const own = text.includes('from hub.chronology') ? text.replace(/from hub\.chronology\s+where/, `from hub.chronology where (audience = 'case' or by_agency = ${bound.agency}) and`) : text;
  return bound.done(`select * from (${own}) shown where ${bound.sees(of)}`);
};

/** Whoever writes the predicate into every query asks nothing beforehand. */
export const ofSeeing: Rewriting = () => ({ text: `select ''::text as view_case`, values: [] });

/** Reports that wait: the agency's own, a team's when restricted. */
export const ofWaiting: Rewriting = ({ text, values }, asker) => {
  const bound = new Bound(values, asker);
  return bound.done(text.replaceAll(`r.state = 'new'`, `r.state = 'new' and case when r.case_id is not null then ${bound.sees('r.case_id')} when r.restricted then r.team_id = any(${bound.principals}) else true end`));
};

/** The newest cases: one's own and an agency's from the cases themselves, all others from case_access. */
export const ofCaseList: Rewriting = ({ values: [mine, agency, state, , , , , , most] }, asker) => {
  const bound = new Bound([], asker);
  const count = bound.add(most, 'int');
  const whose = mine === true ? `c.owner_id = ${bound.account}` : agency === null ? undefined : `c.agency_id = ${bound.add(agency, 'uuid')}`;
  const of = state === null ? '' : `and c.state = ${bound.add(state, 'text')}`;
  const facts = `c.id, c.reference, c.title, c.opened_at, c.state, c.stage, c.restricted, c.risk_band, c.review_on, c.place_words, g.short_name as agency, o.name as owner,
    (select min(r.next_told_by) from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id) as next_told_by`;
  const names = 'join hub.agency g on g.partnership_id = c.partnership_id and g.id = c.agency_id left join hub.account o on o.partnership_id = c.partnership_id and o.id = c.owner_id';
  if (whose !== undefined) {
    return bound.done(`select ${facts} from hub.case_file c ${names} where c.partnership_id = ${bound.partnership} and ${whose} ${of} and ${bound.sees('c.id', 'offset 0')} order by c.opened_at desc, c.id desc limit ${count}`);
  }
  return bound.done(`
    select ${facts} from (
      select distinct n.opened_at, n.case_id from unnest(${bound.principals}) principal
      cross join lateral (select a.opened_at, a.case_id from hub.case_access a
        where a.partnership_id = ${bound.partnership} and a.principal_id = principal and a.valid_until > now() and a.case_id <> all(${bound.walls})
        order by a.opened_at desc, a.case_id desc limit ${count}) n
      order by 1 desc, 2 desc limit ${count}) newest
    join hub.case_file c on c.partnership_id = ${bound.partnership} and c.id = newest.case_id ${names} order by newest.opened_at desc, newest.case_id desc`);
};

/** Reference data of the partnership. */
export const ofPartnership: Rewriting = ({ text, values }, asker) => {
  const bound = new Bound(values, asker);
  return bound.done(text);
};

/** A report of one's own agency, and what hangs on it. */
export const ofReport: Rewriting = ({ text, values }, asker) => {
  const bound = new Bound(values, asker);
  const seen = (report: string): string => `case when ${report}.case_id is not null then ${bound.sees(`${report}.case_id`)} when ${report}.restricted then ${report}.team_id = any(${bound.principals}) else ${report}.agency_id = ${bound.agency} end`;
  if (text.includes('from hub.report r')) {
    return bound.done(text.replace('where r.partnership_id', `where ${seen('r')} and r.partnership_id`));
  }
  return bound.done(text.replace(/where partnership_id = (\$\d+)([^]*?)report_id = (\$\d+)/, (_whole, partnership: string, between: string, report: string) =>
    `where exists (select 1 from hub.report hr where hr.partnership_id = ${bound.partnership} and hr.id = ${report} and ${seen('hr')}) and partnership_id = ${partnership}${between}report_id = ${report}`));
};

const partySeen = (bound: Bound): string => `case when coalesce(x.case_id, r.case_id) is not null then ${bound.sees('coalesce(x.case_id, r.case_id)')} when r.restricted then r.team_id = any(${bound.principals}) else r.agency_id = ${bound.agency} end`;

/** People by the beginning of their name or of a later word of it, joined to what they belong to. */
export const ofNames: Rewriting = ({ values: [wanted, most] }, asker) => {
  const bound = new Bound([], asker);
  const begins = bound.add(wanted, 'text');
  const beyond = bound.add(`${String(wanted)}\u{10FFFF}`, 'text');
  const later = bound.add(`% ${String(wanted).replaceAll(/[%_\\]/g, '')}%`, 'text');
  const count = bound.add(most, 'int');
  return bound.done(`
    with found as (
      (select x.id, x.case_id, x.report_id, x.name, x.role, x.kind, 0 as rank, x.name_key from hub.party x left join hub.report r on r.partnership_id = x.partnership_id and r.id = x.report_id
        where x.partnership_id = ${bound.partnership} and x.name_key >= ${begins} and x.name_key < ${beyond} and x.name_key <> '' and ${partySeen(bound)} order by x.name_key limit ${count})
      union all
      (select x.id, x.case_id, x.report_id, x.name, x.role, x.kind, 1, x.name_key from hub.party x left join hub.report r on r.partnership_id = x.partnership_id and r.id = x.report_id
        where length(${begins}) > 2 and x.partnership_id = ${bound.partnership} and x.name_key like ${later} and x.name_key <> '' and ${partySeen(bound)} limit ${count}))
    select f.id as party_id, f.case_id, f.report_id, f.name, f.role, f.kind, c.reference as case_reference, r.reference as report_reference, coalesce(c.title, r.title) as case_title
    from found f left join hub.report r on r.partnership_id = ${bound.partnership} and r.id = f.report_id
    left join hub.case_file c on c.partnership_id = ${bound.partnership} and c.id = coalesce(f.case_id, r.case_id)
    order by f.rank, f.name_key limit ${count}`);
};

/** Reports around a point with their cases. */
export const ofNearby: Rewriting = ({ text, values }, asker) => {
  const bound = new Bound(values, asker);
  const near = (cells: string, since: string, most: string): string => `(select r.id, r.reference, r.case_id, r.title, r.state, r.received_at, r.category_id, r.easting, r.northing, r.words, r.place_words, r.happened_words,
      c.reference as case_reference, c.title as case_title, c.state as case_state, c.outcome as case_outcome, o.name as owner
    from hub.report r left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id left join hub.account o on o.partnership_id = r.partnership_id and o.id = c.owner_id
    where r.partnership_id = ${bound.partnership} and r.cell = any(${cells}) and r.received_at > ${since}::timestamptz
      and case when r.case_id is not null then ${bound.sees('r.case_id')} when r.restricted then r.team_id = any(${bound.principals}) else r.agency_id = ${bound.agency} end
    order by r.received_at desc limit ${most})`;
  return bound.done(text.replace(/hub\.reports_near\((\$\d+), (\$\d+), ([^)]+)\)/, (_whole, cells: string, since: string, most: string) => `${near(cells, since, most)} n`));
};

/** Everything that decides what somebody sees on a map, as the one who asks would know it. */
export const ofMap: Rewriting = (_, asker) => {
  const bound = new Bound([], asker);
  return bound.done(`select concat_ws('|', ${bound.partnership}, ${bound.account}, ${bound.agency}, array_to_string(${bound.principals}, ','), array_to_string(${bound.walls}, ','), array_to_string(${bound.roles}, ','),
    (select m.last_value from hub.map_access m), (select min(e.ends) from unnest(${bound.principals}) principal cross join lateral (select a.valid_until as ends from hub.case_access a
      where a.partnership_id = ${bound.partnership} and a.principal_id = principal and a.case_id <> all(${bound.walls}) and a.valid_until > now() and a.valid_until < 'infinity' order by a.valid_until limit 1) e)) as sees`);
};

/** Warnings about people of the case, who are found in other cases too. */
export const ofWarnings: Rewriting = ({ values: [caseId] }, asker) => {
  const bound = new Bound([], asker);
  const of = bound.add(caseId, 'uuid');
  return bound.done(`
    select distinct on (w.id) w.id, w.record_id, w.kind, w.words, w.reason, o.name as owner, w.agency_id, g.short_name as agency, w.review_on, w.added_at, n.name
    from (select x.id, x.person_id, x.name from hub.person_record x where x.partnership_id = ${bound.partnership} and x.case_id = ${of}
      union all
      select x.id, x.person_id, x.name from hub.report f join hub.person_record x on x.partnership_id = f.partnership_id and x.report_id = f.id and x.case_id is null where f.partnership_id = ${bound.partnership} and f.case_id = ${of}) n
    join hub.person_record r on r.partnership_id = ${bound.partnership} and r.person_id = n.person_id
    join hub.person_warning w on w.partnership_id = r.partnership_id and w.record_id = r.id and w.ended_at is null
    left join hub.report t on t.partnership_id = r.partnership_id and t.id = r.report_id
    join hub.agency g on g.partnership_id = w.partnership_id and g.id = w.agency_id left join hub.account o on o.partnership_id = w.partnership_id and o.id = w.owner_id
    where ${bound.sees(of)} and case when r.source = 'held' then r.agency_id = ${bound.agency} when coalesce(r.case_id, t.case_id) is not null then ${bound.sees('coalesce(r.case_id, t.case_id)', 'offset 0')}
      when t.restricted then t.team_id = any(${bound.principals}) else t.agency_id = ${bound.agency} end
    order by w.id, n.id`);
};
