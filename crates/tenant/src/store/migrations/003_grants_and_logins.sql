-- Grants are obeyed from here on. Until now an application could use these whatever its `grant_types` said, so it keeps them.
-- A document that is not JSON stays as it is.
UPDATE client SET document = json_set(document, '$.grant_types', json_insert(
    iif(json_type(document, '$.grant_types') = 'array', json_extract(document, '$.grant_types'), '[]'),
    '$[#]', 'authorization_code'
))
WHERE CASE WHEN json_valid(document) THEN
    (coalesce(json_extract(document, '$.app_type'), '') <> 'non_interactive'
        OR json_array_length(document, '$.callbacks') > 0)
    AND NOT EXISTS (SELECT 1 FROM json_each(document, '$.grant_types') WHERE value = 'authorization_code')
END;

UPDATE client SET document = json_set(document, '$.grant_types', json_insert(
    iif(json_type(document, '$.grant_types') = 'array', json_extract(document, '$.grant_types'), '[]'),
    '$[#]', 'client_credentials'
))
WHERE CASE WHEN json_valid(document) THEN
    granted IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM json_each(document, '$.grant_types') WHERE value = 'client_credentials')
END;

-- The order in which users are listed.
CREATE INDEX user_by_last_login ON user (
    iif(json_valid(document), json_extract(document, '$.last_login'), NULL) DESC, position
);
