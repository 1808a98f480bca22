//! Logs: to a rotating file in the data folder and to stderr. Nothing logged here or below carries a secret, code or token.

use std::path::Path;

use tracing_appender::{non_blocking::WorkerGuard, rolling};
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging; `LINTEL_LOG` sets the filter. Keep the guard until the end: it writes what is still queued.
pub fn start(folder: Option<&Path>) -> Option<WorkerGuard> {
    let filter = || EnvFilter::try_from_env("LINTEL_LOG").unwrap_or_else(|_| EnvFilter::new("warn,lintel=info"));
    let stderr = fmt::layer().with_writer(std::io::stderr).with_filter(filter());
    let file = folder.and_then(|folder| {
        let folder = folder.join("logs");
        std::fs::create_dir_all(&folder).ok()?;
        let builder = rolling::Builder::new().rotation(rolling::Rotation::DAILY).max_log_files(7);
        builder.filename_prefix("lintel").filename_suffix("log").build(folder).ok()
    });
    let (file, guard) = file.map(tracing_appender::non_blocking).unzip();
    let file = file.map(|file| fmt::layer().json().with_writer(file).with_filter(filter()));
    let started = tracing_subscriber::registry().with(stderr).with(file).try_init();
    started.is_ok().then_some(guard).flatten()
}
