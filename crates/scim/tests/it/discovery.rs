//! What a service says of itself.

use lintel_scim::{Mapping, discovery, schema};
use serde_json::{Value, json};

#[test]
fn the_schemas_have_what_round_trips_and_nothing_else() {
    let pairs =
        [("userName", "username"), (r#"emails[type eq "work"].value"#, "email"), ("name.givenName", "given_name")];
    let schemas = discovery::schemas("http://here", &Mapping::parse(pairs));
    let names = |value: &Value, list: &str| -> Vec<String> {
        value[list]
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| it["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(names(&schemas[0], "attributes"), ["userName", "name", "emails"]);
    assert_eq!(names(&schemas[0]["attributes"][1], "subAttributes"), ["givenName"]);
    let emails = &schemas[0]["attributes"][2];
    assert_eq!(names(emails, "subAttributes"), ["value", "type"]);
    assert_eq!(emails["subAttributes"][1]["canonicalValues"], json!(["work"]));
    assert_eq!(schemas[1]["attributes"], json!([]));
}

#[test]
fn one_schema_and_one_resource_type_are_found_by_id_and_others_are_not() {
    let mapping = Mapping::default_oidc();
    assert!(discovery::schema("http://here", &mapping, schema::GROUP).is_some());
    assert!(discovery::schema("http://here", &mapping, "urn:nothing").is_none());
    let user = discovery::resource_type("http://here", "User").expect("User");
    assert_eq!(user["schemaExtensions"], json!([{ "schema": schema::ENTERPRISE, "required": false }]));
    assert!(discovery::resource_type("http://here", "Device").is_none());
    assert_eq!(discovery::service_provider_config("http://here")["bulk"]["maxOperations"], 0);
}
