//! The name of a connection: the rule (Management API, `ConnectionName`), and the name that is nearest to a text.

use crate::view::Problem;

/// What is wrong with a connection name (Management API, `ConnectionName`), if anything.
/// Blanks around it are not part of it.
pub(crate) fn name_problem(name: &str) -> Option<Problem> {
    let name = name.trim();
    let rule = "Use letters, digits and single hyphens between them, up to 128 characters.";
    let problem = |message: String| Some(Problem::new("name-invalid", message).at("name").remedy(rule));
    if name.is_empty() {
        return problem("The connection name is empty.".to_owned());
    }
    if let Some(character) = name.chars().find(|character| !character.is_ascii_alphanumeric() && *character != '-') {
        let named = match character {
            _ if character.is_whitespace() => "A blank".to_owned(),
            _ if character.is_ascii_graphic() || character.is_alphanumeric() => format!("“{character}”"),
            _ => format!("The character U+{:04X}", u32::from(character)),
        };
        return problem(format!("{named} cannot be in a connection name."));
    }
    if name.len() > 128 {
        return problem(format!("The connection name has {} characters.", name.len()));
    }
    if name.starts_with('-') || name.ends_with('-') || name.contains("--") {
        return problem(format!("“{name}” has a hyphen at an edge or two in a row."));
    }
    None
}

/// The connection name that is nearest to a text: `acme-corp` of `Acme Corp`. None where nothing of it can be in a name.
pub(crate) fn name_like(text: &str) -> Option<String> {
    let mut name = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        match spelled(character) {
            Some(letters) => name.push_str(letters),
            None if character.is_ascii_alphanumeric() => name.push(character),
            None if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            None => {}
        }
    }
    // Room for a number behind it.
    name.truncate(120);
    let name = name.trim_end_matches('-');
    (!name.is_empty()).then(|| name.to_owned())
}

/// A letter of western Europe in ASCII.
fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ä' | 'æ' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' => "a",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' => "i",
        'ñ' => "n",
        'ò'..='õ' | 'ø' => "o",
        'ù'..='û' => "u",
        'ý' | 'ÿ' => "y",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_held_to_the_rule() {
        for good in ["a", "acme-entra", "A1-b2", &"x".repeat(128)] {
            assert_eq!(name_problem(good), None, "{good}");
        }
        assert_eq!(name_problem(" acme "), None, "blanks around a name are not part of it");
        for bad in ["", "-a", "a-", "a--b", "a_b", "ä", "a b", &"x".repeat(129)] {
            assert!(name_problem(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_in_a_name_is_named_so_that_it_is_seen() {
        let message = |name| name_problem(name).expect("a problem").message;
        assert_eq!(message("a b"), "A blank cannot be in a connection name.");
        assert_eq!(message("a_b"), "“_” cannot be in a connection name.");
        assert_eq!(message("a\u{200b}b"), "The character U+200B cannot be in a connection name.");
    }

    #[test]
    fn the_nearest_name_of_a_text_is_a_name() {
        for (text, name) in [
            ("Acme Corp", Some("acme-corp")),
            (" acme_entra (prod) ", Some("acme-entra-prod")),
            ("Müller & Söhne", Some("mueller-soehne")),
            ("two--hyphens", Some("two-hyphens")),
            ("-a-", Some("a")),
            ("名前", None),
            ("", None),
        ] {
            assert_eq!(name_like(text).as_deref(), name, "{text}");
        }
        let long = name_like(&"x y".repeat(100)).expect("a name");
        assert_eq!(name_problem(&long), None);
    }
}
