//! An ID token that is judged again, without the token: what its keys said of it stands as it was.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::{
    claim::text,
    examine::{ByKeys, Examined, judged},
    expectation::Expectation,
    judgement::Judgement,
    library::library_accepts_claims,
};

/// What was found by the keys and the access token, whichever algorithms the connection allows; none of what is no token.
pub(in crate::sign_in) fn by_keys(
    token: &str,
    examined: &Examined,
    expect: &Expectation<'_>,
) -> Option<Vec<Judgement>> {
    let Examined { header, claims, by_keys, .. } = examined;
    let by_keys = by_keys.as_ref()?;
    if text(header, "alg").is_some_and(|alg| expect.algorithm(alg).is_some()) {
        return Some(by_keys.clone().into());
    }
    let whichever = Expectation { algorithms: &[], ..*expect };
    Some(ByKeys::of(token, header, claims, &whichever).0.into())
}

/// Runs every check on header and claims; `by_keys` is what was found then.
pub(in crate::sign_in) fn examine_again(
    header: &Map<String, Value>,
    claims: &Map<String, Value>,
    by_keys: &[Judgement],
    expect: &Expectation<'_>,
) -> Option<Examined> {
    let by_keys = ByKeys::try_from(by_keys.to_vec()).ok()?;
    let part = |members: &Map<String, Value>| URL_SAFE_NO_PAD.encode(Value::Object(members.clone()).to_string());
    let unsigned = format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode("kept"));
    let examined = judged(header.clone(), claims.clone(), by_keys, expect);
    Some(examined.or_library(library_accepts_claims(&unsigned, expect)))
}
