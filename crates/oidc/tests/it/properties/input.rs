//! What providers, and those who play one, might send.

use proptest::{collection::vec, option, prelude::*};
use serde_json::Value;

/// The text of one value: sound, of a wrong type, odd, or far too deep.
pub(crate) fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => plain(),
        2 => vec(plain(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
        2 => vec(("[a-c]{1}", plain()), 0..4).prop_map(object_text),
        1 => (1_usize..140).prop_map(|levels| format!("{}1{}", "[".repeat(levels), "]".repeat(levels))),
        1 => (1_usize..140).prop_map(|levels| format!("{}1{}", r#"{"a":"#.repeat(levels), "}".repeat(levels))),
    ]
}

fn plain() -> impl Strategy<Value = String> {
    let quoted = |text: &str| Value::from(text).to_string();
    prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("\"true\"".to_owned()),
        Just("1e300".to_owned()),
        Just(u64::MAX.to_string()),
        Just(i64::MIN.to_string()),
        any::<i32>().prop_map(|number| number.to_string()),
        Just(r#""\ud800""#.to_owned()),
        Just(r#""\u0000\ufeff\u202e""#.to_owned()),
        any::<String>().prop_map(move |text| quoted(&text)),
        address().prop_map(move |text| quoted(&text)),
        "[A-Za-z0-9_-]{0,90}".prop_map(move |text| quoted(&text)),
        ("[a-z ]{1,3}", 1_usize..3000).prop_map(move |(text, times)| quoted(&text.repeat(times))),
    ]
}

/// Addresses as they are got wrong, none of which answers.
fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("https://op.example".to_owned()),
        Just("https://op.example/{tenant}/x#y".to_owned()),
        Just("https://[::1".to_owned()),
        Just("http://127.0.0.1:1/".to_owned()),
        Just("https://user:pass@localhost:1/?a=b".to_owned()),
        Just("//op.example".to_owned()),
        Just("urn:a:b".to_owned()),
        "https?://[a-z.\\[\\]:@%{}#?/\\\\0-9ü]{0,20}",
    ]
}

/// An object of some of these names, some of any other, and some twice.
pub(crate) fn object(
    names: &'static [&'static str],
    values: impl Strategy<Value = String>,
) -> impl Strategy<Value = String> {
    let name = prop_oneof![8 => proptest::sample::select(names).prop_map(str::to_owned), 1 => any::<String>()];
    vec((name, values), 0..8).prop_map(object_text)
}

/// `sound`, members first, with others of `names` after them: the last of a name counts where twice is taken at all.
pub(crate) fn spoiled(
    sound: &'static [(&'static str, &'static str)],
    names: &'static [&'static str],
) -> impl Strategy<Value = String> {
    let others = vec((proptest::sample::select(names).prop_map(str::to_owned), value()), 0..4);
    (others, any::<bool>()).prop_map(|(others, twice)| {
        let kept = sound.iter().filter(|(name, _)| twice || others.iter().all(|(other, _)| other != name));
        let kept = kept.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        object_text(kept.chain(others.iter().cloned()).collect())
    })
}

pub(crate) fn object_text(members: Vec<(String, String)>) -> String {
    let members: Vec<String> =
        members.into_iter().map(|(name, value)| format!("{}:{value}", Value::from(name))).collect();
    format!("{{{}}}", members.join(","))
}

/// Prints as text, which a person can read.
#[derive(Clone)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// The bytes, mostly as they are: cut off, with a byte changed, behind a byte order mark, or no JSON at all.
pub(crate) fn text(json: impl Strategy<Value = String>) -> impl Strategy<Value = Bytes> {
    let json = json.prop_map(String::into_bytes);
    let change = option::weighted(0.2, (any::<proptest::sample::Index>(), any::<u8>(), 0..3));
    let changed = (json, change).prop_map(|(mut bytes, change)| {
        if let Some((at, byte, how)) = change.filter(|_| !bytes.is_empty()) {
            let at = at.index(bytes.len());
            match how {
                0 => bytes.truncate(at),
                1 => bytes[at] = byte,
                _ => drop(bytes.splice(0..0, *b"\xef\xbb\xbf")),
            }
        }
        bytes
    });
    prop_oneof![
        20 => changed,
        1 => vec(any::<u8>(), 0..200),
        1 => "<[a-zA-Z!]{0,8} ?(<title[>]?[a-zß<>/ ]{0,20}(</title)?)?".prop_map(String::into_bytes),
    ]
    .prop_map(Bytes)
}
