-- Up Migration
-- A charge's row says in its own columns what was asked for: agent, user, organization, message, and whether it was to be held. A repeated request is
-- compared with those, and a hash of the same words is kept no more. Processes of the release before this one still write it, and compare with it
-- alone: while both run, those of them that meet a message which the newer one charged fail that one request.
alter table charges alter column request_hash drop not null;

-- Unused since 0.1.0
-- That each settled share is in its settlement is proved by the proof, sum by sum, and need not be looked up for each charge that is made.
alter table charges drop constraint charges_settlement_id_fkey;
