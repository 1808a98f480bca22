use url::Url;

use crate::{
    metadata::{ProviderMetadata, ProviderSource},
    trace::{Direction, Field, Message},
};

/// What a sign-in goes by, and where each of it was read: on the connection, in the stored metadata, in the document that the
/// provider serves now.
pub(in crate::sign_in) fn read_from(provider: &ProviderMetadata, source: &ProviderSource) -> Vec<Message> {
    let userinfo = provider.userinfo_endpoint.as_ref().ok().and_then(Option::as_ref);
    let members = [
        ("issuer", Some(provider.issuer.as_str())),
        ("authorization_endpoint", Some(provider.authorization_endpoint.as_str())),
        ("token_endpoint", provider.token_endpoint.as_ref().map(Url::as_str)),
        ("userinfo_endpoint", userinfo.map(Url::as_str)),
        ("jwks_uri", Some(provider.jwks_uri.as_str())),
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
        match (source.own(member), source.stored(member)) {
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
            (Place::Document, _) => "the provider’s discovery document".to_owned(),
        }
    }
}
