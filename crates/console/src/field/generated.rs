//! What is made of the table besides: what the pages know of it, `ui/src/lib/model/fields.ts`, and `docs/fields.md`.

use std::{env, fs, path::Path};

use lintel_oidc::{http::MAX_BODY, sign_in::UPSTREAM_ALIASES, signing::SigningAlgorithm};
use serde_json::{Value, json};

use super::{AsCode, Elsewhere, FIELDS, Field, Section};
use crate::{
    scim::scopes::offered,
    view::{ConnectionForm, ScimProvider},
};

/// `UPDATE_BINDINGS=1` writes the files.
#[test]
fn the_files_made_of_the_fields_are_current() {
    for (file, fresh) in [("ui/src/lib/model/fields.ts", typescript()), ("docs/fields.md", document())] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(file);
        if env::var_os("UPDATE_BINDINGS").is_some() {
            fs::write(&path, &fresh).expect("the file is written");
        }
        let there = fs::read_to_string(&path).unwrap_or_default();
        assert!(there == fresh, "{file} is stale: run this test with UPDATE_BINDINGS=1");
    }
}

#[test]
fn every_member_of_the_form_is_a_field_of_its_own_place() {
    let form = serde_json::to_value(ConnectionForm::default()).expect("a form");
    let members: Vec<&String> = form.as_object().expect("members").keys().collect();
    assert_eq!(members, FIELDS.iter().map(|field| field.id).collect::<Vec<_>>());
    let mut places: Vec<&str> =
        FIELDS.iter().flat_map(|field| field.also.iter().copied().chain([field.path])).collect();
    places.sort_unstable();
    assert!(places.windows(2).all(|pair| pair[0] != pair[1]), "{places:?}");
}

fn typescript() -> String {
    let fields: Vec<String> = FIELDS.iter().map(|field| format!("  {}: {},\n", field.id, described(field))).collect();
    let fresh = serde_json::to_string_pretty(&ConnectionForm::default()).expect("a form");
    let sections: Vec<String> = Section::ALL.iter().map(|section| format!("  {},\n", named(*section))).collect();
    [
        "// Generated from the table of fields: `UPDATE_BINDINGS=1 cargo test -p lintel-console fields`.\n",
        "\nimport type { ConnectionForm, ScimProvider } from \"$lib/api\";\n",
        "\n/** The fields of a connection, in the order of the screens. Paths are JSON Pointers into the API's connection. */\n",
        "export const fields = {\n",
        &fields.concat(),
        "} as const satisfies { [Field in keyof ConnectionForm]: object };\n",
        "\n/** The parts of the connection's pages. */\n",
        "export const sections = [\n",
        &sections.concat(),
        "] as const;\n",
        "\n/** A new connection, before anything is typed. */\n",
        &format!("export const newConnection: ConnectionForm = {fresh};\n"),
        "\n/** What the algorithms of a signature are for. */\n",
        &format!(
            "export const algorithms = {} as const;\n",
            json!({
                "idTokens": names(&SigningAlgorithm::OF_ID_TOKENS),
                "assertions": names(&SigningAlgorithm::OF_ASSERTIONS),
                "proofs": names(&SigningAlgorithm::OF_PROOFS),
            })
        ),
        "\n/** Parameters of an application's request that an upstream parameter can repeat. */\n",
        &format!("export const upstreamAliases = {} as const;\n", json!(UPSTREAM_ALIASES)),
        "\n/** Of a metadata document, in bytes. */\n",
        &format!("export const largestDocument = {MAX_BODY};\n"),
        "\n/** What a SCIM token can allow, and what one for a provider is offered. */\n",
        &format!("export const scimScopes = {};\n", json!(offered(ScimProvider::Other))),
        &format!(
            "export const scimScopesOf: Record<ScimProvider, string[]> = {};\n",
            json!({
                "entra": offered(ScimProvider::Entra),
                "okta": offered(ScimProvider::Okta),
                "other": offered(ScimProvider::Other),
            })
        ),
    ]
    .concat()
}

fn names(algorithms: &[SigningAlgorithm]) -> Vec<String> {
    algorithms.iter().map(SigningAlgorithm::to_string).collect()
}

fn described(field: &Field<ConnectionForm>) -> Value {
    let needed = field.needed.map(|needed| json!({ "message": needed.message, "remedy": needed.remedy }));
    let paths: Vec<&str> = [field.path].into_iter().chain(field.also.iter().copied()).collect();
    json!({
        "label": field.label,
        "paths": paths,
        "tab": field.section.tab(),
        "section": field.section,
        "help": field.help,
        "needed": needed,
        "choices": field.choices,
        "isSet": field.is_set,
        "elsewhere": field.elsewhere,
    })
}

fn named(section: Section) -> Value {
    json!({ "id": section, "title": section.title(), "tab": section.tab() })
}

fn document() -> String {
    let rows = FIELDS.iter().map(|field| {
        let path = field.path.trim_start_matches('/').replace('/', ".");
        let elsewhere = match field.elsewhere {
            Elsewhere::Carried => "carried",
            Elsewhere::Substituted => "substituted",
            Elsewhere::Kept => "what is there stays",
            Elsewhere::Here => "stays behind, as in files",
            Elsewhere::Secret => "never carried",
        };
        let terraform = match field.as_code {
            AsCode::Same => format!("`{path}`"),
            AsCode::Terraform(other) => format!("`{other}`"),
            AsCode::NotInTerraform => "lost".to_owned(),
        };
        let label = field.label;
        format!("| {label} | `{path}` | {elsewhere} | {terraform} |\n")
    });
    [
        "# The fields of a connection\n\nGenerated from the table of fields, ",
        "`crates/console/src/field/table.rs`.\n\n",
        "| Field | Where the API and auth0-deploy-cli have it | On another tenant | Where Terraform has it |\n",
        "|---|---|---|---|\n",
        &rows.collect::<String>(),
    ]
    .concat()
}
