//! The rows of settings, each sealed under its name, and the one that tells whether a key fits.

use rusqlite::OptionalExtension;

use crate::sealing::Sealer;

const KEY_CHECK: &str = "key_check";
const KEY_CHECK_VALUE: &[u8] = b"lintel";

/// Whether the key is the one that the database was sealed with. Without its check value any sealed setting tells; a database
/// without any was created and never got further.
pub(super) fn key_fits(database: &rusqlite::Connection, sealer: &Sealer) -> Result<bool, rusqlite::Error> {
    if !database.table_exists(None, "setting")? {
        return Ok(true);
    }
    if let Some(sealed) = read(database, KEY_CHECK)? {
        return Ok(sealer.unseal(&sealed, KEY_CHECK).is_ok_and(|value| value == KEY_CHECK_VALUE));
    }
    let mut query = database.prepare("SELECT name, value FROM setting")?;
    let settings = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let settings = settings.collect::<Result<Vec<(String, Vec<u8>)>, _>>()?;
    Ok(settings.is_empty() || settings.iter().any(|(name, sealed)| sealer.unseal(sealed, name).is_ok()))
}

/// Call it with a key that fits.
pub(super) fn keep_check_value(database: &rusqlite::Connection, sealer: &Sealer) -> Result<(), rusqlite::Error> {
    if read(database, KEY_CHECK)?.is_none() {
        write(database, KEY_CHECK, &sealer.seal(KEY_CHECK_VALUE, KEY_CHECK))?;
    }
    Ok(())
}

pub(super) fn read(database: &rusqlite::Connection, name: &str) -> Result<Option<Vec<u8>>, rusqlite::Error> {
    database.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0)).optional()
}

pub(super) fn write(database: &rusqlite::Connection, name: &str, value: &[u8]) -> Result<(), rusqlite::Error> {
    database.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", (name, value))?;
    Ok(())
}
