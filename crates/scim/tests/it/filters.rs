//! Filters, as providers write them and as nobody should.

use lintel_scim::{Filter, Kind, Path, ScimType};
use serde_json::{Value, json};

fn user() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "oidc|acme|u-1",
        "externalId": "AbC-1",
        "userName": "Jo@Example.com",
        "name": { "givenName": "Straße" },
        "active": false,
        "emails": [{ "value": "jo@example.com", "type": "work" }, { "value": "jo@home.example", "type": "home" }],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Sales", "manager": { "value": "m1" } },
        "meta": { "created": "2026-03-01T10:00:00Z", "lastModified": "2026-03-02T10:00:00+02:00" },
    })
}

fn matches(filter: &str) -> bool {
    Filter::parse(Kind::User, filter).unwrap_or_else(|error| panic!("{filter}: {error}")).matches(&user())
}

#[test]
fn filters_mean_what_the_rfc_says() {
    for filter in [
        r#"userName eq "jo@EXAMPLE.com""#,
        r#"username EQ "jo@example.com""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "JO""#,
        r#"name.givenName eq "STRASSE""#,
        r#"externalId eq "AbC-1""#,
        r#"emails[type eq "work" and value co "example"]"#,
        r#"emails.type eq "home" and emails.value eq "jo@example.com""#,
        r#"userName eq "x" or userName pr and active eq false"#,
        r#"(userName eq "x" or userName pr) and not (active eq true)"#,
        r#"title eq null and userName ne null"#,
        r#"title ne "x""#,
        r#"emails.value ne "jo@example.com""#,
        r#"meta.lastModified gt "2026-03-02T07:59:59Z" and meta.lastModified le "2026-03-02T08:00:00Z""#,
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "sales""#,
        r#"userName eq "jo\u0040example.com""#,
    ] {
        assert!(matches(filter), "{filter}");
    }
    for filter in [
        r#"externalId eq "abc-1""#,
        r#"id eq "OIDC|acme|u-1""#,
        r#"emails[type eq "home" and value eq "jo@example.com"]"#,
        r#"(userName eq "x" or userName pr) and active eq true"#,
        r#"title pr"#,
        r#"not (userName pr)"#,
    ] {
        assert!(!matches(filter), "{filter}");
    }
}

#[test]
fn what_providers_ask_beyond_the_grammar_is_understood() {
    for filter in [
        r#"emails[type eq "work"].value eq "JO@example.com""#,
        r#"id eq "oidc|acme|u-1" and manager eq "m1""#,
        r#"emails eq "jo@home.example""#,
        r#"userName Eq "jo@example.com""#,
        r#"userName eq"jo@example.com""#,
        r#"active eq "False""#,
    ] {
        assert!(matches(filter), "{filter}");
    }
    let group = json!({ "displayName": "Ops", "members": [{ "value": "m1" }] });
    let filter = Filter::parse(Kind::Group, r#"displayName eq "ops" and members eq "m1""#).expect("a filter");
    assert!(filter.matches(&group));
}

#[test]
fn what_is_not_understood_is_invalid_filter_and_says_what() {
    for (filter, said) in [
        ("", "ends where the name of an attribute"),
        ("userName", "ends where an operator"),
        ("userName eq", "ends where a value"),
        ("userName eq jo", "neither a text"),
        (r#"userName regex "a""#, "\"regex\""),
        (r#"nosuch eq "a""#, "\"nosuch\""),
        (r#"email co "a""#, "\"email\""),
        (r#"name.givenName.x eq "a""#, "name.givenName.x"),
        (r#"userName eq "a"#, "quotation mark"),
        (r#"userName eq "a" userName eq "b""#, "its end"),
        (r#"(userName eq "a""#, "\")\""),
        (r#"not userName eq "a""#, "parenthesis"),
        (r#"emails[type eq "work"] eq "x""#, "its end"),
        ("active gt true", "true or false"),
        (r#"active eq "maybe""#, "maybe"),
        ("userName eq 5", "another type"),
        ("userName gt null", "null"),
        (r#"meta.created gt "yesterday""#, "RFC 3339"),
        (r#"userName[value eq "a"]"#, "no sub-attributes"),
        ("name eq true", "sub-attribute"),
        ("userName eq 'a'", "'a'"),
    ] {
        let error = Filter::parse(Kind::User, filter).expect_err(filter);
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)), "{filter}");
        assert!(error.detail.contains(said), "{filter}: {}", error.detail);
    }
}

#[test]
fn a_passed_limit_is_named() {
    let terms = vec![r#"userName eq "a""#; 10_000].join(" or ");
    let deep = format!("{}userName pr{}", "(".repeat(10_000), ")".repeat(10_000));
    let long = format!("userName eq \"{}\"", "a".repeat(300_000));
    for (filter, limit) in [(terms, "1000"), (deep, "64"), (long, "262144")] {
        let error = Filter::parse(Kind::User, &filter).expect_err("too much");
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidFilter)));
        assert!(error.detail.contains(limit), "{}", error.detail);
    }
    let chain = vec![r#"userName eq "a""#; 1_000].join(" or ");
    assert!(Filter::parse(Kind::User, &chain).is_ok());
}

#[test]
fn a_urn_is_split_where_the_known_schemas_say() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    assert!(matches!(Path::parse(Kind::User, URN), Ok(Path::Schema(schema)) if schema.urn == URN));
    for path in [
        format!("{URN}:department"),
        format!("{URN}.department"),
        "department".into(),
        URN.to_uppercase() + ":Department",
    ] {
        let parsed = Path::parse(Kind::User, &path).expect(&path);
        let Path::Attribute { target, selector: None } = parsed else { panic!("{path}") };
        assert_eq!(target.to_string(), format!("{URN}:department"));
    }
    for path in
        ["urn:other:2.0:User:department", "2.0:User", "name.", "emails[type eq \"work\"]x", "emails[0].value", ""]
    {
        let error = Path::parse(Kind::User, path).expect_err(path);
        assert_eq!(error.scim_type, Some(ScimType::InvalidPath), "{path}");
    }
}
