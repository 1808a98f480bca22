use url::Url;

use super::document::DiscoveryDocument;

/// Whose provider this is, where its addresses or its document tell.
pub fn vendor(url: Option<&Url>, issuer: Option<&str>, document: Option<&DiscoveryDocument>) -> Option<&'static str> {
    let issuer = issuer.and_then(|issuer| Url::parse(issuer).ok());
    let addresses = [issuer.as_ref(), url];
    addresses.into_iter().flatten().find_map(by_address).or_else(|| document.and_then(by_document))
}

/// Whether the vendor is known to keep its endpoints on other hosts than its issuer.
pub(crate) fn spreads_over_hosts(issuer: &Url, document: &DiscoveryDocument) -> bool {
    matches!(
        vendor(Some(issuer), None, Some(document)),
        Some(
            "Google Workspace"
                | "Microsoft Entra ID"
                | "Azure AD B2C"
                | "AWS Cognito"
                | "PayPal"
                | "Oracle Identity Cloud"
                | "IBM Verify"
        )
    )
}

const HOSTS: [(&str, &str); 30] = [
    ("login.microsoftonline.com", "Microsoft Entra ID"),
    ("login.microsoftonline.us", "Microsoft Entra ID"),
    ("login.partner.microsoftonline.cn", "Microsoft Entra ID"),
    ("login.windows.net", "Microsoft Entra ID"),
    ("sts.windows.net", "Microsoft Entra ID"),
    ("b2clogin.com", "Azure AD B2C"),
    ("ciamlogin.com", "Microsoft Entra External ID"),
    ("okta.com", "Okta"),
    ("oktapreview.com", "Okta"),
    ("okta-emea.com", "Okta"),
    ("accounts.google.com", "Google Workspace"),
    ("auth0.com", "Auth0"),
    ("onelogin.com", "OneLogin"),
    ("pingone.com", "PingOne"),
    ("pingone.eu", "PingOne"),
    ("pingone.asia", "PingOne"),
    ("pingone.ca", "PingOne"),
    ("salesforce.com", "Salesforce"),
    ("force.com", "Salesforce"),
    ("jumpcloud.com", "JumpCloud"),
    ("id.cyberark.cloud", "CyberArk Identity"),
    ("my.idaptive.app", "CyberArk Identity"),
    ("verify.ibm.com", "IBM Verify"),
    ("identity.oraclecloud.com", "Oracle Identity Cloud"),
    ("gitlab.com", "GitLab"),
    ("appleid.apple.com", "Apple"),
    ("access.line.me", "LINE"),
    ("www.linkedin.com", "LinkedIn"),
    ("paypal.com", "PayPal"),
    ("accounts.ondemand.com", "SAP Cloud Identity Services"),
];

fn by_address(url: &Url) -> Option<&'static str> {
    let host = url.host_str()?;
    if host.starts_with("cognito-idp.") && (host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn")) {
        return Some("AWS Cognito");
    }
    // B2C policies are also served from Microsoft's common host.
    if host.ends_with("microsoftonline.com")
        && (url.path().to_ascii_lowercase().contains("/b2c_1")
            || url.query().is_some_and(|query| query.to_ascii_lowercase().contains("p=b2c_1")))
    {
        return Some("Azure AD B2C");
    }
    let by_host = HOSTS
        .iter()
        .find(|(name, _)| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    by_host.map(|(_, vendor)| *vendor).or_else(|| by_path(url.path()))
}

fn by_path(path: &str) -> Option<&'static str> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments.as_slice() {
        ["realms", _, ..] | ["auth", "realms", _, ..] => Some("Keycloak"),
        ["application", "o", ..] => Some("authentik"),
        ["adfs", ..] => Some("AD FS"),
        ["oauth2", "openid", ..] => Some("Kanidm"),
        _ => None,
    }
}

/// Paths of endpoints that a vendor's servers have on any host.
fn by_document(document: &DiscoveryDocument) -> Option<&'static str> {
    let path_of = |member| document.url(member).map(|url| url.path().to_owned()).unwrap_or_default();
    let (authorize, keys) = (path_of("authorization_endpoint"), path_of("jwks_uri"));
    if authorize.ends_with("/protocol/openid-connect/auth") {
        return Some("Keycloak");
    }
    if authorize.ends_with("/as/authorization.oauth2") || keys.ends_with("/pf/JWKS") {
        return Some("PingFederate");
    }
    if authorize.ends_with("/adfs/oauth2/authorize/") || authorize.ends_with("/adfs/oauth2/authorize") {
        return Some("AD FS");
    }
    if authorize.starts_with("/oauth2/") && authorize.ends_with("/v1/authorize") && keys.ends_with("/v1/keys") {
        return Some("Okta");
    }
    if authorize.ends_with("/services/oauth2/authorize") && keys.ends_with("/id/keys") {
        return Some("Salesforce");
    }
    if authorize == "/authorize" && keys == "/.well-known/jwks.json" && document.get("mfa_challenge_endpoint").is_some()
    {
        return Some("Auth0");
    }
    if authorize == "/api/oidc/authorization" {
        return Some("Authelia");
    }
    None
}
