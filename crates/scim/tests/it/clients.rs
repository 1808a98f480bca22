//! What each provider sends, as it goes over the wire, and what becomes of it.

use lintel_scim::{
    Kind, Mapping, discovery,
    list::ListRequest,
    patch::PatchRequest,
    resource,
    samples::{self, Client, Person},
    schema::{ENTERPRISE, GROUP, USER},
};
use serde_json::{Value, json};

const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Ada after Entra ID created her.
fn ada() -> Value {
    let mut ada = resource::read(Kind::User, &samples::user(Client::Entra, &Person::default())).expect("a user");
    ada["id"] = "oidc|acme|ada".into();
    ada["meta"] = json!({ "resourceType": "User", "lastModified": "2026-03-02T10:00:00Z" });
    ada[ENTERPRISE]["manager"] = json!({ "value": "m1" });
    ada
}

fn ops() -> Value {
    json!({ "schemas": [GROUP], "id": "grp_1", "displayName": "Ops", "members": [{ "value": "m1" }, { "value": "m2" }] })
}

#[test]
fn the_questions_of_every_provider_find_whom_they_mean() {
    for (client, kind, query, found) in [
        ("Entra ID, test", Kind::User, "filter=userName+eq+%227d0c4a52-7f5e-4a0e-8f43-6f6a2f0d9b11%22", false),
        ("Entra ID", Kind::User, "filter=externalId+eq+%225f7e0c1a-2b7d-4c52-9a63-0d7f3f1e8a11%22", true),
        ("Entra ID", Kind::User, "filter=emails%5Btype+eq+%22work%22%5D.value+eq+%22ada%40harbour.example%22", true),
        ("Entra ID", Kind::User, "filter=userName+eq+%22ADA%40harbour.example%22&aadOptscim062020", true),
        ("Entra ID, manager", Kind::User, "filter=id+eq+%22oidc%7Cacme%7Cada%22+and+manager+eq+%22m1%22", true),
        ("Entra ID, manager", Kind::User, "filter=id+eq+%22oidc%7Cacme%7Cada%22+and+manager+eq+%22m2%22", false),
        ("Entra ID", Kind::Group, "excludedAttributes=members&filter=displayName+eq+%22Ops%22", true),
        ("Entra ID, member", Kind::Group, "filter=id+eq+%22grp_1%22+and+members+eq+%22m2%22", true),
        ("Entra ID, member", Kind::Group, "filter=id+eq+%22grp_1%22+and+members+eq+%22m3%22", false),
        ("Okta, probe", Kind::User, "startIndex=1&count=2", true),
        ("Okta", Kind::User, "filter=userName%20eq%20%22ada%40harbour.example%22&startIndex=1&count=100", true),
        ("JumpCloud", Kind::User, "filter=userName%20eq%20%22ada%40harbour.example%22", true),
        ("PingOne", Kind::User, "filter=userName%20Eq%20%22ada%40harbour.example%22", true),
        ("PingOne", Kind::User, "filter=emails%20Co%20%22harbour%22", true),
        (
            "SailPoint, delta",
            Kind::User,
            "attributes=userName%2Cemails&filter=active%20eq%20true%20and%20meta.lastModified%20gt%20%222026-03-01T00%3A00%3A00Z%22",
            true,
        ),
        ("SailPoint", Kind::User, "filter=userName%20sw%20%22ada%22", true),
        ("Actions template", Kind::User, "filter=externalId%20eq%20%225f7e0c1a-2b7d-4c52-9a63-0d7f3f1e8a11%22", true),
    ] {
        let pairs = decoded(query);
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let asked = ListRequest::from_query(kind, pairs).unwrap_or_else(|error| panic!("{client}, {query}: {error}"));
        let resource = if kind == Kind::User { ada() } else { ops() };
        assert_eq!(asked.filter.is_none_or(|filter| filter.matches(&resource)), found, "{client}, {query}");
    }
}

#[test]
fn the_bodies_of_every_provider_create_the_same_user() {
    for (client, body, beside) in [
        (
            "Entra ID",
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"5f7e","userName":"ada@harbour.example","active":true,"emails":[{"primary":true,"type":"work","value":"ada@harbour.example"}],"meta":{"resourceType":"User"},"name":{"formatted":"Ada Okafor","familyName":"Okafor","givenName":"Ada"},"roles":[]}"#,
            json!({ "name": { "formatted": "Ada Okafor", "familyName": "Okafor", "givenName": "Ada" } }),
        ),
        (
            "Okta",
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada@harbour.example","name":{"givenName":"Ada","familyName":"Okafor"},"emails":[{"primary":true,"value":"ada@harbour.example","type":"work"}],"displayName":"Ada Okafor","locale":"en-US","externalId":"5f7e","groups":[],"password":"Xy12","active":true}"#,
            json!({ "displayName": "Ada Okafor", "locale": "en-US" }),
        ),
        (
            "OneLogin",
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"id":null,"externalId":"5f7e","userName":"ada@harbour.example","active":"true","name":{"givenName":"Ada","familyName":"Okafor"},"emails":[{"value":"ada@harbour.example","type":"work","primary":true}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"managerId":"m1","displayName":"Mia"}}}"#,
            json!({ ENTERPRISE: { "manager": { "value": "m1" } } }),
        ),
        (
            "JumpCloud",
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"5f7e","userName":"ada@harbour.example","name":{"givenName":"Ada","familyName":"Okafor"},"emails":[{"type":"work","value":"ada@harbour.example","primary":true}],"active":true}"#,
            json!({}),
        ),
    ] {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let user = resource::read(Kind::User, &body).unwrap_or_else(|error| panic!("{client}: {error}"));
        let mut expected = json!({
            "externalId": "5f7e", "userName": "ada@harbour.example", "active": true,
            "name": { "givenName": "Ada", "familyName": "Okafor" },
            "emails": [{ "value": "ada@harbour.example", "type": "work", "primary": true }],
        });
        let schemas = if beside.get(ENTERPRISE).is_some() { json!([USER, ENTERPRISE]) } else { json!([USER]) };
        expected["schemas"] = schemas;
        beside.as_object().expect("an object").iter().for_each(|(name, value)| expected[name] = value.clone());
        assert_eq!(user, expected, "{client}");
    }
}

#[test]
fn every_way_to_deactivate_a_user_deactivates_and_saying_it_again_changes_nothing() {
    for (client, operation) in [
        ("Entra ID", r#"{"op":"Replace","path":"active","value":"False"}"#),
        ("Entra ID, flag", r#"{"op":"replace","path":"active","value":false}"#),
        ("Okta", r#"{"op":"replace","value":{"active":false}}"#),
        ("OneLogin", r#"{"op":"replace","path":"active","value":"false"}"#),
        ("PingOne", r#"{"op":"replace","path":"active","value":false}"#),
        ("SailPoint", r#"{"op":"add","value":{"active":false}}"#),
        ("Actions template", r#"{"op":"replace","value":{"userName":"ada@harbour.example","active":false}}"#),
    ] {
        let after = patched(Kind::User, &ada(), operation).unwrap_or_else(|| panic!("{client}: nothing changed"));
        let mut expected = ada();
        expected["active"] = false.into();
        assert_eq!(after, expected, "{client}");
        assert_eq!(patched(Kind::User, &after, operation), None, "{client}");
    }
}

#[test]
fn every_way_to_change_members_changes_those_and_no_others() {
    for (client, operations, members) in [
        ("Entra ID", r#"{"op":"Add","path":"members","value":[{"$ref":null,"value":"m3"}]}"#, vec!["m1", "m2", "m3"]),
        ("Entra ID", r#"{"op":"Remove","path":"members","value":[{"value":"m2"}]}"#, vec!["m1"]),
        ("Entra ID", r#"{"op":"Remove","path":"members","value":[{"$ref":null,"value":"m2"}]}"#, vec!["m1"]),
        ("Entra ID, flag", r#"{"op":"remove","path":"members[value eq \"m2\"]"}"#, vec!["m1"]),
        (
            "Okta",
            r#"{"op":"remove","path":"members[value eq \"m1\"]"},{"op":"add","path":"members","value":[{"value":"m3","display":"Mo"}]}"#,
            vec!["m2", "m3"],
        ),
        ("Okta", r#"{"op":"replace","path":"members","value":[{"value":"m3"}]}"#, vec!["m3"]),
        ("Okta", r#"{"op":"replace","value":{"id":"grp_1","displayName":"Ops 2"}}"#, vec!["m1", "m2"]),
        ("OneLogin", r#"{"op":"add","path":"members","value":[{"value":"m3"}]}"#, vec!["m1", "m2", "m3"]),
        ("JumpCloud", r#"{"op":"remove","path":"members","value":[{"value":"m2"}]}"#, vec!["m1"]),
    ] {
        let after = patched(Kind::Group, &ops(), operations).unwrap_or_else(|| panic!("{client}: nothing changed"));
        let there: Vec<_> = after["members"].as_array().into_iter().flatten().map(|it| it["value"].clone()).collect();
        assert_eq!(there, members, "{client}, {operations}");
    }
}

#[test]
fn what_rippling_sailpoint_and_authentik_read_of_a_service_is_there() {
    let config = discovery::service_provider_config("http://here");
    assert_eq!(config["bulk"], json!({ "supported": false, "maxOperations": 0, "maxPayloadSize": 0 }));
    assert_eq!((&config["patch"]["supported"], &config["filter"]["supported"]), (&json!(true), &json!(true)));
    assert!(discovery::resource_type("http://here", "User").is_some());
    assert_eq!(discovery::schemas("http://here", &Mapping::default_oidc())[0]["id"], USER);
}

/// The resource after one PATCH; `None` where nothing changed.
fn patched(kind: Kind, before: &Value, operations: &str) -> Option<Value> {
    let body = format!(r#"{{"schemas":["{PATCH}"],"Operations":[{operations}]}}"#);
    let body: Value = serde_json::from_str(&body).expect("JSON");
    PatchRequest::parse(kind, &body).and_then(|it| it.apply(before)).unwrap_or_else(|error| panic!("{body}: {error}"))
}

/// The pairs of a query, as a form is decoded.
fn decoded(query: &str) -> Vec<(String, String)> {
    let text = |text: &str| {
        let mut bytes = text.bytes();
        let mut decoded = Vec::new();
        while let Some(byte) = bytes.next() {
            decoded.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [bytes.next().expect("a digit"), bytes.next().expect("a digit")];
                    u8::from_str_radix(std::str::from_utf8(&digits).expect("digits"), 16).expect("a number")
                }
                byte => byte,
            });
        }
        String::from_utf8(decoded).expect("UTF-8")
    };
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (text(name), text(value))).collect()
}
