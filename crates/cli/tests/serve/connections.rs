//! `lintel tenants` and `lintel connections`, as a script uses them.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::served::{Served, run};

const KEY: &str = "a key that only this test knows";

/// A server that ends with the test, however that ends.
struct Running(Option<Served>);

impl Running {
    fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Running {
        Running(Some(Served::start(arguments, environment)))
    }

    fn served(&self) -> &Served {
        self.0.as_ref().expect("it runs until it is dropped")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(served) = self.0.take() {
            served.terminate();
        }
    }
}

/// A tenant that another process serves, named by variables of the environment.
struct Elsewhere {
    served: Running,
    folder: TempDir,
}

impl Elsewhere {
    fn start() -> Elsewhere {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().to_str().expect("a path");
        let served = Running::start(&["tenant", "serve", "--data", path, "--port", "0"], &[("LINTEL_KEY", KEY)]);
        Elsewhere { served, folder }
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let environment = [
            ("LINTEL_LOG", "off"),
            ("LINTEL_KEY", KEY),
            ("LINTEL_PASSPHRASE", "sesame"),
            ("THERE_DOMAIN", self.served.served().text("url")),
            ("THERE_CLIENT_ID", self.served.served().text("client_id")),
            ("THERE_CLIENT_SECRET", self.served.served().text("client_secret")),
        ];
        let output = run(&[arguments, &["--tenant", "env:THERE"]].concat(), &environment);
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }
}

#[test]
fn a_tenant_of_the_environment_is_listed_and_checked_without_a_folder() {
    let there = Elsewhere::start();
    let (code, listed, _) = there.run(&["connections", "list", "--json"]);
    assert_eq!((code, serde_json::from_str::<Value>(&listed).expect("JSON")), (Some(0), json!([])));
    let (code, checked, _) = there.run(&["connections", "check", "--json"]);
    assert_eq!(code, Some(0));
    assert_eq!(serde_json::from_str::<Value>(&checked).expect("JSON"), json!({ "connections": [] }));
    let (code, _, why) = there.run(&["connections", "check", "acme"]);
    assert_eq!((code, why.as_str()), (Some(2), "lintel: There is no OpenID Connect connection named acme.\n"));
}

#[test]
fn a_folder_that_another_process_holds_is_refused_by_name() {
    let there = Elsewhere::start();
    let path = there.folder.path().to_str().expect("a path");
    let refused = run(&["tenants", "list", "--data", path], &[("LINTEL_KEY", KEY), ("LINTEL_LOG", "off")]);
    let why = String::from_utf8(refused.stderr).expect("text");
    assert_eq!(refused.status.code(), Some(2));
    assert!(why.contains(path) && why.contains(&there.served.served().pid().to_string()), "{why}");
}

#[test]
fn a_variable_that_is_not_set_and_a_tenant_that_is_not_there_are_named() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().to_str().expect("a path");
    let environment = [("LINTEL_KEY", KEY), ("LINTEL_LOG", "off")];
    let why = |tenant: &str| {
        let refused = run(&["connections", "list", "--data", path, "--tenant", tenant], &environment);
        assert_eq!(refused.status.code(), Some(2));
        String::from_utf8(refused.stderr).expect("text")
    };
    assert_eq!(why("env:NOWHERE"), "lintel: env:NOWHERE needs NOWHERE_DOMAIN, which is not set.\n");
    assert!(why("prod").contains("There is no tenant “prod” here. There are: Local tenant."));
}

/// Connections go from a file to a tenant and back into files, and the same file twice changes nothing.
#[test]
fn a_file_is_planned_brought_to_a_tenant_and_written_again() {
    let there = Elsewhere::start();
    let practice = Running::start(&["practice", "serve", "--port", "0"], &[]);
    let folder = TempDir::new().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a path").to_owned();
    let connection = json!([{ "name": "acme", "strategy": "oidc", "options": {
        "type": "back_channel", "client_id": "c-31", "client_secret": "s3cret \"'$`", "scope": "openid email",
        "discovery_url": practice.served().text("discovery_url"),
    } }]);
    std::fs::write(path("acme.json"), connection.to_string()).expect("a file");

    let (code, plan, why) = there.run(&["connections", "import", &path("acme.json"), "--plan", "--json"]);
    assert_eq!(code, Some(2), "{plan}{why}");
    assert_eq!(serde_json::from_str::<Value>(&plan).expect("JSON")["summary"]["create"], 1);
    assert!(!plan.contains("s3cret"), "a plan shows no secret");
    let (code, _, why) = there.run(&["connections", "import", &path("acme.json"), "--apply"]);
    assert_eq!(code, Some(1));
    assert!(why.contains("--journal"), "{why}");
    let applied = ["connections", "import", &path("acme.json"), "--apply", "--journal", &path("journal")];
    let (code, said, why) = there.run(&applied);
    assert_eq!(code, Some(0), "{said}{why}");
    let (code, plan, why) = there.run(&["connections", "import", &path("acme.json"), "--plan"]);
    assert_eq!(code, Some(0), "the second time nothing is to be done: {plan}{why}");

    for (format, name) in
        [("lintel", "sealed.json"), ("deploy-cli-yaml", "yaml"), ("deploy-cli-folder", "folder"), ("terraform", "tf")]
    {
        let (code, _, why) =
            there.run(&["connections", "export", "--format", format, "--secrets", "sealed", "--to", &path(name)]);
        assert_eq!(code, Some(0), "{format}: {why}");
        let (code, plan, why) = there.run(&["connections", "import", &path(name), "--plan"]);
        assert!(matches!(code, Some(0 | 2)), "{format}: {plan}{why}");
        assert!(!plan.contains("+ acme"), "{format} names the connection that is there: {plan}");
    }
    let (code, plan, why) = there.run(&["connections", "import", &path("sealed.json"), "--plan"]);
    assert_eq!(code, Some(0), "the sealed secret is the one that is there: {plan}{why}");
    let (code, _, why) = there.run(&["connections", "export", "--to", &path("sealed.json")]);
    assert_eq!(code, Some(1));
    assert!(why.contains("is there already"), "{why}");
    let (code, shown, _) = there.run(&["connections", "show", "acme"]);
    assert_eq!(code, Some(0));
    assert!(shown.contains("c-31") && !shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_plan_that_nobody_can_make_is_an_error_and_no_change() {
    for arguments in [&["connections", "import"][..], &["connections", "promote", "--from", "a", "--plan"]] {
        assert_eq!(run(arguments, &[]).status.code(), Some(1), "{arguments:?}");
    }
    assert_eq!(run(&["connections", "check", "--nonsense"], &[]).status.code(), Some(2));
}
