use std::collections::HashMap;

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use lintel_practice::{Port, Practice, PracticeConfig};
use reqwest::{Client, Response, StatusCode, header::LOCATION, redirect::Policy};
use serde_json::{Map, Value};
use url::{Url, form_urlencoded};

pub(crate) const CALLBACK: &str = "http://localhost:4400/login/callback";

/// The pair from RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A practice provider, and somebody to talk to it.
pub(crate) struct Practising {
    pub(crate) practice: Practice,
    pub(crate) http: Client,
}

pub(crate) type Parameters<'a> = [(&'a str, &'a str)];

impl Practising {
    pub(crate) async fn start() -> Self {
        Self::start_with(PracticeConfig::default()).await
    }

    pub(crate) async fn start_with(config: PracticeConfig) -> Self {
        let practice =
            Practice::start(PracticeConfig { port: Port::FirstFreeFrom(21_000), ..config }).await.expect("a free port");
        let http = Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
        Practising { practice, http }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.practice.issuer())
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.http.get(self.url(path)).send().await.expect("an answer")
    }

    pub(crate) async fn json(&self, path: &str) -> Value {
        self.get(path).await.json().await.expect("JSON")
    }

    /// A sound code request, with `changes` over it. An empty value takes a parameter away.
    pub(crate) async fn authorize(&self, changes: &Parameters<'_>) -> Response {
        self.get(&format!("/authorize?{}", query(changes))).await
    }

    /// The whole front half: opens the sign-in page and sends its form with `choice`.
    pub(crate) async fn choose(&self, changes: &Parameters<'_>, choice: &Parameters<'_>) -> Response {
        let page = self.authorize(changes).await;
        assert_eq!(page.status(), StatusCode::OK, "the sign-in page was expected");
        let request = fields(&page.text().await.expect("a page"))["request"].clone();
        self.post("/sign-in", &[&[("request", request.as_str())], choice].concat()).await
    }

    pub(crate) async fn code(&self, changes: &Parameters<'_>) -> String {
        answer(&self.choose(changes, &[("sub", "ada-lovelace")]).await)["code"].clone()
    }

    /// A sound token request for `code`, with `changes` over it. An empty value takes a parameter away.
    pub(crate) async fn redeem(&self, code: &str, changes: &Parameters<'_>) -> Response {
        let client = self.practice.client();
        let sound = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("client_id", &client.client_id),
            ("client_secret", client.client_secret.expose()),
        ];
        self.post("/token", &overridden(&sound, changes)).await
    }

    pub(crate) async fn tokens(&self, changes: &Parameters<'_>) -> Value {
        let code = self.code(changes).await;
        let response = self.redeem(&code, &[]).await;
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.expect("JSON")
    }

    pub(crate) async fn post(&self, path: &str, parameters: &Parameters<'_>) -> Response {
        self.http.post(self.url(path)).form(parameters).send().await.expect("an answer")
    }

    /// The claims of an ID token whose signature the published key set proves.
    pub(crate) async fn verified(&self, id_token: &str) -> Map<String, Value> {
        let keys: JwkSet = serde_json::from_value(self.json("/jwks.json").await).expect("a key set");
        let kid = decode_header(id_token).expect("a JWT").kid.expect("a kid");
        let key = DecodingKey::from_jwk(keys.find(&kid).expect("the key")).expect("an RSA key");
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&[self.practice.client().client_id]);
        decode(id_token, &key, &validation).expect("a valid ID token").claims
    }
}

pub(crate) fn query(changes: &Parameters<'_>) -> String {
    let sound = [
        ("client_id", "practice-client"),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "openid profile email"),
        ("state", "a state & more"),
        ("nonce", "a-nonce"),
    ];
    form_urlencoded::Serializer::new(String::new()).extend_pairs(overridden(&sound, changes)).finish()
}

/// The parameters that a redirect carries back to the client.
pub(crate) fn answer(response: &Response) -> HashMap<String, String> {
    let location = location(response);
    let encoded = location.fragment().or(location.query()).unwrap_or_default();
    form_urlencoded::parse(encoded.as_bytes()).into_owned().collect()
}

pub(crate) fn location(response: &Response) -> Url {
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    let location = response.headers()[LOCATION].to_str().expect("text");
    assert!(location.starts_with(CALLBACK), "{location}");
    location.parse().expect("a URL")
}

/// The hidden fields of a page, as a browser would send them.
pub(crate) fn fields(page: &str) -> HashMap<String, String> {
    page.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|field| {
            let (name, rest) = field.split_once("\" value=\"")?;
            let (value, _) = rest.split_once('"')?;
            Some((unescaped(name), unescaped(value)))
        })
        .collect()
}

fn unescaped(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

fn overridden<'a>(sound: &Parameters<'a>, changes: &Parameters<'a>) -> Vec<(&'a str, &'a str)> {
    let kept = sound.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).filter(|(_, value)| !value.is_empty()).copied().collect()
}
