use std::ops::Range;

use serde_json::{Map, Value, json};

use super::*;
use crate::{Channel, words::REPEATED};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

fn apply(map: Value, id_token: Value, userinfo: Option<Value>) -> (Map<String, Value>, Vec<String>) {
    let (id_token, userinfo) = (object(id_token), userinfo.map(object));
    let context = MappingContext {
        connection_id: "con_1",
        connection_strategy: "oidc",
        id_token: &id_token,
        userinfo: userinfo.as_ref(),
    };
    let (mapped, findings) = AttributeMap::from_json(map.as_object()).apply(context).expect("a profile");
    (
        mapped.into_iter().map(|attribute| (attribute.name, attribute.value)).collect(),
        findings.into_iter().map(|finding| finding.code).collect(),
    )
}

#[test]
fn a_mapping_that_fills_nothing_is_told_which_claims_came() {
    let claims = json!({ "iss": "https://op.example", "sub": "1", "mail": "a", "n1": 1, "n2": 2, "n3": 3, "n4": 4, "n5": 5, "n6": 6 });
    let map = AttributeMap::from_json(
        json!({ "mapping_mode": "use_map", "attributes": { "phone": "${context.tokenset.phone}" } }).as_object(),
    );
    let remedy = |claims: &Value| {
        let finding =
            map.nothing_filled(claims.as_object().expect("claims"), "openid email", Channel::BackChannel, None);
        finding.remedy.expect("a remedy")
    };
    let told = remedy(&claims);
    assert!(told.starts_with("The ID token brought mail, n1, n2, n3, n4, n5 and 1 more. "), "{told}");
    assert!(told.contains("`${context.tokenset.mail}`"), "{told}");
    assert!(remedy(&json!({ "sub": "1" })).starts_with("The provider names no userinfo endpoint."));
}

#[test]
fn binds_every_claim_with_its_type_except_reserved_ones() {
    let claims = json!({ "sub": "1", "email": "a@b.example", "teams": ["x", "y"], "groups": ["g"], "exp": 1 });
    let (profile, findings) = apply(json!({ "mapping_mode": "bind_all" }), claims, None);
    assert_eq!(Value::Object(profile), json!({ "email": "a@b.example", "teams": ["x", "y"] }));
    assert_eq!(findings, ["reserved-claim-left-out"], "protocol claims are not told of");
}

#[test]
fn fills_templates_from_tokens_userinfo_and_connection() {
    let map = json!({ "mapping_mode": "use_map", "attributes": {
        "email": "${context.userinfo.email}",
        "key": "${context.connection.id}|${context.tokenset.sub}",
        "teams": "${context.tokenset.teams}",
        "tenant": "acme",
    }});
    let (profile, findings) =
        apply(map, json!({ "sub": "1", "teams": ["x", "y"] }), Some(json!({ "email": "a@b.example" })));
    assert_eq!(
        Value::Object(profile),
        json!({ "email": "a@b.example", "key": "con_1|1", "teams": ["x", "y"], "tenant": "acme" })
    );
    assert_eq!(findings, ["list-becomes-text"]);
}

#[test]
fn what_is_no_whole_template_stays_as_text() {
    let map = json!({ "mapping_mode": "use_map", "attributes": {
        "a": "${${context.tokenset.sub}", "b": "ü$${ context.tokenset.sub }}", "c": "${context.tokenset.sub", "d": "",
    }});
    let (profile, findings) = apply(map, json!({ "sub": "1" }), None);
    assert_eq!(Value::Object(profile), json!({ "b": "ü$1}", "c": "${context.tokenset.sub", "d": "" }));
    let slips = ["template-slip"; 4];
    assert_eq!(findings, slips, "a path goes to the first brace that closes");
}

#[test]
fn a_template_that_never_closes_takes_no_time() {
    let started = std::time::Instant::now();
    assert_eq!(pieces(&"${".repeat(200_000)).count(), 200_000);
    assert!(started.elapsed() < std::time::Duration::from_secs(2), "{:?}", started.elapsed());
}

#[test]
fn a_claim_of_userinfo_that_was_not_read_is_told_from_one_that_did_not_come() {
    let map = json!({ "mapping_mode": "use_map", "attributes": { "mail": "${context.userinfo.email}" } });
    let map = AttributeMap::from_json(map.as_object());
    let (id_token, userinfo) = (object(json!({ "sub": "1" })), object(json!({ "sub": "1" })));
    let message = |userinfo| {
        let context =
            MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo };
        map.apply(context).expect("a profile").1.remove(0).message
    };
    assert!(message(None).contains("userinfo was not read"), "{}", message(None));
    assert!(message(Some(&userinfo)).contains("did not send"));
}

#[test]
fn the_provider_is_not_blamed_for_a_path_that_names_nothing() {
    let map = json!({ "mapping_mode": "use_map", "attributes": {
        "a": "${context.tokensett.email}", "b": "${}", "c": "${context.connection.secret}", "d": "${context.tokenset.}",
        "e": "${context.tokenset.access_token}", "f": "${context.tokenset.email}",
    }});
    let id_token = object(json!({ "sub": "1" }));
    let context =
        MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo: None };
    let (mapped, findings) = AttributeMap::from_json(map.as_object()).apply(context).expect("a profile");
    assert_eq!((mapped.len(), findings.len()), (0, 6));
    let blamed: Vec<_> = findings.iter().filter(|one| one.message.contains("did not send")).collect();
    assert_eq!(blamed.len(), 1, "{blamed:?}");
    assert_eq!(blamed[0].member.as_deref(), Some("f"));
    assert!(findings[0].message.contains("context.tokensett.email"), "{}", findings[0].message);
    let codes: Vec<_> = findings.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes[..4], ["template-slip"; 4]);
}

#[test]
fn pieces_cover_a_template_without_a_gap() {
    for template in ["", "ü${ a }x${b}", "${${a}", "$${a}}", "${open", "{a}"] {
        let taken: Vec<Range<usize>> = pieces(template).map(|(at, _)| at).collect();
        let mut end = 0;
        for at in &taken {
            assert_eq!(at.start, end, "{template}");
            end = at.end;
        }
        assert_eq!(end, template.len(), "{template}");
    }
}

#[test]
fn leaves_out_what_the_provider_did_not_send_and_says_so() {
    let map = json!({ "mapping_mode": "use_map", "attributes": {
        "department": "${context.tokenset.department}", "groups": "${context.tokenset.teams}",
    }});
    let (profile, findings) = apply(map, json!({ "sub": "1", "teams": [] }), None);
    assert!(profile.is_empty());
    assert_eq!(findings, ["claim-missing", "reserved-attribute"]);
}

#[test]
fn a_path_is_told_of_once_however_often_it_stands_and_its_text_in_short() {
    let map = json!({ "mapping_mode": "use_map", "attributes": {
        "a": "${context.tokenset.list}".repeat(20), "b": "${context.tokenset.none}".repeat(20),
    }});
    let id_token = object(json!({ "list": vec!["ü"; 2000] }));
    let context =
        MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo: None };
    let (_, findings) = AttributeMap::from_json(map.as_object()).apply(context).expect("a profile");
    let codes: Vec<_> = findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["list-becomes-text", "claim-missing"]);
    let got = findings[0].got.as_deref().expect("a value");
    assert_eq!(got.chars().count(), REPEATED + 1, "{got}");
}

#[test]
fn a_profile_that_is_too_large_is_one_finding_on_its_largest_attribute() {
    let id_token = object(json!({ "list": vec!["x".repeat(30); 2000] }));
    let context =
        MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo: None };
    let twenty_times = "${context.tokenset.list}".repeat(20);
    for (attributes, largest) in [
        (json!({ "first": "short", "large": twenty_times, "last": "${context.tokenset.none}" }), "large"),
        (json!({ "a": "x".repeat(MAX_PROFILE - 10), "b": "x".repeat(20) }), "a"),
        (json!({ "n": ["x".repeat(MAX_PROFILE)] }), "n"),
    ] {
        let map = json!({ "mapping_mode": "use_map", "attributes": attributes });
        let finding = AttributeMap::from_json(map.as_object()).apply(context).expect_err("too large");
        assert_eq!((finding.code.as_str(), finding.member.as_deref()), ("profile-too-large", Some(largest)));
    }
    let all = object(json!({ "a": "x".repeat(MAX_PROFILE / 2), "b": "x".repeat(MAX_PROFILE) }));
    let finding = AttributeMap::BindAll.apply(MappingContext { id_token: &all, ..context }).expect_err("too large");
    assert_eq!(finding.member.as_deref(), Some("b"));
}

#[test]
fn a_template_that_is_one_reference_gives_the_claims_own_type() {
    let map = json!({ "mapping_mode": "use_map", "attributes": {
        "verified": "${context.tokenset.email_verified}", "age": "${ context.tokenset.age }", "address": "${context.tokenset.address}",
        "list": "${context.tokenset.list}", "empty": "${context.tokenset.empty}", "none": "${context.tokenset.none}",
        "text": "v=${context.tokenset.email_verified}", "joined": "g=${context.tokenset.list}", "nullish": "n=${context.tokenset.none}",
    }});
    let claims = json!({
        "email_verified": false, "age": 7, "address": { "country": "DE" }, "list": ["a", "b, c"], "empty": [], "none": null,
    });
    let (profile, findings) = apply(map, claims, None);
    assert_eq!(
        Value::Object(profile),
        json!({
            "verified": false, "age": 7, "address": { "country": "DE" }, "list": ["a", "b, c"], "empty": [], "text": "v=false",
            "joined": "g=a,b, c",
        })
    );
    let lists = "list-becomes-text";
    assert_eq!(findings, [lists, lists, "claim-missing", lists, "claim-missing"]);
}

fn findings_of(attributes: Value, id_token: Value) -> (Map<String, Value>, Vec<crate::Finding>) {
    let id_token = object(id_token);
    let context =
        MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo: None };
    let map = AttributeMap::UseMap { attributes: object(attributes), userinfo_scope: None };
    let (mapped, findings) = map.apply(context).expect("a profile");
    (mapped.into_iter().map(|one| (one.name, one.value)).collect(), findings)
}

#[test]
fn null_is_told_from_a_claim_that_did_not_come() {
    let attributes = json!({ "a": "${context.tokenset.a}", "b": "${context.tokenset.b}" });
    let (profile, findings) = findings_of(attributes, json!({ "a": null }));
    assert!(profile.is_empty());
    assert_eq!(findings[0].got.as_deref(), Some("null"));
    assert!(findings[0].message.contains("sent as null"), "{}", findings[0].message);
    assert!(findings[1].message.contains("did not send"), "{}", findings[1].message);
}

#[test]
fn a_claim_is_found_by_its_whole_name_before_its_steps_however_many_dots_it_holds() {
    let claims = json!({
        "https://idp.example.com/claims/groups": ["fin", "ops"], "realm_access": { "roles": ["r1", "r2"] },
        "org.unit": "flat", "org": { "unit": "nested", "a.b": { "c": 1 } }, "https://idp.example.com/claims": { "role": "admin" },
        "odd}name": "x",
    });
    let attributes = json!({
        "url_groups": "${context.tokenset.https://idp.example.com/claims/groups}", "flat_unit": "${context.tokenset.org.unit}",
        "nested_roles": "${context.tokenset.realm_access.roles}", "in_url": "${context.tokenset.https://idp.example.com/claims.role}",
        "deep": "${context.tokenset.org.a.b.c}", "brace": "${context.tokenset.odd}name}",
    });
    let (profile, findings) = findings_of(attributes, claims);
    assert_eq!(
        Value::Object(profile),
        json!({ "url_groups": ["fin", "ops"], "flat_unit": "flat", "nested_roles": ["r1", "r2"], "in_url": "admin", "deep": 1 })
    );
    let brace: Vec<_> = findings.iter().filter(|one| one.member.as_deref() == Some("brace")).collect();
    assert_eq!(brace[0].code, "template-slip");
    assert!(brace[0].message.contains("“name}” stays as text"), "{}", brace[0].message);
}

#[test]
fn what_looks_like_a_template_and_is_not_is_told_at_the_login_as_what_it_is() {
    let attributes = json!({
        "ok_mixed": "user_email|${context.tokenset.email}", "federated_amr": "${context.tokenset.amr}", "amr": "${context.tokenset.amr}",
        "no_dollar": "{context.tokenset.name}", "email": "${}", "unclosed": "${context.tokenset.name",
        "unknown_root": "${context.idtoken.name}", "unknown_prop": "${context.connection.secret}",
        "doubled": "$${context.tokenset.name}", "missing": "${context.tokenset.shoe_size}", "literal": "3423-32",
        "inside": { "name": "${context.tokenset.name}" }, "twice": "${context.tokenset.name}}",
    });
    let (profile, findings) =
        findings_of(attributes, json!({ "name": "Jo Doe", "email": "jo@example.com", "amr": ["pwd", "mfa"] }));
    assert_eq!(
        Value::Object(profile),
        json!({
            "ok_mixed": "user_email|jo@example.com", "federated_amr": ["pwd", "mfa"], "no_dollar": "{context.tokenset.name}",
            "unclosed": "${context.tokenset.name", "doubled": "$Jo Doe", "literal": "3423-32",
            "inside": { "name": "${context.tokenset.name}" }, "twice": "Jo Doe}",
        })
    );
    let told: Vec<(&str, &str)> =
        findings.iter().map(|one| (one.member.as_deref().unwrap_or_default(), one.code.as_str())).collect();
    assert_eq!(
        told,
        [
            ("federated_amr", "list-becomes-text"),
            ("amr", "reserved-attribute"),
            ("no_dollar", "template-slip"),
            ("email", "template-slip"),
            ("unclosed", "template-slip"),
            ("unknown_root", "template-slip"),
            ("unknown_prop", "template-slip"),
            ("doubled", "template-slip"),
            ("missing", "claim-missing"),
            ("inside", "template-slip"),
            ("twice", "template-slip"),
        ]
    );
}

#[test]
fn groups_keep_their_shape_and_those_that_are_withheld_are_no_empty_list() {
    let attributes = json!({ "federated_groups": "${context.tokenset.groups}" });
    for groups in [
        json!(["Kube Admins", "Ünïcode, with comma"]),
        json!("Kube Admins"),
        json!([{ "id": "17", "value": "Admins", "$ref": "https://idp.example.com/Groups/17" }]),
        json!("GMA:AFS:ZOO"),
    ] {
        let (profile, _) = findings_of(attributes.clone(), json!({ "groups": groups }));
        assert_eq!(profile.get("federated_groups"), Some(&groups));
    }
    let endpoint = "https://graph.example.com/users/u-1001/getMemberObjects";
    let overage =
        json!({ "_claim_names": { "groups": "src1" }, "_claim_sources": { "src1": { "endpoint": endpoint } } });
    for (claims, place) in [
        (overage, endpoint),
        (json!({ "hasgroups": true }), "does not name"),
        (json!({ "_claim_names": { "groups": "src1" } }), "does not name"),
        (
            json!({ "_claim_names": { "groups": "s" }, "_claim_sources": { "s": { "JWT": "e30.e30." } } }),
            "inside the token",
        ),
    ] {
        let (profile, findings) = findings_of(attributes.clone(), claims.clone());
        assert!(profile.is_empty());
        let [finding] = &findings[..] else { panic!("{findings:?}") };
        assert_eq!(finding.code, "claim-withheld");
        assert!(finding.message.contains(place), "{}", finding.message);
        let (_, bound) = apply(json!({ "mapping_mode": "bind_all" }), claims, None);
        assert_eq!(bound, ["claim-withheld"]);
    }
    let came = json!({ "groups": [], "_claim_names": { "groups": "src1" }, "hasgroups": true });
    let (profile, findings) = findings_of(attributes, came);
    assert_eq!((profile.get("federated_groups"), findings[0].code.as_str()), (Some(&json!([])), "list-becomes-text"));
}
