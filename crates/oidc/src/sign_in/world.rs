use crate::{Clock, http::Fetcher, keys::KeyReadings};

/// What a sign-in needs of the world around it. One for the whole program: clones share what was read of keys.
#[derive(Debug, Clone)]
pub struct World {
    pub fetcher: Fetcher,
    pub clock: Clock,
    pub(super) key_readings: KeyReadings,
}

impl World {
    pub fn new(fetcher: Fetcher, clock: Clock) -> World {
        World { fetcher, clock, key_readings: KeyReadings::default() }
    }
}
