//! A user mapping as it is written: what is wrong with its text, and what it makes of real claims.

use chrono::{DateTime, Utc};
use lintel_oidc::{Finding, Severity};
use serde::Serialize;
use serde_json::Value;

/// What a mapping makes of the claims of a login.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct MappingPreview {
    /// The logins whose claims can be chosen, newest first.
    pub samples: Vec<SampleLogin>,
    /// The one whose claims these are; absent where there is none.
    pub sample: Option<SampleLogin>,
    /// What a template can refer to: the claims that came in logins, the first 1,000 of them, and the connection itself.
    pub references: Vec<Reference>,
    /// What to look at in the text, in its order.
    pub slips: Vec<Slip>,
    /// Absent where the text has an error.
    pub outcome: Option<MappingOutcome>,
}

/// A login that brought claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SampleLogin {
    pub id: String,
    pub at: DateTime<Utc>,
    /// Who signed in, where a claim says it.
    pub person: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct Reference {
    /// What stands in `${…}`, e.g. `context.tokenset.email`.
    pub path: String,
    /// What it was when it came last.
    pub value: Value,
    /// It came with the sample, and not only in another login.
    pub in_sample: bool,
}

/// Something in the text of a mapping that a person should look at. An error keeps it from being saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct Slip {
    pub severity: Severity,
    pub place: Place,
    pub message: String,
    pub remedy: Option<String>,
    pub fix: Option<SlipFix>,
}

/// A place in a text, on one line or beginning there. Lines and columns are counted from 1, columns and lengths in UTF-16 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
pub struct Place {
    pub line: u32,
    pub column: u32,
    pub length: u32,
}

/// What ends a slip: another text in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct SlipFix {
    /// Said of it, e.g. "Use department".
    pub label: String,
    pub place: Place,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct MappingOutcome {
    /// The attributes in the order of the mapping, those included that are not filled.
    pub rows: Vec<MappingRow>,
    /// Claims of the sample that become no attribute.
    pub unmapped: Vec<String>,
    /// What else is to be known of it: what stands at a place of the text is a slip.
    pub findings: Vec<Finding>,
    pub userinfo: UserinfoUse,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct MappingRow {
    pub name: String,
    /// The claim or template it comes from.
    pub from: String,
    /// Absent where it is not in the profile.
    pub value: Option<Value>,
    /// Why it is not there.
    pub absent: Option<String>,
    /// A finding is about it.
    pub flag: Option<Severity>,
}

/// Whether a login asks the userinfo endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum UserinfoUse {
    Asked,
    /// It would be asked, and the sample did not.
    AskedNext,
    /// No template names it.
    NotNamed,
    /// The front channel brings no access token to ask with.
    FrontChannel,
    /// The provider has none.
    NoEndpoint,
}
