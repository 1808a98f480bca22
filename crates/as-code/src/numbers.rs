//! Numbers that do not survive being read: more digits than a 64-bit number has.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::pointer::within;

/// The largest whole number below which every one has a double of its own: what JavaScript and Go carry (RFC 8259, section 6).
pub(crate) const SAFE: u64 = 1 << 53;

/// The numbers of a JSON or YAML text that are read as others, as they stand there, by what they are read as.
pub(crate) fn changed(text: &str) -> BTreeMap<u64, String> {
    let bytes = text.as_bytes();
    let mut changed = BTreeMap::new();
    let mut at = 0;
    let mut in_word = false;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'"' && !in_word {
            at = after_text(bytes, at);
        } else if !in_word && (byte.is_ascii_digit() || byte == b'-') {
            let end = at
                + bytes[at..]
                    .iter()
                    .take_while(|it| matches!(it, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
                    .count();
            let word = &text[at..end];
            if let Ok(number) = serde_json::from_str::<Number>(word)
                && number.is_f64()
                && let Some(read) = number.as_f64()
                && decimal(word) != decimal(&read.to_string())
            {
                changed.insert(read.to_bits(), word.to_owned());
            }
            at = end;
        } else {
            in_word = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'\\') || byte >= 0x80;
            at += 1;
        }
    }
    changed
}

/// Whether a number is one that JavaScript and Go read as another.
pub(crate) fn is_beyond_doubles(number: &Number) -> bool {
    match (number.as_u64(), number.as_i64()) {
        (Some(whole), _) => whole > SAFE,
        (_, Some(whole)) => whole.unsigned_abs() > SAFE,
        // A whole number of that size was rounded when it was read.
        _ => number.as_f64().is_some_and(|it| it.fract() == 0.0 && it.abs() > SAFE as f64),
    }
}

/// Calls with the JSON Pointer of each number of which that holds.
pub(crate) fn beyond_doubles(path: &str, value: &Value, found: &mut impl FnMut(String, &Number)) {
    match value {
        Value::Number(number) if is_beyond_doubles(number) => found(path.to_owned(), number),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| beyond_doubles(&within(path, &index.to_string()), item, found));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| beyond_doubles(&within(path, name), member, found));
        }
        _ => {}
    }
}

fn after_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Sign, digits without zeros at either end, and the exponent of the first digit.
fn decimal(number: &str) -> (bool, String, i64) {
    let (sign, number) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let exponent = exponent.parse::<i64>().unwrap_or_default() + whole.len() as i64 - leading as i64;
    match digits.trim_matches('0') {
        "" => (sign, String::new(), 0),
        digits => (sign, digits.to_owned(), exponent),
    }
}
