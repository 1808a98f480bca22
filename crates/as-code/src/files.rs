//! The one door to all formats.

use crate::{
    deploy_cli,
    document::Bundle,
    format::Format,
    lintel_json,
    reading::{Given, MAX_BYTES, Read, Unreadable},
    sealing::NotSealed,
    value,
    writing::{Choices, File, Written},
};

/// Makes the files, on no disk yet, and says what they do not hold.
pub fn write(format: Format, bundle: &Bundle, choices: &Choices) -> Result<Written, NotSealed> {
    match format {
        Format::LintelJson => lintel_json::write(bundle, choices),
        Format::DeployCliYaml | Format::DeployCliDirectory => Ok(deploy_cli::write(format, bundle, choices)),
    }
}

/// Reads one file or the files of a folder, in whichever format they are.
pub fn read(files: &[File], given: &Given) -> Result<Read, Unreadable> {
    bounded(files)?;
    let files: Vec<File> =
        files.iter().map(|it| File::new(it.path.clone(), it.text.trim_start_matches('\u{feff}'))).collect();
    let (json, others): (Vec<&File>, Vec<&File>) =
        files.iter().partition(|it| it.text.trim_start().starts_with(['{', '[']));
    let mut connections = Vec::new();
    for file in &json {
        let text = value::json(file)?;
        if lintel_json::is_own(&text.value) || lintel_json::is_earlier(&text.value) {
            return lintel_json::read(file, text, given);
        }
        if ["name", "strategy"].iter().all(|it| text.value.get(it).is_some_and(serde_json::Value::is_string)) {
            connections.push((*file, text));
        }
    }
    match (connections.is_empty(), others.first()) {
        (false, _) => deploy_cli::from_connections(connections, given),
        (true, Some(file)) => deploy_cli::from_yaml(file, given),
        (true, None) => {
            let path = files.first().map_or_else(|| "the folder".to_owned(), |it| it.path.clone());
            Err(Unreadable::NoConnections { path })
        }
    }
}

/// Before anything is parsed.
fn bounded(files: &[File]) -> Result<(), Unreadable> {
    let mut bytes = 0;
    for file in files {
        bytes += file.text.len() as u64;
        if bytes > MAX_BYTES {
            return Err(Unreadable::TooLarge { path: file.path.clone(), bytes });
        }
    }
    Ok(())
}
