-- What a caller keeps is added up before it may upload more.
-- suits the release before: a file lives for a day, so there are few rows, and uploads wait for a moment at most
create index file_caller on file (caller);
