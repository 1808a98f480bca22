use super::{
    asked,
    checks::{answer, ending, keys, profile, provider, request, response, token, userinfo},
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
