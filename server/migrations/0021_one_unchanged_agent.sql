-- Up Migration
-- As `unchanged_agents`, for one: a lone charge asks for one agent, and a join with a list of one takes several times as long as to look.
create function unchanged_agent(agent text, mark text) returns boolean language plpgsql volatile as $$
begin
  return coalesce((select a.xmin::text from agents a where a.id = agent) = mark, false);
end;
$$;
