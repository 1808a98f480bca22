//! Which path was likely meant by one that means nothing.

use lintel_oidc::sign_in::mapping::Path;

/// What was meant by a path that names nothing: another spelling of the context, a context left out, a claim that came.
pub(super) fn meant(path: &str, known: &[&str]) -> Option<String> {
    let bare = path.strip_prefix("context.").unwrap_or(path);
    if let Some((root, claim)) = bare.split_once('.').filter(|(_, claim)| !claim.is_empty()) {
        let root = match root {
            "idtoken" | "id_token" | "claims" => Some("tokenset"),
            "user_info" => Some("userinfo"),
            _ => ["tokenset", "userinfo", "connection"].into_iter().find(|one| distance(root, one) <= 2),
        };
        let written = root.map(|root| format!("context.{root}.{claim}"));
        if let Some(written) = written.filter(|written| Path::read(written).is_some()) {
            return Some(written);
        }
    }
    known.iter().find(|one| claim_of(one) == Some(bare)).map(|one| (*one).to_owned())
}

fn claim_of(path: &str) -> Option<&str> {
    match Path::read(path)? {
        Path::IdToken(claim) | Path::Userinfo(claim) => Some(claim),
        Path::ConnectionId | Path::ConnectionStrategy => None,
    }
}

/// A path that came and differs little from one that did not: in a few letters of the claim, or in where it is.
pub(super) fn nearest<'a>(path: &str, known: &[&'a str]) -> Option<&'a str> {
    let wanted = claim_of(path)?;
    let length = wanted.chars().count();
    // In a short name two other letters are another name.
    let allowed = if length < 6 { 1 } else { 2 };
    let near = known.iter().copied().filter_map(|one| {
        let claim = claim_of(one)?;
        let off = if claim.chars().count().abs_diff(length) <= allowed { distance(wanted, claim) } else { usize::MAX };
        (off <= allowed).then_some((off, path.split('.').nth(1) != one.split('.').nth(1), one))
    });
    near.min_by_key(|(off, elsewhere, _)| (*off, *elsewhere)).map(|(.., one)| one)
}

/// How many letters are to be put in, taken out, changed or swapped with the next.
fn distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().take(80).collect(), other.chars().take(80).collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=other.len()).collect()];
    for row in 1..=one.len() {
        let mut now = vec![row];
        for column in 1..=other.len() {
            let same = one[row - 1] == other[column - 1];
            let mut least = (rows[row - 1][column] + 1)
                .min(now[column - 1] + 1)
                .min(rows[row - 1][column - 1] + usize::from(!same));
            if row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1] {
                least = least.min(rows[row - 2][column - 2] + 1);
            }
            now.push(least);
        }
        rows.push(now);
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_by_a_few_letters() {
        for (one, other, off) in [
            ("department", "departmnet", 1),
            ("email", "mail", 1),
            ("a", "a", 0),
            ("", "ab", 2),
            ("tokenset", "tokensett", 1),
        ] {
            assert_eq!(distance(one, other), off, "{one} {other}");
        }
        assert_eq!(
            nearest("context.tokenset.name", &["context.tokenset.game", "context.tokenset.none"]),
            Some("context.tokenset.game")
        );
        assert_eq!(nearest("context.tokenset.oid", &["context.tokenset.sub"]), None);
    }
}
