use crate::{
    discovery::breach::{BOTH, Breach},
    finding::Check,
};

/// A fault of a key that another key, or a lenient relying party, makes up for.
pub(super) fn warning(check: &Check, word: &str, message: String, expected: &str, got: &str, remedy: &str) -> Breach {
    let finding = check.finding("jwks_uri", message).expected(expected).got(got).remedy(remedy);
    Breach::warning(finding, BOTH, word)
}

/// The name of a key within a sentence.
pub(super) fn lower_first(name: &str) -> String {
    name.replacen("The ", "the ", 1).replacen("A ", "a ", 1)
}
