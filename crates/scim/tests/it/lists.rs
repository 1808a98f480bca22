//! What a list is asked for, and which attributes an answer has.

use lintel_scim::{
    Kind, ScimType,
    list::{ListRequest, Selection, response},
};
use serde_json::json;

#[test]
fn start_index_and_count_are_put_right_or_refused_by_name() {
    let asked = |start: &str, count: &str| {
        let list =
            ListRequest::from_query(Kind::User, [("startIndex", start), ("count", count), ("aadOptscim062020", "")]);
        list.map(|list| (list.start_index, list.count))
    };
    assert_eq!(asked("1", "2"), Ok((1, 2)));
    assert_eq!(asked("-3", "-1"), Ok((1, 0)));
    assert_eq!(asked("0", "0"), Ok((1, 0)));
    assert_eq!(asked("101", "5000"), Ok((101, 100)));
    assert_eq!(asked("", ""), Ok((1, 100)));
    let error = asked("one", "2").expect_err("no number");
    assert_eq!(error.scim_type, Some(ScimType::InvalidValue));
    assert!(error.detail.contains("startIndex") && error.detail.contains("one"));
    assert_eq!(response(0, 1, vec![])["Resources"], json!([]));
}

#[test]
fn a_search_is_the_same_as_a_query() {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": "userName pr", "startIndex": 2, "count": 3, "attributes": ["userName"],
    });
    let query = [("filter", "userName pr"), ("startIndex", "2"), ("count", "3"), ("attributes", "userName")];
    assert_eq!(ListRequest::from_search(Kind::User, &body), ListRequest::from_query(Kind::User, query));
    let error = ListRequest::from_search(Kind::User, &json!({ "filter": "userName pr" })).expect_err("no schemas");
    assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax));
}

#[test]
fn attributes_are_chosen_and_id_and_schemas_stay() {
    const URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let chosen = |query: (&str, &str)| {
        let mut user = json!({
            "schemas": ["s"], "id": "1", "userName": "jo", "name": { "givenName": "Jo", "familyName": "D" },
            "emails": [{ "value": "a", "type": "work" }], URN: { "department": "Sales", "division": "N" },
        });
        Selection::from_query(Kind::User, [query]).expect("a selection").apply(&mut user);
        user
    };
    assert_eq!(chosen(("attributes", "username, nosuch")), json!({ "schemas": ["s"], "id": "1", "userName": "jo" }));
    assert_eq!(
        chosen(("attributes", "name.givenName,emails.value,emails.type")),
        json!({ "schemas": ["s"], "id": "1", "name": { "givenName": "Jo" }, "emails": [{ "value": "a", "type": "work" }] })
    );
    let by_urn = format!("{URN}:department");
    assert_eq!(chosen(("attributes", &by_urn)), json!({ "schemas": ["s"], "id": "1", URN: { "department": "Sales" } }));
    assert_eq!(
        chosen(("excludedAttributes", &format!("id,schemas,name.givenName,emails,{URN}"))),
        json!({ "schemas": ["s"], "id": "1", "userName": "jo", "name": { "familyName": "D" } })
    );
    let both = Selection::from_query(Kind::User, [("attributes", "id"), ("excludedAttributes", "id")]);
    assert_eq!(both.expect_err("both").scim_type, Some(ScimType::InvalidValue));
    let without = Selection::from_query(Kind::Group, [("excludedAttributes", "members")]).expect("a selection");
    assert!(!without.has("members") && without.has("displayName"));
}
