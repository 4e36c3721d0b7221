-- Up Migration
-- A charge's row says what its first transaction would say again: what caused it, what it is and when it was. So that transaction has no row of its
-- own from here on, which a seventh of the database's work for a charge had gone into. Each is found from the other, for they have one id but for the
-- noun. Charges from before keep their transactions' rows.

create function transaction_of_charge(charge_id text) returns text language sql immutable parallel safe return 'txn_' || substr(charge_id, 5);
create function charge_of_transaction(transaction_id text) returns text language sql immutable parallel safe return 'chg_' || substr(transaction_id, 5);
