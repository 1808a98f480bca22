//! What a person reads at `/login/callback` when a sign-in ends there.

use axum::http::{HeaderMap, StatusCode, header::CONTENT_LENGTH};
use lintel_oidc::sign_in::AuthorizationResponse;

use super::{
    error_page::ErrorPage,
    request::ApplicationRequest,
    transaction::{LIFETIME, MOST, Transaction},
    under_way::MAX_FORM,
};
use crate::store::ApplicationRecord;

const AGAIN: &str = "Go back to the application and sign in again";

pub(super) fn without_state(response: &AuthorizationResponse) -> ErrorPage {
    let names: Vec<&str> = response.params.iter().map(|(name, _)| name.as_str()).collect();
    let got = if names.is_empty() { "no parameters".to_owned() } else { names.join(", ") };
    if let Some(said) = response.said() {
        return ErrorPage::new(
            "An error does not say which sign-in it belongs to",
            format!("An error came back without “state”: {said}. It may be the provider's, or anybody's."),
            format!(
                "{AGAIN}. If it is the provider's own error, act on what it says, and have it send “state” back with errors as well \
                 (RFC 6749, section 4.1.2.1)."
            ),
        )
        .fact("Expected", "state, and a code or an ID token")
        .fact("Received", got);
    }
    ErrorPage::new(
        "The answer does not say which sign-in it belongs to",
        "The provider sent the browser back without “state”.",
        format!(
            "{AGAIN}. If it stays: a provider that answers in the URL fragment (response_mode=fragment) has to be set to query or \
             form_post, and this tenant has no sign-in that starts at the provider."
        ),
    )
    .fact("Expected", "state, and a code or an ID token")
    .fact("Received", got)
}

pub(super) fn without_cookie(transaction: &Transaction) -> ErrorPage {
    ErrorPage::new(
        "This browser did not begin the sign-in",
        "The provider answered, but the browser did not return the cookie that ties the answer to the sign-in.",
        format!(
            "{AGAIN}, in one window and at {}. Cookies must be allowed there. A sign-in that was begun in another browser, \
             or a link to this page that somebody else sent, ends here on purpose.",
            transaction.request.address.url()
        ),
    )
    .fact("Connection", &transaction.connection.name)
    .fact("Expected", "the cookie that /authorize set in this browser")
    .fact("Received", "no such cookie")
}

pub(super) fn too_late() -> ErrorPage {
    ErrorPage::new(
        "The sign-in took too long",
        format!("The provider's answer came more than {} minutes after the sign-in began.", LIFETIME.as_secs() / 60),
        format!("{AGAIN}."),
    )
}

pub(super) fn displaced() -> ErrorPage {
    ErrorPage::new(
        "Too many sign-ins were begun",
        format!(
            "More than {MOST} others were begun after this one and before its answer came, and the tenant keeps no more."
        ),
        format!(
            "{AGAIN}. If nobody tests with so many at once, look for an application that begins sign-ins in a loop."
        ),
    )
}

pub(super) fn application_gone(request: &ApplicationRequest) -> ErrorPage {
    ErrorPage::new(
        "The application is gone",
        "The application that asked for this sign-in was deleted while you signed in. Nobody was signed in.",
        "Create the application again, and have it use its new client ID.",
    )
    .fact("Client ID", &request.client_id)
}

pub(super) fn callback_removed(request: &ApplicationRequest, application: &ApplicationRecord) -> ErrorPage {
    let allowed = if application.callbacks.is_empty() { "none".to_owned() } else { application.callbacks.join("  ") };
    ErrorPage::new(
        "The callback URL is not allowed any more",
        "The address to go back to was removed from the application's callback URLs while you signed in. Nobody was signed in.",
        "Add the address to the application's callback URLs again, or have the application send one of them.",
    )
    .fact("Application", application.name())
    .fact("redirect_uri of the request", &request.way_back.redirect_uri)
    .fact("Callback URLs", allowed)
}

pub(super) fn too_large(headers: &HeaderMap) -> ErrorPage {
    let received = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    ErrorPage::new(
        "The answer is too large",
        "More was posted here than an answer of a provider holds.",
        "Have the provider put fewer claims into the ID token, groups above all, or use Back Channel.",
    )
    .status(StatusCode::PAYLOAD_TOO_LARGE)
    .fact("Expected", format!("at most {MAX_FORM} bytes"))
    .fact("Received", received.map_or_else(|| "more".to_owned(), |length| format!("{length} bytes")))
}

pub(super) fn used_before() -> ErrorPage {
    ErrorPage::new(
        "This answer has been used",
        "Each answer of a provider is good for one sign-in, and this one was taken before.",
        format!("{AGAIN}. Reloading this page, or going back to it, repeats the old answer."),
    )
}

pub(super) fn unknown_state() -> ErrorPage {
    ErrorPage::new(
        "Unknown sign-in",
        "The answer carries a “state” that this tenant did not give out, or gave out before it was last started.",
        format!("{AGAIN}. If it stays, the provider or a proxy changes “state”, or the answer is for another tenant."),
    )
}

pub(super) fn reloaded() -> ErrorPage {
    ErrorPage::new(
        "This answer has been used or is too old",
        "The provider's answer was posted here, and it can be taken once, within a minute.",
        format!("{AGAIN}. Reloading this page repeats the old answer."),
    )
}

pub(super) fn test_ended() -> ErrorPage {
    ErrorPage::new(
        "The test has ended",
        "The test sign-in that this answer belongs to was closed before the answer came.",
        "Start the test again in Lintel.",
    )
}
