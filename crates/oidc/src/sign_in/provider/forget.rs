use url::Url;

use super::lookup::address;
use crate::{metadata::ProviderSource, sign_in::world::World};

/// The next login reads afresh what `source` says of its provider: its document, and its keys.
pub fn forget(source: &ProviderSource, world: &World) {
    let document = address(source).and_then(|address| Url::parse(&address).ok());
    let known = document.as_ref().and_then(|address| world.documents.of(address, world.clock.now()));
    let found = known.and_then(|(known, _)| Some(known.0.members().get("jwks_uri")?.as_str()?.to_owned()));
    for jwks_uri in source.says("jwks_uri").into_iter().chain(found).filter_map(|address| Url::parse(&address).ok()) {
        world.key_readings.forget(&jwks_uri);
    }
    if let Some(address) = document {
        world.documents.forget(&address);
    }
}
