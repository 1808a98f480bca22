use super::{
    asked,
    checks::{answer, browser, ending, keys, profile, provider, refused, request, response, token, userinfo},
    claims, id_token,
};
use crate::finding::Check;

/// Every rule of a sign-in, step by step.
pub fn catalogue() -> Vec<&'static Check> {
    [
        provider::ALL,
        keys::ALL,
        answer::ALL,
        request::ALL,
        browser::ALL,
        refused::ALL,
        response::ALL,
        token::ALL,
        &id_token::all(),
        claims::ALL,
        asked::ALL,
        userinfo::ALL,
        profile::ALL,
        ending::ALL,
    ]
    .concat()
}
