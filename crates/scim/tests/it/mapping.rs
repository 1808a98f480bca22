//! SCIM attributes and profile paths, both ways.

use lintel_scim::{
    Filter, Kind, Mapping,
    mapping::{Column, DEFAULT_OIDC, Meta, Query},
    patch::PatchRequest,
    resource,
    samples::{Client, Person, user},
    schema::ENTERPRISE,
};
use serde_json::{Value, json};

const META: Meta<'_> = Meta {
    id: "oidc|acme|u-7Kq2",
    created: "2026-11-27T10:00:00Z",
    last_modified: "2026-11-27T10:00:00Z",
    location: "http://here",
};

fn stored(mapping: &Mapping, body: &Value) -> Value {
    let resource = resource::read(Kind::User, body).expect("a user");
    let mut profile = json!({});
    mapping.from_scim(&json!({}), &resource).iter().for_each(|write| write.apply(&mut profile));
    profile
}

fn patched(mapping: &Mapping, profile: &mut Value, operations: Value) -> Vec<String> {
    let before = mapping.to_scim(profile, META);
    let patch = PatchRequest::parse(Kind::User, &json!({ "Operations": operations })).expect("a PATCH");
    let Some(after) = patch.apply(&before).expect("applied") else { return Vec::new() };
    let writes = mapping.from_scim(&before, &after);
    writes.iter().for_each(|write| write.apply(profile));
    writes.iter().map(|write| write.path.to_string()).collect()
}

#[test]
fn the_default_of_oidc_means_something_in_every_pair() {
    let mapping = Mapping::default_oidc();
    assert_eq!(mapping.misfits, []);
    assert_eq!(mapping.slots.len(), DEFAULT_OIDC.len());
    assert_eq!(DEFAULT_OIDC.len(), 32);
}

#[test]
fn a_user_goes_through_the_default_of_oidc_and_comes_back() {
    let mapping = Mapping::default_oidc();
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "externalId": "u-7Kq2", "userName": "ada@harbour.example", "active": true, "displayName": "Ada Okafor",
        "name": { "givenName": "Ada", "familyName": "Okafor", "formatted": "Ada Okafor" },
        "emails": [{ "value": "ada@harbour.example", "type": "work", "primary": true }, { "value": "a@home.example", "type": "home" }],
        ENTERPRISE: { "department": "Pilots", "manager": { "value": "oidc|acme|u-1" } },
    });
    let profile = stored(&mapping, &body);
    assert_eq!(
        profile,
        json!({
            "preferred_username": "ada@harbour.example", "email": "ada@harbour.example", "name": "Ada Okafor",
            "given_name": "Ada", "family_name": "Okafor", "blocked": false,
            "app_metadata": { "external_id": "u-7Kq2", "department": "Pilots", "manager": "oidc|acme|u-1" },
        })
    );
    let shown = mapping.to_scim(&profile, META);
    assert_eq!(
        shown,
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE], "id": "oidc|acme|u-7Kq2",
            "externalId": "u-7Kq2", "userName": "ada@harbour.example", "displayName": "Ada Okafor",
            "name": { "givenName": "Ada", "familyName": "Okafor" }, "active": true,
            "emails": [{ "value": "ada@harbour.example", "primary": true }],
            ENTERPRISE: { "department": "Pilots", "manager": { "value": "oidc|acme|u-1" } },
            "meta": { "resourceType": "User", "created": META.created, "lastModified": META.last_modified, "location": META.location },
        })
    );
    let read = resource::read(Kind::User, &body).expect("a user");
    assert_eq!(mapping.kept_nowhere(&read), ["name.formatted", r#"emails[type eq "home"].value"#]);
}

#[test]
fn only_touched_slots_are_written() {
    let mapping = Mapping::default_oidc();
    let mut profile = stored(&mapping, &user(Client::Entra, &Person::default()));
    profile["app_metadata"]["plan"] = "gold".into();
    profile["app_metadata"]["title"] = json!({ "not": "a text" });
    let written = patched(&mapping, &mut profile, json!([{ "op": "Replace", "path": "active", "value": "False" }]));
    assert_eq!(written, ["blocked"]);
    assert_eq!(profile["blocked"], true);
    assert_eq!(profile["app_metadata"]["plan"], "gold");
    assert_eq!(profile["app_metadata"]["title"], json!({ "not": "a text" }));
    patched(&mapping, &mut profile, json!([{ "op": "remove", "path": "active" }]));
    assert_eq!(profile.get("blocked"), None);
}

#[test]
fn entra_loses_its_e_mail_updates_where_the_mapping_reads_primary_and_keeps_them_by_type() {
    let change = json!([{ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "new@harbour.example" }]);
    let body = user(Client::Entra, &Person::default());
    for (path, email) in [
        ("emails[primary eq true].value", "ada@harbour.example"),
        (r#"emails[type eq "work"].value"#, "new@harbour.example"),
    ] {
        let mapping = Mapping::parse([("userName", "username"), (path, "email")]);
        let mut profile = stored(&mapping, &body);
        patched(&mapping, &mut profile, change.clone());
        assert_eq!(profile["email"], email, "{path}");
    }
}

#[test]
fn a_pair_that_means_nothing_is_kept_and_named() {
    for (scim, auth0, said) in [
        ("scim_1", "attr_auth0_1", "scim_1"),
        ("id", "external", "the service's own"),
        ("meta.created", "created", "the service's own"),
        ("password", "app_metadata.password", "the service's own"),
        ("emails.value", "email", "choose one"),
        (r#"emails[type eq "work"]"#, "email", "name one"),
        (r#"emails[type ne "work"].value"#, "email", "one eq"),
        (r#"emails[value eq "x"].value"#, "email", "one eq"),
        ("userName", "app_metadata", "app_metadata.x"),
        ("userName", "user_id", "tenant's own"),
        ("userName", "address.street", "inside address"),
        ("userName", "", "no profile path"),
        ("displayName", "blocked", "active alone"),
        (ENTERPRISE, "app_metadata.all", "whole schema"),
        ("nickName", "nickname", "already keeps"),
        ("TITLE", "app_metadata.other", "already kept"),
    ] {
        let mapping = Mapping::parse([("title", "nickname"), (scim, auth0)]);
        let [misfit] = mapping.misfits.as_slice() else { panic!("{scim} is mapped to {auth0}") };
        assert_eq!((misfit.index, misfit.scim.as_str(), misfit.auth0.as_str()), (1, scim, auth0));
        assert!(misfit.reason.contains(said), "{scim} to {auth0}: {}", misfit.reason);
    }
}

#[test]
fn a_filter_goes_to_where_values_are_kept() {
    let mapping = Mapping::default_oidc();
    let query = |filter: &str| mapping.query(&Filter::parse(Kind::User, filter).expect(filter));
    let column = |query: &Query| match query {
        Query::Compare { column: Column::Profile { path, .. }, .. } => path.to_string(),
        other => format!("{other:?}"),
    };
    assert_eq!(query(r#"userName eq "a""#).as_ref().map(column), Ok("preferred_username".into()));
    assert_eq!(query(r#"manager eq "a""#).as_ref().map(column), Ok("app_metadata.manager".into()));
    assert_eq!(query(r#"profileUrl eq "a""#).as_ref().map(column), Ok("app_metadata.profile_url".into()));
    assert_eq!(query(r#"name.middleName eq "a""#), Ok(Query::Nothing));
    assert!(query(r#"roles[value eq "a" and type eq "b"]"#).is_err());
    let is_work = query(r#"emails[type eq "work"].value eq "a""#).map(|it| format!("{it:?}"));
    assert!(is_work.is_ok_and(|it| it.contains("Nothing")), "the default keeps no type of an e-mail");
}

#[test]
fn a_query_answers_as_the_filter_does() {
    let mapping = Mapping::default_oidc();
    let profiles = [
        json!({}),
        json!({ "preferred_username": "Ada", "email": "a@b.example", "blocked": true, "app_metadata": { "city": "Bristol", "external_id": "X" } }),
        json!({ "blocked": false, "app_metadata": { "manager": "m1", "roles": [{ "value": "r1" }, { "value": "r2" }], "work_phone_number": "1", "home_phone_number": "2" } }),
    ];
    for filter in [
        r#"userName eq "ada""#,
        r#"externalId eq "x""#,
        "active eq true",
        "active ne true",
        "active eq null",
        "active pr",
        "emails pr",
        r#"emails[primary eq true and value co "B.EX"]"#,
        r#"emails.primary eq true"#,
        r#"not (emails[primary eq false])"#,
        r#"phoneNumbers.value ne "1""#,
        r#"phoneNumbers[type eq "work"].value eq "1""#,
        r#"phoneNumbers[type ne "work"]"#,
        r#"phoneNumbers.type eq "home""#,
        r#"phoneNumbers.type ne "home""#,
        r#"roles.value eq "r2""#,
        r#"roles[value eq "r2"]"#,
        r#"manager eq "m1""#,
        r#"manager.value ne "m1""#,
        r#"addresses[type eq "work" and locality eq "bristol"]"#,
        r#"addresses[type eq "work" and not (country pr)]"#,
        r#"id sw "oidc""#,
        r#"meta.created gt "2026-01-01T00:00:00Z""#,
        r#"meta.resourceType eq "User""#,
        r#"title ne "x""#,
        "title eq null",
        r#"phoneNumbers[value ne "1"]"#,
        "phoneNumbers.type eq null",
        r#"name.middleName ne "x""#,
        r#"displayName gt "a" or nickName lt "b""#,
    ] {
        let filter_ = Filter::parse(Kind::User, filter).expect(filter);
        let query = mapping.query(&filter_).expect(filter);
        for profile in &profiles {
            let expected = filter_.matches(&mapping.to_scim(profile, META));
            assert_eq!(holds(&query, profile), expected, "{filter} on {profile}: {query:?}");
        }
    }
}

/// As SQL would, with the comparison of a filter on one value.
fn holds(query: &Query, profile: &Value) -> bool {
    match query {
        Query::And(parts) => parts.iter().all(|part| holds(part, profile)),
        Query::Or(parts) => parts.iter().any(|part| holds(part, profile)),
        Query::Not(part) => !holds(part, profile),
        Query::Nothing => false,
        Query::Present(column) => !kept(column, profile).is_empty(),
        Query::Compare { column, operator, value, leaf } => kept(column, profile).into_iter().any(|kept| {
            // Any attribute of the same type and case rule will do to ask one comparison.
            let name = match (leaf.of, leaf.case_exact) {
                (lintel_scim::schema::Type::Boolean, _) => "active",
                (lintel_scim::schema::Type::DateTime, _) => "meta.created",
                (_, true) => "externalId",
                _ => "userName",
            };
            let text = match value {
                lintel_scim::filter::Literal::Boolean(value) => value.to_string(),
                lintel_scim::filter::Literal::Text(text) => Value::from(text.as_str()).to_string(),
                lintel_scim::filter::Literal::Time(time) => Value::from(time.to_rfc3339()).to_string(),
                other => panic!("{other:?}"),
            };
            let filter =
                Filter::parse(Kind::User, &format!("{name} {} {text}", operator.as_str())).expect("a comparison");
            filter.matches(&match name {
                "meta.created" => json!({ "meta": { "created": kept } }),
                name => json!({ name: kept }),
            })
        }),
    }
}

fn kept(column: &Column, profile: &Value) -> Vec<Value> {
    match column {
        Column::Id => vec![META.id.into()],
        Column::Created => vec![META.created.into()],
        Column::LastModified => vec![META.last_modified.into()],
        Column::Profile { path, sub } => match (path.get(profile), sub) {
            (None, _) => vec![],
            (Some(Value::Array(elements)), Some(sub)) => {
                elements.iter().filter_map(|it| it.get(sub.name)).cloned().collect()
            }
            (Some(value), _) => vec![value.clone()],
        },
    }
}
