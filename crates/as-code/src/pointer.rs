//! JSON Pointers (RFC 6901): `/options/client_secret`, `/options/domain_aliases/0`.

/// The pointer to a member of what is at `path`. Items of a list go by their number.
pub(crate) fn within(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// What `pointer` is called below `place`; none where it is elsewhere.
pub(crate) fn below<'a>(pointer: &'a str, place: &str) -> Option<&'a str> {
    pointer.strip_prefix(place).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}
