use serde_json::{Map, Value};
use url::Url;

use super::resolver::Resolver;
use crate::{
    Channel,
    discovery::DiscoveryDocument,
    metadata::{ProviderMetadata, ProviderSource},
};

const HERE: &str = "http://127.0.0.1:1/jwks";

fn metadata(issuer: &str) -> Map<String, Value> {
    let members = serde_json::json!({
        "issuer": issuer, "authorization_endpoint": "https://op.example/authorize",
        "token_endpoint": "https://op.example/token", "jwks_uri": HERE,
    });
    members.as_object().cloned().expect("an object")
}

fn resolved(source: &ProviderSource, discovered: Option<(DiscoveryDocument, Url)>) -> Result<ProviderMetadata, String> {
    let resolver = Resolver { source, discovered: discovered.as_ref() };
    resolver.provider(Channel::BackChannel).map_err(|finding| finding.message)
}

#[test]
fn stored_metadata_leads_to_this_computer_only_where_it_comes_from_there() {
    let source = |issuer: &str, discovery_url: Option<&str>| ProviderSource {
        metadata: Some(metadata(issuer)),
        discovery_url: discovery_url.map(str::to_owned),
        // As the tenant fills it in.
        jwks_uri: Some(HERE.to_owned()),
        ..ProviderSource::default()
    };
    let (here, elsewhere) = ("http://localhost:1", "https://op.example");
    for (issuer, discovery_url) in [(here, None), (here, Some(here)), (elsewhere, Some(here))] {
        resolved(&source(issuer, discovery_url), None).expect("a provider on this computer");
    }
    for (issuer, discovery_url) in [(elsewhere, None), (elsewhere, Some(elsewhere)), (here, Some(elsewhere))] {
        assert_eq!(
            resolved(&source(issuer, discovery_url), None).expect_err("refused"),
            format!("The metadata of https://op.example/ points at this computer: jwks_uri is {HERE}.")
        );
    }
}

#[test]
fn a_person_may_choose_an_address_on_this_computer() {
    let mut metadata = metadata("https://op.example");
    metadata.insert("jwks_uri".to_owned(), "https://op.example/jwks".into());
    let source =
        ProviderSource { metadata: Some(metadata), jwks_uri: Some(HERE.to_owned()), ..ProviderSource::default() };
    assert_eq!(resolved(&source, None).expect("a provider").jwks_uri.as_str(), HERE);
}

#[test]
fn a_discovery_document_leads_to_this_computer_only_where_it_was_served_there() {
    let document = Value::Object(metadata("http://localhost:1")).to_string();
    let served = |at: &str| {
        let document = DiscoveryDocument::parse(document.as_bytes()).expect("a document");
        resolved(&ProviderSource::default(), Some((document, at.parse().expect("a URL"))))
    };
    served("http://localhost:1/.well-known/openid-configuration").expect("a provider on this computer");
    assert!(served("https://op.example/").expect_err("refused").contains("points at this computer"));
}

#[test]
fn an_endpoint_that_is_not_called_hinders_nobody() {
    let mut metadata = metadata("http://localhost:1");
    metadata.insert("userinfo_endpoint".to_owned(), "no URL".into());
    let source = ProviderSource { metadata: Some(metadata), ..ProviderSource::default() };
    let resolver = Resolver { source: &source, discovered: None };
    let userinfo = |channel| resolver.provider(channel).expect("a provider").userinfo_endpoint;
    assert_eq!(userinfo(Channel::FrontChannel), Ok(None));
    assert_eq!(userinfo(Channel::BackChannel).expect_err("refused where it is needed").code, "endpoint-unusable");
}
