//! What is printed: results on standard output, progress and errors on standard error.

use std::io::{self, IsTerminal, Write};

/// A reader that has seen enough and closed the pipe changes nothing about the outcome.
pub(crate) fn print(text: &str) {
    write(io::stdout(), text);
}

pub(crate) fn complain(text: &str) {
    write(io::stderr(), text);
}

fn write(mut to: impl Write, text: &str) {
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

/// How far a long work is, on one line that is written over; nothing where standard error is no terminal.
pub(crate) fn progress(what: &str, done: usize, total: usize) {
    if io::stderr().is_terminal() {
        let end = if done == total { "\r\x1b[K" } else { "" };
        complain(&format!("\r\x1b[K{what}: {done} of {total}{end}"));
    }
}

/// Columns as wide as their widest cell, the last one as it is.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let widths: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            cells.chain([head[column].len()]).max().unwrap_or_default()
        })
        .collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let body: String = rows.iter().map(|row| line(row.iter().map(String::as_str).collect())).collect();
    line(head.to_vec()) + &body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_its_widest_cell() {
        let rows = [vec!["acme".to_owned(), "x".to_owned()], vec!["überland".to_owned(), "y".to_owned()]];
        assert_eq!(table(&["NAME", "PROVIDER"], &rows), "NAME      PROVIDER\nacme      x\nüberland  y\n");
    }
}
