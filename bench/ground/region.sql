-- A region for the benchmarks, made by the database owner: 40 agencies, 1,000 people, 40,000 cases, 200,000 reports and what hangs on them.
-- bench.point (4,000 points with their cells) and the partnership with its rules are there before.

-- step: people
select setseed(0.42);
create table bench.only as select id as partnership_id from hub.partnership;
create function bench.partnership() returns uuid language sql stable as $$ select partnership_id from bench.only $$;
-- An identifier in the order of time, the same in every run.
create function bench.id(at timestamptz, what text) returns uuid language sql immutable parallel safe as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid from md5(what) h
$$;
create function bench.reference(kind text, n int) returns text language sql immutable parallel safe as $$
  select kind || substr(t, 1, 2) || '-' || substr(t, 3, 3) || '-' || substr(t, 6, 2)
  from (select string_agg(substr('0123456789BCDFGHJKMNPQRSTVWXYZ', 1 + (((n::bigint * 7919 + 13) / (30 ^ k)::bigint) % 30)::int, 1), '' order by k) as t from generate_series(0, 6) k) x
$$;
insert into hub.agency (partnership_id, id, name, short_name, kind, phone, hours)
select bench.partnership(), bench.id('2024-01-01', 'agency ' || n), 'Agency ' || n, 'A' || n, (array['police', 'fire', 'health', 'housing', 'charity', 'probation', 'council'])[1 + n % 7], '01632 960100', 'Monday to Friday, 9am to 5pm'
from generate_series((select count(*)::int from hub.agency), 39) n;
create table bench.agency as select (row_number() over (order by takes_reports desc, id))::int - 1 as n, id from hub.agency;
insert into hub.team (partnership_id, id, agency_id, name) select bench.partnership(), bench.id('2024-01-01', 'team ' || a.n || ' ' || t), a.id, 'Team ' || t from bench.agency a, generate_series(1, 3) t;
-- Account n belongs to agency n % 40; the first of each agency is a supervisor too.
create table bench.account as select w as n, a.n as agency_n, w / 40 as nth, bench.id('2024-01-01', 'account ' || w) as id, a.id as agency_id from generate_series(0, 999) w join bench.agency a on a.n = w % 40;
insert into hub.account (partnership_id, id, agency_id, name, job_title, email, phone, state)
select bench.partnership(), id, agency_id, 'Officer ' || n, 'Officer', 'officer' || n || '@example.org', '01632 960101', 'active' from bench.account;
insert into hub.account_role select bench.partnership(), id, 'officer' from bench.account;
insert into hub.account_role select bench.partnership(), id, 'supervisor' from bench.account where nth = 0;
insert into hub.account_team select bench.partnership(), id, bench.id('2024-01-01', 'team ' || agency_n || ' ' || 1 + nth % 3) from bench.account;

-- step: places
insert into hub.place (partnership_id, id, kind, name, detail, neighbourhood, lat, lon, easting, northing, search_key)
select bench.partnership(), bench.id('2024-01-01', 'place ' || n), 'street', name, '', null, lat, lon, easting, northing, lower(name) from bench.point;

-- step: cases
create table bench.case_file as
select c.n, bench.id(opened_at, 'case ' || c.n) as id, opened_at, agency_n, a.id as agency_id, c.n % 50 = 0 as restricted, c.n % 4000 as point_n, opened_at < now() - interval '120 days' and c.n % 9 <> 0 as closed
from (select n, now() - interval '730 days' * (1 - n / 40000.0) - interval '1 hour' * (n % 24) as opened_at,
  -- the first agency has most, the last few hardly any
  least(39, floor(41 * (exp(random() * ln(41.0)) - 1) / 40.0))::int as agency_n from generate_series(1, 40000) n) c
join bench.agency a on a.n = c.agency_n;
create unique index on bench.case_file (n);
create unique index on bench.account (n);
create unique index on bench.point (n);
insert into hub.case_file (partnership_id, id, reference, title, agency_id, team_id, owner_id, state, stage, restricted, category_id, risk_band, risk_score, risk_of, review_on, place_words, lat, lon, easting, northing, cell,
  opened_at, opened_by, closed_at, closed_by, outcome, outcome_reason)
select bench.partnership(), c.id, bench.reference('C', c.n), k.name || ', ' || p.name, c.agency_id, bench.id('2024-01-01', 'team ' || c.agency_n || ' ' || 1 + c.n % 3), w.id, case when closed then 'closed' else 'open' end,
  (array['investigating', 'acting', 'monitoring'])[1 + c.n % 3], restricted, k.id, (array['standard', 'medium', 'high'])[1 + c.n % 3], c.n % 40, 60, (opened_at + interval '200 days')::date, p.name, p.lat, p.lon, p.easting, p.northing, p.cell,
  opened_at, w.id, case when closed then opened_at + interval '80 days' end, case when closed then w.id end, case when closed then 'It has stopped' end, case when closed then 'Nothing new for four weeks.' end
from bench.case_file c join bench.point p on p.n = c.point_n join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n
join (select id, name, row_number() over (order by position, id) - 1 as n, count(*) over () as all from hub.category) k on k.n = c.n % k.all;

-- step: reports
-- Three of each case, the rest decided without one; the newest wait in triage.
create table bench.report as
select r.n, bench.id(r.received_at, 'report ' || r.n) as id, r.case_n, r.received_at, coalesce(c.agency_n, r.agency_n) as agency_n, coalesce(c.restricted, false) as restricted, coalesce(c.point_n, (r.n * 7) % 4000) as point_n,
  case when r.case_n is not null then case when c.closed then 'closed' else 'in_case' end when r.n > 198000 then 'new' when r.n % 11 = 0 then 'referred' else 'no_further_action' end as state
from (select n, case when n <= 120000 then 1 + n % 40000 end as case_n,
  case when n <= 120000 then now() - interval '730 days' * (1 - (1 + n % 40000) / 40000.0) - interval '2 days' + interval '9 days' * (n / 40001)
    when n > 198000 then now() - interval '4 days' * ((200001 - n) / 2001.0) else now() - interval '4 days' - interval '726 days' * (1 - (n - 120000) / 80000.0) end as received_at,
  case when n % 10 < 3 then 0 else n % 40 end as agency_n from generate_series(1, 200000) n) r
left join bench.case_file c on c.n = r.case_n;
create unique index on bench.report (n);
insert into hub.report (partnership_id, id, reference, link_hash, link_sealed, agency_id, team_id, case_id, state, restricted, channel, received_at, priority, hate, title, category_id, words, wants, happened_on, happened_words, frequency,
  impact_words, answers, place_id, place_words, lat, lon, easting, northing, cell, answer_by, decided_at, decided_by, decision_reason, last_told_at, next_told_by, closed_at)
select bench.partnership(), r.id, bench.reference('R', r.n), sha256(convert_to('bench-link-' || r.n, 'UTF8')), '', a.id, case when r.restricted then bench.id('2024-01-01', 'team ' || r.agency_n || ' 1') end, c.id, r.state, r.restricted,
  (array['web', 'web', 'web', 'phone', 'desk'])[1 + r.n % 5], r.received_at, case when r.n % 9 = 0 then 'urgent' else 'standard' end, r.n % 40 = 0, k.name || ', ' || p.name, k.id,
  'Loud music and shouting from the flat above, most nights after eleven. Last night somebody kicked our door and shouted that we would be sorry. The children do not sleep. It is report number ' || r.n || '.',
  'I want it to stop, and I want somebody to talk to them before it gets worse.', r.received_at::date, 'Yesterday, about eleven at night', 'Most days', 'It affects me a lot. The children do not sleep.',
  '{"danger":"no","harm":"threatened","hate":"no","strands":[],"when":"date","time":"","frequency":"most-days","since":"","impact":"lot","affected":["me"],"vulnerable":[],"under18":false,"similar":null}',
  bench.id('2024-01-01', 'place ' || r.point_n), p.name, p.lat, p.lon, p.easting, p.northing, p.cell, r.received_at + interval '3 days',
  case when r.state <> 'new' then r.received_at + interval '1 day' end, case when r.state <> 'new' then w.id end, case when r.state = 'no_further_action' then 'We went there and it has been put right.' end,
  case when r.state <> 'new' then r.received_at + interval '3 days' end, case when r.state in ('new', 'in_case') then now() + interval '4 days' end, case when r.state in ('closed', 'no_further_action') then r.received_at + interval '60 days' end
from bench.report r join bench.agency a on a.n = r.agency_n join bench.point p on p.n = r.point_n join bench.account w on w.n = (r.n % 25) * 40 + r.agency_n left join bench.case_file c on c.n = r.case_n
join (select id, name, row_number() over (order by position, id) - 1 as n, count(*) over () as all from hub.category) k on k.n = r.n % k.all;

-- step: parties
create table bench.first_name as select name, row_number() over () - 1 as n from unnest(string_to_array('Ada Amir Anna Aisha Ben Bela Cara Chen Dara Dev Ella Emre Farah Finn Gita Grace Hana Hugo Ines Ivo Jade Jonas Kaya Kofi Lena Liam Maya Milo Nadia Noor Olga Omar Pia Priya Quinn Rana Ravi Rosa Sami Sofia Tara Tomas Uma Viktor Wanda Yara Yusuf Zoe', ' ')) name;
create table bench.family_name as select name, row_number() over () - 1 as n from (select a || b as name from unnest(string_to_array('Ash Beck Black Bright Brook Clay Dale East Fair Field Ford Gold Green Hart Hay High Hill Holm Kings Lang Long Marsh Mill Moor North Oak Park Red Rose Sand Shep Short South Stan Stone Thorn Under West Wick Wood', ' ')) a,
  unnest(string_to_array('bury croft den field ford ham hurst ley man mere more over sby shaw ton well wick worth yard son', ' ')) b order by md5(a || b)) x;
create table bench.name as select f.n * 800 + l.n as n, f.name || ' ' || l.name as name, lower(f.name || ' ' || l.name) as key from bench.first_name f, bench.family_name l;
create unique index on bench.name (n);
insert into hub.party (partnership_id, id, agency_id, report_id, role, name, name_key, phone, email, postcode, safe_contact, created_at)
select bench.partnership(), bench.id(r.received_at, 'complainant ' || r.n), a.id, r.id, 'complainant', m.name, m.key, '07700 900' || lpad((r.n % 1000)::text, 3, '0'), 'person' || r.n || '@example.org', 'CM' || 16 + r.n % 8 || ' ' || r.n % 9 + 1 || substr('ABDEFGHJLNPQRSTU', r.n / 9 % 16 + 1, 1) || substr('ABDEFGHJLNPQRSTU', r.n / 144 % 16 + 1, 1), '{"routes":["email"],"plain":false,"never":"","note":""}', r.received_at
from bench.report r join bench.agency a on a.n = r.agency_n join bench.name m on m.n = (r.n::bigint * 7907) % (select count(*) from bench.name);
insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key, description, created_at)
select bench.partnership(), bench.id(c.opened_at, 'party ' || c.n || ' ' || p), c.agency_id, c.id, (array['alleged', 'witness', 'alleged', 'other'])[p], m.name, m.key, 'Lives nearby', c.opened_at
from bench.case_file c, generate_series(1, 4) p join lateral (select * from bench.name m where m.n = (c.n::bigint * 104729 + p * 31) % (48 * 800)) m on true;

-- step: people found again
insert into hub.person_record select r.* from hub.party p cross join lateral hub.record_of_party(p) r;
insert into hub.person_key select r.partnership_id, k.key, r.id from hub.person_record r cross join lateral unnest(hub.person_keys(r.name_key, r.born_on, r.postcode, r.phone, r.email, r.address)) k(key) order by k.key;
update hub.person_record set matched_at = now();

-- step: chronology
insert into hub.chronology (partnership_id, id, case_id, report_id, at, kind, words, by_account, by_agency, by_words, audience, told, resident_words)
select bench.partnership(), bench.id(c.opened_at + interval '3 days' * e, 'entry ' || c.n || ' ' || e), c.id, r.id, c.opened_at + interval '3 days' * e,
  (array['note', 'call', 'visit', 'decision', 'contact', 'shared', 'task', 'risk', 'promise', 'state'])[1 + e % 10], 'Spoke to the person who reported and to the landlord. Nothing has changed since the visit of the wardens on Friday evening.',
  w.id, c.agency_id, '', case when e % 12 = 5 then 'agency' else 'case' end, e % 4 = 1, case when e % 4 = 1 then 'We wrote to you.' end
from bench.case_file c join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n cross join generate_series(1, 15) e
left join bench.report r on r.n = (case when c.n = 40000 then 0 else c.n end) + 40000 * (e % 3) - 1 and e % 4 = 1 and r.case_n = c.n;
insert into hub.chronology (partnership_id, id, case_id, report_id, at, kind, words, by_words, resident_words)
select bench.partnership(), bench.id(r.received_at, 'received ' || r.n), c.id, r.id, r.received_at, 'state', 'Report received', 'System', 'You sent us your report.' from bench.report r left join bench.case_file c on c.n = r.case_n;

-- step: incidents
insert into hub.incident (partnership_id, id, case_id, report_id, happened_at, words, place_words, created_at)
select bench.partnership(), bench.id(r.received_at - interval '1 day', 'incident ' || r.n), c.id, r.id, r.received_at - interval '1 day', 'Music and shouting until three at night.', 'On the stairs', r.received_at from bench.report r join bench.case_file c on c.n = r.case_n;

-- step: receipts, promises and messages
create table bench.engaged as select r.n, r.id, r.received_at, c.agency_n, w.id as account_id, r.state from bench.report r join bench.case_file c on c.n = r.case_n join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n where r.n % 2 = 0;
insert into hub.heard_receipt (partnership_id, id, report_id, version, points, wants, written_by, written_at, answer, answered_at)
select bench.partnership(), bench.id(received_at + interval '2 days', 'receipt ' || n), id, 1, array['Loud music from the flat above', 'Somebody kicked the door'], 'That it stops.', account_id, received_at + interval '2 days', 'right', received_at + interval '3 days' from bench.engaged;
insert into hub.promise (partnership_id, id, report_id, version, cannot, cannot_why, made_by, made_at)
select bench.partnership(), bench.id(received_at + interval '3 days', 'promise ' || n), id, 1, 'We cannot move them out now.', 'A court decides that.', account_id, received_at + interval '3 days' from bench.engaged;
insert into hub.promise_line (partnership_id, id, promise_id, report_id, line_id, position, who, what, due_at, first_due_at, state, kept_at, kept_words)
select bench.partnership(), bench.id(received_at + interval '3 days', 'line ' || n || ' ' || l), bench.id(received_at + interval '3 days', 'promise ' || n), id, bench.id(received_at + interval '3 days', 'line ' || n || ' ' || l), l, 'Officer, the council', 'Wardens will walk past on Friday',
  received_at + interval '9 days', received_at + interval '9 days', case when received_at < now() - interval '9 days' then 'kept' else 'due' end, case when received_at < now() - interval '9 days' then received_at + interval '8 days' end, null
from bench.engaged, generate_series(1, 2) l;
insert into hub.message (partnership_id, id, report_id, direction, words, author_id, at, read_at)
select bench.partnership(), bench.id(received_at + interval '4 days' * m, 'message ' || n || ' ' || m), id, case when m = 2 then 'in' else 'out' end, 'The wardens were there twice and spoke to the group. I will write again within ten working days.', case when m = 2 then null else account_id end,
  received_at + interval '4 days' * m, received_at + interval '5 days' * m from bench.engaged, generate_series(1, 3) m;

-- step: tasks, risk, files
insert into hub.risk_template (partnership_id, id, name, version, questions, bands, in_force_from)
select bench.partnership(), bench.id('2024-01-01', 'template'), 'Benchmark', 1, '[]', '[]', '2024-01-01';
insert into hub.risk_assessment (partnership_id, id, case_id, template_id, answers, score, out_of, scored_band, band, judgement, review_on, assessed_by, assessed_at)
select bench.partnership(), bench.id(c.opened_at + interval '5 days' * v, 'risk ' || c.n || ' ' || v), c.id, bench.id('2024-01-01', 'template'), '{"given":{},"flags":[],"moved":[],"highFrom":28}', c.n % 40, 60, 'medium', 'medium', 'As the score says.', (c.opened_at + interval '90 days')::date, w.id, c.opened_at + interval '5 days' * v
from bench.case_file c join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n cross join generate_series(1, 2) v;
insert into hub.task (partnership_id, id, reference, case_id, title, brief, agency_id, assignee_id, asked_by, asked_agency, due_at, state, created_at, updated_at, done_at)
select bench.partnership(), bench.id(c.opened_at, 'task ' || c.n || ' ' || t), bench.reference('T', c.n * 2 + t), c.id, 'Visit and say what you see', 'On a Friday evening', a.id, m.id, w.id, c.agency_id, c.opened_at + interval '20 days',
  case when c.closed then 'done' else (array['asked', 'accepted', 'started', 'done'])[1 + c.n % 4] end, c.opened_at, c.opened_at + interval '1 day', case when c.closed then c.opened_at + interval '9 days' end
from bench.case_file c join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n cross join generate_series(0, 1) t join bench.agency a on a.n = (c.n + t * 7) % 40 join bench.account m on m.n = (c.n % 25) * 40 + a.n;
insert into hub.evidence (partnership_id, id, report_id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_key, copy_type, copy_state, received_at, received_from)
select bench.partnership(), bench.id(r.received_at, 'file ' || r.n), r.id, c.id, 'photo.jpg', 'photo', 'image/jpeg', 200000, md5(r.n::text), 'sealed/' || r.n, 'copy/' || r.n, 'image/jpeg', 'ready', r.received_at, 'resident' from bench.report r left join bench.case_file c on c.n = r.case_n where r.n % 4 = 0;

-- step: disclosures
insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, to_account, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until)
select bench.partnership(), bench.id(c.opened_at + interval '1 day', 'disclosure ' || d.n), bench.reference('D', d.n), c.id, c.agency_id, a.id, case when d.n % 20 = 0 then m.id end, 'case', 'Joint work on the case', g.id, 'Needed to protect the person who reported', 'given', c.id, c.opened_at + interval '1 day', now() + interval '1 year'
from (select n, 1 + (n * 7 + n / 40000) % 40000 as case_n, case when random() < 0.12 then 0 when random() < 0.004 then 36 + n % 4 else floor(36 * power(random(), 1.05))::int end as agency_n from generate_series(1, 200000) n) d
join bench.case_file c on c.n = d.case_n join bench.agency a on a.n = d.agency_n join bench.account m on m.n = (d.n % 25) * 40 + a.n cross join (select id from hub.gateway order by id limit 1) g;
insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, scope, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until)
select bench.partnership(), bench.id(c.opened_at + interval '2 days', 'items ' || c.n), bench.reference('D', 200000 + c.n), c.id, c.agency_id, a.id, 'items', 'What the visit needs', g.id, 'Needed for the task', 'given', c.id, c.opened_at + interval '2 days', now() + interval '60 days'
from bench.case_file c join bench.agency a on a.n = (c.n * 3) % 40 cross join (select id from hub.gateway order by id limit 1) g where c.n % 2 = 0;
insert into hub.disclosure_item (partnership_id, id, disclosure_id, kind, label, words, position)
select bench.partnership(), bench.id(c.opened_at + interval '2 days', 'item ' || c.n || ' ' || i), bench.id(c.opened_at + interval '2 days', 'items ' || c.n), 'fact', 'The address', 'Flat 3, on the second floor', i from bench.case_file c, generate_series(1, 2) i where c.n % 2 = 0;

-- step: named people and walls
insert into hub.case_principal (partnership_id, case_id, principal_id, kind)
select bench.partnership(), c.id, w.id, 'account' from bench.case_file c join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n where c.restricted or c.n % 10 = 0;
insert into hub.case_principal (partnership_id, case_id, principal_id, kind) select bench.partnership(), c.id, bench.id('2024-01-01', 'team ' || c.agency_n || ' 1'), 'team' from bench.case_file c where c.restricted;
insert into hub.access_wall (partnership_id, account_id, case_id, reason) select bench.partnership(), w.id, c.id, 'A relative' from bench.case_file c join bench.account w on w.n = (c.n * 40 + c.agency_n) % 1000 where c.n % 97 = 0;

-- step: read log
insert into hub.audit_entry (partnership_id, id, at, actor_kind, account_id, agency_id, event, subject_kind, subject_id, case_id)
select bench.partnership(), bench.id(c.opened_at + interval '1 hour' * l, 'look ' || c.n || ' ' || l), c.opened_at + interval '1 hour' * l, 'staff', w.id, c.agency_id, 'case.read', 'case', c.id, c.id
from bench.case_file c cross join generate_series(1, 5) l join bench.account w on w.n = ((c.n + l) % 25) * 40 + c.agency_n;
