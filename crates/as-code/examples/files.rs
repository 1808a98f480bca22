//! Files for whoever is not written in Rust: a file in Lintel's own format in, `{"label of a format": {"path": "text"}}` out.

use std::io::{self, Read, Write};

use lintel_as_code::{Choices, File, Format, Given, read, write};
use serde_json::{Map, Value};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let bundle = read(&[File::new("connections.json", text)], &Given::default())?.bundle;
    let mut all = Map::new();
    for format in Format::ALL {
        let files = write(format, &bundle, &Choices::default())?.files;
        let files: Map<_, _> = files.into_iter().map(|it| (it.path, Value::from(it.text))).collect();
        all.insert(format.label().to_owned(), files.into());
    }
    Ok(writeln!(io::stdout(), "{}", Value::Object(all))?)
}
