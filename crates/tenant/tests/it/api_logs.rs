//! The log of what providers sent.

use std::path::Path;

use chrono::Utc;
use lintel_oidc::Clock;
use lintel_tenant::{Folder, KeySource, ScimLogEntry, Tenant};
use serde_json::{Map, Value, json};

use crate::{
    api_client::client,
    api_scene::{Scene, config, path_of},
};

#[tokio::test]
async fn entries_are_found_by_type_and_connection_newest_first() {
    let scene = Scene::start().await;
    let (a, b) = (scene.connection("a").await, scene.connection("b").await);
    for (connection, status) in [(&a, 201), (&a, 409), (&b, 200), (&a, 204)] {
        log(&scene, connection, status).await;
    }
    let statuses = |body: &Value| -> Vec<u64> {
        let entries = body.get("logs").unwrap_or(body).as_array().expect("a list").iter();
        entries.filter_map(|entry| entry["details"]["response"]["statusCode"].as_u64()).collect()
    };
    let id = a["id"].as_str().expect("an ID");
    for (query, found) in [
        ("", &[204, 200, 409, 201][..]),
        ("?sort=date:1", &[201, 409, 200, 204]),
        ("?q=type:fscim", &[409]),
        ("?search=type:sscim", &[204, 200, 201]),
        (&format!("?q=details.connection_id:%22{id}%22"), &[204, 409, 201]),
        (&format!("?q=type:sscim%20AND%20details.connection_id:%22{id}%22&per_page=1&page=1"), &[201]),
    ] {
        assert_eq!(statuses(&scene.get(&format!("logs{query}")).await.body), found, "{query}");
    }
    let totals = scene.get("logs?include_totals=true&per_page=2").await.body;
    assert_eq!((&totals["total"], &totals["length"], statuses(&totals)), (&json!(4), &json!(2), vec![204, 200]));
    let oldest = scene.get("logs?sort=date:1&per_page=1").await.body[0].clone();
    let log_id = oldest["log_id"].as_str().expect("an ID");
    assert_eq!(statuses(&scene.get(&format!("logs?from={log_id}&take=2")).await.body), [409, 200]);
    assert_eq!(scene.get(&format!("logs/{log_id}")).await.body, oldest);
    scene.get("logs/none").await.assert_error(404, "", "Log not found.");
    scene.get("logs?from=none").await.assert_error(400, "invalid_query_string", "no log entry");
    scene.get("logs?sort=ip:1").await.assert_error(400, "invalid_query_string", "date:1");
    let few = scene.get("logs?fields=type&per_page=1").await.body[0].clone();
    assert_eq!(few.as_object().expect("an object").keys().collect::<Vec<_>>(), ["type", "log_id"]);
}

/// The members that Auth0's schema of log entries requires of `sscim` and `fscim`.
#[tokio::test]
async fn an_entry_has_auth0s_members_and_tells_more() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    log(&scene, &connection, 409).await;
    let page = client(&scene).find_logs("type:fscim", 0).await.expect("a page");
    assert_eq!(page.total, 1);
    let entry = &page.items[0];
    assert_eq!(client(&scene).log(&entry.log_id).await.expect("the entry"), *entry);
    for member in ["description", "ip", "client_name", "tenant_name", "environment_name"] {
        assert!(entry.other[member].is_string(), "{member}: {entry:?}");
    }
    assert_eq!(entry.details["request"]["body"], json!({ "userName": "ada" }), "without the password");
    assert_eq!(entry.details["response"]["body"]["detail"], "userName is taken");
    assert_eq!(entry.details["lintel"]["refused"], "a user has this userName");
    assert_eq!(scene.delete(&path_of(&connection)).await.status, 202);
    assert_eq!(scene.get("logs").await.body, json!([]), "it goes with its connection");
}

#[tokio::test]
async fn the_oldest_make_room() {
    let (scene, directory) = in_a_folder().await;
    let connection = scene.connection("acme").await;
    for _ in 0..3 {
        log(&scene, &connection, 200).await;
    }
    let oldest = scene.get("logs?sort=date:1&per_page=1").await.body[0]["log_id"].clone();
    // As after 4,997 more.
    let database = rusqlite::Connection::open(directory.path().join("tenant.sqlite3")).expect("the database");
    let skip = "UPDATE sqlite_sequence SET seq = seq + 4997 WHERE name = 'log'";
    assert_eq!(database.execute(skip, []).expect("positions"), 1);
    log(&scene, &connection, 200).await;
    let kept = scene.get("logs?sort=date:1").await.body;
    assert_eq!(kept.as_array().map(Vec::len), Some(3));
    assert_ne!(kept[0]["log_id"], oldest);
}

#[tokio::test]
async fn what_waits_is_written_when_the_tenant_stops() {
    let (scene, directory) = in_a_folder().await;
    let connection = scene.connection("acme").await;
    for _ in 0..3 {
        log(&scene, &connection, 200).await;
    }
    scene.close().await;
    assert_eq!(written(directory.path()), 3);
}

#[tokio::test]
async fn no_more_than_64_entries_wait() {
    let (scene, directory) = in_a_folder().await;
    let connection = scene.connection("acme").await;
    for _ in 0..64 {
        log(&scene, &connection, 200).await;
    }
    assert_eq!(written(directory.path()), 64);
}

async fn in_a_folder() -> (Scene, tempfile::TempDir) {
    let directory = tempfile::tempdir().expect("a folder");
    let folder = Folder::open(directory.path()).expect("the folder");
    let config = config(folder, KeySource::Given([7; 32]), Clock::system());
    (Scene::of(Tenant::open(config).await.expect("a tenant")).await, directory)
}

/// Entries on the disk.
fn written(directory: &Path) -> i64 {
    let database = rusqlite::Connection::open(directory.join("tenant.sqlite3")).expect("the database");
    database.query_row("SELECT count(*) FROM log", [], |row| row.get(0)).expect("a count")
}

async fn log(scene: &Scene, connection: &Value, status: u16) {
    let object = |value: Value| value.as_object().cloned().unwrap_or_default();
    let entry = ScimLogEntry {
        connection_id: connection["id"].as_str().expect("an ID").to_owned(),
        connection_name: connection["name"].as_str().expect("a name").to_owned(),
        action: "create_user".to_owned(),
        description: "A user was to be created.".to_owned(),
        method: "POST".to_owned(),
        path: "/Users".to_owned(),
        query: Map::new(),
        user_agent: "a provider".to_owned(),
        ip: "127.0.0.1".to_owned(),
        request: Some(json!({ "userName": "ada", "password": "not kept" })),
        status,
        response: Some(json!({ "detail": "userName is taken" })),
        lintel: object(json!({ "refused": "a user has this userName" })),
    };
    scene.tenant.store().log(entry.at(Utc::now())).await.expect("a written entry");
}
