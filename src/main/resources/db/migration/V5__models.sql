-- What was known of the model when a generation was accepted: the version (SHA-256) of the schema that its input was
-- validated with, and the credits that it costs at least and at most; the most is what is reserved. Null: not known.
alter table generation add column model_version text;
alter table generation add column price_from numeric;
alter table generation add column credits numeric;
