-- What the newer panels of a case page show: steps on the ladder, case reviews, plans, patrols, people in records with warnings.
set session_replication_role = replica;
insert into hub.power_step (partnership_id, id, case_id, agency_id, power_id, code, state, target, taken_at, words, grade, by_account, recorded_at)
select bench.partnership(), bench.id(c.opened_at + interval '9 days' * s, 'step ' || c.n || ' ' || s), c.id, c.agency_id, p.id, p.code, 'taken', 'person', c.opened_at + interval '9 days' * s, 'Warned at the door, in writing.', '', w.id, c.opened_at + interval '9 days' * s
from bench.case_file c join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n cross join generate_series(1, 2) s join lateral (select id, code from hub.power order by position, id offset s limit 1) p on true where c.n % 2 = 0;
insert into hub.power_event (partnership_id, id, case_id, step_id, kind, happened_at, words, by_account, by_agency, recorded_at)
select bench.partnership(), bench.id(s.taken_at + interval '1 day', 'event ' || s.id), s.case_id, s.id, 'breach', s.taken_at + interval '1 day', 'Music again on the next night.', s.by_account, s.agency_id, s.taken_at + interval '1 day' from hub.power_step s;
insert into hub.asb_review (partnership_id, id, reference, agency_id, case_id, applied_via, applied_at, applicant_kind, words, ack_by, decide_by)
select bench.partnership(), bench.id(c.opened_at + interval '60 days', 'review ' || c.n), bench.reference('V', c.n), c.agency_id, c.id, 'staff', c.opened_at + interval '60 days', 'victim', 'Nothing has changed for months.', c.opened_at + interval '65 days', c.opened_at + interval '80 days'
from bench.case_file c where c.n % 10 = 0;
insert into hub.patrol (partnership_id, id, agency_id, account_id, case_id, started_at, ended_at, place_words, seen)
select bench.partnership(), bench.id(c.opened_at + interval '4 days', 'patrol ' || c.n), c.agency_id, w.id, c.id, c.opened_at + interval '4 days', c.opened_at + interval '4 days 1 hour', 'The stairs', 'Quiet'
from bench.case_file c join bench.account w on w.n = (c.n % 25) * 40 + c.agency_n where c.n % 4 = 0;
insert into hub.person_warning (partnership_id, id, record_id, agency_id, kind, words, reason, owner_id, review_on, added_by, added_at)
select bench.partnership(), bench.id(r.created_at, 'warning ' || r.id), r.id, r.agency_id, 'violence', 'Go in pairs', 'Threatened a warden', w.id, current_date + 90, w.id, r.created_at
from (select *, row_number() over (order by id) as n from hub.person_record where role = 'alleged') r join bench.account w on w.n = 0 where r.n % 20 = 0;
set session_replication_role = origin;
analyze hub.power_step; analyze hub.power_event; analyze hub.asb_review; analyze hub.patrol; analyze hub.person_record; analyze hub.person_warning;
