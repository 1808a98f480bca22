use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use super::document::DiscoveryDocument;
use crate::metadata::ProviderMetadata;

/// Who makes or runs a provider, by the name that people know it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub enum Vendor {
    #[serde(rename = "AD FS")]
    AdFs,
    Apple,
    Auth0,
    Authelia,
    #[serde(rename = "authentik")]
    Authentik,
    #[serde(rename = "AWS Cognito")]
    AwsCognito,
    #[serde(rename = "Azure AD B2C")]
    AzureAdB2c,
    #[serde(rename = "CyberArk Identity")]
    CyberArk,
    Dex,
    #[serde(rename = "Duende IdentityServer")]
    IdentityServer,
    #[serde(rename = "ForgeRock AM")]
    ForgeRock,
    GitLab,
    #[serde(rename = "Google Workspace")]
    Google,
    #[serde(rename = "IBM Verify")]
    IbmVerify,
    JumpCloud,
    Kanidm,
    Keycloak,
    #[serde(rename = "LemonLDAP::NG")]
    LemonLdap,
    #[serde(rename = "LINE")]
    Line,
    LinkedIn,
    #[serde(rename = "Microsoft Entra External ID")]
    EntraExternalId,
    #[serde(rename = "Microsoft Entra ID")]
    EntraId,
    #[serde(rename = "node-oidc-provider")]
    NodeOidcProvider,
    Okta,
    OneLogin,
    #[serde(rename = "Oracle Identity Cloud")]
    OracleIdentityCloud,
    #[serde(rename = "Ory Hydra")]
    OryHydra,
    PayPal,
    PingFederate,
    PingOne,
    Salesforce,
    #[serde(rename = "SAP Cloud Identity Services")]
    SapCloudIdentity,
    Shibboleth,
    #[serde(rename = "SimpleSAMLphp")]
    SimpleSamlPhp,
    #[serde(rename = "ZITADEL")]
    Zitadel,
}

impl fmt::Display for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Whose provider this is, where its addresses or its document tell.
pub fn vendor(url: Option<&Url>, issuer: Option<&str>, document: Option<&DiscoveryDocument>) -> Option<Vendor> {
    let issuer = issuer.and_then(|issuer| Url::parse(issuer).ok());
    let addresses = [issuer.as_ref(), url];
    addresses.into_iter().flatten().find_map(by_address).or_else(|| document.and_then(by_document))
}

/// Whether the vendor is known to keep its endpoints on other hosts than its issuer.
pub(crate) fn spreads_over_hosts(issuer: &Url, document: &DiscoveryDocument) -> bool {
    matches!(
        vendor(Some(issuer), None, Some(document)),
        Some(
            Vendor::Google
                | Vendor::EntraId
                | Vendor::AzureAdB2c
                | Vendor::AwsCognito
                | Vendor::PayPal
                | Vendor::OracleIdentityCloud
                | Vendor::IbmVerify
        )
    )
}

const HOSTS: [(&str, Vendor); 31] = [
    ("login.microsoftonline.com", Vendor::EntraId),
    ("login.microsoftonline.us", Vendor::EntraId),
    ("login.partner.microsoftonline.cn", Vendor::EntraId),
    ("login.windows.net", Vendor::EntraId),
    ("sts.windows.net", Vendor::EntraId),
    ("b2clogin.com", Vendor::AzureAdB2c),
    ("ciamlogin.com", Vendor::EntraExternalId),
    ("okta.com", Vendor::Okta),
    ("oktapreview.com", Vendor::Okta),
    ("okta-emea.com", Vendor::Okta),
    ("accounts.google.com", Vendor::Google),
    ("auth0.com", Vendor::Auth0),
    ("amazoncognito.com", Vendor::AwsCognito),
    ("onelogin.com", Vendor::OneLogin),
    ("pingone.com", Vendor::PingOne),
    ("pingone.eu", Vendor::PingOne),
    ("pingone.asia", Vendor::PingOne),
    ("pingone.ca", Vendor::PingOne),
    ("salesforce.com", Vendor::Salesforce),
    ("force.com", Vendor::Salesforce),
    ("jumpcloud.com", Vendor::JumpCloud),
    ("id.cyberark.cloud", Vendor::CyberArk),
    ("my.idaptive.app", Vendor::CyberArk),
    ("verify.ibm.com", Vendor::IbmVerify),
    ("identity.oraclecloud.com", Vendor::OracleIdentityCloud),
    ("gitlab.com", Vendor::GitLab),
    ("appleid.apple.com", Vendor::Apple),
    ("access.line.me", Vendor::Line),
    ("www.linkedin.com", Vendor::LinkedIn),
    ("paypal.com", Vendor::PayPal),
    ("accounts.ondemand.com", Vendor::SapCloudIdentity),
];

fn by_address(url: &Url) -> Option<Vendor> {
    let host = url.host_str()?;
    if host.starts_with("cognito-idp.") && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn")) {
        return Some(Vendor::AwsCognito);
    }
    // B2C policies are also served from Microsoft's common host.
    if host.ends_with("microsoftonline.com")
        && (url.path().to_ascii_lowercase().contains("/b2c_1")
            || url.query().is_some_and(|query| query.to_ascii_lowercase().contains("p=b2c_1")))
    {
        return Some(Vendor::AzureAdB2c);
    }
    let by_host = HOSTS
        .iter()
        .find(|(name, _)| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    by_host.map(|(_, vendor)| *vendor).or_else(|| by_path(url.path()))
}

fn by_path(path: &str) -> Option<Vendor> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments.as_slice() {
        ["realms", _, ..] | ["auth", "realms", _, ..] => Some(Vendor::Keycloak),
        ["application", "o", ..] => Some(Vendor::Authentik),
        ["adfs", ..] => Some(Vendor::AdFs),
        ["oauth2", "openid", ..] => Some(Vendor::Kanidm),
        _ => None,
    }
}

fn by_document(document: &DiscoveryDocument) -> Option<Vendor> {
    let path_of = |member| document.url(member).map(|url| url.path().to_owned()).unwrap_or_default();
    let (authorize, keys) = (path_of("authorization_endpoint"), path_of("jwks_uri"));
    by_endpoints(&authorize, &keys).or_else(|| {
        let auth0 = authorize == "/authorize" && keys == "/.well-known/jwks.json";
        (auth0 && document.get("mfa_challenge_endpoint").is_some()).then_some(Vendor::Auth0)
    })
}

/// Whose endpoints a sign-in goes to.
pub(crate) fn vendor_of(provider: &ProviderMetadata) -> Option<Vendor> {
    let ProviderMetadata { issuer, authorization_endpoint, jwks_uri, .. } = provider;
    vendor(Some(authorization_endpoint), Some(issuer), None)
        .or_else(|| by_endpoints(authorization_endpoint.path(), jwks_uri.path()))
}

/// By paths of endpoints that a vendor's servers have on any host.
fn by_endpoints(authorize: &str, keys: &str) -> Option<Vendor> {
    let okta = authorize.starts_with("/oauth2/") && authorize.ends_with("/v1/authorize") && keys.ends_with("/v1/keys");
    let ends = |authorization: &str, key_set: &str| authorize.ends_with(authorization) && keys.ends_with(key_set);
    Some(match () {
        () if authorize.ends_with("/protocol/openid-connect/auth") => Vendor::Keycloak,
        () if authorize.ends_with("/as/authorization.oauth2") || keys.ends_with("/pf/JWKS") => Vendor::PingFederate,
        () if authorize.trim_end_matches('/').ends_with("/adfs/oauth2/authorize") => Vendor::AdFs,
        () if okta => Vendor::Okta,
        () if ends("/services/oauth2/authorize", "/id/keys") => Vendor::Salesforce,
        () if authorize == "/api/oidc/authorization" => Vendor::Authelia,
        () if authorize.trim_end_matches('/').ends_with("/application/o/authorize") => Vendor::Authentik,
        () if ends("/connect/authorize", "/.well-known/openid-configuration/jwks") => Vendor::IdentityServer,
        () if ends("/oauth/v2/authorize", "/oauth/v2/keys") => Vendor::Zitadel,
        () if keys.ends_with("/connect/jwk_uri") => Vendor::ForgeRock,
        () if ends("/oauth2/auth", "/.well-known/jwks.json") => Vendor::OryHydra,
        () if authorize.ends_with("/idp/profile/oidc/authorize") => Vendor::Shibboleth,
        () if authorize.contains("/module.php/oidc/") => Vendor::SimpleSamlPhp,
        () if ends("/auth", "/jwks") => Vendor::NodeOidcProvider,
        () if ends("/auth", "/keys") => Vendor::Dex,
        () => return None,
    })
}
