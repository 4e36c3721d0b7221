import type { Pool } from '../src/db/index.ts';
import { newId } from '../src/new-id.ts';

/** The usual way: a table of balances, and one statement for each charge that moves them and writes down why. */
export async function createUsualTables(pool: Pool): Promise<void> {
  await pool.query(`create table usual_accounts (account text primary key, balance bigint not null)`);
  await pool.query(`create table usual_charges (id text primary key, message_id text not null unique, wallet text not null,
    agent_id text not null, amount bigint not null, created_at timestamptz not null)`);
  await pool.query(`create table usual_entries (charge_id text not null references usual_charges (id), account text not null,
    amount bigint not null, balance_after bigint not null, created_at timestamptz not null, primary key (account, charge_id))`);
}

export async function openUsualAccounts(pool: Pool, accounts: readonly string[]): Promise<void> {
  await pool.query(
    `insert into usual_accounts (account, balance) select a, 1000000000000 from unnest($1::text[]) as n (a) on conflict do nothing`,
    [accounts],
  );
}

/**
 * One charge: the payer has enough, or nothing happens. Payer, creator and platform are rows that it updates; without a platform's account, as if its
 * income were summed up later.
 */
export const chargeOnce = async (pool: Pool, wallet: string, creator: string, platform = ''): Promise<void> => {
  const id = newId('charge', Date.now());
  const rows = await pool.query({ name: 'usual charge', text: chargeText }, [
    id,
    `msg_${id}`,
    wallet,
    creator,
    platform,
  ]);
  if (rows.length < 2) throw new Error(`${wallet} could not pay`);
};

const chargeText = `
  with paid as (
    update usual_accounts set balance = balance - 15 where account = $3 and balance >= 15 returning account, balance, -15 as amount
  ), charge as (
    insert into usual_charges (id, message_id, wallet, agent_id, amount, created_at)
    select $1, $2, $3, 'agent', 15, now() from paid returning id
  ), earned as (
    update usual_accounts set balance = balance + 3 where account = $4 and exists (select from paid) returning account, balance, 3 as amount
  ), kept as (
    update usual_accounts set balance = balance + 12 where account = $5 and exists (select from earned) returning account, balance, 12 as amount
  )
  insert into usual_entries (charge_id, account, amount, balance_after, created_at)
  select charge.id, account, amount, balance, now() from charge, (select * from paid union all select * from earned union all select * from kept) as moved
  returning 1 as done`;
