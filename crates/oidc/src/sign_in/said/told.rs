//! A meaning as it is told: with the values at hand, whose side it is and whether to try again.

use super::{Asked, Meaning, Retry, Side};
use crate::{
    Finding,
    finding::Check,
    sign_in::checks::refused::{EMBEDDED_WINDOW_REFUSED, UPSTREAM_PROVIDER_FAILED},
};

/// Characters that are kept of what a provider said.
const KEPT: usize = 2000;

impl Meaning {
    /// With all that the provider said as what came.
    pub(in crate::sign_in) fn finding(&self, member: &str, said: &str, asked: &Asked) -> Finding {
        let member = if self.passed_on { "" } else { member };
        self.check().finding(member, self.message(asked)).got(kept(said)).remedy(self.remedy(asked))
    }

    /// What another provider says of the one that was asked is nothing of this connection.
    pub(in crate::sign_in) fn check(&self) -> &'static Check {
        let theirs = matches!(self.sentence.side, Side::Connection | Side::Application);
        if self.passed_on && theirs { &UPSTREAM_PROVIDER_FAILED } else { self.sentence.check }
    }

    fn message(&self, asked: &Asked) -> String {
        let means = self.filled(&self.sentence.means, asked);
        let whose = self.of.map_or_else(|| "The provider".to_owned(), |vendor| vendor.to_string());
        let between = if self.passed_on {
            let from = asked.vendor.map_or_else(|| asked.issuer.clone(), |vendor| vendor.to_string());
            format!(", which {from} asks for the person,")
        } else {
            String::new()
        };
        if self.likely {
            format!("{whose}{between} refused, most likely because {means}.")
        } else {
            format!("{whose}{between} refused: {means}.")
        }
    }

    /// What to do, where, and whether to try again.
    pub(in crate::sign_in) fn remedy(&self, asked: &Asked) -> String {
        let fix = self.filled(&self.sentence.fix, asked);
        let Some(vendor) = self.of else { return fix };
        let retry = match self.sentence.retry {
            Retry::Never => "Trying again before that is useless.",
            Retry::Afresh => "Then start the sign-in afresh.",
            Retry::Later => "Wait a while before trying again.",
            Retry::Person => "Another account, or a step of the person’s, is needed before trying again.",
            Retry::Expected => "Nothing is wrong with client ID and callback URL.",
        };
        if self.passed_on {
            let from = asked.vendor.map_or_else(|| asked.issuer.clone(), |vendor| vendor.to_string());
            return format!("Between {from} and {vendor}, not in this connection: {fix} {retry}");
        }
        let side = match self.sentence.side {
            Side::Connection => "In this connection: ",
            Side::Application => "At the client’s registration there: ",
            Side::Directory => "In the provider’s directory: ",
            Side::Person => "With this person: ",
            // It stands in the fix where it is.
            Side::Network if self.sentence.check == &EMBEDDED_WINDOW_REFUSED => "",
            Side::Network => "On the way, in network or browser: ",
            Side::Provider => "On the provider’s side: ",
        };
        format!("{side}{fix} {retry}")
    }

    fn filled(&self, text: &str, asked: &Asked) -> String {
        if self.passed_on { Asked::fill_for_another(text, &self.words) } else { asked.fill(text, &self.words) }
    }
}

/// The provider's own text, as far as it is kept.
pub(super) fn kept(said: &str) -> String {
    match said.char_indices().nth(KEPT) {
        Some((end, _)) => format!("{}…", &said[..end]),
        None => said.to_owned(),
    }
}
