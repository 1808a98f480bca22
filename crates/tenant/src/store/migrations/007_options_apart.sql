-- The options of a connection have a column of their own, apart from what is open: sealed whole, in the order in which the API shows
-- them. `options_apart` opens them as earlier versions left them in the document; those that it cannot open stay there.
ALTER TABLE connection ADD COLUMN options BLOB;
UPDATE connection SET options = options_apart(id, document);
UPDATE connection SET document = json_remove(document, '$.options') WHERE options IS NOT NULL;

-- The realms of each connection, which belong to it alone. A document that is not JSON claims nothing.
CREATE TABLE connection_realm (
    realm         TEXT NOT NULL,
    connection_id TEXT NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
    PRIMARY KEY (realm, connection_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX realm_of_connection ON connection_realm (connection_id);
INSERT OR IGNORE INTO connection_realm
SELECT realm.value, connection.id
FROM connection, json_each(iif(json_valid(document), document, '{}'), '$.realms') AS realm
WHERE realm.type = 'text';
