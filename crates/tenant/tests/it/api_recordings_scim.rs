//! The recordings of SCIM, repeated. They are of a connection of strategy `okta`, which this tenant does not have: an `oidc` one takes its
//! place, whose default mapping is another.

use chrono::DateTime;
use serde_json::Value;

use crate::{
    api_recordings::{Interaction, read},
    api_scene::{Answer, Scene},
};

#[tokio::test]
async fn configuration_of_a_connection() {
    let mut replay = Replay::start().await;
    // The third exchange makes the connection, the second is of a strategy that cannot do it.
    let recorded = read("08_scim_configuration_crud.json");
    let of_scim = recorded.iter().enumerate().filter(|(index, _)| ![1, 2].contains(index));
    let mut repeated = 0;
    for (_, interaction) in of_scim {
        let answer = replay.repeat(interaction).await;
        let (mut wanted, mut got) = (interaction.response_body.clone(), answer.body);
        for body in [&mut wanted, &mut got] {
            forget_what_differs(body);
        }
        assert_eq!(got.to_string(), wanted.to_string(), "{} {}", interaction.method, interaction.path);
        repeated += 1;
    }
    assert_eq!(repeated, recorded.len() - 2);
}

#[tokio::test]
async fn tokens_of_a_connection() {
    let mut replay = Replay::start().await;
    let path = format!("connections/{}/scim-configuration", replay.id);
    let recorded = read("09_scim_tokens.json");
    let (first, second) = recorded.split_at(4);
    for of_one_connection in [first, second] {
        let made = replay.scene.post(&path, &Value::Null).await;
        assert_eq!(made.status, 201, "{}", made.text);
        for interaction in of_one_connection {
            let answer = replay.repeat(interaction).await;
            assert_eq!(form(&answer.body), form(&interaction.response_body), "{}", interaction.path);
        }
    }
    assert_eq!(recorded.len(), 10);
}

struct Replay {
    scene: Scene,
    id: String,
    /// The token that was made last: recorded, and here.
    token: Option<(String, String)>,
}

impl Replay {
    async fn start() -> Replay {
        let scene = Scene::start().await;
        let connection = scene.connection("acme").await;
        let id = connection["id"].as_str().expect("an ID").to_owned();
        Replay { scene, id, token: None }
    }

    async fn repeat(&mut self, recorded: &Interaction) -> Answer {
        let mut path = recorded.path.strip_prefix("/api/v2/").expect("a path of the API").to_owned();
        if let Some(id) = path.clone().split('/').find(|part| part.starts_with("con_") && !part.ends_with("xxxx")) {
            path = path.replace(id, &self.id);
        }
        if let Some((recorded, here)) = &self.token {
            path = path.replace(recorded, here);
        }
        let answer = match recorded.method.as_str() {
            "GET" => self.scene.get(&path).await,
            "POST" => self.scene.post(&path, &recorded.request_body).await,
            "PATCH" => self.scene.patch(&path, &recorded.request_body).await,
            "DELETE" => self.scene.delete(&path).await,
            other => panic!("unknown method {other}"),
        };
        assert_eq!(answer.status, recorded.status(), "{} {path}: {}", recorded.method, answer.text);
        if let (Some(was), Some(is)) = (recorded.response_body["token_id"].as_str(), answer.body["token_id"].as_str()) {
            self.token = Some((was.to_owned(), is.to_owned()));
        }
        answer
    }
}

/// Names, times, and the default mapping as long as it is one: its form is compared, the first pair and the order within.
fn forget_what_differs(body: &mut Value) {
    let Some(body) = body.as_object_mut() else { return };
    for member in ["tenant_name", "connection_id", "connection_name", "strategy"] {
        if let Some(value) = body.get_mut(member) {
            *value = "differs".into();
        }
    }
    for member in ["created_at", "updated_on"] {
        if let Some(value) = body.get_mut(member) {
            *value = is_instant(value).into();
        }
    }
    if let Some(mapping) = body.get_mut("mapping").and_then(Value::as_array_mut)
        && mapping.len() == 32
    {
        mapping.truncate(7);
    }
}

fn is_instant(value: &Value) -> bool {
    value.as_str().is_some_and(|at| DateTime::parse_from_rfc3339(at).is_ok() && at.ends_with('Z') && at.len() == 24)
}

/// A token, or a list of them, with what is another each time replaced by what it looks like.
fn form(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(form).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| match name.as_str() {
                "token_id" => (name.clone(), value.as_str().map(str::len).into()),
                "token" => (name.clone(), value.is_string().into()),
                "created_at" => (name.clone(), is_instant(value).into()),
                _ => (name.clone(), value.clone()),
            })
            .collect::<serde_json::Map<String, Value>>()
            .into(),
        other => other.clone(),
    }
}
