//! What comes of files that others wrote, and why some cannot be read.

use lintel_as_code::{File, Given, MAX_BYTES, Open, Passphrase, Read, Unreadable, WaitsFor, read};
use serde_json::{Value, json};

#[test]
fn a_placeholder_without_a_value_is_open_and_no_secret() {
    let read = taken(&[("acme.json", ACME)]);
    let document = &read.bundle.connections[0];
    assert_eq!(document.options().expect("options").get("client_secret"), None);
    assert_eq!(read.open, [open("acme-31", "/options/client_secret", "ACME_SECRET")]);
    let names: Vec<_> = document.applications.iter().flatten().filter_map(|it| it.name.as_deref()).collect();
    assert_eq!(names, ["Web Portal", "Mobile"]);
}

#[test]
fn applications_that_a_file_does_not_name_stay_as_they_are() {
    let text = r#"{"name": "acme-31", "strategy": "oidc", "options": {"client_id": "c-31"}}"#;
    assert_eq!(taken(&[("a.json", text)]).bundle.connections[0].applications, None);
    let none = text.replace("\"options\"", "\"enabled_clients\": [], \"options\"");
    assert_eq!(taken(&[("a.json", &none)]).bundle.connections[0].applications, Some(vec![]));
}

#[test]
fn what_a_tenant_makes_itself_is_noted_and_not_taken() {
    let text = r#"{"id": "con_1", "realms": ["acme-31"], "name": "acme-31", "strategy": "oidc",
        "provisioning_ticket_url": "https://tenant.example.org/p/oidc/x", "options": {"schema_version": "oidc-V4"}, "own": 1}"#;
    let read = taken(&[("a.json", text)]);
    let members: Vec<_> = read.bundle.connections[0].members.keys().collect();
    assert_eq!(members, ["strategy", "options"]);
    let noted: Vec<_> = read.notes.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(noted, ["/realms", "/id", "/provisioning_ticket_url", "/options/schema_version", "/own"]);
}

#[test]
fn sixty_applications_are_sixty() {
    let names: Vec<String> = (1..=60).map(|it| format!("App {it:02}")).collect();
    let text = json!({ "name": "acme-60", "strategy": "oidc", "enabled_clients": names, "options": {} }).to_string();
    let read = taken(&[("60-clients.json", &text)]);
    assert_eq!(read.bundle.connections[0].applications.as_ref().map(Vec::len), Some(60));
}

#[test]
fn placeholders_get_their_values_in_quotes_and_without_in_json_and_in_yaml() {
    let config = r###"{"AUTH0_KEYWORD_REPLACE_MAPPINGS": {"DOMAINS": ["a.com"], "AGE": 3600, "HOST": "idp.example.com", "ID": "no"}}"###;
    let json = r###"{"name": "a", "strategy": "oidc", "options": {
        "domain_aliases": @@DOMAINS@@, "age": ##AGE##, "discovery_url": "https://##HOST##/x",
        "client_id": "@@ID@@", "client_secret": "@@SECRET@@", "icon_url": "##ICON##", "scope": "it's, ##1 or ##" } }"###;
    let yaml = "connections:\n  - name: a\n    strategy: oidc\n    options:\n      domain_aliases: @@DOMAINS@@ \n      age: ##AGE##\n      \
        discovery_url: 'https://##HOST##/x' # it's, ##X##\n      client_id: '@@ID@@'\n      client_secret: \"@@SECRET@@\"\n      icon_url: ##ICON##\n      \
        scope: \"it's, ##1 or ##\"\n";
    for (name, text) in [("a.json", json), ("tenant.yaml", yaml)] {
        let values = [("ID".to_owned(), "given".to_owned()), ("SECRET".to_owned(), "[1]".to_owned())].into();
        let files = [File::new("config.json", config), File::new(name, text)];
        let read = read(&files, &Given { values, ..Given::default() }).expect(name);
        let options = read.bundle.connections[0].options().cloned().map(Value::Object);
        let expected = json!({ "domain_aliases": ["a.com"], "age": 3600, "discovery_url": "https://idp.example.com/x",
            "client_id": "given", "client_secret": "[1]", "scope": "it's, ##1 or ##" });
        assert_eq!(options, Some(expected), "{name}");
        assert_eq!(read.open, [open("a", "/options/icon_url", "ICON")]);
    }
}

#[test]
fn a_list_with_an_open_placeholder_is_not_taken_in_part() {
    let text = r###"{"name": "a", "strategy": "oidc", "options": {"domain_aliases": ["a.com", "##MISSING##"]}}"###;
    let read = taken(&[("a.json", text)]);
    assert_eq!(read.bundle.connections[0].options().map(serde_json::Map::len), Some(0));
    assert_eq!(read.open, [open("a", "/options/domain_aliases", "MISSING")]);
}

#[test]
fn an_export_from_before_the_format_is_read() {
    let text = r#"[{"id": "con_1", "name": "a", "strategy": "oidc", "enabled_clients": ["id1", "Portal"], "options": {"n": 12345678901234567890123}},
        {"name": "db", "strategy": "auth0"}]"#;
    let read = taken(&[("connections.json", text)]);
    assert_eq!(read.bundle.connections.iter().map(|it| it.id()).collect::<Vec<_>>(), [Some("con_1")]);
    assert_eq!(read.bundle.connections[0].applications.as_ref().map(Vec::len), Some(2));
    let notes: Vec<_> = read.notes.iter().map(|it| (it.connection.as_deref(), it.path.as_str())).collect();
    assert_eq!(notes, [(Some("a"), "/options/n"), (Some("db"), "/strategy")]);
    assert!(read.notes[0].why.contains("12345678901234567890123"), "{}", read.notes[0].why);
}

#[test]
fn each_file_that_cannot_be_read_says_why() {
    let own = r#"{"format": "lintel-connections", "version": 1, "connections": []}"#;
    let swollen = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned()
        + &"bcdefghij"
            .chars()
            .zip("abcdefghi".chars())
            .map(|(b, a)| format!("{b}: &{b} [{}]\n", vec![format!("*{a}"); 9].join(", ")))
            .collect::<String>();
    let many = format!(
        "[{}]",
        (0..=10_000).map(|it| format!(r#"{{"name":"c{it}","strategy":"oidc"}}"#)).collect::<Vec<_>>().join(",")
    );
    let twice = r#"[{"name": "a", "strategy": "oidc"}, {"name": "a", "strategy": "oidc"}]"#;
    let deep = format!("{}1{}", "[".repeat(70), "]".repeat(70));
    let cases: [(&str, &str, &str); 15] = [
        ("a.json", "{}", "There is no connection in a.json."),
        ("a.yaml", "clients: []", "There is no connection in a.yaml."),
        ("a.json", r#"{"format": "lint"#, "a.json ends in the middle, on line 1."),
        ("a.json", "{\n \"a\": oops }", "a.json is no JSON from line 2,"),
        ("a.yaml", "a: [1\nb: }", "a.yaml is no YAML from line "),
        ("a.json", r#"{"a": 1, "a": 2}"#, "a.json has “a” twice in one object, on line 1."),
        ("a.json", &deep, "a.json is nested too deeply, on line 1: up to 64 levels are read."),
        ("a.yaml", &swollen, "a.yaml stands for more than it holds"),
        ("a.json", &many, "a.json has 10001 connections, and up to 10000 are read."),
        ("a.json", twice, "The connection a is there twice: in /0 of a.json and in /1 of a.json."),
        (
            "a.json",
            &own.replace(": 1", ": 2"),
            "a.json has version 2 of the format, and this Lintel knows those up to 1.",
        ),
        ("a.json", r#"{"realm": "x", "clients": []}"#, "a.json is a realm of Keycloak and no file of connections."),
        ("a.xml", "<EntityDescriptor/>", "a.xml is XML or HTML and no file of connections."),
        (
            "a.json",
            &own.replace("[]", r#"[{"connection": {}}]"#),
            "/connections/0/connection/name in a.json is not what it should be",
        ),
        (
            "a.json",
            &own.replace(": 1", r#": 1, "sealing": {}"#),
            "a.json seals its secrets in a way that this Lintel does not know.",
        ),
    ];
    for (path, text, expected) in cases {
        let error = read(&[File::new(path, text)], &Given::default()).expect_err(expected).to_string();
        assert!(error.starts_with(expected), "{error}, expected: {expected}");
    }
}

#[test]
fn what_is_too_large_is_not_parsed() {
    let large = File::new("a.json", " ".repeat(MAX_BYTES as usize + 1));
    let error = read(&[large], &Given::default()).expect_err("too large");
    assert_eq!(
        error.to_string(),
        "a.json makes it 33 MB, and up to 32 MB are read. Split it, or export fewer connections."
    );
}

#[test]
fn sealed_secrets_open_with_their_passphrase_alone() {
    use lintel_as_code::{Bundle, Choices, ConnectionDocument, Format, Secrets, write};
    let connection = json!({ "name": "a", "strategy": "oidc", "options": { "client_secret": "s3cret" } });
    let document = ConnectionDocument::of(connection.as_object().cloned().expect("an object")).expect("a name");
    let bundle = Bundle { connections: vec![document], ..Bundle::default() };
    let choices = Choices { secrets: Secrets::Sealed(Passphrase::new("right")), ..Choices::default() };
    let files = write(Format::LintelJson, &bundle, &choices).expect("written").files;
    let with = |passphrase: Option<&str>| {
        read(&files, &Given { passphrase: passphrase.map(Passphrase::new), ..Given::default() })
    };
    let wrong = Unreadable::WrongPassphrase { path: "connections.json".to_owned() };
    assert_eq!(with(Some("wrong")).err(), Some(wrong));
    let opened = with(Some("right")).expect("opened");
    assert_eq!(opened.bundle.connections[0].options().and_then(|it| it.get("client_secret")), Some(&json!("s3cret")));
    assert_eq!(
        with(None).expect("read").open.iter().map(|it| &it.waits_for).collect::<Vec<_>>(),
        [&WaitsFor::Passphrase]
    );
}

#[test]
fn names_that_one_file_system_takes_for_one_get_files_of_their_own() {
    use lintel_as_code::{Bundle, Choices, ConnectionDocument, Format, write};
    let named = |name: &str| ConnectionDocument { name: name.to_owned(), ..ConnectionDocument::default() };
    let bundle = Bundle { connections: ["Acme", "acme", "a/b", "con"].map(named).into(), ..Bundle::default() };
    let written = write(Format::DeployCliDirectory, &bundle, &Choices::default()).expect("written");
    let paths: Vec<_> = written.files.iter().map(|it| it.path.as_str()).collect();
    let expected = ["Acme", "acme-2", "a-b", "-"].map(|it| format!("connections/{it}.json"));
    assert_eq!(paths[..4], expected);
    assert_eq!(written.losses.iter().map(|it| it.connection.as_str()).collect::<Vec<_>>(), ["acme"]);
}

const ACME: &str = r###"{"name": "acme-31", "strategy": "oidc", "display_name": "Acme", "enabled_clients": ["Web Portal", "Mobile"],
    "options": {"type": "back_channel", "client_id": "c-31", "client_secret": "##ACME_SECRET##",
    "discovery_url": "https://idp.example.com/.well-known/openid-configuration", "domain_aliases": ["example.com"]}}"###;

fn taken(files: &[(&str, &str)]) -> Read {
    let files: Vec<_> = files.iter().map(|(path, text)| File::new(*path, *text)).collect();
    read(&files, &Given::default()).expect("read")
}

fn open(connection: &str, path: &str, placeholder: &str) -> Open {
    Open {
        connection: connection.to_owned(),
        path: path.to_owned(),
        waits_for: WaitsFor::Placeholder(placeholder.to_owned()),
    }
}
