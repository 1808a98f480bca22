//! What import and promotion have in common: a plan is told or carried out.

use std::{env, fs, path::PathBuf, process::ExitCode, sync::Arc};

use anyhow::{Context, bail};
use clap::Args;
use lintel_console::{
    Console, Source,
    view::{RunState, SecretChoice, TransferChoices, TransferOutcome, TransferPhase, TransferProgress, TransferRun},
};
use lintel_oidc::Secret;

use super::plan;
use crate::{
    desk::{Open, is_of_environment, told},
    output::{complain, print, progress},
};

/// Exit codes of `--plan`: 0 where there is nothing to do, 2 where there are changes, 1 after an error. `--apply` ends with 0 once the
/// target holds what was meant, and with 1 otherwise.
#[derive(Debug, Args)]
pub(super) struct Applying {
    /// Say what would change, and write nothing
    #[arg(long, required_unless_present_any = ["apply", "resume"], conflicts_with_all = ["apply", "resume"])]
    plan: bool,
    /// Write what the plan says
    #[arg(long, conflicts_with = "resume")]
    apply: bool,
    /// Go on with the newest run to this tenant that stopped
    #[arg(long)]
    resume: bool,
    /// Print plan or run as JSON
    #[arg(long)]
    json: bool,
    /// Answers to the plan's questions, as JSON: pairs, applications, policies, share_domains
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// The client secret of a connection, from a variable of the environment: acme=ACME_SECRET
    #[arg(long = "secret", value_name = "CONNECTION=VARIABLE")]
    secrets: Vec<String>,
    /// The file that a run is written down in, sealed with LINTEL_KEY; needed to apply on a tenant of the environment, and to resume there.
    /// It belongs to one tenant, and answers are remembered in it
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

/// There are changes.
const CHANGES: u8 = 2;
const TICKET: &str = "transfer";

impl Applying {
    /// The tenant that is written to. A plan reads what its journal remembers, and makes none.
    pub(super) async fn target(&self, open: &Open, wanted: Option<&str>) -> anyhow::Result<Arc<Console>> {
        match &self.journal {
            Some(file) if self.plan && !file.exists() => open.tenant(wanted).await,
            Some(file) if self.resume && !file.exists() => {
                bail!("There is no journal {}, so no run can go on.", file.display())
            }
            Some(file) => open.tenant_with(wanted, file).await,
            None if !self.plan && is_of_environment(wanted) => bail!(
                "Nothing keeps what is done on a tenant of the environment.\n  → Name a file with --journal, and set LINTEL_KEY, which \
                 seals it."
            ),
            None => open.tenant(wanted).await,
        }
    }

    pub(super) async fn carry_out(
        &self,
        target: &Console,
        source: &Source,
        connections: Option<Vec<String>>,
    ) -> anyhow::Result<ExitCode> {
        let observer = |told: TransferProgress| {
            let what = match told.phase {
                TransferPhase::ReadingSource => "Source read",
                TransferPhase::ReadingTarget => "Target read",
                TransferPhase::Writing => "Written",
                TransferPhase::Proving => "Read back",
            };
            progress(what, told.done as usize, told.total as usize);
        };
        if self.resume {
            let runs = target.transfer_runs().await.map_err(told)?;
            let stopped = runs.iter().find(|run| run.state == RunState::Stopped);
            let Some(stopped) = stopped else { bail!("No run to this tenant stopped.\n  → Use --plan and --apply.") };
            let run = target.resume_transfer(TICKET, &stopped.id, &observer).await.map_err(told)?;
            return self.told_run(&run);
        }
        let choices = TransferChoices { connections, ..self.choices()? };
        let plan = target.plan_transfer(TICKET, source, &choices, &observer).await.map_err(told)?;
        if self.plan {
            match self.json {
                true => print(&(serde_json::to_string_pretty(&plan)? + "\n")),
                false => print(&plan::in_words(&plan)),
            }
            let summary = plan.summary;
            let nothing = summary.create + summary.change + summary.blocked == 0;
            return Ok(if nothing { ExitCode::SUCCESS } else { ExitCode::from(CHANGES) });
        }
        if plan.summary.blocked > 0 {
            complain(&plan::in_words(&plan));
        }
        match target.run_transfer(TICKET, &plan.id, &observer).await.map_err(told)? {
            TransferOutcome::Ran { run } => self.told_run(&run),
            TransferOutcome::Moved { moved, .. } => {
                let names: Vec<&str> = moved.iter().map(|side| side.connection.as_str()).collect();
                bail!("{} changed since the plan was made. Nothing was written.\n  → Plan again.", names.join(", "))
            }
        }
    }

    fn told_run(&self, run: &TransferRun) -> anyhow::Result<ExitCode> {
        match self.json {
            true => print(&(serde_json::to_string_pretty(run)? + "\n")),
            false => print(&plan::run_in_words(run)),
        }
        let held = run.connections.iter().all(|one| one.proof.as_ref().is_none_or(|proof| proof.differs.is_empty()));
        match &run.problem {
            None if run.state == RunState::Done && held => Ok(ExitCode::SUCCESS),
            None => bail!("The run did not come to what was meant."),
            Some(problem) => Err(told(problem.clone())).context("The run stopped. --resume goes on with it"),
        }
    }

    fn choices(&self) -> anyhow::Result<TransferChoices> {
        let mut choices = match &self.answers {
            None => TransferChoices::default(),
            Some(file) => {
                let text = fs::read_to_string(file).with_context(|| format!("{} could not be read", file.display()))?;
                serde_json::from_str(&text).with_context(|| format!("{} has no answers to a plan", file.display()))?
            }
        };
        for given in &self.secrets {
            let Some((connection, variable)) = given.split_once('=') else {
                bail!("--secret {given} names no variable.\n  → Write it as CONNECTION=VARIABLE.");
            };
            let secret = env::var(variable).map_err(|_| anyhow::anyhow!("--secret {given}: {variable} is not set."))?;
            choices.secrets.push(SecretChoice { connection: connection.to_owned(), secret: Secret::new(secret) });
        }
        Ok(choices)
    }
}
