//! Connections on their way into files.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use lintel_as_code::{Choices, Format, Passphrase, Secrets};
use lintel_oidc::Secret;
use serde::{Deserialize, Serialize};

use super::BulkFailure;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    Lintel,
    DeployCliYaml,
    DeployCliFolder,
    Terraform,
}

impl ExportFormat {
    pub const ALL: [ExportFormat; 4] =
        [ExportFormat::Lintel, ExportFormat::DeployCliYaml, ExportFormat::DeployCliFolder, ExportFormat::Terraform];

    /// It has several files, which go into a folder.
    pub const fn is_folder(self) -> bool {
        !matches!(self, ExportFormat::Lintel)
    }
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Lintel => Format::LintelJson,
            ExportFormat::DeployCliYaml => Format::DeployCliYaml,
            ExportFormat::DeployCliFolder => Format::DeployCliDirectory,
            ExportFormat::Terraform => Format::Terraform,
        }
    }
}

/// What becomes of client secrets in Lintel's own file. Files of other tools have placeholders or variables always.
#[derive(Debug, Clone, PartialEq, Deserialize, specta::Type)]
#[serde(tag = "kind", content = "passphrase", rename_all = "snake_case")]
pub enum ExportSecrets {
    LeftOut,
    Placeholders,
    Sealed(Secret),
}

#[derive(Debug, Clone, PartialEq, Deserialize, specta::Type)]
pub struct ExportChoices {
    pub format: ExportFormat,
    pub secrets: ExportSecrets,
    /// Files of auth0-deploy-cli hold the stored metadata also of connections that have a discovery URL.
    pub pin_metadata: bool,
}

impl From<ExportChoices> for Choices {
    fn from(choices: ExportChoices) -> Self {
        let secrets = match choices.secrets {
            ExportSecrets::LeftOut => Secrets::LeftOut,
            ExportSecrets::Placeholders => Secrets::Placeholders,
            ExportSecrets::Sealed(passphrase) => Secrets::Sealed(Passphrase::new(passphrase.expose())),
        };
        Choices { secrets, pin_metadata: choices.pin_metadata }
    }
}

/// Connections that were read for an export. They are held, and none of what they say is here.
#[derive(Debug, Clone, PartialEq, Serialize, specta::Type)]
pub struct ExportReading {
    pub id: String,
    pub at: DateTime<Utc>,
    pub read: u32,
    /// Those that cannot be read, and are in no file.
    pub unread: Vec<BulkFailure>,
}

/// What an export in one format would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExportOffer {
    pub format: ExportFormat,
    /// What a person calls it.
    pub label: String,
    pub files: u32,
    /// Of all files, without sealed secrets.
    pub bytes: u32,
    /// What the format cannot hold; what most connections lose comes last.
    pub losses: Vec<ExportLoss>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
pub struct ExportLoss {
    /// Names of those that lose it.
    pub connections: Vec<String>,
    /// A JSON Pointer into the connection (RFC 6901); empty for the connection as a whole.
    pub path: String,
    /// One sentence.
    pub why: String,
}

/// What became of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ExportEnd {
    Written {
        path: PathBuf,
        files: u32,
    },
    /// Nothing was written: the folder has files of these names, which would be replaced.
    Occupied {
        path: PathBuf,
        /// Within the folder.
        files: Vec<String>,
    },
}
