-- `document` is the organization as the API shows it.
CREATE TABLE organization (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
) STRICT;

-- The connections that an organization's members sign in through. Each switch is 0 or 1.
CREATE TABLE organization_connection (
    position                   INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id            TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    connection_id              TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    assign_membership_on_login INTEGER NOT NULL,
    show_as_button             INTEGER NOT NULL,
    is_signup_enabled          INTEGER NOT NULL,
    UNIQUE (organization_id, connection_id)
) STRICT;
CREATE INDEX organization_of_connection ON organization_connection (connection_id);

CREATE TABLE organization_member (
    position        INTEGER PRIMARY KEY AUTOINCREMENT,
    organization_id TEXT NOT NULL REFERENCES organization (id) ON DELETE CASCADE,
    user            INTEGER NOT NULL REFERENCES user (position) ON DELETE CASCADE,
    UNIQUE (organization_id, user)
) STRICT;
CREATE INDEX organization_of_user ON organization_member (user);
