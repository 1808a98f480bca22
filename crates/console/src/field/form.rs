//! The form over a connection. Members that it does not show stay as they are.

use lintel_management::Options;
use lintel_oidc::Channel;
use lintel_tenant::{AuthMethod, OidcOptions};
use serde_json::{Map, Value, json};

use super::{
    description::{Field, Put, Tab},
    table::{ConnectionForm, FIELDS},
};

const OPTIONS: &str = "options";

impl ConnectionForm {
    /// Puts every field into a connection; into nothing, for a new one. `discovery_url` is the URL that answered.
    pub(crate) fn put(&self, connection: &mut Map<String, Value>, discovery_url: &str) {
        let answered = ConnectionForm { discovery_url: discovery_url.to_owned(), ..self.clone() };
        let mut options = match connection.remove(OPTIONS) {
            Some(Value::Object(options)) => options,
            // A new connection says its channel, whatever the API's default is.
            _ => Map::from_iter([("type".to_owned(), json!(self.channel))]),
        };
        for field in FIELDS {
            if let Put::Held(put) = field.put {
                put(&answered, if field.in_options() { &mut options } else { connection });
            }
        }
        let mut options = Options(options);
        self.say(FIELDS, &mut options);
        connection.insert(OPTIONS.to_owned(), Value::Object(options.0));
    }

    /// `options` as they are to be: `current` with the form's fields in them.
    pub(crate) fn options(&self, current: Option<&Options>, discovery_url: &str) -> Options {
        let current = current.map(|options| (OPTIONS.to_owned(), Value::Object(options.0.clone())));
        let mut connection = Map::from_iter(current);
        self.put(&mut connection, discovery_url);
        match connection.remove(OPTIONS) {
            Some(Value::Object(options)) => Options(options),
            _ => Options::default(),
        }
    }

    /// Puts the fields of one page over the options.
    pub(crate) fn say_on(&self, tab: Tab, options: &mut Options) {
        self.say(FIELDS.iter().filter(|field| field.section.tab() == tab), options);
    }

    fn say<'f>(&self, fields: impl IntoIterator<Item = &'f Field<ConnectionForm>>, options: &mut Options) {
        let held = options.clone();
        let mut said = OidcOptions::of(&held);
        for field in fields {
            if let Put::Said(put) = field.put {
                put(self, &mut said);
            }
        }
        said.write(options);
    }

    pub(crate) fn display_name(&self) -> &str {
        match self.display_name.trim() {
            "" => &self.name,
            display_name => display_name,
        }
    }

    pub(crate) fn uses_secret(&self) -> bool {
        self.channel == Channel::BackChannel && self.auth_method == AuthMethod::ClientSecretPost
    }
}
