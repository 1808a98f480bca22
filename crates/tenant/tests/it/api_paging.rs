//! The three shapes of a list: a bare array, offset pages with totals, checkpoints.

use serde_json::{Value, json};

use crate::api_scene::{Scene, path_of};

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

#[tokio::test]
async fn connections_in_offset_pages() {
    let scene = with_connections().await;
    assert_eq!(scene.get("connections").await.names(""), NAMES);
    for (query, start, limit, names) in [
        ("include_totals=true", 0, 100, &NAMES[..]),
        ("include_totals=true&per_page=2", 0, 2, &NAMES[..2]),
        ("include_totals=true&per_page=2&page=1", 2, 2, &NAMES[2..4]),
        ("include_totals=true&per_page=2&page=2", 4, 2, &NAMES[4..]),
        ("include_totals=true&per_page=2&page=3", 6, 2, &[]),
    ] {
        let answer = scene.get(&format!("connections?{query}")).await;
        let totals = json!([answer.body["total"], answer.body["start"], answer.body["limit"]]);
        assert_eq!(totals, json!([NAMES.len(), start, limit]), "{query}");
        assert_eq!(answer.names("connections"), names, "{query}");
    }
    let bare = scene.get("connections?per_page=2&page=1&include_totals=false").await;
    assert!(bare.body.is_array(), "{}", bare.text);
    assert_eq!(bare.names(""), &NAMES[2..4]);
}

#[tokio::test]
async fn connections_by_checkpoints() {
    let scene = with_connections().await;
    assert_eq!(
        checkpoints(&scene, "connections", "connections", 2).await,
        [["a", "b"].as_slice(), &["c", "d"], &["e"]]
    );
    let all = scene.get("connections?take=5").await;
    assert_eq!((all.names("connections"), all.body.get("next")), (NAMES.to_vec(), None));
    // As recorded: a hint at checkpoints wins over totals.
    let mixed = scene.get("connections?include_totals=true&per_page=50&take=2").await;
    assert_eq!((mixed.names("connections"), mixed.body.get("total")), (vec!["a", "b"], None));
}

#[tokio::test]
async fn connections_of_an_application_by_checkpoints() {
    let scene = with_connections().await;
    let application = scene.application("App").await;
    for connection in scene.get("connections").await.body.as_array().expect("a list") {
        if connection["name"] != "c" {
            let enabled = json!([{ "client_id": application, "status": true }]);
            assert_eq!(scene.patch(&format!("{}/clients", path_of(connection)), &enabled).await.status, 204);
        }
    }
    let list = format!("clients/{application}/connections");
    let whole = scene.get(&list).await;
    assert_eq!((whole.names("connections"), whole.body.get("next")), (vec!["a", "b", "d", "e"], None));
    for (take, in_pages) in [("3", [["a", "b", "d"].as_slice(), &["e"]]), ("2", [&["a", "b"], &["d", "e"]])] {
        let first = scene.get(&format!("{list}?take={take}")).await;
        let next = first.body["next"].as_str().expect("a checkpoint");
        let last = scene.get(&format!("{list}?take={take}&from={next}")).await;
        assert_eq!([first.names("connections"), last.names("connections")], in_pages.map(<[&str]>::to_vec));
        assert_eq!(last.body.get("next"), None);
    }
    scene.get(&format!("{list}?from=con_none")).await.assert_error(400, "invalid_query_string", "checkpoint");
    assert_eq!(scene.get(&format!("{list}?strategy=samlp")).await.body, json!({ "connections": [] }));
}

#[tokio::test]
async fn connections_by_name_and_strategy() {
    let scene = with_connections().await;
    for (query, names) in [
        ("name=c", &NAMES[2..3]),
        ("name=C", &[]),
        ("name=nobody", &[]),
        ("strategy=oidc", &NAMES[..]),
        ("strategy=samlp&strategy=oidc", &NAMES[..]),
        ("strategy=samlp", &[]),
        ("strategy=oidc&name=a", &NAMES[..1]),
    ] {
        assert_eq!(scene.get(&format!("connections?{query}")).await.names(""), names, "{query}");
    }
    let totals = scene.get("connections?name=c&include_totals=true").await;
    assert_eq!(totals.body["total"], 1, "of those that the filter lets through");
    assert_eq!(scene.get("connections?name=c&take=1").await.names("connections"), ["c"]);
}

#[tokio::test]
async fn pages_out_of_bounds_are_refused() {
    let scene = Scene::start().await;
    let clients = format!("{}/clients", path_of(&scene.connection("acme").await));
    for (list, query, message) in [
        ("connections", "per_page=0", "Value 0 is less than minimum 1"),
        ("connections", "per_page=101", "Value 101 is greater than maximum 100"),
        ("connections", "page=-1", "Value -1 is less than minimum 0"),
        ("connections", "page=x", "Expected type integer but found type string"),
        ("connections", "page=10&per_page=100", "the first 1000"),
        ("connections", "take=0", "Value 0 is less than minimum 1"),
        ("connections", "take=101", "Value 101 is greater than maximum 100"),
        ("connections", "include_totals=maybe", "Expected type boolean"),
        ("connections", "from=nowhere", "checkpoint"),
        ("clients", "per_page=101", "Value 101 is greater than maximum 100"),
        ("clients", "take=101", "Value 101 is greater than maximum 100"),
        ("users", "per_page=101", "Value 101 is greater than maximum 100"),
        ("users", "page=10&per_page=100", "the first 1000"),
        (clients.as_str(), "take=1001", "Value 1001 is greater than maximum 1000"),
        (clients.as_str(), "from=nowhere", "checkpoint"),
    ] {
        let answer = scene.get(&format!("{list}?{query}")).await;
        answer.assert_error(400, "invalid_query_string", message);
    }
    assert_eq!(scene.get("connections?page=9&per_page=100").await.status, 200, "the last page within reach");
    assert_eq!(scene.get("connections?nonsense=1").await.status, 200, "unknown parameters are ignored");
}

#[tokio::test]
async fn clients_in_pages() {
    let scene = Scene::start().await;
    // The tenant's own applications come first.
    let own: Vec<String> = scene.get("clients").await.names("").into_iter().map(str::to_owned).collect();
    for name in NAMES {
        scene.application(name).await;
    }
    let all: Vec<&str> = own.iter().map(String::as_str).chain(NAMES).collect();
    assert_eq!(scene.get("clients").await.names(""), all);
    let page = scene.get("clients?include_totals=true&page=1&per_page=3").await;
    let totals = json!([page.body["total"], page.body["start"], page.body["limit"]]);
    assert_eq!(totals, json!([all.len(), 3, 3]));
    assert_eq!(page.names("clients"), &all[3..6]);
    assert_eq!(scene.get("clients?page=1&per_page=3").await.names(""), &all[3..6]);
    assert_eq!(checkpoints(&scene, "clients", "clients", 3).await.concat(), all);
}

#[tokio::test]
async fn users_in_pages() {
    let scene = Scene::start().await;
    let connection = scene.connection("acme").await;
    for subject in NAMES {
        scene.user(&connection, subject, json!({ "name": subject })).await;
    }
    assert_eq!(scene.get("users").await.names(""), NAMES);
    assert_eq!(scene.get("users?page=1&per_page=2").await.names(""), &NAMES[2..4]);
    let page = scene.get("users?page=2&per_page=2&include_totals=true").await;
    assert_eq!(page.names("users"), ["e"]);
    let totals = json!([page.body["total"], page.body["start"], page.body["limit"], page.body["length"]]);
    assert_eq!(totals, json!([5, 4, 2, 1]));
}

#[tokio::test]
async fn clients_of_a_connection_by_checkpoints() {
    let scene = Scene::start().await;
    let path = format!("{}/clients", path_of(&scene.connection("acme").await));
    let mut enabled = Vec::new();
    for name in NAMES {
        enabled.push(scene.application(name).await);
        scene.patch(&path, &json!([{ "client_id": enabled.last(), "status": true }])).await;
    }
    let ids = |enabled: &[String]| enabled.iter().map(|id| json!({ "client_id": id })).collect::<Value>();
    assert_eq!(scene.get(&path).await.body, json!({ "clients": ids(&enabled) }));
    let first = scene.get(&format!("{path}?take=3")).await;
    assert_eq!(first.body["clients"], ids(&enabled[..3]));
    let from = first.body["next"].as_str().expect("a checkpoint");
    let last = scene.get(&format!("{path}?take=3&from={from}")).await;
    assert_eq!(last.body, json!({ "clients": ids(&enabled[3..]) }));
}

async fn with_connections() -> Scene {
    let scene = Scene::start().await;
    for name in NAMES {
        scene.connection(name).await;
    }
    scene
}

/// The names on each page.
async fn checkpoints(scene: &Scene, list: &str, member: &str, take: usize) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut from = String::new();
    loop {
        let answer = scene.get(&format!("{list}?take={take}{from}")).await;
        pages.push(answer.names(member).into_iter().map(str::to_owned).collect());
        match answer.body.get("next").and_then(Value::as_str) {
            Some(next) => from = format!("&from={next}"),
            None => return pages,
        }
    }
}
