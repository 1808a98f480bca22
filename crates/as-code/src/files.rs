//! The one door to all formats.

use serde_json::{Map, Value};

use crate::{
    deploy_cli,
    document::Bundle,
    format::Format,
    lintel_json, other_tools,
    placeholder::{self, Values},
    reading::{Given, MAX_BYTES, Read, Unreadable},
    sealing::NotSealed,
    terraform,
    value::{self, Text},
    writing::{Choices, File, Written},
};

/// Makes the files, on no disk yet, and says what they do not hold.
pub fn write(format: Format, bundle: &Bundle, choices: &Choices) -> Result<Written, NotSealed> {
    match format {
        Format::LintelJson => lintel_json::write(bundle, choices),
        Format::DeployCliYaml | Format::DeployCliDirectory => Ok(deploy_cli::write(format, bundle, choices)),
        Format::Terraform => Ok(terraform::write(bundle)),
    }
}

/// Reads one file or the files of a folder, in whichever format they are.
pub fn read(files: &[File], given: &Given) -> Result<Read, Unreadable> {
    bounded(files)?;
    let files: Vec<File> =
        files.iter().map(|it| File::new(it.path.clone(), it.text.trim_start_matches('\u{feff}'))).collect();
    if files.iter().any(|it| it.has_ending(&["tf"])) {
        let terraform: Vec<_> = files.iter().filter(|it| it.has_ending(&["tf", "tfvars"])).collect();
        return terraform::read(&terraform, given);
    }
    let (json, others): (Vec<&File>, Vec<&File>) =
        files.iter().partition(|it| it.text.trim_start().starts_with(['{', '[']));
    let (mut connections, mut mappings, mut strangers) = (Vec::new(), Map::new(), Vec::new());
    for file in json {
        let mut text = parsed(file)?;
        if lintel_json::is_own(&text.value) || lintel_json::is_earlier(&text.value) {
            return lintel_json::read(file, text, given);
        }
        if ["name", "strategy"].iter().all(|it| text.value.get(it).is_some_and(Value::is_string)) {
            connections.push((file, text));
        } else if let Some(Value::Object(found)) = text.value.get_mut(deploy_cli::MAPPINGS) {
            mappings.append(found);
        } else {
            strangers.push((file, text.value));
        }
    }
    let values = Values { given: &given.values, mappings };
    let yaml = others.iter().find(|it| it.has_ending(&["yaml", "yml"])).or(others.first());
    match (connections.is_empty(), yaml, strangers.first()) {
        (false, ..) => deploy_cli::from_connections(connections, &values),
        (true, Some(file), _) => deploy_cli::from_yaml(file, &values),
        (true, None, Some((file, value))) => Err(other_tools::no_connections(file, Some(value))),
        (true, None, None) => {
            let path = files.first().map_or_else(|| "the folder".to_owned(), |it| it.path.clone());
            Err(Unreadable::NoConnections { path })
        }
    }
}

/// JSON, or what is JSON once its placeholders stand in quotes.
fn parsed(file: &File) -> Result<Text, Unreadable> {
    value::json(file).or_else(|error| match error {
        Unreadable::Syntax { .. } => {
            let quoted = File::new(file.path.clone(), placeholder::quoted(&file.text));
            value::json(&quoted).map_err(|_| error)
        }
        error => Err(error),
    })
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
