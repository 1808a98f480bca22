//! Requests that come at the same time.

use std::fs;

use serde_json::{Value, json};

use crate::scim_scene::{Answer, Provisioning, USER};

#[tokio::test]
async fn who_is_refused_takes_none_of_those_beside_and_whoever_was_answered_survives_a_kill() {
    let provisioning = Provisioning::start().await;
    provisioning.user("u-0", "taken@harbour.example").await;
    let create = |id: &'static str, name: &'static str| create(&provisioning, id, name);
    let (a, b, c, d, e) = tokio::join!(
        create("u-1", "ada@harbour.example"),
        create("u-2", "taken@harbour.example"),
        create("u-3", "bo@harbour.example"),
        create("u-1", "cy@harbour.example"),
        create("u-4", "di@harbour.example"),
    );
    // What is on the disk at this moment is what a kill leaves.
    let left = tempfile::tempdir().expect("a folder");
    for end in ["", "-wal"] {
        let from = format!("{}{end}", provisioning.scene.database.display());
        fs::copy(from, left.path().join(format!("left.sqlite3{end}"))).expect("a copy");
    }
    let mut statuses = [&a, &b, &c, &d, &e].map(|answer| answer.status);
    assert_eq!((b.status, c.status, e.status), (409, 201, 201));
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 201, 201, 409, 409], "one of the two of the same ID");
    let database = rusqlite::Connection::open(left.path().join("left.sqlite3")).expect("the database");
    let mut query = database.prepare("SELECT user_id FROM user ORDER BY user_id").expect("a query");
    let users = query.query_map([], |row| row.get(0)).expect("rows").collect::<Result<Vec<String>, _>>();
    assert_eq!(users.expect("users"), ["oidc|corp|u-0", "oidc|corp|u-1", "oidc|corp|u-3", "oidc|corp|u-4"]);
    let told = provisioning.newest_log().await;
    assert_eq!(told["details"]["action"], "create_user", "the log has it at once");
}

#[tokio::test]
async fn a_change_of_one_value_leaves_every_other_findable() {
    let provisioning = Provisioning::start().await;
    provisioning.user("u-1", "ada@harbour.example").await;
    let changed = provisioning.patch(
        "/Users/oidc%7Ccorp%7Cu-1",
        json!([{ "op": "replace", "path": "userName", "value": "ada@else.example" }]),
    );
    assert_eq!(changed.await.status, 200);
    for (filter, found) in [
        (r#"userName eq "ada@harbour.example""#, 0),
        (r#"userName eq "ada@else.example""#, 1),
        (r#"emails.value eq "ada@harbour.example""#, 1),
    ] {
        assert_eq!(provisioning.found("Users", filter).await["totalResults"], found, "{filter}");
    }
}

async fn create(provisioning: &Provisioning, external_id: &str, user_name: &str) -> Answer {
    let body: Value = json!({
        "schemas": [USER], "externalId": external_id, "userName": user_name, "active": true,
        "emails": [{ "value": user_name, "primary": true, "type": "work" }],
    });
    provisioning.send("POST", "/Users", Some(&body)).await
}
