//! How a field is described.

use lintel_management::{Connection, Options};
use lintel_tenant::OidcOptions;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{change::Change, choices::Choice, effect::Effect, meaning, shown};

/// A field of a form `F`.
#[derive(Debug)]
pub struct Field<F: 'static> {
    /// The member of the form; problems of the field name it.
    pub id: &'static str,
    /// Where the API has it within a connection, a JSON Pointer (RFC 6901). What stands below it belongs to the field.
    pub path: &'static str,
    /// Where it may stand besides.
    pub also: &'static [&'static str],
    /// What a screen calls it.
    pub label: &'static str,
    pub parts: Parts,
    pub section: Section,
    /// One sentence below the control; empty where what it says depends on more than the field.
    pub help: &'static str,
    /// What is said where it is empty; none where it may be.
    pub needed: Option<Needed>,
    /// The values to choose from, where they are few.
    pub choices: &'static [Choice],
    /// Its values are a set: their order does not count.
    pub is_set: bool,
    pub elsewhere: Elsewhere,
    pub as_code: AsCode,
    /// A value of the API in a person's words; of a part of the field, with the names that lead to it.
    pub(crate) shown: fn(&[Choice], &[String], &Value) -> String,
    /// What a change of it means, where that is not plain.
    pub(crate) meaning: fn(&Change) -> Option<(Effect, &'static str)>,
    pub(crate) put: Put<F>,
}

impl<F> Field<F> {
    /// A field of the API's name, carried to other tenants and shown as it is.
    pub(super) const PLAIN: Field<F> = Field {
        id: "",
        path: "",
        also: &[],
        label: "",
        parts: Parts::Whole,
        section: Section::General,
        help: "",
        needed: None,
        choices: &[],
        is_set: false,
        elsewhere: Elsewhere::Carried,
        as_code: AsCode::Same,
        shown: |_, _, value| shown::plain(value),
        meaning: meaning::none,
        put: Put::Never,
    };

    /// Whether `options` hold it; to see those takes `read:connections_options`.
    pub(crate) fn in_options(&self) -> bool {
        self.path.starts_with("/options/")
    }
}

/// How what a form says takes the place of what is held. Where both mean the same, what is held stays as it is.
#[derive(Debug)]
pub(crate) enum Put<F: 'static> {
    /// Into the reading of the options that is then written over them.
    Said(for<'a> fn(&'a F, &mut OidcOptions<'a>)),
    /// Into the object that holds the field: the connection, or its `options`.
    Held(fn(&F, &mut Map<String, Value>)),
    Never,
}

/// What a change of it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// The field's label: it changes as a whole.
    Whole,
    /// This, with the name of the part that changes behind it.
    Under(&'static str),
    /// The member's own name, as the specification has it.
    Named,
}

/// A part of a page with a heading of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    General,
    Client,
    Profile,
    Mapping,
    Sync,
    Realms,
    Button,
}

impl Section {
    /// In the order of the screens.
    pub const ALL: [Section; 7] = [
        Section::General,
        Section::Client,
        Section::Profile,
        Section::Mapping,
        Section::Sync,
        Section::Realms,
        Section::Button,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Section::General => "General",
            Section::Client => "Client",
            Section::Profile => "Connection Profile",
            Section::Mapping => "User Mapping",
            Section::Sync => "Sync user profiles",
            Section::Realms => "Home Realm Discovery",
            Section::Button => "Connection button",
        }
    }

    pub const fn tab(self) -> Tab {
        match self {
            Section::General | Section::Client | Section::Profile | Section::Mapping => Tab::Settings,
            Section::Sync => Tab::Provisioning,
            Section::Realms | Section::Button => Tab::LoginExperience,
        }
    }
}

/// A page of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tab {
    Settings,
    Provisioning,
    LoginExperience,
}

/// Why a field that must not be empty is needed, and where its value comes from.
#[derive(Debug, Clone, Copy)]
pub struct Needed {
    pub code: &'static str,
    pub message: &'static str,
    pub remedy: &'static str,
}

/// What becomes of a field when its connection is taken to another tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    Carried,
    /// The other tenant has a value of its own, which a person names once.
    Substituted,
    /// What the other tenant has stays.
    Kept,
    /// It says something of this tenant's connection alone, and goes into no export either.
    Here,
    /// Never carried and never shown.
    Secret,
}

/// Its name in files of other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsCode {
    /// The API's path, in auth0-deploy-cli as in Terraform.
    Same,
    /// auth0-deploy-cli has the API's path, Terraform another.
    Terraform(&'static str),
    /// auth0-deploy-cli has the API's path, Terraform loses it.
    NotInTerraform,
}

/// What fields are read from.
pub(super) struct Held<'a> {
    pub(super) connection: &'a Connection,
    pub(super) options: &'a Options,
    pub(super) said: OidcOptions<'a>,
}
