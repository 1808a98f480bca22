//! The schema, one file a version.

use rusqlite::{Connection, functions::FunctionFlags};

use super::earlier_options;
use crate::{
    migrations::{self, MigrateError},
    sealing::Sealer,
};

const MIGRATIONS: [&str; 7] = [
    include_str!("migrations/001_tenant.sql"),
    include_str!("migrations/002_keys_and_domains.sql"),
    include_str!("migrations/003_grants_and_logins.sql"),
    include_str!("migrations/004_scim.sql"),
    include_str!("migrations/005_organizations.sql"),
    include_str!("migrations/006_log_of_sign_ins.sql"),
    include_str!("migrations/007_options_apart.sql"),
];

/// Brings the database to this version, what is sealed in it included.
pub(super) fn bring_up(database: &mut Connection, sealer: &Sealer) -> Result<(), MigrateError> {
    let (name, arguments) = ("options_apart", 2);
    let sealer = sealer.clone();
    database.create_scalar_function(name, arguments, FunctionFlags::SQLITE_UTF8, move |row| {
        let (id, document): (String, &[u8]) = (row.get(0)?, row.get_raw(1).as_bytes()?);
        Ok(earlier_options::apart(&id, document, &sealer))
    })?;
    migrations::apply(database, &MIGRATIONS)?;
    Ok(database.remove_function(name, arguments)?)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use rusqlite::params;
    use serde_json::{Value, json};

    use super::*;

    /// As versions of the schema before the seventh wrote a connection.
    fn written_before(id: &str, options: Value, realms: Value) -> Value {
        json!({
            "id": id, "name": id, "strategy": "oidc", "display_name": "Acme", "options": options, "show_as_button": true,
            "is_domain_connection": false, "realms": realms, "metadata": { "n": 1.50 },
        })
    }

    #[test]
    fn options_of_an_earlier_version_are_set_apart_and_those_that_do_not_open_stay() {
        let sealer = Sealer::new(&[7; 32]);
        let sealed = |plain: Value, place: &str| STANDARD.encode(sealer.seal(plain.to_string().as_bytes(), place));
        let whole =
            json!({ "issuer": "https://op.example", "scope": "openid", "client_secret": "s", "type": "back_channel" });
        let members = json!({ "client_secret": sealed("m".into(), "members"), "client_id": "x" });
        let connections = [
            written_before("whole", sealed(whole, "whole/options").into(), json!(["whole", "acme"])),
            written_before("members", members, json!(["members"])),
            written_before("moved", sealed(json!({}), "whole/options").into(), json!(["moved", 7])),
            json!({ "id": "none", "name": "none", "strategy": "oidc" }),
        ];
        let mut database = Connection::open_in_memory().expect("a database");
        migrations::apply(&mut database, &MIGRATIONS[..6]).expect("the sixth version");
        let insert = "INSERT INTO connection (id, name, document) VALUES (?1, ?1, ?2)";
        for connection in &connections {
            database.execute(insert, params![connection["id"].as_str(), connection.to_string()]).expect("a row");
        }
        database.execute(insert, ["damaged", "{"]).expect("a row");
        bring_up(&mut database, &sealer).expect("this version");

        let row = |id: &str| -> (String, Option<String>) {
            let sql = "SELECT document, options FROM connection WHERE id = ?1";
            let row = database.query_row(sql, [id], |row| Ok((row.get(0)?, row.get(1)?)));
            let (document, options): (String, Option<Vec<u8>>) = row.expect("a row");
            let text = |options: Vec<u8>| {
                let plain = sealer.unseal(&options, &format!("{id}/options")).expect("it opens where it was sealed");
                String::from_utf8(plain).expect("text")
            };
            (document, options.map(text))
        };
        let mut left = connections[0].clone();
        left.as_object_mut().expect("an object").shift_remove("options");
        let in_order = r#"{"type":"back_channel","scope":"openid","issuer":"https://op.example","client_secret":"s"}"#;
        assert_eq!(row("whole"), (left.to_string(), Some(in_order.to_owned())), "the rest is as it was");
        assert_eq!(row("members").1.as_deref(), Some(r#"{"client_id":"x","client_secret":"m"}"#));
        assert_eq!(row("moved"), (connections[2].to_string(), None));
        assert_eq!(row("none"), (connections[3].to_string(), None));
        assert_eq!(row("damaged"), ("{".to_owned(), None));
        let mut query =
            database.prepare("SELECT realm, connection_id FROM connection_realm ORDER BY realm").expect("a query");
        let realms = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
        let realms: Vec<(String, String)> = realms.collect::<Result<_, _>>().expect("rows");
        let owned = [("acme", "whole"), ("members", "members"), ("moved", "moved"), ("whole", "whole")];
        assert_eq!(realms, owned.map(|(realm, owner)| (realm.to_owned(), owner.to_owned())));
        let gone = database.prepare("SELECT options_apart('', '')").expect_err("a function of migrations alone");
        assert!(gone.to_string().contains("no such function"), "{gone}");
    }
}
