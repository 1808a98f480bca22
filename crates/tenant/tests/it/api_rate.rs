//! How many requests the Management API takes within a second, and what it says of that.

use chrono::{DateTime, Utc};
use lintel_oidc::Clock;
use lintel_tenant::{Folder, KeySource, Tenant};

use crate::api_scene::{Answer, Scene, config};

fn numbers(answer: &Answer) -> [i64; 3] {
    ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"].map(|name| {
        let value = answer.headers.get(name).unwrap_or_else(|| panic!("no {name}: {}", answer.text));
        value.to_str().expect("text").parse().expect("a number")
    })
}

#[tokio::test]
async fn every_answer_says_where_its_request_stands() {
    let scene = Scene::start().await;
    let before = Utc::now().timestamp();
    for path in ["connections", "connections/con_0000000000000000", "nothing-is-here"] {
        let answer = scene.get(path).await;
        let [limit, remaining, reset] = numbers(&answer);
        assert!(remaining > 0 && remaining < limit, "{path}: {remaining} of {limit}");
        assert!(reset > before, "{path}: {reset}");
    }
    let unknown = scene.caller("nobody's").get("connections").await;
    assert_eq!(unknown.status, 401);
    numbers(&unknown);
}

#[tokio::test]
async fn one_request_too_many_is_told_when_to_come_again() {
    let clock = Clock::at("2026-05-01T12:00:00Z".parse::<DateTime<Utc>>().expect("an instant"));
    let folder = Folder::temporary().expect("a folder");
    let tenant = Tenant::open(config(folder, KeySource::Given([7; 32]), clock.clone())).await.expect("a tenant");
    tenant.limit_api(Some(2));
    let scene = Scene::of(tenant).await;
    let second = clock.now().timestamp();
    for remaining in [1, 0] {
        let answer = scene.get("connections").await;
        assert_eq!((answer.status, numbers(&answer)), (200, [2, remaining, second + 1]));
    }
    let refused = scene.get("connections").await;
    refused.assert_error(429, "too_many_requests", "Global limit has been reached");
    assert_eq!(numbers(&refused), [2, 0, second + 1]);
    assert_eq!(refused.header("retry-after"), "1");
}
