//! Keys that a provider changed, named where a sign-in came upon them; and what each sign-in shows of its provider, remembered.

use std::sync::Arc;

use lintel_oidc::{
    Finding,
    keys::KeySet,
    trace::{Evidence, Outcome},
};
use lintel_tenant::TenantSignIn;
use serde_json::Value;
use tokio::sync::broadcast::{self, error::RecvError};

use crate::{Console, view::TrialView};

/// Findings that another key set may be behind.
const OF_KEYS: [&str; 3] = ["id-token-key", "id-token-signature", "keys-read-again"];

impl Console {
    /// Names a rotation in the findings that come of it, and remembers what the sign-in saw.
    pub(super) async fn remember_provider(&self, view: &mut TrialView, evidence: Option<&Evidence>) {
        let Some(connection_id) = view.connection_id.clone() else { return };
        let seen = self.providers.of(&connection_id).await;
        if let Some((evidence, keys)) = evidence.and_then(|it| Some((it, keys_of(it)?))) {
            let kid = evidence.header.get("kid").and_then(Value::as_str);
            let gone = kid.filter(|kid| !keys.keys().iter().any(|key| key.kid.as_deref() == Some(*kid)));
            let said = gone.and_then(|kid| seen.gone_key(kid)).or_else(|| seen.rotation(keys.keys(), evidence.now));
            if let Some(said) = said {
                name(view, &said);
            }
        }
        self.take_provider(&connection_id, evidence).await;
    }

    async fn take_provider(&self, connection_id: &str, evidence: Option<&Evidence>) {
        let Some((keys, at)) = evidence.and_then(|it| Some((keys_of(it)?, it.now))) else { return };
        self.providers.take(connection_id, move |seen| seen.take_keys(keys.keys(), at)).await;
    }

    /// Remembers what logins through a local tenant see of their providers, until the console is gone.
    pub(crate) fn watch_sign_ins(self: &Arc<Self>) {
        let Some(mut sign_ins) = self.served().map(lintel_tenant::Tenant::sign_ins) else { return };
        let console = Arc::downgrade(self);
        tokio::spawn(async move {
            while let Some(TenantSignIn { connection_id, trace, .. }) = next(&mut sign_ins).await {
                let Some(console) = console.upgrade() else { return };
                if trace.outcome.is_some() {
                    console.take_provider(&connection_id, trace.evidence.as_deref()).await;
                }
            }
        });
    }
}

async fn next(sign_ins: &mut broadcast::Receiver<TenantSignIn>) -> Option<TenantSignIn> {
    loop {
        match sign_ins.recv().await {
            Ok(sign_in) => return Some(sign_in),
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

fn keys_of(evidence: &Evidence) -> Option<KeySet> {
    KeySet::parse(evidence.keys.to_string().as_bytes()).ok()
}

fn name(view: &mut TrialView, said: &str) {
    let named = |finding: &mut Finding| {
        if OF_KEYS.contains(&finding.code.as_str()) {
            finding.message = format!("{} {said}", finding.message);
        }
    };
    if view.diagnosis.as_ref().is_some_and(|finding| OF_KEYS.contains(&finding.code.as_str())) {
        view.detail = format!("{} {said}", view.detail);
    }
    view.diagnosis.iter_mut().for_each(named);
    view.trace.steps.iter_mut().flat_map(|step| &mut step.findings).for_each(named);
    if let Some(Outcome::Refused { finding, .. }) = &mut view.trace.outcome {
        named(finding);
    }
}
