//! What the in-memory desk of the page tests says in the console's words is recorded from the console.

use std::{env, fs, path::Path};

use chrono::NaiveDate;
use lintel_oidc::Channel;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::scene::{Scene, direct, through_tenant};

const HEAD: &str =
    "// Recorded from the console by crates/console/tests/it/recorded.rs, which holds it. What varies is masked.
import type { HistoryEntry, PracticeView, TrialView } from \"../bindings\";

export const recorded: {
  practice: PracticeView;
  passed: { back: TrialView; front: TrialView; through: TrialView };
  failed: Record<string, TrialView>;
  history: HistoryEntry[];
} = ";

/// `UPDATE_RECORDED=1` writes the file.
#[tokio::test]
async fn the_desk_of_the_page_tests_speaks_as_the_console_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/lib/api/fake/recorded.ts");
    let mut once = played().await;
    mask(&mut once, &played().await);
    let fresh = format!("{HEAD}{};\n", serde_json::to_string_pretty(&once).expect("JSON"));
    if env::var_os("UPDATE_RECORDED").is_some() {
        fs::write(&path, &fresh).expect("the file is written");
    }
    let there = fs::read_to_string(&path).expect("ui/src/lib/api/fake/recorded.ts");
    assert!(there == fresh, "ui/src/lib/api/fake/recorded.ts is stale: run this test with UPDATE_RECORDED=1");
}

/// One life of a tenant with a practice provider, its addresses and IDs by name.
async fn played() -> Value {
    let scene = Scene::start().await;
    let practice = scene.console.practice().expect("it answers");
    let back = scene.enabled("back", Channel::BackChannel).await;
    let front = scene.created("front", Channel::FrontChannel).await;
    let passed = json!({
        "back": scene.tried(direct(&back)).await,
        "front": scene.tried(direct(&front)).await,
        "through": scene.tried(through_tenant(&back)).await,
    });
    let mut failed = Map::new();
    for dial in ["wrong-issuer", "secret-rejected"] {
        scene.console.set_dial(dial, true).expect("a dial");
        failed.insert(dial.to_owned(), value(&scene.tried(direct(&back)).await));
        scene.console.set_dial(dial, false).expect("a dial");
    }
    let history = scene.console.history(&back.id).await.expect("the history");
    let told = json!({ "practice": practice, "passed": passed, "failed": failed, "history": history });
    let url = scene.tenants.desk().tenant.url;
    let text = told.to_string().replace(&practice.issuer, "{issuer}").replace(&url, "{tenant}");
    let text = text.replace(&practice.client_id, "{client_id}").replace(&back.id, "{connection}");
    serde_json::from_str(&text).expect("it was JSON")
}

fn value(view: &impl Serialize) -> Value {
    serde_json::to_value(view).expect("JSON")
}

/// Leaves what two lives have in common: times aside, which may be alike by chance.
fn mask(one: &mut Value, other: &Value) {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            for (name, member) in one {
                match name.as_str() {
                    "started_ms" | "elapsed_ms" if member.is_number() => *member = json!(0),
                    "at" | "started_at" | "finished_at" if member.is_string() => {
                        *member = json!("2026-07-29T09:30:00Z")
                    }
                    _ => mask(member, other.get(name).unwrap_or(&Value::Null)),
                }
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter_mut().zip(other).for_each(|(one, other)| mask(one, other));
        }
        (Value::String(one), other) if Some(one.as_str()) != other.as_str() || names_a_day(one) => {
            *one = "varies".to_owned();
        }
        (one @ Value::Number(_), _) if one.as_i64().is_some_and(|number| number > 1_000_000_000) => *one = json!(0),
        _ => {}
    }
}

/// Two lives within one second have moments in common by chance.
fn names_a_day(text: &str) -> bool {
    text.split_whitespace().any(|word| NaiveDate::parse_from_str(word, "%Y-%m-%d").is_ok())
}
