-- Up Migration
-- Asked after the wallet's lock was taken: a price that was set while a charge waited for it is the price. A volatile function sees what was
-- committed meanwhile; the statement's own snapshot would not.

create function unchanged_agents(ids text[], marks text[]) returns boolean language plpgsql volatile as $$
begin
  return not exists (
    select from unnest(ids, marks) as w (id, mark)
    left join agents a on a.id = w.id
    where a.xmin::text is distinct from w.mark
  );
end;
$$;
