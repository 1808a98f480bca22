//! What every server of the command line does: say where it listens, and end cleanly when told to.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "one line on stdout is the interface; errors go to stderr"
)]

use std::process::ExitCode;

use serde_json::Value;

/// Prints the one line of JSON that scripts wait for, and waits for SIGTERM or Ctrl-C. It listens before it prints: who reads the
/// line may end it at once.
pub(crate) async fn announce_until_told_to_end(line: &Value) -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        println!("{line}");
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        println!("{line}");
        tokio::signal::ctrl_c().await?;
    }
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
