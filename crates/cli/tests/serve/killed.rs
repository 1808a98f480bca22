//! Connections on their way from tenant to tenant over https: planned, written, cut off in the middle, and brought to their end.

use std::{
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    elsewhere::{Elsewhere, KEY, Ran, environment, ran},
    provider::Provider,
    served::{Served, lintel},
};

const NAMES: [&str; 3] = ["acme", "globex", "initech"];

/// Where a command is killed: while it waits for the answer to a creation.
#[derive(Debug, Clone, Copy)]
enum Cut {
    /// Which the tenant then never carries out.
    BeforeItArrived,
    /// Which the tenant has carried out.
    BeforeItWasAnswered,
}

struct Scene {
    _tenants: [Elsewhere; 2],
    provider: Provider,
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Scene {
    /// Two tenants over https, the first with three connections that its Sample application is enabled for.
    fn new() -> Scene {
        let (source, target) = (Elsewhere::over_https(), Elsewhere::over_https());
        let mut variables = [source.variables("FROM"), target.variables("TO")].concat();
        variables.push(("ACME_SECRET".to_owned(), "another \"'$`".to_owned()));
        let scene = Scene {
            _tenants: [source, target],
            provider: Provider::start(),
            folder: TempDir::new().expect("a folder"),
            variables,
        };
        let answers = json!({ "policies": [{ "path": "/options/client_id", "policy": "carry" }] });
        std::fs::write(scene.path("answers.json"), answers.to_string()).expect("a file");
        let connections: Vec<Value> = NAMES.iter().map(|name| scene.connection(name)).collect();
        std::fs::write(scene.path("all.json"), json!(connections).to_string()).expect("a file");
        let (code, said, why) = scene.ran(&[
            "connections",
            "import",
            &scene.path("all.json"),
            "--tenant",
            "env:FROM",
            "--apply",
            "--journal",
            &scene.path("journal-of-the-source"),
        ]);
        assert_eq!(code, Some(0), "{said}{why}");
        scene
    }

    fn connection(&self, name: &str) -> Value {
        json!({ "name": name, "strategy": "oidc", "enabled_clients": ["Sample application"], "options": {
            "type": "back_channel", "client_id": format!("at-{name}"), "client_secret": "s3cret",
            "scope": "openid email", "discovery_url": self.provider.discovery_url(name),
        } })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().expect("a path").to_owned()
    }

    fn ran(&self, arguments: &[&str]) -> Ran {
        ran(arguments, &self.variables)
    }

    /// A promotion with every question answered.
    fn promotion(&self) -> Vec<String> {
        let answers = self.path("answers.json");
        let command = ["connections", "promote", "--from", "env:FROM", "--to", "env:TO", "--answers", &answers];
        let secrets = NAMES.iter().flat_map(|name| ["--secret".to_owned(), format!("{name}=ACME_SECRET")]);
        command.iter().map(|word| (*word).to_owned()).chain(secrets).collect()
    }

    /// What the target lists: names with IDs.
    fn listed(&self) -> Vec<(String, String)> {
        let (code, listed, why) = self.ran(&["connections", "list", "--tenant", "env:TO", "--json"]);
        assert_eq!(code, Some(0), "{why}");
        let rows: Vec<Value> = serde_json::from_str(&listed).expect("JSON");
        let text = |row: &Value, member: &str| row[member].as_str().expect("a text").to_owned();
        let mut rows: Vec<_> = rows.iter().map(|row| (text(row, "name"), text(row, "id"))).collect();
        rows.sort();
        rows
    }

    /// Runs a command until it waits for the answer to the creation of globex, and kills it there.
    fn killed(&self, arguments: &[&str], cut: Cut) {
        self.provider.hold("globex");
        let mut command = lintel(arguments, &environment(&self.variables));
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("lintel runs");
        self.provider.wait_until_asked();
        match cut {
            Cut::BeforeItArrived => kill(&mut child),
            Cut::BeforeItWasAnswered => {
                signal(&child, "STOP");
                self.provider.let_go();
                let began = Instant::now();
                while self.listed().len() < 2 {
                    assert!(began.elapsed() < Duration::from_secs(60), "the tenant did not carry it out");
                    thread::sleep(Duration::from_millis(50));
                }
                kill(&mut child);
            }
        }
        self.provider.let_go();
    }
}

fn signal(child: &Child, name: &str) {
    let told = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
}

fn kill(child: &mut Child) {
    child.kill().expect("it is killed");
    assert_eq!(child.wait().expect("a status").code(), None, "it was killed and did not end by itself");
}

fn joined<'a>(command: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    command.iter().map(String::as_str).chain(more.iter().copied()).collect()
}

/// Kills the command, resumes it, and holds that all is there once.
fn cut_and_resumed(scene: &Scene, command: &[String], cut: Cut) {
    let run = |more: &[&str]| scene.ran(&joined(command, more));
    let journal = scene.path("journal");
    scene.killed(&joined(command, &["--apply", "--journal", &journal]), cut);
    let before = scene.listed();
    let names: Vec<&str> = before.iter().map(|(name, _)| name.as_str()).collect();
    match cut {
        Cut::BeforeItArrived => assert_eq!(names, ["acme"]),
        Cut::BeforeItWasAnswered => assert_eq!(names, ["acme", "globex"]),
    }
    let asked = scene.provider.asked("acme");
    let (code, said, why) = run(&["--resume", "--journal", &journal, "--json"]);
    assert_eq!(code, Some(0), "{said}{why}");
    let done: Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(done["state"], "done", "{done:#}");
    for connection in done["connections"].as_array().expect("connections") {
        for step in connection["steps"].as_array().expect("steps") {
            assert_eq!(step["state"], "done", "{connection:#}");
        }
    }
    let after = scene.listed();
    assert_eq!(after.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), NAMES, "nothing is lost or doubled");
    assert!(before.iter().all(|known| after.contains(known)), "what was there is what is there: {before:?} {after:?}");
    assert_eq!(
        scene.provider.asked("acme") - asked,
        1,
        "the tenant is not told again; the provider is checked at the end"
    );
    let (code, plan, why) = run(&["--plan"]);
    assert_eq!(code, Some(0), "{plan}{why}");
    let (code, _, why) = run(&["--resume", "--journal", &journal]);
    assert_eq!(code, Some(1));
    assert!(why.contains("No run to this tenant stopped."), "{why}");
}

#[test]
fn connections_are_promoted_over_https_and_then_there_is_nothing_left_to_do() {
    let scene = Scene::new();
    let promotion = scene.promotion();
    let run = |more: &[&str]| scene.ran(&joined(&promotion, more));
    let (code, plan, why) = run(&["--plan"]);
    assert_eq!(code, Some(2), "{plan}{why}");
    assert!(plan.contains("3 to create"), "{plan}");
    assert_eq!(scene.listed(), [], "a plan writes nothing");
    let (code, said, why) = run(&["--apply", "--journal", &scene.path("journal")]);
    assert_eq!(code, Some(0), "{said}{why}");
    let (code, plan, why) = run(&["--plan"]);
    assert_eq!(code, Some(0), "{plan}{why}");
    assert_eq!(scene.listed().len(), 3);
    let bare = ["connections", "promote", "--from", "env:FROM", "--to", "env:TO", "--plan"];
    let (code, plan, why) = scene.ran(&[&bare[..], &["--journal", &scene.path("journal")]].concat());
    assert_eq!(code, Some(0), "the answers are remembered: {plan}{why}");
    assert_eq!(std::fs::read_dir(scene.folder.path()).expect("a folder").count(), 4, "each journal is one file");
    let (_, shown, _) = scene.ran(&["connections", "show", "acme", "--tenant", "env:TO"]);
    assert!(shown.contains("Sample application"), "by its name, for its client ID is another there: {shown}");
}

#[test]
fn a_promotion_that_was_killed_before_a_creation_arrived_goes_on() {
    let scene = Scene::new();
    cut_and_resumed(&scene, &scene.promotion(), Cut::BeforeItArrived);
}

#[test]
fn a_promotion_that_was_killed_before_a_creation_was_answered_goes_on() {
    let scene = Scene::new();
    cut_and_resumed(&scene, &scene.promotion(), Cut::BeforeItWasAnswered);
}

#[test]
fn an_import_that_was_killed_goes_on() {
    let scene = Scene::new();
    let file = scene.path("all.json");
    let import = ["connections", "import", &file, "--tenant", "env:TO"].map(str::to_owned);
    cut_and_resumed(&scene, &import, Cut::BeforeItWasAnswered);
}

#[test]
fn what_came_in_between_stops_a_resumed_run_and_stays() {
    let scene = Scene::new();
    let (file, journal) = (scene.path("all.json"), scene.path("journal"));
    let import = ["connections", "import", &file, "--tenant", "env:TO"].map(str::to_owned);
    scene.killed(&joined(&import, &["--apply", "--journal", &journal]), Cut::BeforeItArrived);
    let mut other = scene.connection("globex");
    other["options"]["client_id"] = json!("somebody else's");
    std::fs::write(scene.path("other.json"), json!([other]).to_string()).expect("a file");
    let between = scene.path("other.json");
    let another = scene.path("another-journal");
    let (code, said, why) =
        scene.ran(&["connections", "import", &between, "--tenant", "env:TO", "--apply", "--journal", &another]);
    assert_eq!(code, Some(0), "{said}{why}");
    let before = scene.listed();
    let (code, _, why) = scene.ran(&joined(&import, &["--resume", "--journal", &journal]));
    assert_eq!(code, Some(1));
    assert!(why.contains("globex") && why.contains("taken"), "{why}");
    assert_eq!(scene.listed(), before);
    let (_, shown, _) = scene.ran(&["connections", "show", "globex", "--tenant", "env:TO"]);
    assert!(shown.contains("somebody else's"), "{shown}");
}

#[test]
fn a_tenant_that_ends_in_the_middle_is_told_and_the_run_goes_on_when_it_is_back() {
    let provider = Provider::start();
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let data = path("tenant");
    // It comes back at the port that it had: above those from which others begin to look, or one of them takes it meanwhile.
    let served = Served::start(&["tenant", "serve", "--data", &data, "--port", "0"], &[("LINTEL_KEY", KEY)]);
    let port = served.text("url").rsplit(':').next().expect("a port").to_owned();
    let variables: Vec<(String, String)> =
        [("TO_DOMAIN", "url"), ("TO_CLIENT_ID", "client_id"), ("TO_CLIENT_SECRET", "client_secret")]
            .map(|(name, member)| (name.to_owned(), served.text(member).to_owned()))
            .into();
    let connection = |name: &str| {
        json!({ "name": name, "strategy": "oidc", "options": {
            "type": "front_channel", "client_id": "c", "scope": "openid", "discovery_url": provider.discovery_url(name),
        } })
    };
    std::fs::write(path("all.json"), json!([connection("acme"), connection("globex")]).to_string()).expect("a file");
    let (file, journal) = (path("all.json"), path("journal"));
    let import = ["connections", "import", &file, "--tenant", "env:TO", "--journal", &journal].map(str::to_owned);
    provider.hold("globex");
    let (command, its) = (import.clone(), variables.clone());
    let importing = thread::spawn(move || ran(&joined(&command, &["--apply"]), &its));
    provider.wait_until_asked();
    served.terminate();
    let (code, _, why) = importing.join().expect("it ran");
    assert_eq!(code, Some(1));
    assert!(why.contains("The run stopped. --resume goes on with it") && why.contains("The tenant"), "{why}");
    provider.let_go();

    let served = Served::start(&["tenant", "serve", "--data", &data, "--port", &port], &[("LINTEL_KEY", KEY)]);
    let (code, said, why) = ran(&joined(&import, &["--resume"]), &variables);
    assert_eq!(code, Some(0), "{said}{why}");
    let (_, listed, _) = ran(&["connections", "list", "--tenant", "env:TO", "--json"], &variables);
    assert_eq!(serde_json::from_str::<Vec<Value>>(&listed).expect("JSON").len(), 2, "{listed}");
    served.terminate().assert_clean();
}
