//! Finding a provider and creating a connection to it.

use lintel_console::view::{ConnectionForm, NameCheck, Problem, SecretInput};
use lintel_oidc::{Channel, Secret};
use tokio::net::TcpListener;

use crate::scene::Scene;

#[tokio::test]
async fn the_practice_provider_is_found_by_its_issuer_and_sound_on_both_channels() {
    let scene = Scene::start().await;
    let practice = scene.console.practice().expect("it answers");
    let check = scene.console.check_provider("t-1", &practice.issuer).await.expect("a check");
    let found = check.found.expect("a provider");
    assert_eq!(found.discovery_url, practice.discovery_url);
    assert_eq!(found.issuer.as_deref(), Some(practice.issuer.as_str()));
    assert!(found.issuer_matches_url);
    assert_eq!(found.usable_keys, Some(1));
    assert!(check.front_channel.usable, "{:?}", check.front_channel);
    assert!(check.back_channel.usable, "{:?}", check.back_channel);
}

#[tokio::test]
async fn a_check_that_is_cancelled_ends_at_once_and_can_be_made_again() {
    let scene = Scene::start().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let input = format!("http://{}", silent.local_addr().expect("an address"));
    let check = scene.console.check_provider("t-1", &input);
    let cancel = async {
        // The question has been asked, and no answer will come.
        let _asked = silent.accept().await.expect("a connection");
        scene.console.cancel("t-1");
    };
    let (outcome, ()) = tokio::join!(check, cancel);
    assert_eq!(outcome.expect_err("cancelled").code, "cancelled");
    let again = scene.console.check_provider("t-1", &scene.console.practice().expect("it answers").issuer).await;
    assert!(again.expect("a check").found.is_some());
}

#[tokio::test]
async fn a_connection_is_created_on_either_channel_with_the_address_that_answered() {
    let scene = Scene::start().await;
    for (name, channel) in [("front", Channel::FrontChannel), ("back", Channel::BackChannel)] {
        let created = scene.created(name, channel).await;
        assert_eq!(created.form.name, name);
        assert_eq!(created.form.channel, channel);
        assert_eq!(created.form.discovery_url, scene.console.practice().expect("it answers").discovery_url);
        assert_eq!(created.has_secret, channel == Channel::BackChannel);
        assert!(created.practice);
        assert_eq!(scene.console.connection(&created.id).await.expect("the connection"), created);
    }
    let names: Vec<String> =
        scene.console.list_connections(None).await.expect("a list").rows.into_iter().map(|row| row.name).collect();
    assert_eq!(names.len(), 2);
    assert!(names.iter().all(|name| name == "front" || name == "back"), "{names:?}");
}

#[tokio::test]
async fn what_will_not_do_is_refused_at_its_field_and_nothing_is_created() {
    let scene = Scene::start().await;
    scene.created("taken", Channel::BackChannel).await;
    let form = scene.form("new", Channel::BackChannel);
    let nowhere = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let cases = [
        ("name", ConnectionForm { name: "taken".to_owned(), ..form.clone() }),
        ("name", ConnectionForm { name: "two--hyphens".to_owned(), ..form.clone() }),
        ("client_id", ConnectionForm { client_id: " ".to_owned(), ..form.clone() }),
        ("client_secret", ConnectionForm { client_secret: SecretInput::Unchanged, ..form.clone() }),
        ("client_secret", ConnectionForm { client_secret: SecretInput::Replace(Secret::new("")), ..form.clone() }),
        ("scope", ConnectionForm { scope: "profile".to_owned(), ..form.clone() }),
        ("discovery_url", ConnectionForm { discovery_url: format!("http://{nowhere}"), ..form.clone() }),
    ];
    for (field, form) in cases {
        let problem: Problem = scene.console.create_connection(&form).await.expect_err("refused");
        assert_eq!(problem.field.as_deref(), Some(field), "{problem:?}");
        assert!(!problem.message.is_empty());
    }
    assert_eq!(scene.console.list_connections(None).await.expect("a list").rows.len(), 1);
    let said = async |name: &str| {
        let NameCheck { problem, suggestion } = scene.console.check_name(name).await.expect("an answer");
        (problem.map(|problem| problem.code), suggestion)
    };
    let code = |code: &str| Some(code.to_owned());
    assert_eq!(said("taken").await, (code("name-taken"), Some("taken-2".to_owned())));
    assert_eq!(said("Acme Corp").await, (code("name-invalid"), Some("acme-corp".to_owned())));
    assert_eq!(said("Taken!").await, (code("name-invalid"), Some("taken-2".to_owned())));
    assert_eq!(said("new").await, (None, None));
    let again = ConnectionForm { name: "taken".to_owned(), ..form.clone() };
    let refused = scene.console.create_connection(&again).await.expect_err("refused");
    assert_eq!(refused.message, "A connection named “taken” is there already.");
    let padded = ConnectionForm { name: " padded ".to_owned(), ..form };
    assert_eq!(scene.console.create_connection(&padded).await.expect("a connection").form.name, "padded");
}
