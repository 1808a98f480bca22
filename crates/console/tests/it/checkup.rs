//! Every connection of a tenant, checked at once.

use lintel_console::{
    CheckupFinding,
    view::{ConnectionForm, Decisions, Edit},
};
use lintel_oidc::{Channel, Severity};

use crate::scene::{Scene, practice_form};

fn codes(findings: &[CheckupFinding]) -> Vec<(&str, Severity)> {
    let told = findings.iter().filter(|finding| finding.severity > Severity::Note);
    told.map(|finding| (finding.code.as_str(), finding.severity)).collect()
}

#[tokio::test]
async fn what_keeps_people_out_and_what_soon_will_is_found_in_every_connection() {
    let scene = Scene::start().await;
    let console = &scene.console;
    let sound = scene.created("sound", Channel::BackChannel).await;
    let form = |name: &str| ConnectionForm {
        domains: vec!["acme.example".to_owned()],
        ..practice_form(console, name, Channel::BackChannel)
    };
    console.create_connection(&form("acme")).await.expect("created");
    console.create_connection(&form("acme-2")).await.expect("created");
    let ended = ConnectionForm { client_secret_ends: "2020-01-31".to_owned(), ..sound.form.clone() };
    let edit = Edit { id: sound.id.clone(), revision: sound.revision.clone(), form: ended };

    let told = std::sync::Mutex::new(Vec::new());
    let observer = |progress: lintel_console::CheckupProgress| told.lock().expect("a lock").push(progress.done);
    let checked = console.check_connections("t", None, &observer).await.expect("checked");
    assert_eq!(*told.lock().expect("a lock"), [1, 2, 3]);
    let of = |name: &str| checked.iter().find(|one| one.name == name).expect("it is checked");
    assert_eq!(codes(&of("sound").findings), []);
    for name in ["acme", "acme-2"] {
        assert_eq!(codes(&of(name).findings), [("domain-shared", Severity::Warning)], "{name}");
    }

    console.save_connection(&edit, &Decisions::default()).await.expect("saved");
    let only = ["sound".to_owned()];
    let checked = console.check_connections("t", Some(&only), &|_| {}).await.expect("checked");
    let [sound] = &checked[..] else { panic!("{checked:?}") };
    assert!(sound.fails());
    assert!(codes(&sound.findings).contains(&("ended", Severity::Error)), "{sound:?}");
}
