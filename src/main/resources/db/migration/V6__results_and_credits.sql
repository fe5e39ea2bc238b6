-- Results of every shape. The column images holds all of them now, as a JSON array of {kind, role, expiresAt, url}: still a
-- list of objects with a url, which the release before passes on as it is. Rows of that release have {url} alone.
alter table generation add column result_data text; -- JSON, of models that answer with data
alter table late_outcome add column result_data text;
