//! How people come to a connection: the page Login Experience.

use serde::{Deserialize, Serialize};

use super::{ConnectionView, Problem};

/// Identity provider domains: those that were held, then those that were typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DomainsRead {
    pub domains: Vec<DomainRow>,
    pub refused: Vec<RefusedDomain>,
    /// How many of the typed ones were there already.
    pub repeated: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct DomainRow {
    /// As it is stored: internationalised names in their ASCII form.
    pub domain: String,
    /// As a person reads it.
    pub shown: String,
    /// Whether anybody can have an address there.
    pub public_mail: bool,
    /// Where people more likely have mail than here, such as at contoso.com and not at www.contoso.com.
    pub mail_domain: Option<String>,
    /// The other connections that have it.
    pub held_by: Vec<ConnectionName>,
}

/// Domains went to a connection, and the others let them go but for these.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct DomainsMoved {
    /// The connection that has them now.
    pub view: Box<ConnectionView>,
    pub still_held: Vec<StillHeld>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct StillHeld {
    pub connection: ConnectionName,
    pub problem: Problem,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct RefusedDomain {
    pub value: String,
    pub why: String,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
pub struct ConnectionName {
    pub id: String,
    pub name: String,
}

/// Where an email address leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct EmailRoutes {
    /// For an application that may use every connection.
    pub any: EmailRoute,
    /// For each application, where a connection has the domain.
    pub applications: Vec<ApplicationRoute>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ApplicationRoute {
    pub application: String,
    pub route: EmailRoute,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EmailRoute {
    Matched {
        connection: ConnectionName,
        domain: String,
        /// Others that have the domain and do not get it.
        also: Vec<ConnectionName>,
    },
    /// The connections that have the domain are not enabled.
    NotEnabled {
        domain: String,
        claimed_by: Vec<ConnectionName>,
    },
    Unmatched {
        domain: String,
    },
    NotAnAddress,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PreviewTheme {
    Light,
    Dark,
}

/// A button's logo, as it was found at its URL.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LogoCheck {
    Shown {
        /// A `data:` URL.
        image: String,
        format: String,
        /// Width and height in pixels, where the image has some.
        size: Option<(u32, u32)>,
        bytes: u32,
        /// What speaks against it.
        remarks: Vec<String>,
    },
    NotShown {
        why: String,
        remedy: String,
    },
}
