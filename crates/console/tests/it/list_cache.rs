//! The list of connections as it was read last, on this computer.

use lintel_oidc::Channel;

use crate::scene::Scene;

#[tokio::test]
async fn the_list_is_there_at_once_after_a_restart_sealed_and_with_its_age() {
    let scene = Scene::start().await;
    assert_eq!(scene.console.cached_connections(false).await, None, "nothing was read yet");
    for name in ["acme-workforce", "globex-workforce"] {
        scene.created(name, Channel::BackChannel).await;
    }
    let listed = scene.console.list_connections(None).await.expect("a list").rows;
    let scene = scene.while_closed(drop).await;
    let cached = scene.console.cached_connections(false).await.expect("it was kept");
    assert_eq!(cached.rows, listed);
    let text = std::fs::read_to_string(scene.folder().join("connections.list")).expect("the file");
    assert_eq!(text.lines().count(), 3);
    assert!(!text.contains("workforce") && !text.contains("client"), "{text}");
}

#[tokio::test]
async fn of_a_long_list_the_beginning_comes_alone_and_the_rest_when_it_is_asked_for() {
    let scene = Scene::start().await;
    for number in 1..=101 {
        scene.created(&format!("customer-{number}"), Channel::BackChannel).await;
    }
    let (mut listed, mut from) = (Vec::new(), None);
    loop {
        let page = scene.console.list_connections(from.as_deref()).await.expect("a page");
        listed.extend(page.rows);
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    let beginning = scene.console.cached_connections(false).await.expect("it was kept");
    let rest = scene.console.cached_connections(true).await.expect("it was kept");
    assert_eq!((listed.len(), beginning.more, rest.more, beginning.at), (101, true, false, rest.at));
    assert_eq!((&listed[..100], &listed[100..]), (&*beginning.rows, &*rest.rows));
}

#[tokio::test]
async fn a_damaged_row_does_not_spoil_the_rest_and_a_file_of_another_version_is_none() {
    let scene = Scene::start().await;
    for name in ["one", "two", "three"] {
        scene.created(name, Channel::BackChannel).await;
    }
    let listed = scene.console.list_connections(None).await.expect("a list").rows;
    let path = scene.folder().join("connections.list");
    let text = std::fs::read_to_string(&path).expect("the file");
    let mut lines: Vec<&str> = text.lines().collect();
    lines[2] = "damaged";
    std::fs::write(&path, lines.join("\n")).expect("written");
    let cached = scene.console.cached_connections(false).await.expect("it is read");
    assert_eq!(cached.rows, [listed[0].clone(), listed[2].clone()]);
    for damaged in
        ["", "lintel-list-2 2026-01-01T00:00:00Z\n", "lintel-list-1 soon\n", "lintel-list-1 2999-01-01T00:00:00Z\n"]
    {
        std::fs::write(&path, damaged).expect("written");
        assert_eq!(scene.console.cached_connections(false).await, None, "{damaged}");
    }
}
