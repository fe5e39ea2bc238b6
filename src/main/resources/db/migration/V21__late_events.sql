-- whose event of late storing is to be sent?
-- suits the release before: hardly any row is in it, and there are few rows in all while the store is up
create index custody_late on custody (due_at) where stored_at is not null;
