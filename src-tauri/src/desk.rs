use std::{path::PathBuf, sync::Arc};

use lintel_console::{Console, Problem, StartConfig, Tenants};
use tauri::async_runtime;
use tokio::sync::watch;

type Started = Option<Result<Arc<Tenants>, Problem>>;

/// The program behind the window, starting beside it: commands wait for it, the window does not.
pub(crate) struct Desk(watch::Receiver<Started>);

impl Desk {
    pub(crate) fn starting(folder: Option<PathBuf>) -> Self {
        let (ready, desk) = watch::channel(None);
        async_runtime::spawn(async move {
            let started = match folder {
                Some(folder) => {
                    Tenants::start(StartConfig::from_environment(folder)).await.map(Arc::new).map_err(Problem::from)
                }
                None => Err(Problem::new("no-folder", "This system names no folder for application data.")
                    .remedy("Set LINTEL_DATA to a folder that Lintel may use.")),
            };
            ready.send_replace(Some(started));
        });
        Desk(desk)
    }

    pub(crate) async fn tenants(&self) -> Result<Arc<Tenants>, Problem> {
        let started = self.0.clone().wait_for(Option::is_some).await.map(|started| started.clone());
        match started {
            Ok(Some(started)) => started,
            _ => Err(Problem::new("start-failed", "Lintel could not start.")),
        }
    }

    /// The work on the tenant in front.
    pub(crate) async fn console(&self) -> Result<Arc<Console>, Problem> {
        Ok(self.tenants().await?.console())
    }
}
