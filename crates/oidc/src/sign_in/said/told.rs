//! A meaning as it is told: with the values at hand, whose side it is and whether to try again.

use super::{Asked, Meaning, Retry, Side};
use crate::{
    Finding,
    discovery::Vendor,
    finding::Check,
    sign_in::checks::{
        refused::{EMBEDDED_WINDOW_REFUSED, SIGN_IN_LOST, UPSTREAM_PROVIDER_FAILED},
        token::GRANT_REJECTED,
    },
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
        if let Some(vendor) = self.known_by_words(asked) {
            return format!("{} refused, most likely because {means}. Its words are those of {vendor}.", asked.issuer);
        }
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
        let place = if self.passed_on {
            let from = asked.vendor.map_or_else(|| asked.issuer.clone(), |vendor| vendor.to_string());
            format!("Between {from} and {vendor}, not in this connection: ")
        } else {
            self.place().to_owned()
        };
        let retry = match self.sentence.retry {
            // A code that is lost is mostly nobody's fault.
            Retry::Afresh if [&GRANT_REJECTED, &SIGN_IN_LOST].contains(&self.sentence.check) => {
                return format!("Start the sign-in afresh, in one window and without reloading. If it stays: {fix}");
            }
            Retry::Never => "Trying again before that is useless.",
            Retry::Afresh => "Then start the sign-in afresh.",
            Retry::Later => "Wait a while before trying again.",
            Retry::Person => "Another account, or this step of the person’s, is needed before trying again.",
            Retry::Expected => "Client ID and callback URL are accepted.",
        };
        match self.known_by_words(asked) {
            Some(vendor) => format!("If this provider is {vendor}: {fix} {retry}"),
            None => format!("{place}{fix} {retry}"),
        }
    }

    /// Whose words they are, where nothing else tells whose the provider is.
    fn known_by_words(&self, asked: &Asked) -> Option<Vendor> {
        self.of.filter(|_| asked.vendor.is_none() && !self.passed_on)
    }

    fn place(&self) -> &'static str {
        match self.sentence.side {
            Side::Connection => "In this connection: ",
            Side::Application => "At the client’s registration there: ",
            Side::Directory => "In the provider’s directory: ",
            Side::Person => "With this person: ",
            Side::Network if self.sentence.check == &EMBEDDED_WINDOW_REFUSED => "",
            Side::Network => "On the way, in network or browser: ",
            Side::Provider => "On the provider’s side: ",
        }
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
