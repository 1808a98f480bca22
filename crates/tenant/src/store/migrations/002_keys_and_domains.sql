-- The keys that a connection signs its client assertions with: one in each state. `document` is the key as the API shows it,
-- without its state. `private_key` is PKCS #8 in PEM, sealed; a key that no longer signs has none.
CREATE TABLE connection_key (
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    state         TEXT NOT NULL CHECK (state IN ('current', 'next', 'previous')),
    current_since TEXT,
    document      TEXT NOT NULL,
    public_jwk    TEXT NOT NULL,
    private_key   BLOB,
    PRIMARY KEY (connection_id, state)
) STRICT;

-- `document` is the domain as the API shows it, without what follows from its place among the others.
CREATE TABLE custom_domain (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    domain   TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
) STRICT;
