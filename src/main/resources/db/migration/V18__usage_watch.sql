-- What the ledger learned in an hour of the costs of generations, whenever these were accepted: it is held against the fall of
-- the balance in the same hour. A backlog is accepted in one hour and paid for in another.
alter table usage_hour add column known numeric;                             -- null: not watched from the hour's begin on
alter table usage_hour add column counted numeric;                           -- the hour's usage as it was learned last
alter table usage_hour add column counted_version bigint not null default 0; -- ... and the hour's version then
alter table usage_turn add column counted_at timestamptz;                    -- first
alter table usage_turn add column counted_in_flight numeric;                 -- what the running tasks might cost then

-- When a reading of the balance has last contradicted a refusal of the account's key: what is refused soon after is refused
-- for itself, and stops nothing else. Null: the latest word is that the key is bad, or there was no refusal.
alter table account add column key_good_at timestamptz;
