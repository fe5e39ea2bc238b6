-- Which life of which replica holds the entry's lease: with it a lease can be renewed while the broker stalls, and the mark
-- of a replica that has lost it changes nothing. Null: anybody's from due_at on. All zeros: anybody's, but its partition of
-- the topic takes nothing; whoever sees it move again makes them due at once.
alter table outbox add column holder uuid;
