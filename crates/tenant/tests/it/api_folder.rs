//! The data folder: held once, opened with one key, without a secret in clear.

use std::{collections::BTreeMap, fs, path::Path};

use lintel_oidc::{Clock, Secret};
use lintel_tenant::{Folder, FolderError, KeySource, OpenError, SealingKeyError, Tenant, store::OpenStoreError};
use serde_json::{Value, json};

use crate::api_scene::{Scene, config, create, explicit_options, path_of};

/// What only the sealed values may hold.
const SECRET: &str = "a-secret-that-nobody-else-would-write-0123456789";

#[tokio::test]
async fn a_folder_is_held_once_and_says_by_whom() {
    let directory = tempfile::tempdir().expect("a folder");
    let first = Folder::open(directory.path()).expect("the folder");
    let refused = Folder::open(directory.path()).expect_err("held");
    let FolderError::Held { path, pid, .. } = &refused else { panic!("{refused:?}") };
    assert_eq!((path.as_path(), *pid), (directory.path(), std::process::id()));
    let sentence = refused.to_string();
    assert!(sentence.contains("is in use by") && sentence.contains(&pid.to_string()), "{sentence}");
    drop(first);
    Folder::open(directory.path()).expect("let go");
}

#[tokio::test]
async fn an_open_tenant_holds_its_folder() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), "right").await.expect("a tenant");
    Folder::open(directory.path()).expect_err("held");
    scene.close().await;
    Folder::open(directory.path()).expect("let go");
}

#[tokio::test]
async fn the_same_folder_is_the_same_tenant() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), "right").await.expect("a tenant");
    let connection = scene.connection("acme").await;
    let credentials = (scene.management_credentials(), scene.tenant.url().to_owned());
    scene.close().await;
    let again = open(directory.path(), "right").await.expect("the tenant");
    assert_eq!((again.management_credentials(), again.tenant.url().to_owned()), credentials);
    let mut shown = connection;
    shown.as_object_mut().expect("an object").shift_remove("enabled_clients");
    assert_eq!(again.get(&path_of(&shown)).await.body, shown);
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_changes_nothing() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), "right").await.expect("a tenant");
    let connection = scene.connection("acme").await;
    scene.close().await;
    let before = files(directory.path());
    let refused = open(directory.path(), "wrong").await.err().expect("refused");
    assert!(matches!(refused, OpenError::Database(OpenStoreError::WrongKey { .. })), "{refused:?}");
    let sentence = refused.to_string();
    assert!(sentence.contains("was sealed with another one") && sentence.contains("Nothing was changed"), "{sentence}");
    let refused = open(directory.path(), "").await.err().expect("refused");
    assert!(matches!(refused, OpenError::Key(SealingKeyError::EmptyPassphrase)), "{refused:?}");
    let folder = Folder::open(directory.path()).expect("let go");
    let other_kind = config(folder, KeySource::Given([7; 32]), Clock::system());
    let refused = Tenant::open(other_kind).await.expect_err("refused");
    assert!(matches!(refused, OpenError::Key(SealingKeyError::NeedsPassphrase)), "{refused:?}");
    assert!(refused.to_string().contains("LINTEL_KEY"), "{refused}");
    let after = files(directory.path());
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert!(after == before, "a file was changed");
    let right = open(directory.path(), "right").await.expect("the tenant");
    assert_eq!(right.get(&path_of(&connection)).await.body["options"], connection["options"]);
}

/// As a process that ends without a word leaves it: the newest writes stand in the write-ahead log.
#[tokio::test]
async fn a_wrong_key_leaves_an_unfinished_log_as_it_is() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), "right").await.expect("a tenant");
    let connection = scene.connection("acme").await;
    let copy = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files(directory.path()) {
        fs::write(copy.path().join(name), bytes).expect("a copy");
    }
    scene.close().await;
    let before = files(copy.path());
    assert!(before.keys().any(|name| name.ends_with("-wal")), "{:?}", before.keys());
    open(copy.path(), "wrong").await.err().expect("refused");
    let after = files(copy.path());
    // The index of the log (`-shm`) is rebuilt by whoever reads; it holds no data.
    for (name, bytes) in before.iter().filter(|(name, _)| !name.ends_with("-shm")) {
        assert!(after.get(name) == Some(bytes), "{name} was changed");
    }
    let right = open(copy.path(), "right").await.expect("the tenant");
    assert_eq!(right.get(&path_of(&connection)).await.body["options"], connection["options"]);
}

#[tokio::test]
async fn no_secret_is_on_the_disk_in_clear() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), SECRET).await.expect("a tenant");
    let mut options = explicit_options();
    options["client_secret"] = SECRET.into();
    options["x_nested"] = json!([{ "client_secret": SECRET }]);
    options["x_other_secret"] = SECRET.into();
    options["upstream_params"] = json!({ "api_key": { "value": SECRET } });
    let connection = scene.created(&create("acme", options.clone())).await;
    options["client_secret"] = format!("{SECRET}-2").into();
    scene.change_options(&connection, &options).await;
    options["token_endpoint_auth_method"] = "private_key_jwt".into();
    scene.change_options(&connection, &options).await;
    let application = scene.post("clients", &json!({ "name": "App" })).await.body;
    let management = scene.management_credentials();
    let token = scene.with_scopes("").await.token;
    let secrets =
        [SECRET, text(&application["client_secret"]), text(&management["client_secret"]), &token, "PRIVATE KEY"];
    let own_text = [text(&application["client_id"]), text(&connection["id"])];
    let look = |when: &str| {
        let files = files(directory.path());
        let written = |text: &str| files.values().any(|bytes| holds(bytes, text));
        for text in own_text {
            assert!(written(text), "{when}: the search finds nothing at all");
        }
        for secret in secrets {
            assert!(!written(secret), "{when}: a secret in clear");
        }
        files
    };
    assert!(look("while open").keys().any(|name| name.ends_with("-wal")), "the log is looked at as well");
    scene.close().await;
    look("when closed");
}

/// As a folder that the first version made: its management application has fewer scopes, and its database fewer tables.
#[tokio::test]
async fn an_older_folder_learns_what_is_new() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), "right").await.expect("a tenant");
    let connection = scene.connection("acme").await;
    scene.close().await;
    let older = r#"["read:connections","read:users"]"#;
    let database = rusqlite::Connection::open(directory.path().join("tenant.sqlite3")).expect("the database");
    let changed = database.execute("UPDATE client SET granted = ?1 WHERE granted IS NOT NULL", [older]);
    assert_eq!(changed.expect("a change"), 1);
    let first_version = "DROP TABLE connection_key; DROP TABLE custom_domain; DROP INDEX user_by_last_login; \
         DROP TABLE user_value; DROP TABLE scim_configuration; DROP TABLE scim_token; DROP TABLE scim_member; \
         DROP TABLE scim_group; DROP TABLE log; DROP TABLE organization_member; DROP TABLE organization_connection; \
         DROP TABLE organization; DROP TABLE connection_realm; ALTER TABLE connection DROP COLUMN options; PRAGMA user_version = 1";
    database.execute_batch(first_version).expect("the first version");
    drop(database);
    for _ in 0..2 {
        let again = open(directory.path(), "right").await.expect("the tenant");
        let token = again.token(|request| request.json(&again.management_credentials())).await;
        let scopes: Vec<&str> = text(&token.body["scope"]).split(' ').collect();
        assert_eq!(scopes[..2], ["read:connections", "read:users"]);
        for new in
            ["read:connections_keys", "create:connections_keys", "update:connections_keys", "read:custom_domains"]
        {
            assert_eq!(scopes.iter().filter(|scope| **scope == new).count(), 1, "{new} in {scopes:?}");
        }
        again.close().await;
    }
    let again = open(directory.path(), "right").await.expect("the tenant");
    let made = again.post(&format!("{}/keys", path_of(&connection)), &json!({ "signing_alg": "ES256" })).await;
    assert_eq!(made.status, 201, "{}", made.text);
}

/// An earlier version took such changes of Lintel's own applications, and went on.
#[tokio::test]
async fn what_lintels_own_applications_work_by_is_set_back() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), "right").await.expect("a tenant");
    let before = scene.get("clients").await.body;
    scene.close().await;
    let database = rusqlite::Connection::open(directory.path().join("tenant.sqlite3")).expect("the database");
    let spoiled = r#"UPDATE client SET client_secret = NULL, document = json_set(document,
        '$.token_endpoint_auth_method', 'none', '$.grant_types', json('[]'), '$.jwt_configuration', json('{"alg": "HS256"}'))"#;
    assert_eq!(database.execute(spoiled, []).expect("a change"), before.as_array().map_or(0, Vec::len));
    drop(database);
    let again = open(directory.path(), "right").await.expect("the tenant");
    let credentials = again.management_credentials();
    assert_eq!(again.token(|request| request.json(&credentials)).await.status, 200);
    let plain = |clients: &Value| -> Vec<Value> {
        let member = |client: &Value| {
            ["client_id", "token_endpoint_auth_method", "grant_types", "jwt_configuration"]
                .map(|name| client[name].clone())
        };
        clients.as_array().expect("a list").iter().map(|client| json!(member(client))).collect()
    };
    assert_eq!(plain(&again.get("clients").await.body), plain(&before));
}

#[tokio::test]
async fn a_wrong_key_never_locks_the_right_one_out() {
    let directory = tempfile::tempdir().expect("a folder");
    let scene = open(directory.path(), "right").await.expect("a tenant");
    let connection = scene.connection("acme").await;
    scene.close().await;
    let forget = "DELETE FROM setting WHERE name = 'key_check'";
    let database = rusqlite::Connection::open(directory.path().join("tenant.sqlite3")).expect("the database");
    assert_eq!(database.execute(forget, []).expect("a change"), 1, "as a start leaves it that was cut off");
    drop(database);
    let before = files(directory.path());
    for _ in 0..2 {
        let refused = open(directory.path(), "wrong").await.err().expect("refused");
        assert!(matches!(refused, OpenError::Database(OpenStoreError::WrongKey { .. })), "{refused:?}");
    }
    assert!(files(directory.path()) == before, "a file was changed");
    let right = open(directory.path(), "right").await.expect("the tenant");
    assert_eq!(right.get(&path_of(&connection)).await.body["options"], connection["options"]);
    right.close().await;
    let database = rusqlite::Connection::open(directory.path().join("tenant.sqlite3")).expect("the database");
    assert_eq!(database.execute(forget, []).expect("a change"), 1, "the right key has left its check value again");
}

#[tokio::test]
async fn a_folder_that_lost_the_record_of_its_sealing_says_so_and_writes_no_other() {
    let directory = tempfile::tempdir().expect("a folder");
    open(directory.path(), "right").await.expect("a tenant").close().await;
    let record = directory.path().join("sealing.json");
    let kept = fs::read(&record).expect("the record");
    fs::remove_file(&record).expect("lost");
    let before = files(directory.path());
    for key in ["wrong", "right"] {
        let refused = open(directory.path(), key).await.err().expect("refused");
        assert!(matches!(refused, OpenError::Key(SealingKeyError::RecordGone { .. })), "{refused:?}");
        let sentence = refused.to_string();
        assert!(sentence.contains("sealing.json is gone") && sentence.contains("Nothing was changed"), "{sentence}");
    }
    assert!(files(directory.path()) == before, "a file was changed");
    fs::write(&record, kept).expect("put back");
    open(directory.path(), "right").await.expect("the tenant");
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_was_open_to_others_is_its_owners_alone_afterwards() {
    use std::os::unix::fs::PermissionsExt;

    let opened = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
    let mode = |path: &Path| fs::symlink_metadata(path).expect("a file").permissions().mode() & 0o777;
    let directory = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::NamedTempFile::new().expect("a file");
    open(directory.path(), "right").await.expect("a tenant").close().await;
    opened(elsewhere.path(), 0o644);
    std::os::unix::fs::symlink(elsewhere.path(), directory.path().join("link")).expect("a link");
    opened(directory.path(), 0o755);
    for name in ["tenant.sqlite3", "lock", "id"] {
        opened(&directory.path().join(name), 0o644);
    }
    let scene = open(directory.path(), "right").await.expect("the tenant");
    scene.connection("acme").await;
    assert_eq!(mode(directory.path()), 0o700);
    for name in files(directory.path()).into_keys().filter(|name| name != "link") {
        assert_eq!(mode(&directory.path().join(&name)) & 0o077, 0, "{name}");
    }
    assert_eq!(mode(elsewhere.path()), 0o644, "what a link leads to is not Lintel's");

    let own = tempfile::tempdir().expect("a folder that a person has");
    opened(own.path(), 0o755);
    drop(Folder::open(own.path()).expect("the folder"));
    assert_eq!(mode(own.path()), 0o755, "it was not Lintel that made it");
}

async fn open(directory: &Path, key: &str) -> Result<Scene, OpenError> {
    let folder = Folder::open(directory).expect("the folder");
    let known = folder.port(lintel_tenant::Server::Tenant).expect("readable").is_some();
    let mut config = config(folder, KeySource::Passphrase(Secret::new(key)), Clock::system());
    if known {
        config.port = None;
    }
    Ok(Scene::of(Tenant::open(config).await?).await)
}

/// Every file in the folder with its bytes.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(directory).expect("the folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file")))
        .collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}
