//! Login Experience and Provisioning: what is saved is found again, and a draft shows what it would do.

use lintel_console::view::{
    ConnectionForm, ConnectionName, ConnectionView, Decisions, Edit, EmailRoute, PreviewTheme, ProfileSync,
    RestoreOutcome, SaveOutcome, ScimState,
};
use lintel_oidc::Channel;
use serde_json::json;

use crate::{
    elsewhere::Elsewhere,
    scene::{Scene, restored},
};

#[tokio::test]
async fn every_field_of_both_pages_is_found_again() {
    let scene = Scene::start().await;
    let created = scene.created("acme", Channel::BackChannel).await;
    let form = ConnectionForm {
        profile_sync: ProfileSync::NeverOnLogin,
        domains: vec!["acme.example".to_owned(), "xn--bcher-kva.example".to_owned()],
        show_as_button: true,
        display_name: "Acme & Sons".to_owned(),
        icon_url: "https://cdn.acme.example/mark.svg".to_owned(),
        ..created.form.clone()
    };
    let review = scene.console.review_changes(&edit(&created, form.clone())).await.expect("a review");
    let told: Vec<_> = review.iter().map(|change| (change.label.as_str(), change.after.as_deref())).collect();
    assert_eq!(
        told,
        [
            ("Display name", Some("Acme & Sons")),
            ("Display connection button", Some("On")),
            ("Sync user profile attributes", Some("Never")),
            ("Identity provider domains", Some(r#"["acme.example","bücher.example"]"#)),
            ("Button logo URL", Some("https://cdn.acme.example/mark.svg")),
        ]
    );
    let view = saved(&scene, &created, form.clone()).await;
    assert_eq!(view.form, form);
    assert_eq!(scene.console.review_changes(&edit(&view, form)).await, Ok(Vec::new()), "what is saved is no change");

    let (scene, held) = scene.holdings().await;
    let [connection] = &held.connections[..] else { panic!("one connection") };
    let options = &connection.options.as_ref().expect("options").0;
    assert!(connection.show_as_button);
    assert_eq!(options["domain_aliases"], json!(["acme.example", "xn--bcher-kva.example"]));
    assert_eq!(options["set_user_root_attributes"], "never_on_login");
    assert_eq!(options["icon_url"], "https://cdn.acme.example/mark.svg");

    let view = scene.console.connection(&view.id).await.expect("the connection");
    let cleared = ConnectionForm { domains: Vec::new(), icon_url: String::new(), ..view.form.clone() };
    saved(&scene, &view, cleared).await;
    let (_scene, held) = scene.holdings().await;
    let options = &held.connections[0].options.as_ref().expect("options").0;
    assert!(!options.contains_key("domain_aliases") && !options.contains_key("icon_url"), "{options:?}");
}

#[tokio::test]
async fn a_button_is_merged_with_what_others_changed_and_can_be_brought_back() {
    let scene = Scene::start().await;
    let hidden = scene.created("acme", Channel::BackChannel).await;
    let view = saved(&scene, &hidden, ConnectionForm { show_as_button: true, ..hidden.form.clone() }).await;

    // Both start from the connection with its button; one side takes it away, the other gives it another name as well.
    let form = ConnectionForm { display_name: "Acme".to_owned(), show_as_button: false, ..view.form.clone() };
    let elsewhere = saved(&scene, &view, ConnectionForm { show_as_button: false, ..view.form.clone() }).await;
    let merged = saved(&scene, &view, form).await;
    assert_eq!((merged.form.display_name.as_str(), merged.form.show_as_button), ("Acme", false));
    assert_eq!(elsewhere.form.display_name, "acme");

    // While the name waits for a decision, the button waits with it.
    let theirs =
        saved(&scene, &merged, ConnectionForm { display_name: "Theirs".to_owned(), ..merged.form.clone() }).await;
    let mine =
        edit(&merged, ConnectionForm { display_name: "Mine".to_owned(), show_as_button: true, ..merged.form.clone() });
    let outcome = scene.console.save_connection(&mine, &Decisions::default()).await.expect("an outcome");
    let SaveOutcome::Conflict { conflicts, yours, .. } = outcome else { panic!("no conflict") };
    assert_eq!(conflicts.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["/display_name"]);
    assert_eq!(yours.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["/show_as_button"]);
    assert_eq!(scene.console.connection(&theirs.id).await, Ok(theirs), "nothing was written");

    let history = scene.console.history(&view.id).await.expect("the history");
    let shown = history.iter().find(|entry| entry.changes.iter().any(|change| change.before.as_deref() == Some("On")));
    let shown = shown.expect("the change that hid the button").id;
    let RestoreOutcome::Saved { view, differs } = restored(&scene.console, shown, false).await.expect("restored")
    else {
        panic!("it moved")
    };
    assert_eq!((view.form.show_as_button, differs), (true, Vec::new()));
}

#[tokio::test]
async fn a_pasted_list_becomes_domains_each_with_what_speaks_against_it() {
    let scene = Scene::start().await;
    let okta = scene.created("acme-okta", Channel::BackChannel).await;
    let domains = vec!["acme.example".to_owned(), "xn--bcher-kva.example".to_owned()];
    let okta = saved(&scene, &okta, ConnectionForm { domains, ..okta.form.clone() }).await;
    let other = scene.created("acme-entra", Channel::BackChannel).await;

    let typed =
        "ada@acme.example, https://login.new.example/x\nBÜCHER.example NEW.example gmail.com acme *.wild.example";
    let held = ["held.example".to_owned()];
    let read = scene.console.read_domains(&other.id, &held, typed).await.expect("domains");
    let holder = || vec![ConnectionName { id: okta.id.clone(), name: "acme-okta".to_owned() }];
    let rows: Vec<_> =
        read.domains.into_iter().map(|row| (row.domain, row.shown, row.public_mail, row.held_by)).collect();
    let row = |domain: &str, shown: &str, public, held_by| (domain.to_owned(), shown.to_owned(), public, held_by);
    assert_eq!(
        rows,
        [
            row("held.example", "held.example", false, Vec::new()),
            row("acme.example", "acme.example", false, holder()),
            row("login.new.example", "login.new.example", false, Vec::new()),
            row("xn--bcher-kva.example", "bücher.example", false, holder()),
            row("new.example", "new.example", false, Vec::new()),
            row("gmail.com", "gmail.com", true, Vec::new()),
        ]
    );
    assert_eq!(read.repeated, 0);
    assert_eq!(read.refused.iter().map(|one| one.value.as_str()).collect::<Vec<_>>(), ["acme", "*.wild.example"]);
    let again = scene.console.read_domains(&okta.id, &okta.form.domains, "ACME.example").await.expect("domains");
    assert_eq!((again.repeated, again.domains.len()), (1, 2));
    assert!(again.domains.iter().all(|row| row.held_by.is_empty()), "its own domains are not held elsewhere");
}

#[tokio::test]
async fn a_domain_that_lintel_gave_away_a_moment_ago_is_known_where_it_is() {
    let scene = Scene::start().await;
    let [giver, taker, asker] = [
        scene.created("giver", Channel::BackChannel).await,
        scene.created("taker", Channel::BackChannel).await,
        scene.created("asker", Channel::BackChannel).await,
    ];
    let acme = vec!["acme.example".to_owned()];
    saved(&scene, &giver, ConnectionForm { domains: acme.clone(), ..giver.form.clone() }).await;
    let holders = async || {
        let read = scene.console.read_domains(&asker.id, &acme, "").await.expect("domains");
        read.domains[0].held_by.iter().map(|holder| holder.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(holders().await, ["giver"]);
    scene.console.move_domains(&taker.id, &acme).await.expect("moved");
    assert_eq!(holders().await, ["taker"]);
}

#[tokio::test]
async fn an_address_is_routed_with_the_draft_for_each_application() {
    let scene = Scene::start().await;
    let used = scene.enabled("acme-used", Channel::BackChannel).await;
    let unused = scene.created("acme-unused", Channel::BackChannel).await;
    let acme = vec!["acme.example".to_owned()];
    saved(&scene, &unused, ConnectionForm { domains: acme.clone(), ..unused.form.clone() }).await;
    let routed = async |form: &ConnectionForm, email: &str| {
        scene.console.route_email(&used.id, form, email).await.expect("routes")
    };
    let name = |view: &ConnectionView| ConnectionName { id: view.id.clone(), name: view.form.name.clone() };

    let before = routed(&used.form, "ada@Acme.example").await;
    let unused_alone =
        EmailRoute::Matched { connection: name(&unused), domain: "acme.example".to_owned(), also: Vec::new() };
    assert_eq!(before.any, unused_alone);
    let [sample] = &before.applications[..] else { panic!("{before:?}") };
    let not_enabled = EmailRoute::NotEnabled { domain: "acme.example".to_owned(), claimed_by: vec![name(&unused)] };
    assert_eq!((sample.application.as_str(), &sample.route), ("Sample application", &not_enabled));

    let draft = ConnectionForm { domains: acme, ..used.form.clone() };
    let after = routed(&draft, "ada@acme.example").await;
    let both =
        EmailRoute::Matched { connection: name(&unused), domain: "acme.example".to_owned(), also: vec![name(&used)] };
    assert_eq!(after.any, both);
    let mine = EmailRoute::Matched { connection: name(&used), domain: "acme.example".to_owned(), also: Vec::new() };
    assert_eq!(after.applications[0].route, mine);

    let nobody = routed(&draft, "ada@sub.acme.example").await;
    assert_eq!(nobody.any, EmailRoute::Unmatched { domain: "sub.acme.example".to_owned() });
    assert_eq!(routed(&draft, "ada").await.any, EmailRoute::NotAnAddress);
    assert_eq!(scene.console.connection(&used.id).await.expect("the connection").form, used.form, "nothing is saved");
}

#[tokio::test]
async fn the_login_page_is_shown_with_the_draft_in_place() {
    let scene = Scene::start().await;
    let view = scene.enabled("acme", Channel::BackChannel).await;
    let applications = scene.console.list_applications(&view.id).await.expect("applications");
    let sample = applications.iter().find(|application| application.enabled).expect("the sample application");
    let preview = async |form: &ConnectionForm, client_id| {
        scene.console.preview_login_page(&view.id, form, client_id, PreviewTheme::Light).await.expect("a page")
    };
    let draft = ConnectionForm {
        show_as_button: true,
        display_name: "Acme & Sons".to_owned(),
        icon_url: "https://cdn.acme.example/mark.svg".to_owned(),
        ..view.form.clone()
    };
    for client_id in [Some(sample.client_id.as_str()), None] {
        let page = preview(&draft, client_id).await;
        assert!(page.contains("Continue with Acme &amp; Sons"), "{page}");
        assert!(page.contains("https://cdn.acme.example/mark.svg"), "{page}");
        assert!(!preview(&view.form, client_id).await.contains("Continue with"), "the saved one shows no button");
    }
    assert!(preview(&draft, Some(&sample.client_id)).await.contains("Log in to Sample application"));
}

#[tokio::test]
async fn whether_scim_is_on_is_in_doubt_where_the_credentials_do_not_show_it() {
    let (scene, elsewhere) = (Scene::start().await, Elsewhere::serve().await);
    let access = elsewhere.access_with(&["read:connections"]).await;
    scene.tenants.connect_auth0("Staging", &access).await.expect("a tenant");
    let body = json!({
        "strategy": "oidc", "name": "acme",
        "options": { "type": "front_channel", "client_id": "client", "issuer": "https://acme.example", "scope": "openid" },
    });
    let created = elsewhere.create("connections", &body).await;
    let id = created["id"].as_str().expect("an ID");
    // What credentials do not show is not off.
    let console = scene.tenants.console().expect("it is open");
    let hidden = ScimState::Hidden { lacking: "read:scim_config".to_owned() };
    assert_eq!(console.scim(id).await, Ok(hidden));
    let tenant = scene.tenants.desk().tenant.id;
    let access = elsewhere.access_with(&["read:connections", "read:scim_config"]).await;
    scene.tenants.renew_credentials(&tenant, &access).await.expect("new credentials");
    let Ok(ScimState::Off { lacking, .. }) = console.scim(id).await else { panic!("it is off") };
    assert_eq!(lacking, ["create:scim_config"]);
}

fn edit(view: &ConnectionView, form: ConnectionForm) -> Edit {
    Edit { id: view.id.clone(), revision: view.revision.clone(), form }
}

async fn saved(scene: &Scene, view: &ConnectionView, form: ConnectionForm) -> ConnectionView {
    let outcome = scene.console.save_connection(&edit(view, form), &Decisions::default()).await.expect("an outcome");
    match outcome {
        SaveOutcome::Saved { view, differs } => {
            assert_eq!(differs, []);
            *view
        }
        other => panic!("{other:?}"),
    }
}
