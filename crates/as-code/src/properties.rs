//! Whatever stands in a connection comes back from a file that holds it.

#[path = "../../../tests/properties/hold.rs"]
mod hold;

use lintel_management::scim::{ScimConfiguration, ScimPair};
use proptest::{collection, option, prelude::*};
use serde_json::{Map, Value, json};

use crate::{
    Bundle, Choices, ConnectionDocument, File, Format, Given, NamedApplication, Open, OrganizationUse, Passphrase,
    Secrets, WaitsFor, read, write,
};
use hold::hold;

#[test]
fn lintels_own_file_gives_back_every_member_and_a_sealed_secret() {
    hold(8, bundles(any_name().boxed()), |bundle| {
        let passphrase = Passphrase::new("käse & brot");
        let choices = Choices { secrets: Secrets::Sealed(passphrase.clone()), ..Choices::default() };
        let written = write(Format::LintelJson, &bundle, &choices).expect("written");
        for document in &bundle.connections {
            if let Some(Value::String(secret)) = document.options().and_then(|it| it.get("client_secret")) {
                prop_assert!(secret.len() < 8 || !written.files[0].text.contains(secret.as_str()));
            }
        }
        let given = Given { passphrase: Some(passphrase), ..Given::default() };
        let read = read(&written.files, &given).expect("read");
        prop_assert_eq!((read.open.len(), read.notes.len()), (0, 0));
        same(&read.bundle, &bundle)
    });
}

#[test]
fn auth0_deploy_cli_gets_every_other_member_in_both_shapes() {
    hold(64, value(), |value| {
        let options = json!({ "client_secret": "s3cret", "value": value, "list": [value] });
        let members = json!({ "strategy": "oidc", "options": options }).as_object().cloned().expect("an object");
        let document = ConnectionDocument { name: "acme".to_owned(), members, ..ConnectionDocument::default() };
        let bundle = Bundle { connections: vec![document], ..Bundle::default() };
        for format in [Format::DeployCliYaml, Format::DeployCliDirectory] {
            let written = write(format, &bundle, &Choices::default()).expect("written");
            prop_assert!(!written.files[0].text.contains("s3cret"));
            let values = [("LINTEL_ACME_CLIENT_SECRET".to_owned(), "s3cret".to_owned())].into();
            let read = read(&written.files, &Given { values, ..Given::default() });
            prop_assert!(read.is_ok(), "{:?}: {}", read, written.files[0].text);
            same(&read.expect("read").bundle, &bundle)?;
        }
        Ok(())
    });
}

#[test]
fn terraform_gets_every_text_that_it_has_a_place_for() {
    let objects =
        || collection::hash_map(nasty(), value(), 0..3).prop_map(|it| Value::Object(it.into_iter().collect()));
    hold(
        96,
        (nasty(), nasty(), collection::vec(nasty(), 0..3), objects(), scim()),
        |(one, two, list, object, scim)| {
            let options = json!({
                "client_id": one, "client_secret": "s3cret", "issuer": two, "scope": "email openid", "upstream_params": object,
                "id_token_signed_response_algs": list, "connection_settings": { "pkce": two },
                "attribute_map": { "mapping_mode": "use_map", "attributes": object },
            });
            let metadata = json!({ one.clone(): two, "other": one });
            let members = json!({ "strategy": "oidc", "display_name": one, "metadata": metadata, "options": options });
            let application = NamedApplication { client_id: Some(two), name: None };
            let document = ConnectionDocument {
                name: format!("a{one}"),
                members: members.as_object().cloned().expect("an object"),
                applications: Some(vec![application]),
                scim: Some(Some(scim)),
                ..ConnectionDocument::default()
            };
            let bundle = Bundle { connections: vec![document], ..Bundle::default() };
            let written = write(Format::Terraform, &bundle, &Choices::default()).expect("written");
            prop_assert!(written.files.iter().all(|it| !it.text.contains("s3cret")));
            let open = read(&written.files, &Given::default()).expect("read").open;
            let [Open { waits_for: WaitsFor::Variable(variable), .. }] = open.as_slice() else {
                return Err(TestCaseError::fail(format!("{open:?}")));
            };
            let values = [(variable.clone(), "s3cret".to_owned())].into();
            let read = read(&written.files, &Given { values, ..Given::default() }).expect("read");
            same(&read.bundle, &bundle)
        },
    );
}

#[test]
fn any_text_is_read_or_refused() {
    let texts = prop_oneof![any::<String>(), r#"[\[\]{}:,"a-c0-9 \n@#-]{0,60}"#];
    let names = prop_oneof![Just("a.json"), Just("tenant.yaml"), Just("main.tf"), Just("connections/a.json")];
    hold(300, (names, texts), |(name, text)| {
        _ = read(&[File::new(name, text)], &Given::default());
        Ok(())
    });
}

pub(crate) fn same(read: &Bundle, bundle: &Bundle) -> Result<(), TestCaseError> {
    prop_assert_eq!((&read.tenant, &read.at), (&bundle.tenant, &bundle.at));
    prop_assert_eq!(read.connections.len(), bundle.connections.len());
    for (one, other) in read.connections.iter().zip(&bundle.connections) {
        prop_assert_eq!(one.connection(), other.connection());
        prop_assert_eq!(&one.applications, &other.applications);
        prop_assert_eq!(&one.scim, &other.scim);
        prop_assert_eq!(&one.organizations, &other.organizations);
    }
    Ok(())
}

fn bundles(names: BoxedStrategy<String>) -> impl Strategy<Value = Bundle> {
    let connections = collection::btree_map(names, document(), 0..4).prop_map(|documents| {
        let named = |(name, document)| ConnectionDocument { name, ..document };
        documents.into_iter().map(named).collect()
    });
    (option::of(nasty()), option::of(nasty()), connections).prop_map(|(tenant, at, connections)| Bundle {
        tenant,
        at,
        connections,
    })
}

fn document() -> impl Strategy<Value = ConnectionDocument> {
    let members = collection::hash_map(nasty(), value(), 0..4);
    let options = (collection::hash_map(nasty(), value(), 0..4), option::of(secret()));
    let application =
        (nasty(), nasty()).prop_map(|(id, name)| NamedApplication { client_id: Some(id), name: Some(name) });
    let organization = (nasty(), any::<bool>(), any::<bool>()).prop_map(|(name, assign, shown)| OrganizationUse {
        name,
        assign_membership_on_login: assign,
        show_as_button: shown,
    });
    let parts = (
        option::of(collection::vec(application, 0..3)),
        option::of(option::of(scim())),
        option::of(collection::vec(organization, 0..3)),
    );
    (members, options, parts).prop_map(|(members, (options, secret), (applications, scim, organizations))| {
        let mut members: Map<String, Value> = members.into_iter().filter(|(name, _)| name != "name").collect();
        let mut options: Map<String, Value> = options.into_iter().collect();
        options.extend(secret.map(|it| ("client_secret".to_owned(), it)));
        members.insert("strategy".to_owned(), "oidc".into());
        members.insert("options".to_owned(), options.into());
        ConnectionDocument { name: String::new(), members, applications, scim, organizations }
    })
}

fn scim() -> impl Strategy<Value = ScimConfiguration> {
    (nasty(), nasty(), nasty()).prop_map(|(attribute, scim, auth0)| ScimConfiguration {
        connection_id: String::new(),
        connection_name: String::new(),
        user_id_attribute: Some(attribute),
        mapping: vec![ScimPair::new(scim, auth0)],
        other: Map::new(),
    })
}

fn secret() -> impl Strategy<Value = Value> {
    prop_oneof![
        nasty().prop_map(Value::String),
        Just(json!({ "sealed": "no" })),
        Just(json!(null)),
        Just(json!("@@X@@"))
    ]
}

fn any_name() -> impl Strategy<Value = String> {
    "[A-Za-z0-9 äé/:*.-]{1,12}"
}

pub(crate) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // Never a whole one: to Terraform 1.0 is 1.
        (-1_000_000i32..1_000_000).prop_map(|it| Value::from((f64::from(it) + 0.5) / 64.0)),
        nasty().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            collection::hash_map(nasty(), inner, 0..3).prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

/// What a format might take for something else.
pub(crate) fn nasty() -> impl Strategy<Value = String> {
    let known = [
        "",
        " ",
        "yes",
        "no",
        "on",
        "null",
        "~",
        "true",
        "0x1f",
        "1_000",
        "1e3",
        "12:30",
        "2024-01-01",
        ".inf",
        "- a",
        "a: b",
        "a #b",
        "#",
        "##x y##",
        "@@",
        "'",
        "\"",
        "\\",
        "\\n",
        "\n",
        "\r\n",
        "\t",
        "a\nb",
        " a",
        "a ",
        "${x}",
        "$${x}",
        "$$${x}",
        "%{if}",
        "%%{",
        "<<EOT",
        "${",
        "$",
        "$$",
        "%",
        "{{",
        "[",
        "{",
        "!",
        "&a",
        "*a",
        "|",
        ">",
        "?",
        "@",
        "`",
        ",",
        "\u{0}",
        "\u{1b}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{2028}",
        "\u{feff}",
        "é",
        "😀",
        "---",
        "...",
        "<<",
        "=",
        "a:",
        ":a",
        "0",
        "-1",
        "1.0",
        "0o7",
    ];
    prop_oneof![3 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}
