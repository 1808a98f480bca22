-- Inbound SCIM. A connection that has a configuration takes requests of a provider. `document` is what a person sets and when:
-- `user_id_attribute`, `mapping`, `created_at`, `updated_on`.
CREATE TABLE scim_configuration (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    connection_id TEXT NOT NULL UNIQUE REFERENCES connection (id) ON DELETE CASCADE,
    document      TEXT NOT NULL
) STRICT;

-- `digest` is SHA-256 of the whole token, `scopes` a JSON array. A revoked token stays a while, so that the one who presents it
-- learns why it is refused.
CREATE TABLE scim_token (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    digest        BLOB NOT NULL,
    scopes        TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    valid_until   TEXT,
    last_used_at  TEXT,
    revoked_at    TEXT
) STRICT;
CREATE INDEX scim_token_of_connection ON scim_token (connection_id, position);

-- What filters look for: each value of each user of a connection that has a configuration, under its path in the profile. `exact`
-- is the value as text, `folded` the same without case. Those who were there before are entered with the configuration.
CREATE TABLE user_value (
    connection_id TEXT NOT NULL REFERENCES scim_configuration (connection_id) ON DELETE CASCADE,
    path          TEXT NOT NULL,
    folded        TEXT NOT NULL,
    exact         TEXT NOT NULL,
    user          INTEGER NOT NULL REFERENCES user (position) ON DELETE CASCADE,
    PRIMARY KEY (connection_id, path, folded, exact, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX value_of_user ON user_value (user);

CREATE TABLE scim_group (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    display_name  TEXT NOT NULL,
    folded_name   TEXT NOT NULL,
    external_id   TEXT,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    UNIQUE (connection_id, folded_name)
) STRICT;
CREATE INDEX scim_group_by_external_id ON scim_group (connection_id, external_id);

CREATE TABLE scim_member (
    scim_group INTEGER NOT NULL REFERENCES scim_group (position) ON DELETE CASCADE,
    user       INTEGER NOT NULL REFERENCES user (position) ON DELETE CASCADE,
    PRIMARY KEY (scim_group, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX scim_group_of_user ON scim_member (user);

-- What `GET /api/v2/logs` shows, `document` as it shows it.
CREATE TABLE log (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    type          TEXT NOT NULL,
    document      TEXT NOT NULL
) STRICT;
CREATE INDEX log_of_connection ON log (connection_id, position);
CREATE INDEX log_of_type ON log (type, position);
