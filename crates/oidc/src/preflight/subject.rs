use crate::sign_in::{RedirectUri, RelyingParty};

/// Whose values are tried.
#[derive(Debug, Clone)]
pub struct Subject {
    pub rp: RelyingParty,
    /// Where a sign-in can come back to; the connection's own address comes first.
    pub callbacks: Vec<Callback>,
    /// What is known not to be among them, and why; sentences.
    pub left_out: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Callback {
    /// `Callback, tenant domain`
    pub title: String,
    pub uri: RedirectUri,
}
