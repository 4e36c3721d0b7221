-- Up Migration
-- Whether as many free messages were used as is said. Asked after the wallet's lock was taken: one is given back under that lock, and a volatile function sees
-- what was committed while its statement waited for it; the statement's own snapshot would not.
create function free_messages_used(agent_ids text[], user_ids text[], used integer[]) returns boolean language plpgsql volatile as $$
begin
  return not exists (
    select from unnest(agent_ids, user_ids, used) as w (agent_id, user_id, used)
    left join free_messages f using (agent_id, user_id)
    where coalesce(f.used, 0) <> w.used
  );
end;
$$;
