-- The balance that ends the stop for lack of credits: where the price of what was refused is a range, its lower end, for the upper
-- one may be a guess. Null: what stopped_from says. The release before does not know it, and waits for the upper end.
alter table pace add column stopped_below numeric;
alter table account add column stopped_below numeric;
