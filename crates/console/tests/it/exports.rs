//! Connections on their way into files.

use std::fs;

use axum::http::{Method, StatusCode};
use lintel_as_code::{Given, Passphrase, WaitsFor};
use lintel_console::{
    Problem,
    view::{BulkProgress, ExportChoices, ExportEnd, ExportFormat, ExportOffer, ExportSecrets},
};
use lintel_oidc::{Channel, Secret};
use serde_json::json;

use crate::{elsewhere::Elsewhere, gate::Gate, scene::Scene};

const TICKET: &str = "export-1";

fn chosen(format: ExportFormat, secrets: ExportSecrets) -> ExportChoices {
    ExportChoices { format, secrets, pin_metadata: false }
}

fn offer(offers: &[ExportOffer], format: ExportFormat) -> &ExportOffer {
    offers.iter().find(|offer| offer.format == format).expect("an offer")
}

/// A connection of either channel, read for an export.
async fn read() -> (Scene, [String; 2]) {
    let scene = Scene::start().await;
    let ids = [scene.created("b", Channel::BackChannel).await.id, scene.created("a", Channel::FrontChannel).await.id];
    let reading = scene.console.read_export(TICKET, ids.to_vec(), &|_| {}).await.expect("a reading");
    assert_eq!((reading.read, reading.unread.len()), (2, 0));
    (scene, ids)
}

#[tokio::test]
async fn one_reading_says_of_every_format_what_it_loses_each_loss_once_with_all_who_have_it() {
    let (scene, ids) = read().await;
    scene.console.delete_connection(&ids[0], "b").await.expect("deleted");
    let offers = scene.console.export_offers(TICKET, false).await.expect("offers");
    assert_eq!(offers.iter().map(|offer| offer.format).collect::<Vec<_>>(), ExportFormat::ALL);
    let own = offer(&offers, ExportFormat::Lintel);
    assert_eq!((own.files, &own.losses, own.label.as_str()), (1, &Vec::new(), "Lintel file, JSON"));
    let terraform = offer(&offers, ExportFormat::Terraform);
    assert!(terraform.files > 2 && terraform.bytes > 500, "{terraform:?}");
    let metadata = |offer: &ExportOffer| {
        let lost = offer.losses.iter().filter(|loss| loss.path == "/options/oidc_metadata");
        lost.map(|loss| loss.connections.clone()).collect::<Vec<_>>()
    };
    assert_eq!(metadata(terraform), [["a", "b"]]);
    assert_eq!(metadata(offer(&offers, ExportFormat::DeployCliYaml)), [["a", "b"]]);
    let pinned = scene.console.export_offers(TICKET, true).await.expect("offers");
    assert!(metadata(offer(&pinned, ExportFormat::DeployCliYaml)).is_empty());
}

#[tokio::test]
async fn a_secret_is_left_out_a_placeholder_or_sealed_as_chosen_and_is_in_no_file_of_another_tool() {
    let (scene, ids) = read().await;
    let secret = scene.console.reveal_secret(&ids[0]).await.expect("a secret");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("connections.json");
    let sealed = || ExportSecrets::Sealed(Secret::new("correct horse"));
    let mut opens = Vec::new();
    for secrets in [ExportSecrets::LeftOut, ExportSecrets::Placeholders, sealed()] {
        let end = scene.console.write_export(TICKET, chosen(ExportFormat::Lintel, secrets), Some(file.clone()), &[]);
        assert_eq!(end.await.expect("written"), ExportEnd::Written { path: file.clone(), files: 1 });
        let text = fs::read_to_string(&file).expect("the file");
        assert!(!text.contains(&secret), "{text}");
        let read = lintel_as_code::read(&[lintel_as_code::File::new("connections.json", text)], &Given::default());
        opens.push(read.expect("a file").open.into_iter().map(|open| open.waits_for).next());
    }
    assert!(matches!(&opens[..], [None, Some(WaitsFor::Placeholder(_)), Some(WaitsFor::Passphrase)]), "{opens:?}");
    let given = Given { passphrase: Some(Passphrase::new("correct horse")), ..Given::default() };
    let text = fs::read_to_string(&file).expect("the file");
    let read = lintel_as_code::read(&[lintel_as_code::File::new("connections.json", text)], &given).expect("a file");
    let stored = read.bundle.connections.iter().find(|document| document.name == "b").expect("the connection");
    assert_eq!(stored.options().and_then(|options| options["client_secret"].as_str()), Some(secret.as_str()));

    for format in ExportFormat::ALL.into_iter().filter(|format| format.is_folder()) {
        let to = folder.path().join(format!("{format:?}"));
        let end = scene.console.write_export(TICKET, chosen(format, sealed()), Some(to.clone()), &[]).await;
        assert!(matches!(end, Ok(ExportEnd::Written { .. })), "{end:?}");
        assert!(!texts(&to).contains(&secret));
    }
    let unsealed = chosen(ExportFormat::Lintel, ExportSecrets::Sealed(Secret::new("")));
    let refused =
        scene.console.write_export(TICKET, unsealed, Some(file.clone()), &[]).await.expect_err("no passphrase");
    assert_eq!(refused.field.as_deref(), Some("passphrase"));
}

#[tokio::test]
async fn files_of_a_folder_are_replaced_once_they_were_named_and_what_else_is_there_stays() {
    let (scene, _) = read().await;
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().to_owned();
    fs::write(to.join("main.tf"), "# mine").expect("a file");
    fs::write(to.join("connections.tf"), "# mine too").expect("a file");
    let choices = || chosen(ExportFormat::Terraform, ExportSecrets::LeftOut);
    let end = scene.console.write_export(TICKET, choices(), Some(to.clone()), &[]).await.expect("an end");
    let named = vec!["connections.tf".to_owned()];
    assert_eq!(end, ExportEnd::Occupied { path: to.clone(), files: named.clone() });
    assert_eq!(fs::read_dir(&to).expect("a folder").count(), 2, "nothing was written");

    fs::write(to.join("versions.tf"), "# came meanwhile").expect("a file");
    let end = scene.console.write_export(TICKET, choices(), None, &named).await.expect("an end");
    let named = match end {
        ExportEnd::Occupied { files, .. } => files,
        end => panic!("{end:?}"),
    };
    assert_eq!(named, ["versions.tf", "connections.tf"]);
    let end = scene.console.write_export(TICKET, choices(), None, &named).await.expect("an end");
    assert!(matches!(end, ExportEnd::Written { files, .. } if files > 2), "{end:?}");
    assert!(texts(&to).contains("auth0_connection") && !texts(&to).contains("# mine too"));
    assert_eq!(fs::read_to_string(to.join("main.tf")).expect("a file"), "# mine");
}

#[tokio::test]
async fn what_cannot_be_written_is_told_with_the_cause_and_the_reading_stays() {
    let (scene, _) = read().await;
    let choices = || chosen(ExportFormat::Lintel, ExportSecrets::LeftOut);
    let nowhere = scene.folder().join("id").join("connections.json");
    let refused =
        scene.console.write_export(TICKET, choices(), Some(nowhere), &[]).await.expect_err("a file is no folder");
    assert_eq!(refused.code, "export-not-written");
    let file = scene.folder().join("connections.json");
    let end = scene.console.write_export(TICKET, choices(), Some(file.clone()), &[]).await.expect("written");
    assert_eq!(end, ExportEnd::Written { path: file, files: 1 });
}

#[tokio::test]
async fn a_connection_that_is_gone_is_told_and_left_out_and_alone_it_is_no_export() {
    let (scene, ids) = read().await;
    scene.console.delete_connection(&ids[0], "b").await.expect("deleted");
    let reading = scene.console.read_export("again", ids.to_vec(), &|_| {}).await.expect("a reading");
    let unread: Vec<_> = reading.unread.iter().map(|failure| failure.id.as_str()).collect();
    assert_eq!((reading.read, unread), (1, vec![ids[0].as_str()]));
    let gone = scene.console.read_export("alone", ids[..1].to_vec(), &|_| {}).await.expect_err("nothing is left");
    assert_eq!(gone.code, "connection-gone");
}

#[tokio::test]
async fn a_tenant_that_refuses_in_the_middle_leaves_no_half_of_an_export() {
    let scene = Scene::start().await;
    let elsewhere = Elsewhere::serve().await;
    let gate = Gate::before(&elsewhere).await;
    scene.tenants.connect_auth0(&gate.address, &gate.access(&elsewhere)).await.expect("added");
    let console = scene.tenants.console().expect("it is open");
    let mut ids = Vec::new();
    for name in ["one", "two"] {
        let body = json!({ "name": name, "strategy": "oidc", "options": { "type": "front_channel",
            "client_id": "c", "issuer": "https://id.example", "authorization_endpoint": "https://id.example/authorize",
            "jwks_uri": "https://id.example/keys", "scope": "openid" } });
        let made = elsewhere.create("connections", &body).await;
        ids.push(made["id"].as_str().expect("an ID").to_owned());
    }
    gate.answer(Method::GET, &format!("connections/{}", ids[1]), StatusCode::FORBIDDEN, "{}");
    console.read_export(TICKET, ids.clone(), &|_| {}).await.expect_err("it is refused");
    assert_eq!(closed(console.export_offers(TICKET, false).await), "export-closed");
}

#[tokio::test]
async fn a_reading_that_is_cancelled_holds_nothing_and_neither_does_one_that_is_closed() {
    let (scene, ids) = Scene::start().await.with_many(40).await;
    let console = std::sync::Arc::clone(&scene.console);
    let closing = |progress: BulkProgress| {
        assert_eq!(progress.total, 40);
        console.close_export(&progress.ticket);
    };
    let cancelled = scene.console.read_export(TICKET, ids.clone(), &closing).await;
    assert_eq!(cancelled.expect_err("it was cancelled").code, "cancelled");
    assert_eq!(closed(scene.console.export_offers(TICKET, false).await), "export-closed");

    scene.console.read_export(TICKET, ids[..2].to_vec(), &|_| {}).await.expect("a reading");
    scene.console.close_export("another");
    assert_eq!(scene.console.export_offers(TICKET, false).await.expect("offers").len(), 4);
    scene.console.close_export(TICKET);
    assert_eq!(closed(scene.console.export_offers(TICKET, false).await), "export-closed");
}

fn closed<T: std::fmt::Debug>(outcome: Result<T, Problem>) -> String {
    outcome.expect_err("it is closed").code
}

/// All that stands in the files of a folder.
fn texts(folder: &std::path::Path) -> String {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { texts(&path) } else { fs::read_to_string(&path).expect("a text") }).collect()
}
