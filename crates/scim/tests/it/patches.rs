//! PATCH as providers send it.

use std::time::{Duration, Instant};

use lintel_scim::{
    Error, Kind, ScimType,
    patch::PatchRequest,
    resource,
    samples::{self, Client, Person},
    schema::ENTERPRISE,
};
use serde_json::{Value, json};

fn user() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "id": "2c9180", "externalId": "AbC-1", "userName": "jo@example.com", "active": true,
        "name": { "givenName": "Jo", "familyName": "Doe" },
        ENTERPRISE: { "department": "Sales" },
    })
}

fn group(members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|it| json!({ "value": it })).collect();
    let mut group =
        json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g", "displayName": "Ops" });
    if !members.is_empty() {
        group["members"] = members.into();
    }
    group
}

fn apply(kind: Kind, before: &Value, operations: Value) -> Result<Value, Error> {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    let after = PatchRequest::parse(kind, &body)?.apply(before)?;
    Ok(after.unwrap_or_else(|| before.clone()))
}

/// Each operation on the user, and what then stands at a JSON pointer.
#[test]
fn every_dialect_reaches_what_it_means() {
    let department = format!("/{ENTERPRISE}/department");
    let manager = format!("/{ENTERPRISE}/manager");
    let urn = |name: &str| format!("{ENTERPRISE}{name}");
    for (operation, pointer, expected) in [
        (json!({ "op": "Replace", "path": "active", "value": "False" }), "/active", json!(false)),
        (json!({ "op": "replace", "path": "active", "value": false }), "/active", json!(false)),
        (json!({ "op": "replace", "value": { "active": false } }), "/active", json!(false)),
        (json!({ "op": "add", "value": { "active": false } }), "/active", json!(false)),
        (json!({ "OP": "REPLACE", "Path": "ACTIVE", "Value": "FALSE" }), "/active", json!(false)),
        (json!({ "op": "Add", "path": "nickName", "value": "Ada" }), "/nickName", json!("Ada")),
        (
            json!({ "op": "Add", "value": { "name.givenName": "Joanna" } }),
            "/name",
            json!({ "givenName": "Joanna", "familyName": "Doe" }),
        ),
        (json!({ "op": "replace", "path": urn(":department"), "value": "Legal" }), &department, json!("Legal")),
        (json!({ "op": "replace", "path": urn(".department"), "value": "Legal" }), &department, json!("Legal")),
        (json!({ "op": "replace", "value": { urn(":department"): "Legal" } }), &department, json!("Legal")),
        (json!({ "op": "replace", "value": { ENTERPRISE: { "department": "Legal" } } }), &department, json!("Legal")),
        (
            json!({ "op": "replace", "path": ENTERPRISE, "value": { "department": "Legal" } }),
            &department,
            json!("Legal"),
        ),
        (json!({ "op": "Add", "path": urn(":manager"), "value": "m1" }), &manager, json!({ "value": "m1" })),
        (
            json!({ "op": "Add", "path": "manager", "value": [{ "$ref": "../Users/m1", "value": "m1" }] }),
            &manager,
            json!({ "$ref": "../Users/m1", "value": "m1" }),
        ),
        (
            json!({ "op": "replace", "path": urn(":manager"), "value": { "managerId": "m1", "displayName": "M" } }),
            &manager,
            json!({ "value": "m1" }),
        ),
        (
            json!({ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "n@x" }),
            "/emails",
            json!([{ "type": "work", "value": "n@x" }]),
        ),
        (
            json!({ "op": "Add", "path": "emails[type eq \"work\"].value", "value": "n@x" }),
            "/emails",
            json!([{ "type": "work", "value": "n@x" }]),
        ),
        (
            json!({ "op": "Add", "path": "roles", "value": [{ "value": "{\"id\":\"1\",\"value\":\"pilot\",\"displayName\":\"P\"}" }] }),
            "/roles",
            json!([{ "value": "pilot" }]),
        ),
        (
            json!({ "op": "Add", "path": "roles[primary eq \"True\"].value", "value": "pilot" }),
            "/roles",
            json!([{ "primary": true, "value": "pilot" }]),
        ),
        (json!({ "op": "replace", "value": { "id": "2c9180", "displayName": "J" } }), "/displayName", json!("J")),
        (
            json!({ "op": "replace", "path": "name", "value": { "givenName": "K" } }),
            "/name",
            json!({ "givenName": "K", "familyName": "Doe" }),
        ),
        (json!({ "op": "replace", "path": "password", "value": "x" }), "/password", Value::Null),
        (json!({ "op": "remove", "path": "ims", "value": [{ "value": "x" }] }), "/ims", Value::Null),
        (json!({ "op": "remove", "path": urn(":department") }), &format!("/{ENTERPRISE}"), Value::Null),
    ] {
        let after =
            apply(Kind::User, &user(), json!([operation])).unwrap_or_else(|error| panic!("{operation}: {error}"));
        assert_eq!(after.pointer(pointer).unwrap_or(&Value::Null), &expected, "{operation}");
        let names = after.as_object().expect("an object").keys();
        assert!(names.into_iter().all(|name| !name.contains('.') || name == ENTERPRISE), "{operation}: {after}");
    }
}

#[test]
fn what_cannot_be_done_is_refused_by_its_word_and_nothing_is_half_done() {
    use ScimType::*;
    for (operation, word) in [
        (json!({ "op": "replace", "path": "active", "value": "maybe" }), InvalidValue),
        (json!({ "op": "replace", "path": "active" }), InvalidValue),
        (json!({ "op": "replace", "path": "noSuchAttribute", "value": "x" }), InvalidPath),
        (json!({ "op": "replace", "value": { "noSuchAttribute": "x" } }), InvalidPath),
        (json!({ "op": "replace", "value": "x" }), InvalidValue),
        (json!({ "op": "replace", "path": "emails[value co \"a\"].value", "value": "x" }), NoTarget),
        (json!({ "op": "remove" }), NoTarget),
        (json!({ "op": "remove", "path": "userName" }), Mutability),
        (json!({ "op": "replace", "path": "userName", "value": "" }), InvalidValue),
        (json!({ "op": "replace", "path": "id", "value": "other" }), Mutability),
        (json!({ "op": "replace", "value": { "meta": { "created": "x" } } }), Mutability),
        (json!({ "op": "move", "path": "title", "value": "x" }), InvalidSyntax),
        (json!({ "path": "title", "value": "x" }), InvalidSyntax),
        (json!({ "op": "replace", "path": 5, "value": "x" }), InvalidPath),
        (json!({ "op": "replace", "path": "name.givenName", "value": { "a": 1 } }), InvalidValue),
    ] {
        let good = json!({ "op": "replace", "path": "name.givenName", "value": "Kim" });
        let error = apply(Kind::User, &user(), json!([good, operation])).expect_err(&operation.to_string());
        assert_eq!(error.scim_type, Some(word), "{operation}: {error}");
        assert_eq!(error.body()["status"], "400");
    }
    for body in [
        json!([]),
        json!({}),
        json!({ "Operations": [] }),
        json!({ "schemas": ["x"], "Operations": [{ "op": "add" }] }),
    ] {
        assert_eq!(
            PatchRequest::parse(Kind::User, &body).expect_err("no PATCH").scim_type,
            Some(InvalidSyntax),
            "{body}"
        );
    }
    let lower = json!({ "operations": [{ "op": "add", "path": "title", "value": "x" }] });
    assert!(PatchRequest::parse(Kind::User, &lower).is_ok());
}

#[test]
fn members_come_and_go_and_a_group_is_never_emptied_by_mistake() {
    for (operation, expected) in [
        (json!({ "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": "m2" }] }), vec!["m1"]),
        (json!({ "op": "remove", "path": "members[value eq \"m2\"]" }), vec!["m1"]),
        (json!({ "op": "remove", "path": "members[value eq\"m2\"]" }), vec!["m1"]),
        (json!({ "op": "remove", "path": "members[value eq \"m9\"]" }), vec!["m1", "m2"]),
        (json!({ "op": "Remove", "path": "members", "value": [] }), vec!["m1", "m2"]),
        (json!({ "op": "Remove", "path": "members", "value": [{ "value": "m9" }] }), vec!["m1", "m2"]),
        (json!({ "op": "remove", "path": "members" }), vec![]),
        (
            json!({ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": "m2" }, { "value": "m3" }] }),
            vec!["m1", "m2", "m3"],
        ),
        (json!({ "op": "replace", "path": "members", "value": [{ "value": "m3" }] }), vec!["m3"]),
        (json!({ "op": "replace", "value": { "id": "g", "displayName": "Ops" } }), vec!["m1", "m2"]),
        (json!({ "op": "add", "path": "members", "value": ["m3"] }), vec!["m1", "m2", "m3"]),
        (json!({ "op": "replace", "path": "externalId", "value": "x" }), vec!["m1", "m2"]),
    ] {
        let after = apply(Kind::Group, &group(&["m1", "m2"]), json!([operation]))
            .unwrap_or_else(|error| panic!("{operation}: {error}"));
        let members: Vec<&str> =
            after["members"].as_array().into_iter().flatten().filter_map(|it| it["value"].as_str()).collect();
        assert_eq!(members, expected, "{operation}");
    }
    for operation in [
        json!({ "op": "replace", "path": "members", "value": [{ "id": "m3" }] }),
        json!({ "op": "remove", "path": "members", "value": [{ "id": "m3" }] }),
        json!({ "op": "replace", "path": "members", "value": [null] }),
    ] {
        let error = apply(Kind::Group, &group(&["m1"]), json!([operation])).expect_err("no member");
        assert_eq!(error.scim_type, Some(ScimType::InvalidValue), "{operation}");
    }
    let both = json!([{ "op": "remove", "path": "members[value eq \"m1\"]" }, { "op": "add", "path": "members", "value": [{ "value": "m1" }] }]);
    assert_eq!(apply(Kind::Group, &group(&["m1"]), both), Ok(group(&["m1"])));
}

#[test]
fn one_value_alone_is_primary() {
    let before = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "jo",
        "emails": [{ "value": "a", "type": "work", "primary": true }, { "value": "b", "type": "home" }],
    });
    for operation in [
        json!({ "op": "replace", "path": "emails[type eq \"home\"].primary", "value": true }),
        json!({ "op": "add", "path": "emails", "value": [{ "value": "b", "type": "home", "primary": "True" }] }),
    ] {
        let after = apply(Kind::User, &before, json!([operation])).expect("applied");
        let expected = json!([{ "value": "a", "type": "work", "primary": false }, { "value": "b", "type": "home", "primary": true }]);
        assert_eq!(after["emails"], expected, "{operation}");
    }
}

#[test]
fn too_many_operations_or_members_are_413_with_the_limit() {
    let members: Vec<Value> = (0..1001).map(|it| json!({ "value": it.to_string() })).collect();
    let one = json!([{ "op": "add", "path": "members", "value": members }]);
    let many = Value::from(vec![json!({ "op": "add", "path": "externalId", "value": "x" }); 1001]);
    for operations in [one, many] {
        let error = apply(Kind::Group, &group(&[]), operations).expect_err("too many");
        assert_eq!(error.status, 413);
        assert!(error.detail.contains("1001") && error.detail.contains("1000"), "{error}");
    }
    let members: Vec<Value> = (0..10_001).map(|it| json!({ "value": it.to_string() })).collect();
    let body =
        json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Ops", "members": members });
    assert_eq!(resource::read(Kind::Group, &body).expect_err("too many").status, 413);
}

#[test]
fn a_thousand_operations_on_a_large_group_go_over_it_once() {
    let names: Vec<String> = (0..200_000).map(|it| format!("m{it}")).collect();
    let before = group(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let operations: Vec<Value> = (0..500)
        .flat_map(|it| {
            [
                json!({ "op": "remove", "path": format!("members[value eq \"m{it}\"]") }),
                json!({ "op": "Add", "path": "members", "value": [{ "value": format!("n{it}") }] }),
            ]
        })
        .collect();
    let started = Instant::now();
    let after = apply(Kind::Group, &before, operations.into()).expect("applied");
    assert!(started.elapsed() < Duration::from_secs(20), "took {:?}", started.elapsed());
    assert_eq!(after["members"].as_array().map(Vec::len), Some(200_000));
}

#[test]
fn a_body_is_read_as_its_sender_means_it() {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE, "urn:other"],
        "id": null, "username": "jo", "active": "TRUE", "password": "secret", "groups": [], "meta": { "resourceType": "User" },
        "emails": [{ "value": "a", "primary": "true", "colour": "red" }], "roles": [], "title": null, "urn:other": { "a": 1 },
        ENTERPRISE: { "manager": { "managerId": "m1", "displayName": "M" } },
    });
    assert_eq!(
        resource::read(Kind::User, &body),
        Ok(json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE], "userName": "jo", "active": true,
            "emails": [{ "value": "a", "primary": true }], ENTERPRISE: { "manager": { "value": "m1" } },
        }))
    );
    let core = "urn:ietf:params:scim:schemas:core:2.0:User";
    for (body, word) in [
        (json!({ "userName": "jo" }), ScimType::InvalidSyntax),
        (json!({ "schemas": [core] }), ScimType::InvalidValue),
        (json!({ "schemas": [core], "userName": "jo", "active": 1 }), ScimType::InvalidValue),
        (json!({ "schemas": [core], "userName": ["jo"] }), ScimType::InvalidValue),
        (json!("x"), ScimType::InvalidSyntax),
    ] {
        assert_eq!(resource::read(Kind::User, &body).expect_err("refused").scim_type, Some(word), "{body}");
    }
}

#[test]
fn a_put_without_active_neither_blocks_nor_unblocks() {
    let mut before = user();
    before["active"] = false.into();
    before["meta"] = json!({ "created": "then" });
    let body = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "jo", "id": "other", "meta": {} });
    let after = resource::replace(Kind::User, &before, &body).expect("a user");
    assert_eq!(
        (&after["active"], &after["id"], &after["meta"]),
        (&json!(false), &json!("2c9180"), &json!({ "created": "then" }))
    );
    assert_eq!(after.get("name"), None);
}

#[test]
fn the_lives_that_clients_lead_are_understood() {
    for client in [Client::Entra, Client::EntraFlag, Client::Okta] {
        for (kind, requests) in [
            (Kind::User, samples::life(client, &Person::default())),
            (Kind::Group, samples::group_life(client, "Ops \"north\"", "m|1")),
        ] {
            let mut stored = json!({});
            for request in requests {
                let request = request.with_id("id|1");
                assert!(!request.path.contains(['|', '{']), "{}", request.path);
                assert!(!request.query.contains([' ', '"']), "{}", request.query);
                let Some(body) = &request.body else { continue };
                stored = match request.method {
                    "POST" => resource::read(kind, body).expect(request.title),
                    "PUT" => resource::replace(kind, &stored, body).expect(request.title),
                    _ => PatchRequest::parse(kind, body)
                        .and_then(|patch| patch.apply(&stored))
                        .unwrap_or_else(|error| panic!("{client:?}, {}: {error}", request.title))
                        .expect("a change"),
                };
                stored["id"] = "id|1".into();
            }
            assert_eq!(stored.get("members"), None);
        }
    }
}

#[test]
fn entra_s_life_ends_where_it_should() {
    let person = Person::default();
    for client in [Client::Entra, Client::EntraFlag] {
        let requests = samples::life(client, &person);
        assert_eq!(requests[0].query, "filter=userName+eq+%227d0c4a52-7f5e-4a0e-8f43-6f6a2f0d9b11%22");
        assert_eq!(requests[2].query, "filter=emails%5Btype+eq+%22work%22%5D.value+eq+%22ada%40harbour.example%22");
        let mut stored = resource::read(Kind::User, requests[3].body.as_ref().expect("a body")).expect("a user");
        let change = requests[6].body.as_ref().expect("a body");
        stored = PatchRequest::parse(Kind::User, change)
            .and_then(|it| it.apply(&stored))
            .expect("applied")
            .expect("a change");
        assert_eq!(stored["name"]["givenName"], "Adaeze");
        assert_eq!(stored[ENTERPRISE]["department"], "Harbour");
        assert_eq!(stored["emails"], json!([{ "primary": true, "type": "work", "value": "new-ada@harbour.example" }]));
    }
}
