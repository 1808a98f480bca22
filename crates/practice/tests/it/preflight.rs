//! The practice provider as a preflight sees it.

use lintel_oidc::{
    Channel, Clock, Secret,
    discovery::check_provider,
    http::Fetcher,
    metadata::ProviderSource,
    preflight::{Callback, Course, Pace, Preflight, Subject, Verdict},
    sign_in::{AttributeMap, ClientAuthentication, ConnectionRef, Pkce, RelyingParty, World},
};

use crate::support::{CALLBACK, Practising};

async fn preflight(practising: &Practising, channel: Channel, client_id: &str, secret: &str) -> Preflight {
    let world = World::new(Fetcher::new().expect("a fetcher"), Clock::system());
    let report = check_provider(practising.practice.issuer(), &world.fetcher, world.clock.now()).await;
    let found = report.found.expect("the practice provider");
    let rp = RelyingParty {
        connection: ConnectionRef { id: "con_1".to_owned(), name: "acme".to_owned(), strategy: "oidc".to_owned() },
        provider: ProviderSource {
            metadata: Some(found.document.into_members()),
            discovery_url: found.discovery_url.map(|url| url.to_string()),
            ..ProviderSource::default()
        },
        channel,
        client_id: client_id.to_owned(),
        client_authentication: ClientAuthentication::ClientSecretPost(Some(Secret::new(secret))),
        redirect_uri: CALLBACK.parse().expect("a URL"),
        scope: "openid email".to_owned(),
        pkce: Pkce::Auto,
        send_back_channel_nonce: false,
        upstream_params: Vec::new(),
        dpop_signing_alg: None,
        id_token_signed_response_algs: Vec::new(),
        id_token_session_expiry_supported: false,
        attribute_map: AttributeMap::BindAll,
    };
    let callbacks = ["http://localhost:4400/login/callback", "https://elsewhere.example/login/callback"];
    let callbacks = callbacks.map(|uri| Callback { title: "Callback".to_owned(), uri: uri.parse().expect("a URL") });
    let course = Course::prepare(Subject { rp, callbacks: callbacks.into(), left_out: Vec::new() }, &world)
        .await
        .expect("it can begin");
    course.run(&world, &[], &Pace::by(|| std::future::ready(())), &|_| {}).await
}

fn verdicts(preflight: &Preflight) -> Vec<(&str, Verdict)> {
    preflight.experiments.iter().map(|one| (one.id.as_str(), one.verdict)).collect()
}

#[tokio::test]
async fn what_is_right_is_proven_and_what_is_wrong_is_refused_on_either_channel() {
    use Verdict::{Proven, Refused, Unknown};
    let practising = Practising::start().await;
    let client = practising.practice.client();
    let sound = preflight(&practising, Channel::BackChannel, &client.client_id, client.client_secret.expose()).await;
    assert_eq!(
        verdicts(&sound),
        [
            ("callback-1", Proven),
            ("callback-2", Refused),
            ("client-id", Proven),
            ("client-authentication", Proven),
            ("channel", Proven),
            ("pkce", Proven),
            // Unknown scopes are ignored, which no control can tell from known ones.
            ("scopes", Unknown),
            ("claims", Unknown),
        ],
        "{sound:#?}"
    );
    assert_eq!(sound.compatibility.algorithm.strongest.as_deref(), Some("RS256"));

    let front = preflight(&practising, Channel::FrontChannel, &client.client_id, "").await;
    let (callback, channel) = (front.experiments[0].verdict, front.experiments[3].verdict);
    assert_eq!((callback, channel), (Proven, Proven), "{front:#?}");

    let unknown = preflight(&practising, Channel::BackChannel, "somebody", client.client_secret.expose()).await;
    assert_eq!(unknown.headline, "The provider does not know the client ID", "{unknown:#?}");

    practising.practice.set("secret-rejected".parse().expect("a dial"), true);
    let refused = preflight(&practising, Channel::BackChannel, &client.client_id, client.client_secret.expose()).await;
    assert_eq!(refused.experiments[3].verdict, Refused, "{refused:#?}");
    assert!(!format!("{refused:?}").contains(client.client_secret.expose()));
}
