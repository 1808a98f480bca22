//! What every server of the command line does: say where it listens, and end cleanly when told to.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "one line on stdout is the interface; errors go to stderr"
)]

use std::process::ExitCode;

use serde_json::Value;

/// Prints the one line of JSON that scripts wait for.
pub(crate) fn announce(line: &Value) {
    println!("{line}");
}

/// Waits for SIGTERM or Ctrl-C.
pub(crate) async fn until_told_to_end() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted?,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

pub(crate) fn exit(outcome: anyhow::Result<()>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lintel: {error:#}");
            ExitCode::FAILURE
        }
    }
}
