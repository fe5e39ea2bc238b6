-- Files that callers have uploaded, for a day. The row is there before its object: so every object has a row until it is removed.
create table file (
    id         uuid        primary key,
    caller     text        not null,
    media_type text        not null, -- by its first bytes
    bytes      bigint      not null,
    sha256     text        not null,
    object_key text,                 -- in the store of results
    url        text,                 -- at the provider, where there is no store that signs
    state      text        not null check (state in ('coming', 'there', 'going')),
    created_at timestamptz not null,
    expires_at timestamptz not null, -- no input may name it from then on
    remove_at  timestamptz not null  -- object and row go; then again, if the store does not remove it
);
create index file_remove on file (remove_at);
