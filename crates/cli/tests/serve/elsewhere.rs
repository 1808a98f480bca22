//! A tenant that another process serves, reached by variables of the environment.

use tempfile::TempDir;

use crate::served::{Served, run};

pub(crate) const KEY: &str = "a key that only this test knows";

/// A server that ends with the test, however that ends.
pub(crate) struct Running(Option<Served>);

impl Running {
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Running {
        Running(Some(Served::start(arguments, environment)))
    }

    pub(crate) fn served(&self) -> &Served {
        self.0.as_ref().expect("it runs until it is dropped")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(served) = self.0.take() {
            served.terminate();
        }
    }
}

pub(crate) struct Elsewhere {
    pub(crate) served: Running,
    pub(crate) folder: TempDir,
}

/// How a command ended, and what it wrote to standard output and to standard error.
pub(crate) type Ran = (Option<i32>, String, String);

impl Elsewhere {
    pub(crate) fn start() -> Elsewhere {
        Elsewhere::with(&[])
    }

    pub(crate) fn over_https() -> Elsewhere {
        Elsewhere::with(&["--https", "0"])
    }

    fn with(more: &[&str]) -> Elsewhere {
        let folder = TempDir::new().expect("a folder");
        let path = folder.path().to_str().expect("a path");
        let arguments = [&["tenant", "serve", "--data", path, "--port", "0"], more].concat();
        let served = Running::start(&arguments, &[("LINTEL_KEY", KEY)]);
        Elsewhere { served, folder }
    }

    /// What names it `env:PREFIX`: over https with its authority where it has one.
    pub(crate) fn variables(&self, prefix: &str) -> Vec<(String, String)> {
        let line = &self.served.served().line;
        let url = if line["https_url"].is_string() { "https_url" } else { "url" };
        let parts = [
            ("DOMAIN", url),
            ("CLIENT_ID", "client_id"),
            ("CLIENT_SECRET", "client_secret"),
            ("CA_FILE", "ca_pem_path"),
        ];
        let given = parts.into_iter().filter_map(|(part, member)| Some((part, line[member].as_str()?)));
        given.map(|(part, value)| (format!("{prefix}_{part}"), value.to_owned())).collect()
    }

    /// A command on this tenant, which is named last.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        ran(&[arguments, &["--tenant", "env:THERE"]].concat(), &self.variables("THERE"))
    }
}

/// A command of connections, run to its end.
pub(crate) fn ran(arguments: &[&str], variables: &[(String, String)]) -> Ran {
    let output = run(arguments, &environment(variables));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

pub(crate) fn environment(variables: &[(String, String)]) -> Vec<(&str, &str)> {
    let own = [("LINTEL_LOG", "off"), ("LINTEL_KEY", KEY), ("LINTEL_PASSPHRASE", "sesame")];
    own.into_iter().chain(variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))).collect()
}
