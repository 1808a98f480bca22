//! The one door to all formats.

use crate::{
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
        Format::DeployCliYaml | Format::DeployCliDirectory | Format::Terraform => Ok(Written::default()),
    }
}

/// Reads one file or the files of a folder, in whichever format they are.
pub fn read(files: &[File], given: &Given) -> Result<Read, Unreadable> {
    bounded(files)?;
    let Some(file) = files.first() else { return Err(Unreadable::NoConnections { path: "the folder".to_owned() }) };
    let file = &File::new(file.path.clone(), file.text.trim_start_matches('\u{feff}'));
    let text = value::json(file)?;
    match lintel_json::is_own(&text.value) || lintel_json::is_earlier(&text.value) {
        true => lintel_json::read(file, text, given),
        false => Err(Unreadable::NoConnections { path: file.path.clone() }),
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
