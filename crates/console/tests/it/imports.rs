//! Files as they are read from a disk, and planned: what they seal is asked for, and what cannot be read has its own answer.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use lintel_as_code::{Bundle, Choices, ConnectionDocument, Format, Passphrase, Secrets};
use lintel_console::{
    Problem, Tenants,
    view::{QuestionKind, TransferChoices, TransferFrom, TransferPlan, ValueShape},
};
use lintel_oidc::Secret;
use serde_json::{Value, json};

use crate::scene::Scene;

fn connection(name: &str, strategy: &str) -> Value {
    let options = json!({ "type": "back_channel", "client_id": "c-1", "client_secret": "s3cret", "scope": "openid",
        "discovery_url": "https://id.example/.well-known/openid-configuration" });
    json!({ "name": name, "strategy": strategy, "options": options })
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).expect("written");
    path
}

/// Lintel's own file with one connection, its secret sealed.
fn sealed(folder: &Path) -> PathBuf {
    let connection = connection("acme", "oidc");
    let document = ConnectionDocument::of(connection.as_object().cloned().expect("an object")).expect("a connection");
    let bundle = Bundle { connections: vec![document], ..Bundle::default() };
    let choices = Choices { secrets: Secrets::Sealed(Passphrase::new("open sesame")), pin_metadata: true };
    let files = lintel_as_code::write(Format::LintelJson, &bundle, &choices).expect("sealed").files;
    written(folder, "acme.json", &files[0].text)
}

async fn planned(tenants: &Tenants, path: &Path, passphrase: Option<&str>) -> Result<TransferPlan, Problem> {
    let path = path.display().to_string();
    let from = TransferFrom::File { path, passphrase: passphrase.map(Secret::new) };
    let source = tenants.transfer_from(from).await?;
    let console = tenants.console().expect("it is open");
    console.plan_transfer("ticket", &source, &TransferChoices::default(), &|_| {}).await
}

#[tokio::test]
async fn a_sealed_file_says_so_and_a_wrong_passphrase_is_told_from_a_right_one() {
    let scene = Scene::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = sealed(folder.path());
    let plan = planned(&scene.tenants, &path, None).await.expect("a plan");
    assert!(plan.sealed);
    let asked: Vec<_> = plan.connections[0].questions.iter().map(|one| (one.kind, one.shape)).collect();
    assert_eq!(asked, [(QuestionKind::Secret, ValueShape::Secret)]);
    let wrong = planned(&scene.tenants, &path, Some("close sesame")).await.expect_err("refused");
    assert_eq!((wrong.code.as_str(), wrong.field.as_deref()), ("wrong-passphrase", Some("passphrase")));
    let plan = planned(&scene.tenants, &path, Some("open sesame")).await.expect("a plan");
    assert_eq!((plan.sealed, plan.summary.create), (false, 1), "{plan:?}");
}

#[tokio::test]
async fn every_format_is_read_and_what_is_not_taken_is_said_where_it_belongs() {
    let scene = Scene::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let earlier = json!([connection("acme", "oidc"), connection("old", "samlp")]).to_string();
    let plan = planned(&scene.tenants, &written(folder.path(), "earlier.json", &earlier), None).await.expect("a plan");
    assert_eq!(plan.connections.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["acme"]);
    assert!(plan.notes.iter().any(|note| note.starts_with("old, ") && note.contains("samlp")), "{:?}", plan.notes);
    let bundle = |name: &str| {
        let connection = connection(name, "oidc");
        let document = ConnectionDocument::of(connection.as_object().cloned().expect("an object"));
        Bundle { connections: vec![document.expect("a connection")], ..Bundle::default() }
    };
    for format in [Format::DeployCliYaml, Format::DeployCliDirectory, Format::Terraform] {
        let place = folder.path().join(format!("{format:?}"));
        let choices = Choices { secrets: Secrets::Placeholders, pin_metadata: false };
        let written = lintel_as_code::write(format, &bundle("acme"), &choices).expect("written");
        lintel_console::write_files(&place, written).await.expect("on the disk");
        let plan = planned(&scene.tenants, &place, None).await.expect("a plan");
        assert_eq!(plan.connections[0].name, "acme", "{format:?}");
        assert_eq!(plan.connections[0].questions[0].kind, QuestionKind::Secret, "{format:?}");
        assert!(!plan.sealed, "it waits for a placeholder, which no passphrase opens");
    }
}

#[tokio::test]
async fn what_cannot_be_read_has_its_own_answer() {
    let scene = Scene::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let huge = folder.path().join("huge.json");
    File::create(&huge).expect("a file").set_len(50 * 1024 * 1024).expect("sparse");
    let twice = json!([connection("acme", "oidc"), connection("acme", "oidc")]).to_string();
    let whole = json!([connection("acme", "oidc")]).to_string();
    let cases = [
        (huge, "file-too-large", "more than the 32 MiB"),
        (written(folder.path(), "twice.json", &twice), "file-unreadable", "acme is there twice"),
        (written(folder.path(), "cut.json", &whole[..whole.len() - 20]), "file-unreadable", "ends in the middle"),
        (
            written(folder.path(), "newer.json", r#"{ "format": "lintel-connections", "version": 99 }"#),
            "file-unreadable",
            "version 99",
        ),
        (written(folder.path(), "package.json", r#"{ "dependencies": {} }"#), "file-unreadable", "package.json"),
        (folder.path().join("gone.json"), "file-unreadable", "could not be read"),
        #[cfg(unix)]
        (PathBuf::from("/dev/null"), "file-unreadable", "neither a file nor a folder"),
    ];
    for (path, code, said) in cases {
        let problem = planned(&scene.tenants, &path, None).await.expect_err("refused");
        assert_eq!(problem.code, code, "{problem:?}");
        assert!(problem.message.contains(said), "{problem:?}");
    }
}
