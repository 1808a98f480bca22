//! What a sign-in needs of a provider, resolved from what a connection says: its own endpoints first, its stored metadata
//! second, the provider's discovery document third.

use serde_json::{Map, Value};
use url::Url;

use crate::{
    Channel, Finding,
    discovery::{DOCUMENT_TOO_DEEP, Document, Fetcher, MEMBER_REPEATED, below_base, unfinished_endpoint},
    loopback::{is_loopback, may_lead},
    sign_in::checks,
    trace::{Direction, Field, Message},
};

/// What a connection says about its provider.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProviderSource {
    pub issuer: Option<String>,
    pub authorization_endpoint: Option<String>,
    pub token_endpoint: Option<String>,
    pub userinfo_endpoint: Option<String>,
    pub jwks_uri: Option<String>,
    /// The stored discovery document.
    pub metadata: Option<Map<String, Value>>,
    pub discovery_url: Option<String>,
}

impl ProviderSource {
    /// `issuer` or an endpoint, as far as it is known without asking the provider: the connection's own, or the stored metadata's.
    pub fn says(&self, member: &str) -> Option<String> {
        own(self, member).or_else(|| stored(self, member)).map(str::to_owned)
    }
}

/// A provider that can be signed in through on one channel: every member that the channel uses is there and a URL.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderMetadata {
    pub issuer: String,
    pub authorization_endpoint: Url,
    /// Present on the back channel.
    pub token_endpoint: Option<Url>,
    /// Looked for on the back channel. One that cannot be called hinders no sign-in that does not read it.
    pub userinfo_endpoint: Result<Option<Url>, Box<Finding>>,
    pub jwks_uri: Url,
    /// Empty when the provider advertises none.
    pub code_challenge_methods_supported: Vec<String>,
    /// RFC 9449, section 5.1. Empty when the provider advertises none.
    pub dpop_signing_alg_values_supported: Vec<String>,
    /// RFC 9207, section 3.
    pub authorization_response_iss_parameter_supported: bool,
}

impl ProviderMetadata {
    /// What a sign-in goes by, and where each of it was read: on the connection, in the stored metadata, in the document that the
    /// provider serves now.
    pub(crate) fn read_from(&self, source: &ProviderSource) -> Vec<Message> {
        let userinfo = self.userinfo_endpoint.as_ref().ok().and_then(Option::as_ref);
        let members = [
            ("issuer", Some(self.issuer.as_str())),
            ("authorization_endpoint", Some(self.authorization_endpoint.as_str())),
            ("token_endpoint", self.token_endpoint.as_ref().map(Url::as_str)),
            ("userinfo_endpoint", userinfo.map(Url::as_str)),
            ("jwks_uri", Some(self.jwks_uri.as_str())),
        ];
        let places = [Place::Connection, Place::Stored, Place::Document];
        let told = places.into_iter().filter_map(|place| {
            let here = members.iter().filter(|(member, _)| Place::of(source, member) == place);
            let here: Vec<Field> =
                here.filter_map(|(member, value)| value.map(|value| Field::shown(*member, value))).collect();
            let fields = [vec![Field::shown("read from", place.told(source))], here].concat();
            (fields.len() > 1).then_some(Message {
                direction: Direction::Received,
                method: None,
                url: None,
                status: None,
                fields,
            })
        });
        told.collect()
    }
}

/// Where a member was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Where somebody set it.
    Connection,
    /// Of which the tenant fills the connection.
    Stored,
    Document,
}

impl Place {
    fn of(source: &ProviderSource, member: &str) -> Self {
        match (own(source, member), stored(source, member)) {
            (own @ Some(_), stored) if own != stored => Place::Connection,
            (_, Some(_)) => Place::Stored,
            _ => Place::Document,
        }
    }

    fn told(self, source: &ProviderSource) -> String {
        match (self, &source.discovery_url) {
            (Place::Connection, _) => "the connection, where it is set".to_owned(),
            (Place::Stored, Some(url)) => format!("the provider’s metadata, from {url}"),
            (Place::Stored, None) => "the provider’s metadata, as it is stored".to_owned(),
            (Place::Document, _) => "the provider’s discovery document, read for this sign-in".to_owned(),
        }
    }
}

/// Resolves every member that `channel` uses, reading the discovery document only where one is missing.
///
/// The findings are notes and warnings about how that went; the error names the first member that cannot be had, or the
/// first that is not a URL.
pub async fn resolve(
    source: &ProviderSource,
    channel: Channel,
    fetcher: &Fetcher,
) -> Result<(ProviderMetadata, Vec<Finding>), Box<Finding>> {
    let mut findings: Vec<Finding> = base_url(source).into_iter().collect();
    let absent: Vec<&str> = required(channel).iter().copied().filter(|member| source.says(member).is_none()).collect();
    let discovered = if absent.is_empty() {
        None
    } else {
        let (document, home) = discover(source, &absent, fetcher).await?;
        findings.extend(compare_issuer(source, &document));
        findings.push(
            checks::ENDPOINTS_FROM_DISCOVERY
                .finding(absent[0], format!("The connection does not say {}.", list(&absent)))
                .expected(format!("{} on the connection or in its stored metadata", list(&absent)))
                .got("read from the provider's discovery document for this sign-in")
                .remedy(
                    "Save the connection with its discovery URL, so that the tenant stores the provider's metadata.",
                ),
        );
        Some((document, home))
    };
    let resolver = Resolver { source, discovered: discovered.as_ref() };
    Ok((resolver.provider(channel)?, findings))
}

fn required(channel: Channel) -> &'static [&'static str] {
    match channel {
        Channel::FrontChannel => &["issuer", "authorization_endpoint", "jwks_uri"],
        Channel::BackChannel => &["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"],
    }
}

/// The discovery document and the URL that served it, from the connection's discovery URL or from below its issuer (OpenID
/// Connect Discovery 1.0, section 4).
async fn discover(
    source: &ProviderSource,
    absent: &[&str],
    fetcher: &Fetcher,
) -> Result<(Document, Url), Box<Finding>> {
    let missing = |cause: String| {
        Box::new(
            checks::ENDPOINT_MISSING
                .finding(absent[0], format!("The connection does not say {}, and {cause}.", list(absent)))
                .expected(list(absent))
                .got("nothing")
                .remedy("Give the connection a discovery URL that answers, or enter the endpoints by hand."),
        )
    };
    let issuer = source.says("issuer");
    let address = match (&source.discovery_url, issuer) {
        (Some(url), Some(issuer)) if names(url, &issuer) => below_base(url).map_or_else(|| url.clone(), Url::into),
        (Some(url), _) => url.clone(),
        (None, Some(issuer)) => format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/')),
        (None, None) => {
            return Err(missing("it has neither a discovery URL nor an issuer to look it up at".to_owned()));
        }
    };
    let url = Url::parse(&address).map_err(|_| missing(format!("its discovery URL “{address}” is not a URL")))?;
    let fetched = fetcher.fetch(&url).await.map_err(|error| missing(format!("{address} gave no document: {error}")))?;
    if fetched.status != 200 {
        return Err(missing(format!("{address} answered {}", fetched.status)));
    }
    let document = Document::parse(&fetched.body).map_err(|finding| {
        // What is refused for its shape has its own name.
        if [DOCUMENT_TOO_DEEP.code, MEMBER_REPEATED.code].contains(&finding.code.as_str()) {
            return Box::new(finding);
        }
        missing(format!("{address} is no discovery document: {}", finding.message))
    })?;
    Ok((document, fetched.final_url))
}

/// A connection whose discovery URL is its issuer.
fn base_url(source: &ProviderSource) -> Option<Finding> {
    let url = source.discovery_url.as_deref()?;
    let issuer = source.says("issuer")?;
    let full = below_base(url).filter(|_| names(url, &issuer))?;
    Some(
        checks::DISCOVERY_URL_IS_BASE
            .finding(
                "discovery_url",
                format!("The connection's discovery URL is a base URL; the document is at {full}."),
            )
            .expected(full.as_str())
            .got(url)
            .literal(true)
            .remedy(format!(
                "This tenant completes a base URL; Auth0's API wants the full one. Save the connection with {full}, which both take."
            )),
    )
}

/// But for a slash at its end.
fn names(url: &str, issuer: &str) -> bool {
    url.trim_end_matches('/') == issuer.trim_end_matches('/')
}

fn compare_issuer(source: &ProviderSource, document: &Document) -> Option<Finding> {
    let configured = source.says("issuer")?;
    let announced = document.members().get("issuer")?.as_str()?;
    (announced != configured).then(|| {
        checks::DISCOVERY_ISSUER_DIFFERS
            .finding(
                "issuer",
                format!("The connection's issuer is {configured}; the provider calls itself {announced}."),
            )
            .expected(configured)
            .got(announced)
            .literal(true)
            .remedy(format!("Set the connection's issuer to {announced}, unless you know why they differ."))
    })
}

struct Resolver<'a> {
    source: &'a ProviderSource,
    discovered: Option<&'a (Document, Url)>,
}

/// Who named an address, which decides where it may lead.
enum NamedBy {
    /// Whoever set it on the connection.
    Person,
    /// Metadata from there; from nowhere that is known.
    Metadata(Option<Url>),
}

impl Resolver<'_> {
    fn provider(&self, channel: Channel) -> Result<ProviderMetadata, Box<Finding>> {
        let on_back_channel = channel == Channel::BackChannel;
        Ok(ProviderMetadata {
            issuer: self.member("issuer").ok_or_else(|| self.nowhere("issuer"))?,
            authorization_endpoint: self.endpoint("authorization_endpoint")?,
            jwks_uri: self.endpoint("jwks_uri")?,
            token_endpoint: on_back_channel.then(|| self.endpoint("token_endpoint")).transpose()?,
            userinfo_endpoint: (on_back_channel && self.member("userinfo_endpoint").is_some())
                .then(|| self.endpoint("userinfo_endpoint"))
                .transpose(),
            code_challenge_methods_supported: self.texts("code_challenge_methods_supported"),
            dpop_signing_alg_values_supported: self.texts("dpop_signing_alg_values_supported"),
            authorization_response_iss_parameter_supported: self
                .metadata("authorization_response_iss_parameter_supported")
                .and_then(Value::as_bool)
                .unwrap_or(false),
        })
    }

    fn endpoint(&self, member: &'static str) -> Result<Url, Box<Finding>> {
        let value = self.member(member).ok_or_else(|| self.nowhere(member))?;
        if let Some(finding) = unfinished_endpoint(member, &value) {
            return Err(Box::new(finding));
        }
        let usable = Url::parse(&value)
            .ok()
            .filter(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)));
        let Some(url) = usable else {
            return Err(Box::new(
                checks::ENDPOINT_UNUSABLE
                    .finding(member, format!("{member} is “{value}”, which a sign-in cannot use."))
                    .expected("an https URL")
                    .got(value)
                    .remedy(format!("Correct {member} at the provider, or override it on the connection.")),
            ));
        };
        match self.named_by(member) {
            NamedBy::Metadata(home) if !home.as_ref().map_or(!is_loopback(&url), |home| may_lead(home, &url)) => {
                Err(points_here(member, &url, home.as_ref()))
            }
            _ => Ok(url),
        }
    }

    fn member(&self, member: &str) -> Option<String> {
        self.source.says(member).or_else(|| Some(self.discovered()?.get(member)?.as_str()?.to_owned()))
    }

    /// The tenant fills a connection's endpoints from its metadata: one that says the same was named there.
    fn named_by(&self, member: &str) -> NamedBy {
        let own = own(self.source, member);
        let stored = stored(self.source, member);
        if own.is_some() && own != stored {
            return NamedBy::Person;
        }
        if stored.is_none() {
            return NamedBy::Metadata(self.discovered.map(|(_, home)| home.clone()));
        }
        let home = self.source.discovery_url.as_deref().or_else(|| self::stored(self.source, "issuer"));
        NamedBy::Metadata(home.and_then(|home| Url::parse(home).ok()))
    }

    fn discovered(&self) -> Option<&Map<String, Value>> {
        self.discovered.map(|(document, _)| document.members())
    }

    fn nowhere(&self, member: &str) -> Box<Finding> {
        Box::new(
            checks::ENDPOINT_MISSING
                .finding(member, format!("Neither the connection nor the provider's discovery document says {member}."))
                .expected(member)
                .got("nothing")
                .remedy(format!("Enter {member} on the connection, or have the provider publish it.")),
        )
    }

    fn metadata(&self, member: &str) -> Option<&Value> {
        self.source.metadata.as_ref().and_then(|stored| stored.get(member)).or_else(|| self.discovered()?.get(member))
    }

    fn texts(&self, member: &str) -> Vec<String> {
        let values = self.metadata(member).and_then(Value::as_array);
        values.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

fn points_here(member: &str, url: &Url, home: Option<&Url>) -> Box<Finding> {
    let from = home.map_or_else(|| "The stored metadata".to_owned(), |home| format!("The metadata of {home}"));
    Box::new(
        checks::ENDPOINT_LEADS_HERE
            .finding(member, format!("{from} points at this computer: {member} is {url}."))
            .expected("an address that is not on this computer")
            .got(url.as_str())
            .remedy(format!(
                "Have the provider name the public address of its {member}. If the provider runs on this computer, give the \
                 connection its discovery URL here."
            )),
    )
}

/// What the connection itself says.
fn own<'a>(source: &'a ProviderSource, member: &str) -> Option<&'a str> {
    let own = match member {
        "issuer" => &source.issuer,
        "authorization_endpoint" => &source.authorization_endpoint,
        "token_endpoint" => &source.token_endpoint,
        "userinfo_endpoint" => &source.userinfo_endpoint,
        "jwks_uri" => &source.jwks_uri,
        _ => &None,
    };
    own.as_deref()
}

/// What the stored metadata says.
fn stored<'a>(source: &'a ProviderSource, member: &str) -> Option<&'a str> {
    source.metadata.as_ref()?.get(member)?.as_str().filter(|text| !text.is_empty())
}

fn list(members: &[&str]) -> String {
    match members {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "http://127.0.0.1:1/jwks";

    fn metadata(issuer: &str) -> Map<String, Value> {
        let members = serde_json::json!({
            "issuer": issuer, "authorization_endpoint": "https://op.example/authorize",
            "token_endpoint": "https://op.example/token", "jwks_uri": HERE,
        });
        members.as_object().cloned().expect("an object")
    }

    fn resolved(source: &ProviderSource, discovered: Option<(Document, Url)>) -> Result<ProviderMetadata, String> {
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
            let document = Document::parse(document.as_bytes()).expect("a document");
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
}
