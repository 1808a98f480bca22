use std::{path::PathBuf, sync::Arc, time::Duration};

use lintel_console::{Console, Problem, StartChoice, StartConfig, Tenants};
use tauri::async_runtime;
use tokio::sync::watch;

/// How long the end of the program may take.
pub(crate) const FAREWELL: Duration = Duration::from_secs(4);

type Started = Option<Result<Arc<Tenants>, Problem>>;

/// The program behind the window, starting beside it: commands wait for it, the window does not.
pub(crate) struct Desk {
    folder: Option<PathBuf>,
    started: watch::Sender<Started>,
}

impl Desk {
    pub(crate) fn starting(folder: Option<PathBuf>) -> Self {
        let desk = Desk { folder, started: watch::Sender::new(None) };
        desk.run(start(desk.folder.clone(), StartChoice::Environment));
        desk
    }

    /// Starts once more, in another way. Nothing happens unless the start before has failed.
    pub(crate) fn start(&self, choice: StartChoice) {
        let failed = self.started.send_if_modified(|started| {
            let failed = matches!(started, Some(Err(_)));
            if failed {
                *started = None;
            }
            failed
        });
        if failed {
            self.run(start(self.folder.clone(), choice));
        }
    }

    /// Whatever comes of the start, those who wait for it hear of it.
    fn run(&self, start: impl Future<Output = Result<Arc<Tenants>, Problem>> + Send + 'static) {
        let ready = self.started.clone();
        async_runtime::spawn(async move {
            let started = async_runtime::spawn(start).await.unwrap_or_else(|error| {
                tracing::error!(%error, "the start broke down");
                Err(Problem::new("start-failed", "Lintel could not start, by a fault of its own.")
                    .remedy("Start it again. If it stays, the log in the data folder says more."))
            });
            ready.send_replace(Some(started));
        });
    }

    pub(crate) async fn tenants(&self) -> Result<Arc<Tenants>, Problem> {
        let started = self.started.subscribe().wait_for(Option::is_some).await.map(|started| started.clone());
        match started {
            Ok(Some(started)) => started,
            _ => Err(Problem::new("start-failed", "Lintel could not start.")),
        }
    }

    /// Ends what runs, within a moment.
    pub(crate) async fn stop(&self) {
        let started = self.started.borrow().clone();
        if let Some(Ok(tenants)) = started
            && tokio::time::timeout(FAREWELL, tenants.stop()).await.is_err()
        {
            tracing::warn!("the tenants did not stop in time");
        }
    }

    /// The work on the tenant in front.
    pub(crate) async fn console(&self) -> Result<Arc<Console>, Problem> {
        self.tenants().await?.console()
    }
}

async fn start(folder: Option<PathBuf>, choice: StartChoice) -> Result<Arc<Tenants>, Problem> {
    match folder {
        Some(folder) => Tenants::start(StartConfig::chosen(folder, choice)).await.map(Arc::new).map_err(Problem::from),
        None => Err(Problem::new("no-folder", "This system names no folder for application data.")
            .remedy("Set LINTEL_DATA to a folder that Lintel may use.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_that_breaks_down_leaves_nobody_waiting_and_can_be_tried_again() {
        let desk = Desk { folder: None, started: watch::Sender::new(None) };
        desk.run(async { panic!("a fault") });
        let started = async_runtime::block_on(desk.tenants());
        assert_eq!(started.expect_err("it broke down").code, "start-failed");
        desk.start(StartChoice::Temporary);
        assert_eq!(async_runtime::block_on(desk.tenants()).expect_err("no folder").code, "no-folder");
    }
}
