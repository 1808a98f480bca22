//! A server of the command line, running: its one line, and what it had written when it ended.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio},
    sync::mpsc,
    thread::{self, JoinHandle},
    time::Duration,
};

use serde_json::Value;

/// Far more than anything here takes, on a computer that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Served {
    pub(crate) line: Value,
    child: Child,
    stdout: JoinHandle<Vec<String>>,
    stderr: JoinHandle<String>,
}

/// What is left of a server.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Absent when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: Vec<String>,
    pub(crate) stderr: String,
}

/// The program, with no environment of the person who runs the tests.
pub(crate) fn lintel(arguments: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lintel"));
    command.args(arguments).env_remove("LINTEL_KEY").env_remove("LINTEL_LOG").envs(environment.iter().copied());
    command
}

/// Runs the program to its end.
pub(crate) fn run(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    lintel(arguments, environment).output().expect("lintel runs")
}

impl Served {
    /// Starts a server and waits for its line.
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Served {
        let mut command = lintel(arguments, environment);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("lintel runs");
        let stderr = all_of(child.stderr.take().expect("a pipe"));
        let (sender, first) = mpsc::channel();
        let stdout = lines_of(child.stdout.take().expect("a pipe"), sender);
        match first.recv_timeout(PATIENCE) {
            Ok(line) => Served { line: serde_json::from_str(&line).expect("a line of JSON"), child, stdout, stderr },
            Err(_) => {
                end(&mut child);
                panic!("no line on stdout: {}", stderr.join().expect("stderr"));
            }
        }
    }

    /// A member of the line that is a string.
    pub(crate) fn text(&self, member: &str) -> &str {
        self.line[member].as_str().unwrap_or_else(|| panic!("no {member} in {}", self.line))
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a service manager does.
    pub(crate) fn terminate(mut self) -> Ended {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().expect("kill runs");
        assert!(told.success());
        let pid = self.child.id();
        let (sender, ended) = mpsc::channel();
        let waiting = thread::spawn(move || {
            let status = self.child.wait().expect("a status");
            // Nobody is left to hear it when the patience was over.
            let _ = sender.send(());
            (status, self.stdout, self.stderr)
        });
        if ended.recv_timeout(PATIENCE).is_err() {
            let _ = Command::new("kill").args(["-KILL", &pid.to_string()]).status();
            panic!("it did not end on SIGTERM");
        }
        let (status, stdout, stderr) = waiting.join().expect("it ended");
        Ended { code: status.code(), stdout: stdout.join().expect("stdout"), stderr: stderr.join().expect("stderr") }
    }
}

impl Ended {
    /// Ended by itself, having printed nothing but its line.
    #[track_caller]
    pub(crate) fn assert_clean(&self) {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        assert_eq!(self.stdout.len(), 1, "{:?}", self.stdout);
    }
}

fn lines_of(stdout: ChildStdout, first: mpsc::Sender<String>) -> JoinHandle<Vec<String>> {
    thread::spawn(move || {
        let mut lines = Vec::new();
        for line in BufReader::new(stdout).lines() {
            let line = line.expect("text");
            // After the first nobody listens.
            let _ = first.send(line.clone());
            lines.push(line);
        }
        lines
    })
}

fn all_of(mut stderr: ChildStderr) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut text = String::new();
        stderr.read_to_string(&mut text).expect("text");
        text
    })
}

fn end(child: &mut Child) {
    // It may have ended already.
    let _ = child.kill();
    let _ = child.wait();
}
