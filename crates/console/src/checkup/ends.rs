//! What comes to an end: the client secret, where somebody noted when; the certificates of the keys of `private_key_jwt`.

use chrono::{DateTime, NaiveDate, Utc};
use lintel_management::Connection;
use lintel_oidc::Severity;

use super::CheckupFinding;
use crate::{
    Console,
    view::{AuthMethod, ConnectionForm, KeyState},
};

/// Days before an end from which on it is told.
const SOON: i64 = 30;

impl Console {
    pub(super) async fn ends(&self, connection: &Connection) -> Vec<CheckupFinding> {
        if connection.unreadable().is_some() || connection.options.is_none() {
            return Vec::new();
        }
        let (now, form) = (self.common.world.clock.now(), ConnectionForm::of(connection));
        if form.auth_method == AuthMethod::PrivateKeyJwt {
            return match self.connection_keys(&connection.id).await {
                Ok(keys) => keys
                    .keys
                    .iter()
                    .filter(|key| key.state == KeyState::Current)
                    .filter_map(|key| {
                        // Not every provider looks at it.
                        told(
                            &format!("The certificate of its key {}", key.kid),
                            key.expires?.date_naive(),
                            now,
                            Severity::Warning,
                        )
                    })
                    .collect(),
                Err(problem) => vec![CheckupFinding::new(
                    Severity::Note,
                    "keys-unread",
                    format!("When the certificate of its key ends is not known: {}", problem.message),
                    problem.remedy.as_deref().unwrap_or_default(),
                )],
            };
        }
        let noted = form.client_secret_ends.parse().ok();
        noted
            .and_then(|day| told("By what was noted, the client secret", day, now, Severity::Error))
            .into_iter()
            .collect()
    }
}

fn told(what: &str, day: NaiveDate, now: DateTime<Utc>, ended: Severity) -> Option<CheckupFinding> {
    let left = (day - now.date_naive()).num_days();
    let (severity, code, words) = match left {
        ..0 => (ended, "ended", format!("{what} ended on {day}.")),
        0 => (Severity::Warning, "ends-soon", format!("{what} ends today.")),
        1 => (Severity::Warning, "ends-soon", format!("{what} ends tomorrow, on {day}.")),
        2..=SOON => (Severity::Warning, "ends-soon", format!("{what} ends in {left} days, on {day}.")),
        _ => return None,
    };
    Some(CheckupFinding::new(
        severity,
        code,
        words,
        "Make a new one at the provider before that day, test it, and save it.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_told_from_thirty_days_before_and_is_an_error_from_the_day_after() {
        let now = "2026-11-28T12:00:00Z".parse().expect("a time");
        let told = |day: &str| {
            told("The client secret", day.parse().expect("a day"), now, Severity::Error)
                .map(|one| (one.severity, one.message))
        };
        let warned = |words: &str| Some((Severity::Warning, format!("The client secret {words}.")));
        assert_eq!(told("2026-12-29"), None);
        assert_eq!(told("2026-12-28"), warned("ends in 30 days, on 2026-12-28"));
        assert_eq!(told("2026-11-29"), warned("ends tomorrow, on 2026-11-29"));
        assert_eq!(told("2026-11-28"), warned("ends today"));
        assert_eq!(told("2026-11-27"), Some((Severity::Error, "The client secret ended on 2026-11-27.".to_owned())));
    }
}
