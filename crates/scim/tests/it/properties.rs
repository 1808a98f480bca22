//! Filters, paths and PATCH that nobody thought of.

#[path = "../../../../tests/properties/hold.rs"]
mod hold;
mod oracle;

use lintel_scim::{Filter, Kind, Path, patch::PatchRequest};
use proptest::prelude::*;
use serde_json::{Value, json};

use hold::hold;

#[test]
fn a_filter_is_read_or_refused_and_answers() {
    hold(2048, text(), |text| {
        for kind in [Kind::User, Kind::Group] {
            if let Ok(filter) = Filter::parse(kind, &text) {
                filter.matches(&user());
            }
            if let Ok(Path::Attribute { selector: Some(selector), .. }) = Path::parse(kind, &text) {
                selector.matches(&user());
            }
        }
        Ok(())
    });
}

#[test]
fn a_patch_that_fails_at_its_end_and_one_that_says_what_is_there_change_nothing() {
    hold(512, prop::collection::vec(operation(), 0..6), |operations| {
        let mut operations = operations;
        operations.push(json!({ "op": "replace", "path": "active", "value": "maybe" }));
        let patch = PatchRequest::parse(Kind::User, &json!({ "Operations": operations }));
        let before = user();
        let text = before.to_string();
        if let Ok(patch) = patch {
            prop_assert!(patch.apply(&before).is_err());
        }
        prop_assert_eq!(before.to_string(), text);
        let mut same = before.clone();
        let same = same.as_object_mut().expect("an object");
        same.remove("schemas");
        for op in ["add", "replace"] {
            let patch = PatchRequest::parse(Kind::User, &json!({ "Operations": [{ "op": op, "value": same }] }))
                .expect("a PATCH");
            prop_assert_eq!(patch.apply(&before), Ok(None));
        }
        Ok(())
    });
}

#[test]
fn a_patched_resource_stays_canonical() {
    hold(1024, prop::collection::vec(operation(), 1..6), |operations| {
        let Ok(patch) = PatchRequest::parse(Kind::User, &json!({ "Operations": operations })) else { return Ok(()) };
        let Ok(Some(after)) = patch.apply(&user()) else { return Ok(()) };
        for name in after.as_object().expect("an object").keys() {
            prop_assert!(Kind::User.target(name).is_some() || name.starts_with("urn:"), "{}", name);
            prop_assert!(!name.contains('.') || name.starts_with("urn:"), "{}", name);
        }
        for elements in after.as_object().expect("an object").values().filter_map(Value::as_array) {
            prop_assert!(elements.iter().filter(|it| it["primary"] == true).count() <= 1, "{}", after);
        }
        Ok(())
    });
}

#[test]
fn adding_what_was_absent_and_removing_it_leaves_the_resource_as_it_was() {
    let path = prop::sample::select(vec![
        "title",
        "name.middleName",
        "nickName",
        r#"emails[type eq "other"].value"#,
        r#"addresses[type eq "work"].locality"#,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division",
        "costCenter",
        "manager",
        "roles",
        r#"photos[type eq "photo"].value"#,
        "externalId",
    ]);
    hold(512, (path, "[ -~]{1,12}", any::<bool>()), |(path, value, add)| {
        let before = user();
        let op = if add { "Add" } else { "replace" };
        let change = json!({ "Operations": [{ "op": op, "path": path, "value": value }] });
        let added = PatchRequest::parse(Kind::User, &change).expect("a PATCH").apply(&before).expect("applied");
        let added = added.expect("something changed");
        let remove = json!({ "Operations": [{ "op": "remove", "path": path }] });
        let removed = PatchRequest::parse(Kind::User, &remove).expect("a PATCH").apply(&added).expect("applied");
        prop_assert_eq!(removed.expect("something changed").to_string(), before.to_string());
        Ok(())
    });
}

#[test]
fn members_come_and_go_as_from_a_plain_list_and_who_came_and_went_leaves_no_trace() {
    let ids = || prop::collection::vec(0_u8..6, 0..4);
    let change = (0_u8..5, ids());
    hold(1024, (ids(), prop::collection::vec(change, 1..8)), |(start, changes)| {
        let mut list: Vec<u8> = Vec::new();
        start.into_iter().for_each(|id| add(&mut list, id));
        let before = group(&list);
        let mut operations = Vec::new();
        for (kind, ids) in changes {
            let value = members(&ids);
            match kind {
                0 => {
                    operations.push(json!({ "op": "Add", "path": "members", "value": value }));
                    ids.into_iter().for_each(|id| add(&mut list, id));
                }
                1 => {
                    operations.push(json!({ "op": "Remove", "path": "members", "value": value }));
                    list.retain(|id| !ids.contains(id));
                }
                2 => {
                    let id = ids.first().copied().unwrap_or_default();
                    operations.push(json!({ "op": "remove", "path": format!("members[value eq \"m{id}\"]") }));
                    list.retain(|it| *it != id);
                }
                3 => {
                    operations.push(json!({ "op": "add", "path": "members", "value": [{ "value": "passing" }] }));
                    operations.push(json!({ "op": "remove", "path": "members[value sw \"pass\"]" }));
                }
                _ if ids.is_empty() => {
                    operations.push(json!({ "op": "replace", "path": "displayName", "value": "Ops" }))
                }
                _ => {
                    let mut only = Vec::new();
                    ids.into_iter().for_each(|id| add(&mut only, id));
                    operations.push(json!({ "op": "replace", "path": "members", "value": members(&only) }));
                    list = only;
                }
            }
        }
        let patch = PatchRequest::parse(Kind::Group, &json!({ "Operations": operations })).expect("a PATCH");
        let after = patch.apply(&before).expect("applied");
        prop_assert_eq!(after.is_some(), before != group(&list));
        prop_assert_eq!(after.unwrap_or(before), group(&list));
        Ok(())
    });
}

fn add(list: &mut Vec<u8>, id: u8) {
    if !list.contains(&id) {
        list.push(id);
    }
}

fn members(ids: &[u8]) -> Value {
    ids.iter().map(|id| json!({ "value": format!("m{id}") })).collect()
}

fn group(ids: &[u8]) -> Value {
    let mut group =
        json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "id": "g", "displayName": "Ops" });
    if !ids.is_empty() {
        group["members"] = members(ids);
    }
    group
}

fn user() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "1",
        "userName": "jo",
        "name": { "givenName": "Jo" },
        "active": true,
        "emails": [{ "value": "jo@example.com", "type": "work", "primary": true }],
    })
}

fn word() -> impl Strategy<Value = String> {
    let words = [
        "userName",
        "emails",
        "name.givenName",
        "members",
        "manager",
        "value",
        "type",
        "primary",
        "active",
        "meta.created",
        "eq",
        "ne",
        "co",
        "gt",
        "pr",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "].value",
        "\"work\"",
        "\"a",
        "\\\"",
        "true",
        "null",
        "1.5e3",
        "-",
        ".",
        ":",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        "$ref",
        " ",
        "ß",
        "\u{0}",
    ];
    prop_oneof![8 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => ".{0,6}"]
}

fn text() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(word(), 0..24).prop_map(|words| words.join(" "));
    let deep = (1_usize..10_000, prop::sample::select(vec!["(", "not (", "emails[", "[", "\"", "userName pr and "]))
        .prop_map(|(times, text)| text.repeat(times));
    prop_oneof![6 => words, 1 => deep, 1 => ".{0,60}"]
}

fn operation() -> impl Strategy<Value = Value> {
    let op = prop::sample::select(vec!["add", "Replace", "REMOVE", "move"]);
    let path = prop_oneof![
        6 => prop::sample::select(vec![
            "", "title", "name", "name.givenName", "emails", "emails.value", r#"emails[type eq "work"].value"#, r#"emails[type eq "x"]"#,
            r#"emails[value co "a"].primary"#, r#"emails[type eq "home"].primary"#, "active", "manager", "id", "meta.created", "roles",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "userName", "password", "photos",
        ]).prop_map(str::to_owned),
        1 => text(),
    ];
    let leaf = prop_oneof![
        Just(json!(null)),
        Just(json!(true)),
        Just(json!("True")),
        Just(json!("x")),
        Just(json!([])),
        Just(json!({})),
        Just(json!(3)),
        Just(json!([{ "value": "a", "type": "home", "primary": true }, { "value": "b", "primary": "true" }])),
        Just(json!({ "value": "a", "givenName": "G" })),
        Just(json!({ "name.givenName": "G", "emails": [{ "value": "c" }] })),
    ];
    (op, path, leaf).prop_map(|(op, path, value)| json!({ "op": op, "path": path, "value": value }))
}
