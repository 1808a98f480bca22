//! Exchanges with real tenants, recorded by the tests of Auth0's own clients, repeated against this one: the same request
//! gets the same status and the same body, to the order of its members. What may differ stands in [`Replay`].

use std::{collections::HashSet, path::Path};

use chrono::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    api_documents::Documents,
    api_scene::{Answer, Scene, create, explicit_options},
};

#[derive(Deserialize)]
struct Recording {
    interactions: Vec<Interaction>,
}

#[derive(Deserialize)]
pub(crate) struct Interaction {
    pub(crate) method: String,
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) request_body: Value,
    /// `"201 Created"`, or the number alone.
    status: Value,
    pub(crate) response_body: Value,
}

/// One recording, under way.
struct Replay {
    scene: Scene,
    documents: Documents,
    /// Recorded text and what stands for it here: generated IDs, and the URLs of discovery documents. Those were on the
    /// internet when the exchange was recorded; here the metadata that the real tenant stored is served from this computer,
    /// without the four members that the tenant itself adds to a document.
    stand_ins: Vec<(String, String)>,
    deleted: HashSet<String>,
}

/// What a tenant adds to metadata that lacks them.
const ADDED_TO_METADATA: [&str; 4] = [
    "claims_parameter_supported",
    "request_parameter_supported",
    "request_uri_parameter_supported",
    "require_request_uri_registration",
];

#[tokio::test]
async fn create_patch_delete() {
    whole("01_oidc_create_patch_delete.json", 7).await;
}

#[tokio::test]
async fn a_patch_without_connection_settings_disables_pkce() {
    whole("02_oidc_patch_omitting_connection_settings_disables_pkce.json", 5).await;
}

#[tokio::test]
async fn null_endpoints_are_filled_from_discovery() {
    whole("03_oidc_null_endpoints_filled_from_discovery.json", 6).await;
}

#[tokio::test]
async fn metadata_of_the_callers_own_and_a_list_by_name() {
    whole("04_oidc_create_with_inline_oidc_metadata_and_list_by_name.json", 4).await;
}

#[tokio::test]
async fn defaults_without_discovery() {
    whole("05_oidc_no_discovery_defaults.json", 5).await;
}

/// A key is another one each time, so its values are held to their form alone. The excerpt's last two exchanges are of another
/// connection, half a year later, when a rotation answered with the whole key: as it does here.
#[tokio::test]
async fn keys_of_a_connection() {
    let recorded = read("06_oidc_keys_get_rotate.json");
    let (earlier, later) = recorded.split_at(6);
    let mut replay = Replay::start().await;
    replay.repeat(&earlier[0]).await;
    for interaction in &earlier[1..4] {
        replay.repeat_with_keys(interaction).await;
    }
    for interaction in &earlier[4..] {
        replay.repeat(interaction).await;
    }
    let name = "OIDC-Connection-TestAccConnectionRotateDataKeys";
    let mut options = explicit_options();
    options["token_endpoint_auth_method"] = "private_key_jwt".into();
    let connection = replay.scene.created(&create(name, options)).await;
    replay.stands_for(&"con_lhoICuJaBl4aCpFs".into(), &connection["id"]);
    for interaction in later {
        replay.repeat_with_keys(interaction).await;
    }
    assert_eq!(recorded.len(), 8);
}

/// Recorded with a database connection, which this tenant does not have: an `oidc` one takes its place.
#[tokio::test]
async fn applications_of_a_connection() {
    let recorded = read("07_connection_clients_patch_get.json");
    let mut replay = Replay::start().await;
    let created = &recorded[0];
    let connection = replay.scene.connection(created.request_body["name"].as_str().expect("a name")).await;
    replay.stands_for(&created.response_body["id"], &connection["id"]);
    replay.stand_ins.push((r#""strategy":"auth0""#.to_owned(), r#""strategy":"oidc""#.to_owned()));
    for client_id in ["J7KLi9u0fUGTrBds0cZaxx7bZmjeyGaX", "PYqIqCt5isE3KnmezyA8CbN5VpczqFfP"] {
        let own = replay.scene.application("App").await;
        replay.stands_for(&client_id.into(), &own.into());
    }
    for interaction in &recorded[1..] {
        replay.repeat(interaction).await;
    }
    assert_eq!(recorded.len(), 9);
}

/// The others of this recording are of strategies and of operations that this tenant does not have.
#[tokio::test]
async fn bodies_of_errors() {
    let recorded = read("10_error_bodies.json");
    let applies = |interaction: &&Interaction| {
        let strategy = &interaction.request_body["strategy"];
        (strategy.is_null() || strategy == "oidc") && !interaction.path.contains("directory-provisioning")
    };
    let mut replay = Replay::start().await;
    let applying: Vec<&Interaction> = recorded.iter().filter(applies).collect();
    assert_eq!(applying.len(), 4, "of {}", recorded.len());
    for interaction in applying {
        replay.repeat(interaction).await;
    }
}

async fn whole(file: &str, interactions: usize) {
    let recorded = read(file);
    assert_eq!(recorded.len(), interactions);
    let mut replay = Replay::start().await;
    for interaction in &recorded {
        replay.repeat(interaction).await;
    }
}

pub(crate) fn read(file: &str) -> Vec<Interaction> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/published/recordings").join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str::<Recording>(&text).expect("a recording").interactions
}

impl Replay {
    async fn start() -> Replay {
        let (scene, documents) = (Scene::start().await, Documents::start().await);
        Replay { scene, documents, stand_ins: Vec::new(), deleted: HashSet::new() }
    }

    async fn repeat(&mut self, recorded: &Interaction) {
        self.serve_discovery(recorded);
        self.create_beforehand(recorded).await;
        let path = self.here(&recorded.path);
        let path = path.strip_prefix("/api/v2/").expect("a path of the API");
        let body: Value = serde_json::from_str(&self.here(&recorded.request_body.to_string())).expect("JSON");
        let answer = match recorded.method.as_str() {
            "GET" => self.scene.get(path).await,
            "POST" => self.scene.post(path, &body).await,
            "PATCH" => self.scene.patch(path, &body).await,
            "DELETE" => self.scene.delete(path).await,
            other => panic!("unknown method {other}"),
        };
        if recorded.method == "POST" {
            self.stands_for(&recorded.response_body["id"], &answer.body["id"]);
        }
        let again = recorded.method == "DELETE" && !self.deleted.insert(path.to_owned());
        if again && recorded.status() == 202 {
            // The real tenant was still deleting the connection's users; here nothing is left to delete.
            assert_eq!(answer.status, 204, "{path}");
            return;
        }
        assert_eq!(answer.status, recorded.status(), "{} {path}: {}", recorded.method, answer.text);
        self.compare(recorded, answer);
    }

    async fn repeat_with_keys(&mut self, recorded: &Interaction) {
        let path = self.here(&recorded.path);
        let path = path.strip_prefix("/api/v2/").expect("a path of the API");
        let answer = match recorded.method.as_str() {
            "GET" => self.scene.get(path).await,
            "POST" => self.scene.post(path, &recorded.request_body).await,
            other => panic!("unknown method {other}"),
        };
        assert_eq!(answer.status, recorded.status(), "{path}: {}", answer.text);
        let forms = |body: &Value| match body {
            Value::Array(keys) => keys.iter().map(form_of_key).collect::<Vec<_>>(),
            key => vec![form_of_key(key)],
        };
        let (wanted, mut got) = (forms(&recorded.response_body), forms(&answer.body));
        if recorded.response_body.as_object().is_some_and(|key| key.len() == 2) {
            // A rotation answered with less until 2026.
            got[0].retain(|name, _| wanted[0].contains_key(name));
        }
        assert_eq!(json!(got).to_string(), json!(wanted).to_string(), "{path}");
    }

    fn compare(&self, recorded: &Interaction, answer: Answer) {
        let mut wanted: Value = serde_json::from_str(&self.here(&recorded.response_body.to_string())).expect("JSON");
        let mut got = answer.body;
        if let (Some(_), Some(at)) = (wanted.get("deleted_at"), got.get("deleted_at").and_then(Value::as_str)) {
            assert!(DateTime::parse_from_rfc3339(at).is_ok() && at.ends_with('Z') && at.len() == 24, "{at}");
            wanted["deleted_at"] = at.into();
        }
        for (wanted, got) in connections(&mut wanted).into_iter().zip(connections(&mut got)) {
            of_one_age(wanted, got, recorded.method == "POST");
        }
        assert_eq!(got.to_string(), wanted.to_string(), "{} {}", recorded.method, recorded.path);
    }

    fn serve_discovery(&mut self, recorded: &Interaction) {
        let asked = &recorded.request_body["options"];
        let (Some(url), None) = (asked["discovery_url"].as_str(), asked.get("oidc_metadata")) else { return };
        let mut metadata = recorded.response_body["options"]["oidc_metadata"].clone();
        metadata
            .as_object_mut()
            .expect("fetched metadata")
            .retain(|name, value| !(ADDED_TO_METADATA.contains(&name.as_str()) && *value == false));
        let here = self.documents.put(&format!("/{}", url.trim_start_matches("https://")), metadata);
        self.stands_for(&url.into(), &here.into());
    }

    /// An excerpt may begin after the connection was created.
    async fn create_beforehand(&mut self, recorded: &Interaction) {
        let Some(id) = recorded.path.split(['/', '?']).find(|segment| segment.starts_with("con_")) else { return };
        if recorded.status() < 204 && !self.stand_ins.iter().any(|(known, _)| known == id) {
            let connection = self.scene.connection("made-beforehand").await;
            self.stands_for(&id.into(), &connection["id"]);
        }
    }

    fn stands_for(&mut self, recorded: &Value, here: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("not text: {value}")).to_owned();
        let (recorded, here) = (text(recorded), text(here));
        if recorded.starts_with("con_") {
            let generated = here.strip_prefix("con_").unwrap_or_default();
            assert!(generated.len() == 16 && generated.chars().all(|c| c.is_ascii_alphanumeric()), "{here}");
        }
        self.stand_ins.push((recorded, here));
    }

    fn here(&self, text: &str) -> String {
        self.stand_ins.iter().fold(text.to_owned(), |text, (recorded, here)| text.replace(recorded, here))
    }
}

impl Interaction {
    pub(crate) fn status(&self) -> u16 {
        let text = self.status.as_str().map_or_else(|| self.status.to_string(), |text| text[..3].to_owned());
        text.parse().expect("a status")
    }
}

/// A key with what differs each time replaced by what it looks like.
fn form_of_key(key: &Value) -> Map<String, Value> {
    let members = key.as_object().expect("a key").iter();
    let form = |name: &str, value: &Value| match (name, value.as_str()) {
        ("kid", Some(kid)) => kid.len().into(),
        ("cert" | "pkcs", Some(pem)) => {
            let lines: Vec<&str> = pem.split("\r\n").collect();
            json!([lines[0], &lines[1][..3], lines[lines.len() - 2], lines[lines.len() - 1]])
        }
        ("fingerprint" | "thumbprint", Some(digest)) => digest.replace(|c: char| c.is_ascii_hexdigit(), "F").into(),
        ("current_since", Some(at)) => DateTime::parse_from_rfc3339(at).is_ok().into(),
        _ => value.clone(),
    };
    members.map(|(name, value)| (name.clone(), form(name, value))).collect()
}

/// The connections in a body of any shape.
fn connections(body: &mut Value) -> Vec<&mut Map<String, Value>> {
    let list = body.get("connections").is_some();
    let bodies =
        if list { body["connections"].as_array_mut().expect("a list").iter_mut().collect() } else { vec![body] };
    bodies.into_iter().filter_map(Value::as_object_mut).filter(|object| object.contains_key("strategy")).collect()
}

/// Takes out what real tenants did not show at all times: until July 2026 every answer had `enabled_clients`, since then
/// the answer to POST alone; `authentication` and `connected_accounts` came in January 2026. This tenant is a new one.
fn of_one_age(recorded: &mut Map<String, Value>, here: &mut Map<String, Value>, post: bool) {
    if !post && let Some(enabled) = recorded.shift_remove("enabled_clients") {
        assert_eq!(enabled, json!([]));
    }
    for (member, default) in [("authentication", true), ("connected_accounts", false)] {
        if !recorded.contains_key(member) {
            assert_eq!(here.shift_remove(member), Some(json!({ "active": default })), "{member}");
        }
    }
}
