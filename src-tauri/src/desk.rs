use std::{path::PathBuf, sync::Arc};

use lintel_console::{Console, Problem, StartConfig};
use tauri::async_runtime;
use tokio::sync::watch;

type Started = Option<Result<Arc<Console>, Problem>>;

/// The console, starting beside the window: commands wait for it, the window does not.
pub(crate) struct Desk(watch::Receiver<Started>);

impl Desk {
    pub(crate) fn starting(folder: Option<PathBuf>) -> Self {
        let (ready, desk) = watch::channel(None);
        async_runtime::spawn(async move {
            let started = match folder {
                Some(folder) => Console::start(StartConfig::from_environment(folder)).await.map_err(Problem::from),
                None => Err(Problem::new("no-folder", "This system names no folder for application data.")
                    .remedy("Set LINTEL_DATA to a folder that Lintel may use.")),
            };
            ready.send_replace(Some(started));
        });
        Desk(desk)
    }

    pub(crate) async fn console(&self) -> Result<Arc<Console>, Problem> {
        let started = self.0.clone().wait_for(Option::is_some).await.map(|started| started.clone());
        match started {
            Ok(Some(started)) => started,
            _ => Err(Problem::new("start-failed", "Lintel could not start.")),
        }
    }
}
