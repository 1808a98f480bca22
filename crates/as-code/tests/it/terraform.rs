//! What is written for Terraform, what that cannot hold, and what is read of what others wrote.

use lintel_as_code::{
    Bundle, Choices, ConnectionDocument, File, Format, Given, NamedApplication, WaitsFor, Written, read, write,
};
use serde_json::{Value, json};

#[test]
fn a_connection_is_written_with_what_it_needs_to_be_found_and_kept() {
    let options =
        json!({ "client_id": "c", "client_secret": "s3cret", "scope": "openid email", "schema_version": "oidc-V4" });
    let written = written(json!({ "id": "con_1", "name": "Acme-31", "strategy": "oidc", "options": options }), 1);
    let text = |name: &str| written.files.iter().find(|it| it.path == name).map(|it| it.text.as_str()).expect(name);
    let connections = text("connections.tf");
    for expected in [
        "resource \"auth0_connection\" \"acme_31\" {\n  name     = \"Acme-31\"\n  strategy = \"oidc\"\n\n  options {\n",
        "    scopes        = [\"email\", \"openid\"]\n    client_secret = var.acme_31_client_secret\n",
        "    connection_settings {\n      pkce = \"auto\"\n    }\n",
        "  enabled_clients = [\n    # App 1\n    \"id1\",\n  ]\n",
    ] {
        assert!(connections.contains(expected), "{expected}\n{connections}");
    }
    assert!(connections.starts_with("# Written by Lintel"));
    let variable = "variable \"acme_31_client_secret\" {\n  type      = string\n  sensitive = true\n}\n";
    assert_eq!(text("variables.tf"), variable);
    let import = "import {\n  to = auth0_connection.acme_31\n  id = \"con_1\"\n}\n";
    assert!(text("imports.tf").starts_with(import), "{}", text("imports.tf"));
    assert_eq!(written.losses, []);
}

#[test]
fn more_than_fifty_applications_are_a_resource_each_and_come_back() {
    let written = written(json!({ "id": "con_1", "name": "a", "strategy": "oidc", "options": {} }), 51);
    let imports = written.files.iter().find(|it| it.path == "imports.tf").expect("imports");
    assert!(imports.text.contains("id = \"con_1::id51\""));
    let read = read(&written.files, &Given::default()).expect("read");
    assert_eq!(read.bundle.connections[0].applications.as_ref().map(Vec::len), Some(51));
}

#[test]
fn what_the_provider_cannot_hold_is_told() {
    let options = json!({
        "own": 1, "oidc_metadata": {}, "domain_aliases": ["b.com", "a.com"], "tenant_domain": null,
        "upstream_params": { "max_age": { "value": 12345678901234567890u64 } },
    });
    let connected = json!({ "active": true, "cross_app_access": true });
    let written =
        written(json!({ "name": "a", "strategy": "oidc", "connected_accounts": connected, "options": options }), 0);
    let mut lost: Vec<_> = written.losses.iter().map(|it| it.path.as_str()).collect();
    lost.sort_unstable();
    let expected = [
        "/connected_accounts/cross_app_access",
        "/options/domain_aliases",
        "/options/oidc_metadata",
        "/options/own",
        "/options/tenant_domain",
        "/options/upstream_params/max_age/value",
    ];
    assert_eq!(lost, expected);
}

#[test]
fn only_what_stands_there_is_read() {
    let main = r#"
        variable "secret" { sensitive = true }
        variable "id" { default = "by default" }
        variable "issuer" { default = "by default" }
        resource "auth0_connection" "a" {
          name     = "a"
          strategy = "oidc"
          display_name = "A ${upper("b")}"
          own = 1
          lifecycle { ignore_changes = [options] }
          options {
            client_id     = var.id
            client_secret = var.secret
            issuer        = var.issuer
            icon_url      = local.icon
            scopes        = ["openid", "email"]
            upstream_params = jsonencode({ a = { value = -1 }, "b" = "$${x}" })
          }
        }
        resource "auth0_connection" "b" {
          for_each = local.all
          name = "b"
        }
        import {
          to = auth0_connection.a
          id = "con_1"
        }
        resource "auth0_connection_clients" "a" {
          connection_id   = "con_1"
          enabled_clients = ["id1", "id2"]
        }
        resource "auth0_connection_clients" "c" {
          connection_id   = "con_2"
          enabled_clients = []
        }"#;
    let files = [File::new("main.tf", main), File::new("terraform.tfvars", "issuer = \"by file\"")];
    let read = read(&files, &Given::default()).expect("read");
    let document = &read.bundle.connections[0];
    let expected = json!({ "client_id": "by default", "issuer": "by file", "scope": "openid email",
        "upstream_params": { "a": { "value": -1 }, "b": "${x}" } });
    assert_eq!(document.options().cloned().map(Value::Object), Some(expected));
    assert_eq!(document.applications.as_ref().map(Vec::len), Some(2));
    let open: Vec<_> = read.open.iter().map(|it| (it.path.as_str(), it.waits_for.clone())).collect();
    assert_eq!(open, [("/options/client_secret", WaitsFor::Variable("secret".to_owned()))]);
    let notes: Vec<_> = read.notes.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(notes, ["/display_name", "/own", "/options/icon_url", "auth0_connection.b of main.tf", "main.tf"]);
}

#[test]
fn a_file_of_terraform_that_cannot_be_read_says_why() {
    let deep = format!("a = {}1", "[".repeat(70));
    let cases = [
        ("a = {", "main.tf ends in the middle, on line 1."),
        ("a = 1\nb = = 2\n", "main.tf is no Terraform from line 2,"),
        (&deep, "main.tf is nested too deeply, on line 1"),
        ("a = 1 ", "There is no connection in main.tf."),
    ];
    for (text, expected) in cases {
        let error = read(&[File::new("main.tf", text)], &Given::default()).expect_err(expected).to_string();
        assert!(error.starts_with(expected), "{error}, expected: {expected}");
    }
    for hostile in ["!".repeat(1_000_000), "a ? ".repeat(100_000), "%{ if a }".repeat(100_000), "-\n".repeat(100_000)] {
        let text = format!("a = \"{hostile}\"\nb = ({hostile})");
        assert!(read(&[File::new("main.tf", text)], &Given::default()).is_err());
    }
}

fn written(connection: Value, applications: usize) -> Written {
    let document = ConnectionDocument::of(connection.as_object().cloned().expect("an object")).expect("a name");
    let application =
        |it: usize| NamedApplication { client_id: Some(format!("id{it}")), name: Some(format!("App {it}")) };
    let applications = Some((1..=applications).map(application).collect());
    let bundle = Bundle { connections: vec![ConnectionDocument { applications, ..document }], ..Bundle::default() };
    write(Format::Terraform, &bundle, &Choices::default()).expect("written")
}
