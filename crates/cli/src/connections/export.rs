use std::{env, path::PathBuf, process::ExitCode};

use anyhow::bail;
use clap::{Args, ValueEnum};
use lintel_as_code::{Choices, Format, Passphrase, Secrets};
use lintel_console::write_files;

use super::on_tenant::OnTenant;
use crate::{
    desk::told,
    output::{complain, print, progress},
};

/// Holds what secrets are sealed with.
pub(super) const PASSPHRASE: &str = "LINTEL_PASSPHRASE";

/// Write connections to files
///
/// What the format cannot hold is listed first. Nothing that is there is written over.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Names or IDs of connections; without any, all of them
    names: Vec<String>,
    #[command(flatten)]
    on: OnTenant,
    #[arg(long, value_enum, default_value_t = FormatName::Lintel)]
    format: FormatName,
    /// The file, or the folder where the format has several
    #[arg(long, value_name = "PATH")]
    to: PathBuf,
    /// What becomes of client secrets; sealed ones take the passphrase in LINTEL_PASSPHRASE. Files of other tools have placeholders always
    #[arg(long, value_enum, default_value_t = SecretsName::LeftOut)]
    secrets: SecretsName,
    /// Write the stored metadata document to files of auth0-deploy-cli as well
    #[arg(long)]
    pin_metadata: bool,
    /// List what the format cannot hold, and write nothing
    #[arg(long)]
    plan: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    Lintel,
    DeployCliYaml,
    DeployCliFolder,
    Terraform,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SecretsName {
    LeftOut,
    Placeholders,
    Sealed,
}

impl Export {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        if self.to.exists() && !self.plan {
            bail!("{} is there already.\n  → Name another place, or remove it first.", self.to.display());
        }
        let choices = Choices { secrets: self.secrets()?, pin_metadata: self.pin_metadata };
        let format = match self.format {
            FormatName::Lintel => Format::LintelJson,
            FormatName::DeployCliYaml => Format::DeployCliYaml,
            FormatName::DeployCliFolder => Format::DeployCliDirectory,
            FormatName::Terraform => Format::Terraform,
        };
        let open = self.on.desk.open(&[self.on.tenant.as_deref()]).await?;
        let written = async {
            let console = open.tenant(self.on.tenant.as_deref()).await?;
            let wanted = (!self.names.is_empty()).then_some(&self.names[..]);
            console.export(format, wanted, &choices, &|done, total| progress("Read", done, total)).await.map_err(told)
        }
        .await;
        open.close().await;
        let written = written?;
        for loss in &written.losses {
            complain(&format!("{} {}: {}\n", loss.connection, loss.path, loss.why));
        }
        if !self.plan {
            let files = written.files.len();
            write_files(&self.to, written).await.map_err(told)?;
            print(&format!("{} file{} written to {}.\n", files, if files == 1 { "" } else { "s" }, self.to.display()));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn secrets(&self) -> anyhow::Result<Secrets> {
        Ok(match self.secrets {
            SecretsName::LeftOut => Secrets::LeftOut,
            SecretsName::Placeholders => Secrets::Placeholders,
            SecretsName::Sealed => match env::var(PASSPHRASE) {
                Ok(passphrase) if !passphrase.is_empty() => Secrets::Sealed(Passphrase::new(passphrase)),
                _ => bail!("Sealed secrets need a passphrase.\n  → Set {PASSPHRASE}."),
            },
        })
    }
}
