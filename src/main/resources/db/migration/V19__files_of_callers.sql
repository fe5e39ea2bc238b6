-- What a caller keeps is added up before it may upload more.
create index file_caller on file (caller);
