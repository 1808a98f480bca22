//! What the provider's administrator has to look at: in their terms, with what finds the sign-in in their log, and nothing of the person
//! who signed in.

use lintel_oidc::{
    Channel, Finding,
    bidi::isolated,
    sign_in::{catalogue, said},
    trace::{Direction, Field, Message, StepKind, Trace},
};
use serde_json::Value;

use super::parts::{began, lintel, personal_claims};
use crate::trial::{keeping::short_id, subject::Subject, test::Whole, words::place};

const COMPARE: &str = "Compare what was expected with what was received, and say which of both is meant.";
const LEFT_OUT: &str = "(left out: it is about a person)";

/// Parameters of the authorization request that are about the client.
const REQUEST: [&str; 9] = [
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "scope",
    "code_challenge_method",
    "prompt",
    "acr_values",
    "state",
];

pub(super) fn report(whole: &Whole) -> String {
    let Whole { view, subject, .. } = whole;
    let without = Without::of(whole);
    let mut parts = vec![format!("# {}", title(whole))];
    parts.push(
        [
            format!("- Report: {}", short_id(&view.id)),
            format!("- Issuer: {}", isolated(&subject.provider)),
            format!("- Client ID: {}", isolated(&subject.client_id)),
            format!("- Redirect URI: {}", subject.callback_url),
            format!("- Flow: {}", flow(view.trace.channel)),
            format!("- Time: {}", began(whole)),
            format!("- Sent by: {}, a relying party under test", lintel()),
        ]
        .join("\n"),
    );
    if let Some(finding) = &view.diagnosis {
        parts.push("## What did not hold".to_owned());
        parts.push(refused(finding, &without));
        let others = view.also_failed.iter().map(|check| {
            let value = |value: &Option<String>| without.people(value.as_deref().unwrap_or("nothing"));
            format!("- {}: expected {}, received {}", check.title, value(&check.expected), value(&check.got))
        });
        let others: Vec<String> = others.collect();
        if !others.is_empty() {
            parts.extend(["Beside that:".to_owned(), others.join("\n")]);
        }
        parts.extend(["## What to change or look at".to_owned(), wanted(finding, subject).unwrap_or_else(nothing)]);
    }
    let exchanged = exchanged(&view.trace, &without);
    if !exchanged.is_empty() {
        parts.extend(["## What was sent and received".to_owned(), exchanged.join("\n")]);
    }
    parts.push("Secrets, tokens and everything about the person who signed in are left out.".to_owned());
    format!("{}\n", parts.join("\n\n"))
}

fn title(whole: &Whole) -> String {
    let provider = &whole.subject.provider;
    let host = provider.parse::<url::Url>().ok().and_then(|url| url.host_str().map(str::to_owned));
    let at = host.as_ref().unwrap_or(provider);
    match &whole.view.trace.outcome {
        Some(lintel_oidc::trace::Outcome::Refused { step, .. }) => {
            format!("A sign-in with {at} failed at {}", place(*step))
        }
        Some(lintel_oidc::trace::Outcome::Accepted { .. }) => format!("A sign-in with {at} went through"),
        _ => format!("A sign-in with {at} did not come to its end"),
    }
}

fn flow(channel: Channel) -> &'static str {
    match channel {
        Channel::BackChannel => "authorization code (response_type=code)",
        Channel::FrontChannel => "implicit, ID token only (response_type=id_token, response_mode=form_post)",
    }
}

fn refused(finding: &Finding, without: &Without) -> String {
    let about_person = ["userinfo-subject", "id-token-subject"].contains(&finding.code.as_str());
    let value = |value: &Option<String>| match value {
        Some(_) if about_person => LEFT_OUT.to_owned(),
        Some(value) => without.people(value),
        None => "nothing".to_owned(),
    };
    let title = catalogue().into_iter().find(|check| check.code == finding.code).map(|check| check.title);
    let member = finding.member.as_ref().map(|member| format!(" ({})", isolated(member))).unwrap_or_default();
    [
        format!("{}{member}", title.unwrap_or("A check of the sign-in")),
        format!("- Expected: {}", value(&finding.expected)),
        format!("- Received: {}", value(&finding.got)),
        format!("- By: {} ({})", finding.spec, finding.code),
    ]
    .join("\n")
}

/// In short for whoever administers the provider, where anything is theirs to do: what came, and what is asked of them. What was shown and
/// said is left out, since it may name the person.
pub(in crate::trial) fn ask(finding: &Finding, subject: &Subject) -> Option<String> {
    let (client, issuer) = (isolated(&subject.client_id), isolated(&subject.provider));
    let code = &finding.code;
    let wanted = wanted(finding, subject).filter(|wanted| wanted != COMPARE)?;
    Some(format!("Our sign-ins at {issuer} as client {client} fail ({code}). {wanted}"))
}

fn nothing() -> String {
    "Nothing, as far as can be told: the sign-in was refused on the relying party’s side.".to_owned()
}

/// In the words of whoever administers the provider; none where nothing is theirs to do.
fn wanted(finding: &Finding, subject: &Subject) -> Option<String> {
    let (client, callback, issuer) = (isolated(&subject.client_id), &subject.callback_url, isolated(&subject.provider));
    let wanted = match finding.code.as_str() {
        "callback-not-registered" => format!("Register {callback} as a redirect URI of client {client}, exactly as it is written here."),
        "client-unknown" => format!(
            "Say which client ID our application has at {issuer}: the one that we send, {client}, is not known there. If it should be, \
             look whether it was deleted or stands in another tenant."
        ),
        "client-disabled" => format!("Switch client {client} on again."),
        "flow-not-allowed" => format!("Allow client {client} the flow that it asks for, or say which one it may use."),
        "scope-refused" => {
            format!("Allow client {client} the scopes {}, or say which ones it may have.", isolated(&subject.scope))
        }
        "consent-missing" => format!("Consent to client {client} once as an administrator."),
        "person-not-assigned" => format!("Give the person, or a group of theirs, access to client {client}."),
        "secret-wrong" | "secret-expired" => format!(
            "Make a new secret for client {client}, and send it on a way that is safe, not as an answer to this text."
        ),
        "embedded-window-refused" | "network-refused" | "nobody-signed-in" | "person-refused" | "consent-declined" | "sign-in-lost"
        | "window-closed" | "nothing-came" | "page-not-loaded" | "cookie-lost" => return None,
        "client-rejected" if finding.member.as_deref() == Some("client_assertion") => format!(
            "Client {client} authenticates with private_key_jwt. Your log says why the assertion was refused: check that its public \
             key is registered, that your clock is right (NTP), and which audience you expect."
        ),
        "client-rejected" => format!(
            "Look client {client} up. Check that it may use client_secret_post, and whether its secret has ended or was replaced. \
             A new secret is to be sent on a way that is safe, not as an answer to this text."
        ),
        "grant-rejected" => format!(
            "Your log says why the code was refused. Compare the redirect URI of client {client} with {callback}, character by \
             character, and whether PKCE is asked of it."
        ),
        "token-request-refused" => {
            format!("Your log says why the token request was refused. Client {client} needs the authorization code grant.")
        }
        "token-endpoint-unreachable" | "key-set-unreadable" | "userinfo-failed" => {
            "See that this endpoint answers from outside your network, with a certificate that is trusted publicly.".to_owned()
        }
        // In words that begin with whose side it is.
        code if said::is_refusal(code) => {
            let remedy = finding.remedy.as_deref().unwrap_or_default();
            if ["In this connection", "With this person", "On the way"].iter().any(|side| remedy.starts_with(side)) {
                return None;
            }
            finding.remedy.clone().unwrap_or_else(|| refusal(finding, &client, callback.as_str()))
        }
        "provider-refused" => refusal(finding, &client, callback.as_str()),
        "id-token-issuer" | "response-issuer-mismatch" | "discovery-issuer-differs" => format!(
            "The issuer must be the same, character by character, in the discovery document, in iss of ID tokens and \
             here, where it is {issuer}. Say which one is meant, if the received one is."
        ),
        "response-issuer-missing" => format!("Send iss={issuer} with the authorization response, or do not advertise that you do."),
        "id-token-audience" => format!("aud of an ID token for this client must name {client}."),
        "id-token-authorized-party" => format!("azp of an ID token for this client must be {client}."),
        "id-token-expired" | "id-token-issued-at" | "id-token-not-before" => {
            "Compare your server’s clock with UTC (NTP), and look at the lifetime of ID tokens for this client.".to_owned()
        }
        "id-token-nonce" => "Put the nonce of the authorization request into the ID token, unchanged.".to_owned(),
        "id-token-at-hash" => "Compute at_hash from the access token that comes with the ID token.".to_owned(),
        "id-token-signature" | "id-token-key" => {
            "Publish at jwks_uri the key that signs ID tokens, under its kid, and keep it there until the last token is over.".to_owned()
        }
        "id-token-key-short" => "Sign ID tokens with an RSA key of at least 2048 bits, or with an elliptic curve.".to_owned(),
        "id-token-algorithm" => {
            let got = isolated(finding.got.as_deref().unwrap_or("the one that came"));
            format!("Sign ID tokens for this client with an algorithm that was expected, or say that {got} is meant.")
        }
        "id-token-missing" => "Return an id_token where openid is among the scopes, and allow that scope to the client.".to_owned(),
        "state-mismatch" => "Send state back unchanged.".to_owned(),
        "response-not-posted" => "Answer with response_mode=form_post, as the request says.".to_owned(),
        "userinfo-subject" => "userinfo must answer with the sub of the ID token.".to_owned(),
        "claim-missing" | "profile-empty" => format!(
            "Send the claims of the scopes that client {client} asks for, in the ID token or from userinfo, and say which of both."
        ),
        "application-refused" | "not-provisioned" | "user-not-kept" | "connection-changed" | "secret-missing"
        | "client-key-missing" | "cannot-sign" | "openid-scope-missing" | "too-many-parameters" | "profile-too-large" => return None,
        _ => COMPARE.to_owned(),
    };
    Some(wanted)
}

/// What an error of the authorization endpoint asks of its administrator.
fn refusal(finding: &Finding, client: &str, callback: &str) -> String {
    let error = finding.got.as_deref().unwrap_or_default().split(':').next().unwrap_or_default().trim();
    match error {
        "access_denied" => format!("Check that the person, or a group of theirs, may use client {client}."),
        "unauthorized_client" | "unsupported_response_type" => format!("Allow client {client} the flow named above."),
        "invalid_scope" => format!("Allow client {client} the scopes below, or say which ones it may have."),
        "invalid_request" => format!(
            "Your log says what is wrong with the request. Compare the redirect URI of client {client} with {callback}, and whether \
             PKCE or a nonce is asked of it."
        ),
        "consent_required" => format!("Consent to client {client} once as an administrator."),
        _ => "Your log says why the request was refused.".to_owned(),
    }
}

/// What finds the sign-in in a log: the request, and what was open of the answers at the end.
fn exchanged(trace: &Trace, without: &Without) -> Vec<String> {
    let mut lines = Vec::new();
    let asked = trace.steps.iter().find(|step| step.kind == StepKind::AuthorizationRequest);
    for message in asked.into_iter().flat_map(|step| &step.messages) {
        lines.push(format!("- Request: {}", message.url.as_deref().unwrap_or_default()));
        lines.extend(open(message, |field| REQUEST.contains(&field.name.as_str()), without));
    }
    let last = trace.steps.last().filter(|step| step.kind != StepKind::AuthorizationRequest);
    for message in last.into_iter().flat_map(|step| &step.messages) {
        if message.direction == Direction::Sent {
            let method = message.method.as_deref().unwrap_or_default();
            lines.push(format!("- Request: {method} {}", message.url.as_deref().unwrap_or_default()));
        } else if last.is_some_and(|step| step.kind != StepKind::IdToken) {
            lines.push(message.status.map_or("- Answer".to_owned(), |status| format!("- Answer: {status}")));
            lines.extend(open(message, |_| true, without));
        }
    }
    lines
}

fn open(message: &Message, is_told: impl Fn(&Field) -> bool, without: &Without) -> Vec<String> {
    let told = message.fields.iter().filter(|field| !field.masked && is_told(field));
    told.map(|field| format!("  - {}: {}", isolated(&field.name), without.people(&field.value))).collect()
}

/// Leaves out of a text whatever is known to be about the person.
struct Without(Vec<String>);

impl Without {
    fn of(whole: &Whole) -> Self {
        let Whole { view, subject, .. } = whole;
        let mut values = Vec::new();
        for claim in personal_claims(&view.trace) {
            texts(&claim.value, &mut values);
        }
        // What is part of an address of the client is no secret of the person.
        let known = [subject.provider.as_str(), subject.client_id.as_str(), subject.callback_url.as_str()];
        values.retain(|value| value.chars().count() > 2 && !known.iter().any(|known| known.contains(value.as_str())));
        values.sort_unstable_by_key(|value| std::cmp::Reverse(value.len()));
        Without(values)
    }

    fn people(&self, text: &str) -> String {
        let text = self.0.iter().fold(text.to_owned(), |text, value| text.replace(value.as_str(), LEFT_OUT));
        let words = text.split(' ').map(|word| match word.split_once('@') {
            Some((name, host)) if !name.is_empty() && host.contains('.') && !word.contains("://") => LEFT_OUT,
            _ => word,
        });
        isolated(&words.collect::<Vec<_>>().join(" ")).into_owned()
    }
}

fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, into)),
        Value::Object(members) => members.values().for_each(|value| texts(value, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_left_out_of_what_a_provider_says_and_the_rest_stays() {
        let without = Without(vec!["Alice Liddell".to_owned()]);
        let said =
            "AADSTS50105: Alice Liddell (alice@acme.example) is not assigned to a role for https://acme.example/@app.";
        let told = without.people(said);
        assert!(!told.contains("Alice") && !told.contains("alice@"), "{told}");
        assert!(told.starts_with("AADSTS50105: ") && told.ends_with("for https://acme.example/@app."), "{told}");
    }
}
