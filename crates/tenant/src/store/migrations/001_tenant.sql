CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- `document` is the connection as the API shows it; every `client_secret` in its options is sealed.
CREATE TABLE connection (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
) STRICT;

-- `granted` is the JSON array of Management API scopes that client_credentials gives, NULL for none.
CREATE TABLE client (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id     TEXT NOT NULL UNIQUE,
    document      TEXT NOT NULL,
    client_secret BLOB,
    granted       TEXT
) STRICT;

CREATE TABLE enabled_client (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    client_id     TEXT NOT NULL REFERENCES client (client_id) ON DELETE CASCADE,
    UNIQUE (connection_id, client_id)
) STRICT;

CREATE TABLE user (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id       TEXT NOT NULL UNIQUE,
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    document      TEXT NOT NULL
) STRICT;
CREATE INDEX user_of_connection ON user (connection_id);

CREATE TABLE trace (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    client_id     TEXT NOT NULL,
    document      TEXT NOT NULL
) STRICT;
CREATE INDEX trace_of_connection ON trace (connection_id, position);
