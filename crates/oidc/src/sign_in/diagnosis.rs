//! What a provider's error means for an administrator.

use url::Url;

use super::{
    authorization::AuthorizationRequest,
    checks,
    client_authentication::ClientAuthentication,
    relying_party::RelyingParty,
    said::{self, Asked, Heard, Place, Retry},
};
use crate::{Channel, Finding, http::Fetched, metadata::ProviderMetadata, words::beginning};

/// An error in the authorization response (RFC 6749, section 4.1.2.1; OpenID Connect Core 1.0, section 3.1.2.6).
pub(super) fn authorization_error(
    error: &str,
    description: Option<&str>,
    channel: Channel,
    request: &AuthorizationRequest,
    provider: &ProviderMetadata,
) -> Finding {
    let said = description.map_or_else(|| error.to_owned(), |text| format!("{error}: {text}"));
    let heard =
        Heard { place: Place::Redirect, status: None, error: Some(error), text: description.unwrap_or_default() };
    let asked = Asked::by(request, provider);
    let meaning = said::meaning(&heard, asked.vendor);
    let told = meaning.as_ref().filter(|meaning| meaning.of.is_some());
    match told.map(|meaning| (meaning, meaning.sentence.retry)) {
        // It says that it may not ask, which this request does not say.
        Some((_, Retry::Expected)) if !forbids_to_ask(request) => {}
        Some((meaning, _)) => {
            let finding = meaning.finding("error", &said, &asked).expected("a response without an error");
            let remedy = (finding.code == checks::refused::PKCE_REFUSED.code && request.method == Some("S256"))
                .then(|| SENDS_S256.to_owned())
                .or(finding.remedy.clone());
            return finding.remedy(remedy.unwrap_or_default());
        }
        None => {}
    }
    // The words of all: the provider's own say more than ours.
    let finding = meaning
        .as_ref()
        .map_or(&checks::response::PROVIDER_REFUSED, |meaning| match meaning.sentence.retry {
            Retry::Expected => &checks::refused::NOBODY_SIGNED_IN,
            _ => meaning.sentence.check,
        })
        .finding("error", format!("{} answered {}.", provider.issuer, ending(&said)));
    let remedy = match &meaning {
        Some(meaning) => by_request(&finding.code, request, &provider.code_challenge_methods_supported)
            .unwrap_or_else(|| meaning.remedy(&asked)),
        None if error == "invalid_request" => {
            request_refused(channel, request, &provider.code_challenge_methods_supported)
        }
        None => "Look the error up in the provider's documentation.".to_owned(),
    };
    finding.expected("a response without an error").got(said).remedy(remedy)
}

const SENDS_S256: &str = "This connection sends PKCE S256 already. Something between it and the provider drops or changes code_challenge: \
     compare the request above with what the provider's log shows.";

fn forbids_to_ask(request: &AuthorizationRequest) -> bool {
    request.url.query_pairs().any(|(name, value)| name == "prompt" && value == "none")
}

/// What to do where that depends on what this request carried.
fn by_request(code: &str, request: &AuthorizationRequest, advertised: &[String]) -> Option<String> {
    let remedy = match (code, request.method) {
        ("nobody-signed-in", _) if !forbids_to_ask(request) => {
            "The request did not forbid the provider to ask (prompt=none), and it did not ask. Look at its sign-in policies for this client, \
             such as a second factor or an account that has to be chosen."
        }
        ("pkce-refused", None) => "This connection sends no PKCE. Set PKCE to S256.",
        ("pkce-refused", Some("plain")) => "This connection sends PKCE plain. Set PKCE to S256.",
        ("pkce-refused", Some(_)) if advertised.iter().any(|method| method == "plain") && advertised.len() == 1 => {
            "This connection sends PKCE S256, and the provider knows plain alone. Set PKCE to plain, which is weaker, or have the provider \
             take S256."
        }
        ("pkce-refused", Some(_)) => {
            "This connection sends PKCE S256. If the provider takes no PKCE, set it to Disabled and switch Nonce on; better is a provider \
             that takes it."
        }
        _ => return None,
    };
    Some(remedy.to_owned())
}

/// The provider's words at the end of a sentence of ours.
fn ending(said: &str) -> &str {
    said.trim_end_matches('.')
}

/// What may be missing from a request that was refused as a whole: only what it did not carry.
fn request_refused(channel: Channel, request: &AuthorizationRequest, advertised: &[String]) -> String {
    let advertises = |method: &str| advertised.iter().any(|other| other == method);
    let mut remedy = "The provider does not accept the request as sent.".to_owned();
    if channel == Channel::FrontChannel {
        remedy.push_str(" Compare its parameters with what the provider documents for ID tokens.");
        return remedy;
    }
    match request.method {
        Some("plain") if advertises("S256") && !advertises("plain") => {
            return "This connection sends PKCE plain, and the provider advertises S256 alone. Set PKCE to Auto or S256."
                .to_owned();
        }
        Some("plain") => remedy.push_str(" If it refuses PKCE plain, set PKCE to S256."),
        Some(_) => {}
        None => remedy.push_str(" If it demands PKCE, set PKCE to S256."),
    }
    match request.nonce {
        Some(_) => remedy.push_str(" Compare its parameters with what the provider documents."),
        None => remedy.push_str(" If it demands a nonce, switch Nonce on."),
    }
    remedy
}

/// An error of the token endpoint (RFC 6749, section 5.2).
#[derive(Debug)]
pub(super) struct TokenError<'a> {
    pub status: u16,
    pub error: &'a str,
    pub description: Option<&'a str>,
    /// `WWW-Authenticate`
    pub challenge: Option<&'a str>,
}

impl TokenError<'_> {
    fn asks_for_basic(&self) -> bool {
        let scheme = self.challenge.and_then(|challenge| challenge.trim_start().get(..5));
        scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"))
    }
}

/// What it means for this client, with the shape of its secret where that tells something.
pub(super) fn token_error(refused: &TokenError<'_>, rp: &RelyingParty, provider: &ProviderMetadata) -> Finding {
    let TokenError { status, error, description, .. } = refused;
    let said = match description {
        Some(text) => format!("{status} {error}: {text}"),
        None => format!("{status} {error}"),
    };
    let heard =
        Heard { place: Place::Token, status: Some(*status), error: Some(error), text: description.unwrap_or_default() };
    let asked = Asked::by_client(rp, provider);
    let meaning = said::meaning(&heard, asked.vendor);
    let code = meaning.as_ref().map_or("", |meaning| meaning.check().code);
    let remedy = meaning.as_ref().map(|meaning| meaning.remedy(&asked));
    let finding = match &meaning {
        // Without a secret none can be wrong, and whoever asks for HTTP Basic has not looked at it.
        Some(_)
            if code == checks::token::CLIENT_REJECTED.code
                || code == checks::refused::SECRET_WRONG.code
                    && (rp.client_authentication.secret().is_none() || refused.asks_for_basic()) =>
        {
            return client_rejected(refused, &said, rp, provider, remedy.unwrap_or_default())
                .got(format!("{status} {error}"));
        }
        Some(meaning) if meaning.of.is_some() => {
            let finding = meaning.finding("", &said, &asked).expected("200 with tokens");
            // What is seen of the secret itself is certain.
            let slip = rp.client_authentication.secret_slip();
            let slip = slip.filter(|_| code == checks::refused::SECRET_WRONG.code).map(str::to_owned);
            return finding.remedy(slip.or(remedy).unwrap_or_default());
        }
        Some(meaning) if [checks::token::GRANT_REJECTED.code, checks::refused::PKCE_REFUSED.code].contains(&code) => {
            meaning
                .sentence
                .check
                .finding("code", format!("The token endpoint refused the code: {}.", ending(&said)))
                .expected("the code to be accepted")
        }
        _ => checks::token::TOKEN_REQUEST_REFUSED
            .finding("", format!("The token endpoint answered {}.", ending(&said)))
            .expected("200 with tokens"),
    };
    finding
        .got(format!("{status} {error}"))
        .remedy(remedy.unwrap_or_else(|| "Look the error up in the provider's documentation.".to_owned()))
}

/// An answer that brings neither tokens nor an error. `came` says in words what it is instead.
pub(super) fn no_tokens(
    answer: &Fetched,
    endpoint: &Url,
    came: &str,
    rp: &RelyingParty,
    provider: &ProviderMetadata,
) -> Finding {
    let status = answer.status;
    let text = String::from_utf8_lossy(&answer.body);
    let heard = Heard { place: Place::Token, status: Some(status), error: None, text: &text };
    let asked = Asked::by_client(rp, provider);
    let meaning = said::meaning(&heard, asked.vendor);
    let got = format!("{status} with {came}");
    if let Some(meaning) = meaning.as_ref().filter(|meaning| meaning.of.is_some()) {
        return meaning.finding("token_endpoint", &got, &asked).expected("200 with tokens");
    }
    meaning
        .as_ref()
        .map_or(&checks::token::TOKEN_RESPONSE_UNREADABLE, |meaning| meaning.sentence.check)
        .finding("token_endpoint", format!("The token endpoint {endpoint} answered {got}."))
        .expected("200 with a JSON object holding access_token, token_type and id_token")
        .got(got)
        .remedy(meaning.map_or_else(
            || "Check that token_endpoint is right and no proxy or maintenance page answers in its place.".to_owned(),
            |meaning| meaning.remedy(&asked),
        ))
}

/// What userinfo says when it gives no claims; `text` is all of it.
pub(super) fn userinfo_refused(
    status: u16,
    endpoint: &Url,
    error: Option<&str>,
    text: &str,
    rp: &RelyingParty,
    provider: &ProviderMetadata,
) -> Option<Finding> {
    let heard = Heard { place: Place::Userinfo, status: Some(status), error, text };
    let asked = Asked::by_client(rp, provider);
    let meaning = said::meaning(&heard, asked.vendor)?;
    if meaning.of.is_some() {
        return Some(meaning.finding("userinfo_endpoint", text, &asked));
    }
    let message = format!("The userinfo endpoint {endpoint} answered {text}.");
    Some(meaning.sentence.check.finding("userinfo_endpoint", message).remedy(meaning.remedy(&asked)))
}

/// A 401 that says nothing but how a client should prove itself.
pub(super) fn challenged(challenge: &str, rp: &RelyingParty, provider: &ProviderMetadata) -> Finding {
    let refused = TokenError { status: 401, error: "", description: None, challenge: Some(challenge) };
    let said = format!("401 and WWW-Authenticate: {}", beginning(challenge));
    let heard = Heard { place: Place::Token, status: Some(401), error: Some("invalid_client"), text: challenge };
    let asked = Asked::by_client(rp, provider);
    let remedy = said::meaning(&heard, asked.vendor).map(|meaning| meaning.remedy(&asked));
    client_rejected(&refused, &said, rp, provider, remedy.unwrap_or_default()).got(said)
}

fn client_rejected(
    refused: &TokenError<'_>,
    said: &str,
    rp: &RelyingParty,
    provider: &ProviderMetadata,
    remedy: String,
) -> Finding {
    let message = format!("The token endpoint refused the client: {}.", ending(said));
    match &rp.client_authentication {
        ClientAuthentication::ClientSecretPost(_) | ClientAuthentication::ClientSecretBasic(_) => {
            checks::token::CLIENT_REJECTED
                .finding("client_secret", message)
                .expected("a client that the provider knows by this secret")
                .remedy(secret_remedy(refused, &rp.client_authentication, remedy))
        }
        ClientAuthentication::Public => checks::token::CLIENT_REJECTED
            .finding("client_id", message)
            .expected("a public client that the provider knows by this ID")
            .remedy("Compare the client ID with the provider's, and let the client do without a secret there."),
        ClientAuthentication::PrivateKeyJwt { key, algorithm, audience } => {
            let kid = key.as_ref().map_or("none", |key| key.kid());
            let audience = audience.of(provider);
            checks::token::CLIENT_REJECTED
                .finding("client_assertion", message)
                .expected(format!("a client that the provider knows by key {kid} ({algorithm})"))
                .remedy(format!(
                    "Register the connection's public key set at the provider: it must know key {kid} for {algorithm}, and after a \
                     rotation it may still remember the old set. If the key is there, the provider may expect another audience \
                     than {audience}: choose the other Assertion audience. Compare both clocks too: an assertion \
                     lasts a minute."
                ))
        }
    }
}

fn secret_remedy(refused: &TokenError<'_>, by: &ClientAuthentication, remedy: String) -> String {
    if refused.asks_for_basic() {
        return "The provider asks for HTTP Basic. Auth0 sends the secret in the body only: allow client_secret_post for this \
                client at the provider."
            .to_owned();
    }
    by.secret_slip().map_or(remedy, str::to_owned)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn request(method: Option<&'static str>, nonce: Option<&str>) -> AuthorizationRequest {
        AuthorizationRequest {
            url: Url::parse("https://op.example/authorize").expect("a URL"),
            state: "state".to_owned(),
            nonce: nonce.map(str::to_owned),
            verifier: None,
            method,
        }
    }

    #[test]
    fn a_refused_request_is_told_what_it_did_not_carry_and_nothing_else() {
        let remedy = |method, nonce, advertised: &[&str]| {
            let advertised: Vec<String> = advertised.iter().map(|&method| method.to_owned()).collect();
            request_refused(Channel::BackChannel, &request(method, nonce), &advertised)
        };
        let plain = remedy(Some("plain"), None, &["S256"]);
        assert_eq!(
            plain,
            "This connection sends PKCE plain, and the provider advertises S256 alone. Set PKCE to Auto or S256."
        );
        let s256 = remedy(Some("S256"), None, &["S256"]);
        assert!(!s256.contains("PKCE") && s256.contains("switch Nonce on"), "{s256}");
        let neither = remedy(None, None, &[]);
        assert!(neither.contains("If it demands PKCE") && neither.contains("switch Nonce on"), "{neither}");
        let both = remedy(Some("S256"), Some("nonce"), &["S256"]);
        assert!(!both.contains("PKCE") && !both.contains("nonce"), "{both}");
        let front = request_refused(Channel::FrontChannel, &request(None, Some("nonce")), &[]);
        assert!(!front.contains("PKCE") && !front.contains("Nonce"), "{front}");
    }

    #[test]
    fn the_providers_words_end_with_one_full_stop() {
        for said in ["invalid_client: client_secret is missing.", "invalid_client: client_secret is missing"] {
            assert_eq!(format!("{}.", ending(said)), "invalid_client: client_secret is missing.");
        }
    }
}
