-- Up Migration
-- A charge is decided from what a process remembers, and written by one statement that checks all of it again. What it finds
-- changed makes it raise, and nothing is kept: as an error of the kind that says "run it again".

create function fence(holds boolean, what text) returns boolean language plpgsql as $$
begin
  if holds then
    return true;
  end if;
  raise exception 'the fence does not hold: %', what using errcode = 'serialization_failure';
end;
$$;

-- Accounts that only receive have a row for each process that charges, so that two of them never wait for each other there.
alter table ledger_accounts drop constraint ledger_accounts_lane_check;
alter table ledger_accounts add constraint ledger_accounts_lane_check check (lane between 0 and 63) not valid;
alter table ledger_accounts validate constraint ledger_accounts_lane_check;
alter table earning_totals drop constraint earning_totals_lane_check;
alter table earning_totals add constraint earning_totals_lane_check check (lane between 0 and 63) not valid;
alter table earning_totals validate constraint earning_totals_lane_check;

-- Asked after the wallet's lock was taken. A budget is set under that lock, and a volatile function sees what was committed while
-- its statement waited for it; the statement's own snapshot would not.
create function unbudgeted(org_ids text[], user_ids text[]) returns boolean language plpgsql volatile as $$
begin
  return cardinality(org_ids) = 0 or not exists (
    select from budgets b join unnest(org_ids, user_ids) as w (org_id, user_id) using (org_id, user_id)
  );
end;
$$;
