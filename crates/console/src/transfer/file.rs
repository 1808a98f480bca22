//! Files: connections as they are written, and a source that is read from a disk.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, SecondsFormat, Utc};
use lintel_as_code::{
    Bundle, Choices, ConnectionDocument, File, Format, Given, MAX_BYTES, Note, Unreadable, WaitsFor, Written,
};
use lintel_management::Connection;
use lintel_tenant::owner;
use serde_json::Value;

use super::source::FileSource;
use crate::{Console, change::words, field, view::Problem};

/// The files of one folder that are looked at.
const MOST_FILES: usize = 20_000;
/// What the files of all formats end in.
pub const FILE_ENDINGS: [&str; 5] = ["json", "yaml", "yml", "tf", "tfvars"];

impl Console {
    /// The connections that are wanted, by ID or name, or all of them, in that format, with what it cannot hold. Nothing is on a disk yet.
    pub async fn export(
        &self,
        format: Format,
        wanted: Option<&[String]>,
        choices: &Choices,
        told: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Written, Problem> {
        let bundle = self.bundle(self.documents(wanted, told).await?, self.common.world.clock.now());
        written(format, Arc::new(bundle), choices.clone()).await
    }

    /// The connections as files have them: what is noted of one for this computer's sake goes nowhere else.
    pub(super) fn bundle(&self, documents: Vec<ConnectionDocument>, at: DateTime<Utc>) -> Bundle {
        Bundle {
            tenant: Some(self.domain()),
            at: Some(at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            connections: documents.into_iter().map(without_what_stays_here).collect(),
        }
    }
}

/// The files in that format, on no disk yet.
pub(super) async fn written(format: Format, bundle: Arc<Bundle>, choices: Choices) -> Result<Written, Problem> {
    match tokio::task::spawn_blocking(move || lintel_as_code::write(format, &bundle, &choices)).await {
        Ok(Ok(written)) => Ok(written),
        Ok(Err(not_sealed)) => Err(Problem::new("not-sealed", not_sealed.to_string()).at("passphrase")),
        Err(cause) => Err(Problem::new("export-failed", format!("The export did not come to its end: {cause}."))),
    }
}

impl FileSource {
    /// What one file says, or all of a folder.
    pub async fn read(path: &Path, given: Given) -> Result<FileSource, Problem> {
        let path = path.to_owned();
        let read = tokio::task::spawn_blocking(move || {
            let name =
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
            let read = lintel_as_code::read(&found(&path)?, &given).map_err(|why| match why {
                Unreadable::WrongPassphrase { .. } => {
                    Problem::new("wrong-passphrase", why.to_string()).at("passphrase")
                }
                why => Problem::new("file-unreadable", why.to_string()),
            })?;
            Ok(FileSource {
                name,
                // An export of an earlier version, and what a person wrote in its form, need not have what the tenant adds itself.
                whole: read.format == Format::LintelJson && read.bundle.at.is_some(),
                bundle: read.bundle,
                open: read.open,
                notes: read.notes,
            })
        });
        read.await
            .map_err(|cause| Problem::new("file-unreadable", format!("Reading did not come to its end: {cause}.")))?
    }

    /// What the members of a connection wait for that have no value.
    pub(super) fn open_of(&self, name: &str) -> Vec<(field::Path, String)> {
        let open = self.open.iter().filter(|open| open.connection == name);
        open.map(|open| (words::path(&open.path), waited_for(&open.waits_for))).collect()
    }

    /// It has secrets that no passphrase has opened.
    pub(super) fn is_sealed(&self) -> bool {
        self.open.iter().any(|open| open.waits_for == WaitsFor::Passphrase)
    }

    /// What is said of a connection, which is planned.
    pub(super) fn notes_of(&self, name: &str) -> Vec<String> {
        let of_it = self.notes.iter().filter(|note| note.connection.as_deref() == Some(name));
        of_it.map(|note| format!("{}: {}", note.path, note.why)).collect()
    }

    /// What is said of the file as a whole, and of connections that were not taken.
    pub(super) fn other_notes(&self) -> Vec<String> {
        let planned: HashSet<&str> = self.bundle.connections.iter().map(|one| one.name.as_str()).collect();
        let others = self.notes.iter().filter(|note| note.connection.as_deref().is_none_or(|it| !planned.contains(it)));
        others.map(said).collect()
    }
}

/// Writes the files: the only one to `to` itself, several below it. Each is whole or not there, and its owner's alone.
pub async fn write_files(to: &Path, written: Written) -> Result<(), Problem> {
    let to = to.to_owned();
    let done = tokio::task::spawn_blocking(move || -> io::Result<()> {
        let alone = written.files.len() == 1;
        for file in &written.files {
            let place = if alone { to.clone() } else { to.join(&file.path) };
            if let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                fs::create_dir_all(folder)?;
            }
            owner::write(&place, file.text.as_bytes())?;
        }
        Ok(())
    });
    let cause = match done.await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(cause)) => cause.to_string(),
        Err(cause) => cause.to_string(),
    };
    Err(Problem::new("export-not-written", format!("The export could not be written: {cause}."))
        .remedy("Choose another place."))
}

fn found(path: &Path) -> Result<Vec<File>, Problem> {
    let unreadable = |path: &Path, cause: &dyn std::fmt::Display| {
        Problem::new("file-unreadable", format!("{} could not be read: {cause}.", path.display()))
    };
    let mut places = Vec::new();
    if path.is_dir() {
        gathered(path, &mut places).map_err(|cause| unreadable(path, &cause))?;
        places.sort();
    } else {
        places.push(path.to_owned());
    }
    if places.len() > MOST_FILES {
        return Err(Problem::new("too-many", format!("{} has more than {MOST_FILES} files.", path.display())));
    }
    let (mut files, mut bytes) = (Vec::new(), 0);
    for place in places {
        let held = fs::metadata(&place).map_err(|cause| unreadable(&place, &cause))?;
        if !held.is_file() {
            // A pipe or a device may never end.
            return Err(unreadable(&place, &"it is neither a file nor a folder"));
        }
        bytes += held.len();
        if bytes > MAX_BYTES {
            let mib = MAX_BYTES / 1024 / 1024;
            return Err(Problem::new(
                "file-too-large",
                format!("{} makes it more than the {mib} MiB that are read.", place.display()),
            )
            .remedy("Export fewer connections at once."));
        }
        let read = fs::read(&place).map_err(|cause| unreadable(&place, &cause))?;
        let text = String::from_utf8(read)
            .map_err(|_| Problem::new("file-unreadable", format!("{} is no text in UTF-8.", place.display())))?;
        let shown = place.strip_prefix(path).ok().filter(|below| !below.as_os_str().is_empty()).unwrap_or(&place);
        files.push(File::new(shown.to_string_lossy(), text));
    }
    Ok(files)
}

fn gathered(folder: &Path, places: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let (path, kind) = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
        let is_wanted = path.extension().is_some_and(|ending| FILE_ENDINGS.iter().any(|wanted| ending == *wanted));
        if kind.is_dir() {
            gathered(&path, places)?;
        } else if kind.is_file() && is_wanted {
            places.push(path);
        }
        if places.len() > MOST_FILES {
            break;
        }
    }
    Ok(())
}

fn without_what_stays_here(document: ConnectionDocument) -> ConnectionDocument {
    let object = Value::Object(document.connection());
    let Ok(mut connection) = serde_json::from_value::<Connection>(object) else { return document };
    field::leave_out(&mut connection);
    match serde_json::to_value(connection) {
        Ok(Value::Object(mut members)) => {
            members.shift_remove("name");
            ConnectionDocument { members, ..document }
        }
        _ => document,
    }
}

fn said(note: &Note) -> String {
    match &note.connection {
        Some(connection) => format!("{connection}, {}: {}", note.path, note.why),
        None => format!("{}: {}", note.path, note.why),
    }
}

fn waited_for(what: &WaitsFor) -> String {
    match what {
        WaitsFor::Placeholder(name) => format!("the open placeholder {name}"),
        WaitsFor::Variable(name) => format!("the variable {name} without a value"),
        WaitsFor::Passphrase => "sealed with a passphrase that was not given".to_owned(),
    }
}
