//! The application's leg of a test through the tenant. For the application the tenant is the provider, and it believes nothing
//! that it has not verified.

use std::sync::Arc;

use lintel_oidc::{
    Channel, Finding,
    bidi::isolated,
    metadata::ProviderSource,
    sign_in::{
        APPLICATION_REFUSED, AttributeMap, AuthorizationResponse, ClientAuthentication, ConnectionRef, Pkce,
        RedirectUri, RelyingParty, SignIn, UpstreamParam, UpstreamValue, World,
    },
    trace::{Claim, Step, StepKind, Trace},
};
use serde_json::Map;
use url::Url;

use super::{organization::Organization, return_address::ReturnAddress};

/// What a test asks for: a local tenant grants no other scopes.
pub(super) const SCOPE: &str = "openid profile email";

/// An application, as the tenant knows it.
pub(super) struct Registration {
    pub name: String,
    /// Where the tenant is, and who it says it is.
    pub tenant: String,
    pub issuer: String,
    pub client_id: String,
    pub client_authentication: ClientAuthentication,
    pub callback: RedirectUri,
    /// Where the system's browser comes back to, if it is to: the callback.
    pub address: Option<ReturnAddress>,
    /// Why its code cannot be redeemed here.
    pub unseen: Option<String>,
    /// Whom people sign in to, where it names one.
    pub organization: Option<Organization>,
}

/// A sign-in of the application that waits for the tenant's answer.
pub(super) struct Application {
    name: String,
    connection: String,
    organization: Option<Organization>,
    sign_in: SignIn,
}

impl Application {
    /// Writes the application's request for a sign-in by this connection.
    pub(super) async fn begin(
        registration: &Registration,
        connection: &str,
        world: &World,
    ) -> Result<Application, Box<Finding>> {
        let begun = SignIn::begin(registration.relying_party(connection), &[], world.clone(), Arc::new(|_| {})).await;
        let (name, connection) = (registration.name.clone(), connection.to_owned());
        match begun {
            Ok(sign_in) => {
                Ok(Application { name, connection, organization: registration.organization.clone(), sign_in })
            }
            Err(refusal) => Err(not_usable(&name, &refusal.finding)),
        }
    }

    pub(super) fn authorization_url(&self) -> &Url {
        self.sign_in.authorization_url()
    }

    pub(super) fn state(&self) -> &str {
        self.sign_in.state()
    }

    /// Redeems the code, verifies the ID token and reads userinfo; all of it goes into `step`.
    pub(super) async fn finish(self, response: AuthorizationResponse, step: &mut Step) -> Result<(), Box<Finding>> {
        if let Some(error) = response.param("error") {
            let said = response.param("error_description").unwrap_or("no description");
            let stranger = |organization: &Organization| organization.not_a_member(said, &self.connection, step);
            if let Some(stranger) = self.organization.as_ref().and_then(stranger) {
                return Err(stranger);
            }
            let finding = APPLICATION_REFUSED.finding("", format!("The tenant answered {error}: {said}"));
            let remedy = "Where a step stands before this one, what failed there is the cause. Otherwise the tenant refused the \
                          request itself, for the reason that it gives.";
            return Err(Box::new(finding.expected("a code").got(error).remedy(remedy)));
        }
        let Application { name, organization, sign_in, .. } = self;
        let verified = match sign_in.finish(response).await {
            Ok(verified) => verified,
            Err(refusal) => {
                take_over(&refusal.trace, step);
                return Err(not_usable(&name, &refusal.finding));
            }
        };
        let trace = verified.recorder.trace();
        take_over(trace, step);
        if let Some(organization) = &organization {
            organization.named(trace, step)?;
        }
        match verified.userinfo_claims {
            Some(claims) => {
                step.claims = claims.into_iter().map(|(name, value)| Claim { name, value, note: None }).collect();
                Ok(())
            }
            // A connection can do without userinfo; a test of the tenant cannot.
            None => Err(match findings(trace, StepKind::Userinfo).last() {
                Some(finding) => not_usable(&name, finding),
                None => Box::new(
                    APPLICATION_REFUSED
                        .finding("userinfo_endpoint", "The tenant names no userinfo endpoint.")
                        .expected("200 with claims")
                        .got("no endpoint")
                        .remedy(FAULT),
                ),
            }),
        }
    }
}

impl Registration {
    fn relying_party(&self, connection: &str) -> RelyingParty {
        let userinfo = [("sub".to_owned(), "${context.userinfo.sub}".into())];
        RelyingParty {
            connection: ConnectionRef {
                id: self.client_id.clone(),
                name: self.name.clone(),
                strategy: "oidc".to_owned(),
            },
            provider: ProviderSource {
                issuer: Some(self.issuer.clone()),
                discovery_url: Some(format!("{}/.well-known/openid-configuration", self.tenant)),
                ..ProviderSource::default()
            },
            channel: Channel::BackChannel,
            client_id: self.client_id.clone(),
            client_authentication: self.client_authentication.clone(),
            redirect_uri: self.callback.clone(),
            scope: SCOPE.to_owned(),
            pkce: Pkce::S256,
            send_back_channel_nonce: true,
            upstream_params: self.parameters(connection),
            dpop_signing_alg: None,
            id_token_signed_response_algs: Vec::new(),
            id_token_session_expiry_supported: false,
            // Userinfo is read where the mapping names it.
            attribute_map: AttributeMap::UseMap { attributes: Map::from_iter(userinfo), userinfo_scope: None },
        }
    }

    fn parameters(&self, connection: &str) -> Vec<UpstreamParam> {
        let param = |name: &str, value: &str| UpstreamParam {
            name: name.to_owned(),
            value: UpstreamValue::Static(value.to_owned()),
        };
        let organization = self.organization.as_ref().map(|organization| param("organization", &organization.id));
        [param("connection", connection)].into_iter().chain(organization).collect()
    }
}

const FAULT: &str = "These are the tenant's own answers, not your provider's. Where each step before passed, it is a fault of Lintel: \
                     report it with this text.";

/// What went over the wire and was checked once the tenant had answered.
fn take_over(trace: &Trace, step: &mut Step) {
    let own = [StepKind::AuthorizationResponse, StepKind::TokenRequest, StepKind::IdToken, StepKind::Userinfo];
    for other in trace.steps.iter().filter(|other| own.contains(&other.kind)) {
        step.messages.extend(other.messages.iter().cloned());
        step.checks.extend(other.checks.iter().cloned());
    }
}

fn findings(trace: &Trace, kind: StepKind) -> impl DoubleEndedIterator<Item = &Finding> {
    trace.steps.iter().filter(move |step| step.kind == kind).flat_map(|step| &step.findings)
}

/// The tenant's answer would not do: `cause` says why, in words that are meant for a provider.
fn not_usable(name: &str, cause: &Finding) -> Box<Finding> {
    let member = cause.member.as_deref().unwrap_or_default();
    let message = format!("{} could not use what the tenant answered: {}", isolated(name), cause.message);
    let mut finding = APPLICATION_REFUSED.finding(member, message).remedy(FAULT);
    finding.expected.clone_from(&cause.expected);
    finding.got.clone_from(&cause.got);
    Box::new(finding)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the ID token is verified with the system's clock")]
mod tests {
    use axum::{
        Json, Router,
        http::StatusCode,
        routing::{get, post},
    };
    use lintel_oidc::{
        Clock, Secret,
        http::Fetcher,
        signing::{SigningAlgorithm, SigningKey, key_set},
        trace::CheckState,
    };
    use serde_json::{Value, json};

    use super::*;

    /// What a tenant gets wrong.
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Fault {
        None,
        ForeignKey,
        OtherIssuer,
        OtherAudience,
        OldNonce,
        Expired,
        NoIdToken,
        UserinfoRefused,
        UserinfoOfAnother,
        UserinfoGone,
        OfNoOrganization,
        OfAnotherOrganization,
    }

    fn organization_of(fault: Fault) -> Option<Organization> {
        let asked = matches!(fault, Fault::None | Fault::OfNoOrganization | Fault::OfAnotherOrganization);
        let organization = ("org_1".to_owned(), "Initech".to_owned());
        asked.then_some(Organization { id: organization.0, title: organization.1, assigns_membership: false })
    }

    #[tokio::test]
    async fn the_application_believes_nothing_that_it_has_not_verified() {
        let (outcome, step) = signed_in(Fault::None).await;
        assert_eq!(outcome, Ok(()));
        assert!(
            step.checks.iter().any(|check| check.code == "id-token-signature" && check.state == CheckState::Passed)
        );
        let named =
            |step: &Step| step.checks.iter().find(|check| check.code == "organization-named").map(|check| check.state);
        assert_eq!(named(&step), Some(CheckState::Passed));
        assert!(step.claims.iter().any(|claim| claim.name == "email"), "{:?}", step.claims);
        let faults = [
            (Fault::ForeignKey, "signature"),
            (Fault::OtherIssuer, "issued by"),
            (Fault::OtherAudience, "is for"),
            (Fault::OldNonce, "nonce"),
            (Fault::Expired, "expired"),
            (Fault::NoIdToken, "ID token"),
            (Fault::UserinfoRefused, "401"),
            (Fault::UserinfoOfAnother, "another subject"),
            (Fault::UserinfoGone, "userinfo endpoint"),
        ];
        for (fault, words) in faults {
            let (outcome, _) = signed_in(fault).await;
            let finding = outcome.expect_err("refused");
            assert_eq!(finding.code, "application-refused", "{fault:?}");
            assert!(finding.message.contains(words), "{fault:?}: {}", finding.message);
        }
        for (fault, words) in [(Fault::OfNoOrganization, "no org_id"), (Fault::OfAnotherOrganization, "org_2")] {
            let (outcome, step) = signed_in(fault).await;
            let finding = outcome.expect_err("refused");
            assert_eq!((finding.code, named(&step)), ("organization-named".into(), Some(CheckState::Failed)));
            assert!(finding.message.contains(words), "{fault:?}: {}", finding.message);
        }
    }

    #[test]
    fn who_is_no_member_is_told_the_switch_that_lets_him_in() {
        let said = "user oidc|acme|7 is not part of the org_1 organization";
        let organization = organization_of(Fault::None).expect("one");
        let mut step = Step::new(StepKind::Application, "", 0);
        let finding = organization.not_a_member(said, "acme", &mut step).expect("a stranger");
        assert_eq!((finding.code.as_ref(), finding.message.as_str()), ("not-a-member", said));
        assert!(finding.remedy.as_deref().is_some_and(|remedy| remedy.contains("assign_membership_on_login")));
        assert_eq!(step.checks[0].state, CheckState::Failed);
        assert_eq!(organization.not_a_member("access_denied by a rule", "acme", &mut step), None);
    }

    async fn signed_in(fault: Fault) -> (Result<(), Box<Finding>>, Step) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://127.0.0.1:{}", listener.local_addr().expect("an address").port());
        let registration = Registration {
            tenant: url.clone(),
            issuer: format!("{url}/"),
            client_id: "sample".to_owned(),
            name: "Portal".to_owned(),
            client_authentication: ClientAuthentication::ClientSecretPost(Some(Secret::new("secret"))),
            callback: "http://localhost/sample/callback".parse().expect("a URL"),
            address: None,
            unseen: None,
            organization: organization_of(fault),
        };
        let key = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
        let (asked, nonce) = std::sync::mpsc::channel();
        let serving = tokio::spawn(serve(listener, url, key, nonce, fault));
        let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
        let application = Application::begin(&registration, "acme", &world).await.expect("a request");
        let query: std::collections::HashMap<_, _> =
            application.authorization_url().query_pairs().into_owned().collect();
        assert_eq!(query["connection"], "acme");
        asked.send(query["nonce"].clone()).expect("the tenant is there");
        let answer = AuthorizationResponse::from_query(&format!("code=c&state={}", application.state()));
        let mut step = Step::new(StepKind::Application, "", 0);
        let outcome = application.finish(answer, &mut step).await;
        serving.abort();
        (outcome, step)
    }

    async fn serve(
        listener: tokio::net::TcpListener,
        url: String,
        key: SigningKey,
        nonce: std::sync::mpsc::Receiver<String>,
        fault: Fault,
    ) {
        let mut metadata = json!({
            "issuer": format!("{url}/"),
            "authorization_endpoint": format!("{url}/authorize"),
            "token_endpoint": format!("{url}/token"),
            "jwks_uri": format!("{url}/keys"),
            "userinfo_endpoint": format!("{url}/userinfo"),
        });
        if fault == Fault::UserinfoGone {
            metadata.as_object_mut().expect("an object").remove("userinfo_endpoint");
        }
        let keys = key_set([&key]);
        let nonce = std::sync::Mutex::new(nonce);
        let token = move || {
            let nonce = nonce.lock().expect("the nonce").recv().expect("one request");
            std::future::ready(Json(tokens(&url, &key, &nonce, fault)))
        };
        let userinfo = match fault {
            Fault::UserinfoRefused => {
                (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_token", "sub": "ada" })))
            }
            Fault::UserinfoOfAnother => (StatusCode::OK, Json(json!({ "sub": "bob" }))),
            _ => (StatusCode::OK, Json(json!({ "sub": "ada", "email": "ada@example.com" }))),
        };
        let token = std::sync::Arc::new(token);
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(|| async { Json(metadata) }))
            .route("/keys", get(|| async { Json(keys) }))
            .route("/token", post(move || token()))
            .route("/userinfo", get(|| async { userinfo }));
        axum::serve(listener, router).await.expect("it serves");
    }

    fn tokens(url: &str, key: &SigningKey, nonce: &str, fault: Fault) -> Value {
        let now = chrono::Utc::now().timestamp();
        let lifetime = if fault == Fault::Expired { -3600 } else { 3600 };
        let claims = json!({
            "iss": if fault == Fault::OtherIssuer { "https://other.example/".to_owned() } else { format!("{url}/") },
            "aud": if fault == Fault::OtherAudience { "another" } else { "sample" },
            "sub": "ada",
            "nonce": if fault == Fault::OldNonce { "old" } else { nonce },
            "iat": now,
            "exp": now + lifetime,
        });
        let mut claims = claims;
        match fault {
            Fault::None => claims["org_id"] = "org_1".into(),
            Fault::OfAnotherOrganization => claims["org_id"] = "org_2".into(),
            _ => {}
        }
        let claims = claims.as_object().expect("an object");
        let foreign = SigningKey::generate(SigningAlgorithm::ES256).expect("a key");
        let mut id_token = key.sign("JWT", claims).expect("a token");
        if fault == Fault::ForeignKey {
            let other = foreign.sign("JWT", claims).expect("a token");
            let (signed, own) = (id_token.rfind('.').expect("a signature"), other.rfind('.').expect("a signature"));
            id_token = format!("{}{}", &id_token[..signed], &other[own..]);
        }
        let mut answer = json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": id_token });
        if fault == Fault::NoIdToken {
            answer.as_object_mut().expect("an object").remove("id_token");
        }
        answer
    }
}
