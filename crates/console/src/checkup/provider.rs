//! The provider as it answers now, for the connection's channel, and what the connection has stored of it.

use std::{collections::HashMap, sync::Arc};

use lintel_management::{Connection, Options, options::FROM_METADATA};
use lintel_oidc::{Severity, discovery::Report};
use serde_json::Value;

use super::CheckupFinding;
use crate::{Console, change::document::document, provider::check::read_afresh, view::ConnectionForm};

/// What providers answered, by the address that was asked.
pub(super) type Answers = HashMap<String, Arc<Report>>;

/// Where the connection's provider says what it is.
pub(super) fn address(connection: &Connection) -> Option<&str> {
    let options = connection.options.as_ref()?;
    options.discovery_url().or_else(|| options.issuer())
}

impl Console {
    pub(super) async fn provider_findings(
        &self,
        connection: &Connection,
        answers: &mut Answers,
    ) -> Vec<CheckupFinding> {
        if let Err(hidden) = document(connection) {
            // What cannot be read signs nobody in; what is only hidden from these credentials may.
            let severity = if connection.unreadable().is_some() { Severity::Error } else { Severity::Warning };
            let remedy = hidden.remedy.as_deref().unwrap_or_default();
            return vec![CheckupFinding::new(severity, &hidden.code, hidden.message.clone(), remedy)];
        }
        let Some(address) = address(connection) else {
            return vec![CheckupFinding::new(
                Severity::Warning,
                "provider-unknown",
                "It has neither a discovery URL nor an issuer, so its provider was not asked.".to_owned(),
                "Enter the discovery URL.",
            )];
        };
        let report = match answers.get(address) {
            Some(report) => Arc::clone(report),
            None => {
                let report = Arc::new(read_afresh(address, &self.common.world).await);
                answers.insert(address.to_owned(), Arc::clone(&report));
                report
            }
        };
        let channel = ConnectionForm::of(connection).channel;
        let verdict = report.channel(channel);
        let mut findings: Vec<CheckupFinding> = verdict.findings.iter().map(CheckupFinding::from).collect();
        if let Some(refusal) = &verdict.refusal
            && !findings.iter().any(|finding| finding.severity == Severity::Error)
        {
            findings.push(CheckupFinding::new(Severity::Error, "provider-unusable", refusal.clone(), ""));
        }
        if let (Some(options), Some(found)) = (&connection.options, &report.found) {
            let stored = FROM_METADATA.into_iter().filter_map(|member| {
                moved(member, options, found.document.members().get(member).and_then(Value::as_str)?)
            });
            findings.extend(stored);
        }
        findings
    }
}

/// A member that the tenant took from the metadata, and that the provider says otherwise by now. Who says it himself means it.
fn moved(member: &str, options: &Options, live: &str) -> Option<CheckupFinding> {
    let stored = options.oidc_metadata()?.get(member)?.as_str()?;
    let used = options.text(member).unwrap_or(stored);
    if stored == live || used != stored {
        return None;
    }
    // An ID token names the issuer that the provider has by now, and the tenant compares it with the stored one.
    let severity = if member == "issuer" { Severity::Error } else { Severity::Warning };
    Some(CheckupFinding::new(
        severity,
        "metadata-moved",
        format!("The tenant uses the {member} {stored}, and the provider says {live} by now."),
        "Read the provider’s metadata again: Issuer details, Update from provider.",
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn options(own: Option<&str>) -> Options {
        let mut options = json!({ "oidc_metadata": { "jwks_uri": "https://op.example/keys" } });
        if let Some(own) = own {
            options["jwks_uri"] = own.into();
        }
        serde_json::from_value(options).expect("options")
    }

    #[test]
    fn a_stored_address_that_moved_is_told_and_one_that_a_person_set_is_not() {
        let told = moved("jwks_uri", &options(None), "https://op.example/new").expect("a finding");
        assert!(told.message.contains("https://op.example/keys") && told.message.contains("https://op.example/new"));
        assert_eq!(told.severity, Severity::Warning);
        assert_eq!(moved("jwks_uri", &options(Some("https://own.example/keys")), "https://op.example/new"), None);
        assert_eq!(moved("jwks_uri", &options(None), "https://op.example/keys"), None);
    }
}
