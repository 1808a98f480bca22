use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use lintel_scim::Mapping;
use serde_json::{Map, Value};

use crate::store::ScimConfigurationRecord;

/// How many are remembered.
const MOST: usize = 1000;

/// The mapping of each connection as it was last parsed, with what it was parsed from.
#[derive(Debug, Default)]
pub(crate) struct Mappings(Mutex<HashMap<String, Parsed>>);

type Parsed = (Vec<Map<String, Value>>, Arc<Mapping>);

impl Mappings {
    pub(crate) fn of(&self, configuration: &ScimConfigurationRecord) -> Arc<Mapping> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let settings = &configuration.settings;
        match known.get(&configuration.connection_id) {
            Some((pairs, mapping)) if *pairs == settings.mapping => mapping.clone(),
            _ => {
                let mapping = Arc::new(Mapping::parse(settings.pairs()));
                if known.len() >= MOST {
                    known.clear();
                }
                known.insert(configuration.connection_id.clone(), (settings.mapping.clone(), mapping.clone()));
                mapping
            }
        }
    }
}
