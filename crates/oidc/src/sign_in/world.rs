use std::sync::Arc;

use url::Url;

use crate::{
    Clock,
    discovery::DiscoveryDocument,
    http::{Fetcher, Remembered},
    keys::KeyReadings,
};

/// What a sign-in needs of the world around it. One for the whole program: clones share what was read of providers.
#[derive(Debug, Clone)]
pub struct World {
    pub fetcher: Fetcher,
    pub clock: Clock,
    pub(crate) key_readings: KeyReadings,
    /// Discovery documents, with the address that served each.
    pub(super) documents: Remembered<Arc<(DiscoveryDocument, Url)>>,
    /// Whether what was read a while ago is used.
    pub(super) remembers: bool,
}

impl World {
    /// Reads everything afresh.
    pub fn new(fetcher: Fetcher, clock: Clock) -> World {
        World {
            fetcher,
            clock,
            key_readings: KeyReadings::default(),
            documents: Remembered::default(),
            remembers: false,
        }
    }

    /// For the logins of people: key set and discovery document as they were read a while ago, for as long as they may be used. Whoever
    /// tells a person about a provider reads afresh.
    pub fn remembering(self) -> World {
        World { remembers: true, ..self }
    }
}
