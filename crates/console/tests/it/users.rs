//! Who came through which connection.

use lintel_console::view::UserSearch;
use lintel_oidc::Channel;

use crate::{
    scene::{Scene, through_tenant},
    scope_less,
};

fn search(text: &str, connection: Option<&str>) -> UserSearch {
    UserSearch { text: text.to_owned(), connection: connection.map(str::to_owned) }
}

#[tokio::test]
async fn whoever_signed_in_is_found_by_connection_address_name_and_subject() {
    let scene = Scene::start().await;
    for name in ["acme", "globex"] {
        let connection = scene.enabled(name, Channel::BackChannel).await;
        scene.tried(through_tenant(&connection)).await;
    }
    let everybody = scene.console.find_users(&search("", None), 0).await.expect("users");
    assert_eq!((everybody.total, everybody.reach), (2, 1000));
    assert_eq!(everybody.users[0].connection.as_deref(), Some("globex"), "the last one who came is first");
    let address = everybody.users[0].email.clone().expect("an address");
    let found = scene.console.find_users(&search("", Some("acme")), 0).await.expect("users");
    let [user] = &found.users[..] else { panic!("{found:?}") };
    assert_eq!((user.connection.as_deref(), user.logins), (Some("acme"), 1));
    assert!(user.last_login.is_some() && user.name.is_some());
    let begins = address.split_at(5).0.to_uppercase();
    let name = user.name.clone().expect("a name");
    let last = name.split_whitespace().last().expect("a last name").to_owned();
    let turned = format!("{last} {}", address.split_at(2).0);
    let subject = user.user_id.rsplit('|').next().expect("a subject");
    for (text, connection, total) in [
        (begins.as_str(), None, 2),
        (&address, Some("acme"), 1),
        (&name, None, 2),
        (&last, Some("acme"), 1),
        (&turned, None, 2),
        (subject, None, 2),
        (&user.user_id, None, 1),
        ("nobody@", None, 0),
        ("a+b'(", None, 0),
        ("*", None, 0),
        (r#"x" OR (y) \"#, None, 0),
    ] {
        let found = scene.console.find_users(&search(text, connection), 0).await.expect("users");
        assert_eq!(found.total, total, "{text} {connection:?}");
    }
    assert!(scene.console.find_users(&search("", None), 1).await.expect("the next page").users.is_empty());
    let beyond = scene.console.find_users(&search("", None), 10).await.expect_err("pages end at a thousand");
    assert!(beyond.message.contains("1000"), "{beyond:?}");
}

#[tokio::test]
async fn people_are_found_beside_other_things_until_nobody_waits_for_them() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(through_tenant(&connection)).await;
    let [known] = &scene.console.find_users(&search("", None), 0).await.expect("users").users[..] else {
        panic!("one")
    };
    let begins = known.email.as_deref().expect("an address").split_at(4).0;
    let found = scene.console.find_people("p-1", begins).await.expect("people");
    assert_eq!(found.iter().map(|user| &user.user_id).collect::<Vec<_>>(), [&known.user_id]);
    let asked = scene.console.find_people("p-2", begins);
    let cancel = async { scene.console.cancel("p-2") };
    let (outcome, ()) = tokio::join!(asked, cancel);
    assert_eq!(outcome.expect_err("cancelled").code, "cancelled");
}

#[tokio::test]
async fn a_user_shows_what_came_from_which_claim_and_goes_when_the_address_was_typed() {
    let scene = Scene::start().await;
    let connection = scene.enabled("acme", Channel::BackChannel).await;
    scene.tried(through_tenant(&connection)).await;
    let row = scene.console.find_users(&search("", None), 0).await.expect("users").users.remove(0);
    let user = scene.console.user(&row.user_id).await.expect("the user");
    assert_eq!(user.row, row);
    let email = user.attributes.iter().find(|attribute| attribute.name == "email").expect("an address");
    assert_eq!(email.value.as_str(), row.email.as_deref());
    assert_eq!(email.from.as_deref(), Some("email"));
    assert!(user.traced_at.is_some());
    assert!(user.attributes.iter().all(|attribute| attribute.name != "logins_count"));
    let [identity] = &user.identities[..] else { panic!("{user:?}") };
    assert_eq!(row.user_id, format!("oidc|acme|{}", identity.subject));
    assert!(user.raw.contains("\"identities\""));
    let other = scene.console.delete_user(&row.user_id, "somebody@else.example").await.expect_err("another address");
    assert_eq!(other.field.as_deref(), Some("typed"));
    let address = row.email.expect("an address").to_uppercase();
    scene.console.delete_user(&row.user_id, &address).await.expect("deleted");
    assert_eq!(scene.console.user(&row.user_id).await.expect_err("gone").code, "user-unknown");
    assert_eq!(scene.console.find_users(&search("", None), 0).await.expect("users").total, 0);
}

#[tokio::test]
async fn a_scope_that_the_credentials_lack_is_told_by_its_name() {
    let scene = Scene::start().await;
    let tenant = scope_less::serve("Insufficient scope, expected any of: read:users,read:user_idp_tokens").await;
    scene.tenants.connect_auth0("Staging", &tenant).await.expect("a tenant");
    let problem =
        scene.tenants.console().expect("it is open").find_users(&search("", None), 0).await.expect_err("refused");
    assert_eq!(problem.message, "The credentials lack read:users or read:user_idp_tokens.");
    assert_eq!((problem.code.as_str(), problem.field), ("insufficient_scope", None));
}
