//! Where an answer may go.

use lintel_oidc::http::is_loopback;
use url::Url;

use super::reply::Refusal;
use crate::{config::CLIENT_ID, parameters::Parameters};

/// The redirect URI, parsed and as it was sent, of a client that is known. `further` are those beside the callbacks on loopback.
pub(super) fn trusted(further: &[String], parameters: &Parameters) -> Result<(Url, String), Refusal> {
    match parameters.get("client_id") {
        Some(CLIENT_ID) if !parameters.is_repeated("client_id") => {}
        Some(unknown) => {
            let text = format!(
                "Nobody here knows the client “{unknown}”. The practice provider has one client: “{CLIENT_ID}”."
            );
            return Err(Refusal::OnOurPage { heading: "Unknown client", text });
        }
        None => {
            let text = format!("The request names no client. The practice provider has one client: “{CLIENT_ID}”.");
            return Err(Refusal::OnOurPage { heading: "Unknown client", text });
        }
    }
    let heading = "Redirect URI not registered";
    let Some(as_sent) = parameters.get("redirect_uri").filter(|_| !parameters.is_repeated("redirect_uri")) else {
        let text =
            "The request does not say where to go afterwards: redirect_uri is missing or occurs twice.".to_owned();
        return Err(Refusal::OnOurPage { heading, text });
    };
    match registered(as_sent, further) {
        Some(redirect_uri) => Ok((redirect_uri, as_sent.to_owned())),
        None => {
            let text = format!(
                "The request wants to go on to “{as_sent}”. The practice provider goes back to /login/callback on this computer \
                 (localhost, 127.0.0.1 or [::1], any port) and to addresses it was started with."
            );
            Err(Refusal::OnOurPage { heading, text })
        }
    }
}

/// Any port on loopback (RFC 8252, section 7.3); everything else is compared as a string (RFC 9700, section 2.1).
fn registered(redirect_uri: &str, further: &[String]) -> Option<Url> {
    let url = Url::parse(redirect_uri).ok().filter(|url| url.fragment().is_none())?;
    let callback = matches!(url.scheme(), "http" | "https")
        && is_loopback(&url)
        && url.path() == "/login/callback"
        && url.query().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    (callback || further.iter().any(|registered| registered == redirect_uri)).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_back_to_the_callback_on_loopback_at_any_port() {
        for callback in [
            "http://localhost:4400/login/callback",
            "http://127.0.0.1:9/login/callback",
            "http://[::1]:65535/login/callback",
            "https://localhost/login/callback",
        ] {
            assert!(registered(callback, &[]).is_some(), "{callback}");
        }
    }

    #[test]
    fn goes_nowhere_else() {
        for elsewhere in [
            "http://localhost:4400/login/callback/",
            "http://localhost:4400/login/callback?next=1",
            "http://localhost:4400/login/callback#here",
            "http://somebody@localhost:4400/login/callback",
            "http://localhost:4400/callback",
            "http://localhost.example/login/callback",
            "javascript://localhost/login/callback",
            "https://app.example/login/callback",
            "/login/callback",
        ] {
            assert!(registered(elsewhere, &[]).is_none(), "{elsewhere}");
        }
    }

    #[test]
    fn further_redirect_uris_are_compared_character_by_character() {
        let further = ["https://app.example/callback".to_owned()];
        assert!(registered("https://app.example/callback", &further).is_some());
        assert!(registered("https://app.example:443/callback", &further).is_none());
        assert!(registered("https://app.example/callback?", &further).is_none());
    }
}
