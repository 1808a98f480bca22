//! Work that the bench measures in turns with that of others. A program of `bin` reads lines `WORK CALLS` from standard input and answers
//! each with one line of JSON: the milliseconds that every call took.

use std::io::{BufRead, Write, stdin, stdout};
use std::time::{Duration, Instant};

/// Answers until standard input ends.
///
/// # Errors
/// A line that is not `WORK CALLS`, or standard output that is gone.
pub fn answer(mut work: impl FnMut(&str, usize) -> Vec<Duration>) -> std::io::Result<()> {
    for line in stdin().lock().lines() {
        let line = line?;
        let asked = line.split_once(' ').and_then(|(name, calls)| Some((name, calls.parse().ok()?)));
        let (name, calls) = asked.ok_or_else(|| std::io::Error::other(format!("{line} is not WORK CALLS")))?;
        let milliseconds: Vec<f64> = work(name, calls).iter().map(|it| it.as_secs_f64() * 1000.0).collect();
        tell(&serde_json::json!(milliseconds))?;
    }
    Ok(())
}

/// Says something on a line of its own, e.g. before the first answer.
///
/// # Errors
/// Standard output that is gone.
pub fn tell(what: &serde_json::Value) -> std::io::Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{what}")?;
    out.flush()
}

/// What each of the calls takes.
pub fn timed(calls: usize, mut call: impl FnMut()) -> Vec<Duration> {
    (0..calls)
        .map(|_| {
            let begun = Instant::now();
            call();
            begun.elapsed()
        })
        .collect()
}
