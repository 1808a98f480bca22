//! The verdicts. Never a guess: proven only against the control, refused only by the provider's own words or against another callback
//! of the same client, and unknown in every other case.

use super::{
    answer::{Answer, Blame, Stance},
    report::Verdict,
    token_answer::TokenAnswer,
    traps,
};
use crate::{Channel, discovery::Vendor, sign_in::RelyingParty};

pub(super) struct Judged {
    pub(super) verdict: Verdict,
    pub(super) because: String,
    pub(super) remedy: Option<String>,
}

/// What everything is judged with.
pub(super) struct Case<'a> {
    pub(super) rp: &'a RelyingParty,
    pub(super) vendor: Option<Vendor>,
}

/// Client ID or callback: a server may go back to a callback only where it knows both (RFC 6749, section 4.1.2.1).
pub(super) fn of_client(case: &Case<'_>, blame: Blame, value: &str, pair: Pair<'_>, another_came_back: bool) -> Judged {
    let Some(own) = pair.own else { return not_asked() };
    match own.stance() {
        Stance::Silent => unknown("The provider gave no answer of its own."),
        Stance::Stopped if own.blames() == Some(blame) => {
            refused("The provider’s own words say so.", Some(remedy(case, blame, value)))
        }
        Stance::Stopped if another_came_back => refused(
            "With another callback URL of the same client the provider answered, and with this one it stops.",
            Some(remedy(case, blame, value)),
        ),
        Stance::Stopped => match own.blames() {
            Some(_) => unknown("The provider stops before at something else."),
            None => unknown(
                "The provider stops at a page of its own, at client ID or callback URL, and does not say at which.",
            ),
        },
        stance => {
            let Some(control) = pair.control else { return without_control(pair.skipped) };
            match (stance, control.stance()) {
                (_, Stance::Silent) => unknown("The control had no answer, so this one proves nothing."),
                (Stance::Accepted | Stance::Named, Stance::Accepted | Stance::Named) if alike(own, control) => {
                    unknown("A wrong value comes back the same way, so coming back proves nothing here.")
                }
                (Stance::Asks, Stance::Asks) => {
                    unknown("A wrong value gets such a page too: this provider tells nothing before the sign-in.")
                }
                (Stance::Asks, Stance::Stopped) => {
                    proven("The provider goes on to its sign-in, and stops at once where the value is wrong.")
                }
                (Stance::Asks, _) => {
                    unknown("The provider answers a wrong value otherwise, but shows only a page for this one.")
                }
                _ => proven("It comes back to the callback URL, and with a wrong value it does not."),
            }
        }
    }
}

/// What comes after client and callback: channel, PKCE, scopes.
pub(super) fn of_request(case: &Case<'_>, blame: Blame, value: &str, pair: Pair<'_>) -> Judged {
    let Some(own) = pair.own else { return not_asked() };
    match own.stance() {
        Stance::Silent => unknown("The provider gave no answer of its own."),
        Stance::Stopped => unknown("The provider stops at client ID or callback URL, before it looks at this."),
        Stance::Named if own.blames() == Some(blame) => {
            refused("The provider names it.", Some(remedy(case, blame, value)))
        }
        Stance::Named => unknown("The provider names something else, which comes first."),
        own => {
            let Some(control) = pair.control else { return without_control(pair.skipped) };
            match control.stance() {
                Stance::Silent => unknown("The control had no answer, so this one proves nothing."),
                Stance::Named | Stance::Stopped => proven("The provider goes on, and refuses a wrong value."),
                stance if stance == own => {
                    unknown("A wrong value is answered the same way: this provider tells nothing before the sign-in.")
                }
                _ => unknown("A wrong value is answered otherwise, but not refused."),
            }
        }
    }
}

/// The client's authentication.
pub(super) fn of_credential(
    case: &Case<'_>,
    own: Option<&TokenAnswer>,
    control: Option<&TokenAnswer>,
    skipped: bool,
) -> Judged {
    let vendor = case.vendor;
    let Some(own) = own else { return not_asked() };
    if own.gave_tokens() {
        return unknown("It gave tokens for a code that nobody issued. Whoever runs this provider should know.");
    }
    if own.rejects(vendor) {
        return if traps::blames_client_for_callback(vendor) {
            unknown("This provider says the same of a callback URL that is not registered.")
        } else {
            refused("The provider does not take the client for whom it says it is.", Some(credential(case)))
        };
    }
    if !own.speaks_of_the_code(vendor) {
        return unknown("That answer says nothing about the client’s authentication.");
    }
    match control {
        None => without_control(skipped),
        Some(control) if control.tells_it_is_wrong(own, vendor) => {
            proven("The provider speaks of the code, and refuses the client where its credential is wrong.")
        }
        Some(_) => unknown(
            "A wrong credential is answered the same way: the provider looks at the code first, or takes this client without one.",
        ),
    }
}

/// The answers to an experiment.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) own: Option<&'a Answer>,
    pub(super) control: Option<&'a Answer>,
    /// No control is ever sent there.
    pub(super) skipped: bool,
}

/// Whether a control can still prove anything after this answer.
pub(super) fn can_be_proven(own: &Answer, of_request: bool) -> bool {
    match own.stance() {
        Stance::Accepted | Stance::Asks => true,
        Stance::Named => !of_request,
        Stance::Stopped | Stance::Silent => false,
    }
}

fn alike(own: &Answer, control: &Answer) -> bool {
    let error = |answer: &Answer| match answer {
        Answer::Back { error, .. } => error.as_ref().map(|said| said.error.clone()),
        _ => None,
    };
    error(own) == error(control)
}

fn remedy(case: &Case<'_>, blame: Blame, value: &str) -> String {
    let rp = case.rp;
    let client = &rp.client_id;
    let fix = match blame {
        Blame::Callback => {
            format!("Add {value} to the redirect URIs of the client {client} at the provider, letter for letter.")
        }
        Blame::Client => format!("Copy the client ID from the provider once more: it does not know {client}."),
        Blame::Channel => {
            let other = match rp.channel {
                Channel::BackChannel => Channel::FrontChannel,
                Channel::FrontChannel => Channel::BackChannel,
            };
            format!(
                "Allow response_type={} for the client {client} at the provider, or change the connection to {}.",
                rp.channel.response_type(),
                other.label()
            )
        }
        Blame::Pkce => "Set PKCE of the connection to S256.".to_owned(),
        Blame::Scopes => {
            format!("Take out the scope that the provider does not know, or allow it for the client: {value}.")
        }
    };
    let later = traps::spreads_slowly(case.vendor).filter(|_| matches!(blame, Blame::Callback | Blame::Client));
    [Some(fix.as_str()), later].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn credential(case: &Case<'_>) -> String {
    if let Some(slip) = case.rp.client_authentication.secret_slip() {
        return slip.to_owned();
    }
    let (client, by) = (&case.rp.client_id, case.rp.client_authentication.name());
    format!(
        "Give the connection a current credential of the client {client}, and have the client authenticate by {by} there."
    )
}

fn not_asked() -> Judged {
    unknown("It was not asked.")
}

fn without_control(skipped: bool) -> Judged {
    unknown(if skipped {
        "No control is sent to this provider, so nothing is proven."
    } else {
        "Its control was not sent, so nothing is proven."
    })
}

fn proven(because: &str) -> Judged {
    Judged { verdict: Verdict::Proven, because: because.to_owned(), remedy: None }
}

fn refused(because: &str, remedy: Option<String>) -> Judged {
    Judged { verdict: Verdict::Refused, because: because.to_owned(), remedy }
}

pub(super) fn unknown(because: &str) -> Judged {
    Judged { verdict: Verdict::Unknown, because: because.to_owned(), remedy: None }
}
