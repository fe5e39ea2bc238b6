-- Open rows change several times each, and their dead versions gather at the left edges of the indexes of open rows, where each
-- dispatch and each poll begins to read. So vacuum begins at a number of them that hardly grows with the history (of 50 million rows
-- at 150,000; a fiftieth was a million), and cleans the indexes though they are few beside the table: by itself it passes the
-- indexes by while less than 2 % of the table's pages have dead rows. Locks out vacuum and changes of the schema for a moment
-- (SHARE UPDATE EXCLUSIVE), neither reads nor writes.
alter table generation set (
    autovacuum_vacuum_scale_factor = 0.002, autovacuum_vacuum_threshold = 50000, vacuum_index_cleanup = on);
