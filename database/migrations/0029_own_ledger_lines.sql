-- An agency's ledger stays its own: what it gave of a case that another agency holds now (it was moved, or joint work has ended) it still
-- reads, line, copies and receipts; not the case, and nothing that others gave of it. Of a restricted case only whoever decided it or asked for it.
-- What it received it reads while that lives, as every receiver does. Walls stand before all of it.
create or replace function hub.sees_row_of_disclosure(of_partnership uuid, of_case uuid, giver uuid, receiver uuid, for_account uuid, lives boolean, is_closed boolean, decider uuid, asker uuid) returns boolean
language plpgsql stable security definer set search_path = hub, pg_temp as $$
declare
  actor text[] := string_to_array(hub.sealed_actor(), '|');
  me uuid := nullif(actor[3], '')::uuid;
  desk uuid := nullif(actor[5], '')::uuid;
begin
  if actor is null or of_partnership is distinct from actor[2]::uuid then
    return false;
  end if;
  if of_case is not null then
    if of_case = any (string_to_array(actor[8], ',')::uuid[]) then
      return false;
    end if;
    if exists (select 1 from hub.case_access a where a.partnership_id = of_partnership and a.case_id = of_case
      and a.principal_id = any (string_to_array(actor[6], ',')::uuid[]) and a.valid_until > now()) then
      return true;
    end if;
    if giver = desk and exists (select 1 from hub.case_file c where c.partnership_id = of_partnership and c.id = of_case and c.agency_id <> desk
      and (not c.restricted or decider = me or asker = me)) then
      return true;
    end if;
  elsif giver = desk and (not is_closed or decider = me or asker = me or string_to_array(actor[7], ',') && array['supervisor', 'coordinator']) then
    return true;
  end if;
  return coalesce(receiver = desk and lives and case when for_account is null then of_case is null or not hub.restricted_case(of_case) else for_account = me end, false);
end $$;
