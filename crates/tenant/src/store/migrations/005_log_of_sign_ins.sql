-- The log tells of sign-ins as well, and one that is refused before it is known through which connection is of none.
CREATE TABLE log_of_all (
    position      INTEGER PRIMARY KEY AUTOINCREMENT,
    id            TEXT NOT NULL UNIQUE,
    connection_id TEXT REFERENCES connection (id) ON DELETE CASCADE,
    type          TEXT NOT NULL,
    document      TEXT NOT NULL
) STRICT;
INSERT INTO log_of_all SELECT position, id, connection_id, type, document FROM log;
DROP TABLE log;
ALTER TABLE log_of_all RENAME TO log;
CREATE INDEX log_of_connection ON log (connection_id, position);
CREATE INDEX log_of_type ON log (type, position);
