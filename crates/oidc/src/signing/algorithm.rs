use std::{fmt, str::FromStr};

/// A JSON Web Signature algorithm (RFC 7518, RFC 9864), by the name it has in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SigningAlgorithm {
    RS256,
    RS384,
    RS512,
    PS256,
    PS384,
    ES256,
    ES384,
    ES512,
    Ed25519,
}

impl SigningAlgorithm {
    pub const ALL: [SigningAlgorithm; 9] = [
        SigningAlgorithm::RS256,
        SigningAlgorithm::RS384,
        SigningAlgorithm::RS512,
        SigningAlgorithm::PS256,
        SigningAlgorithm::PS384,
        SigningAlgorithm::ES256,
        SigningAlgorithm::ES384,
        SigningAlgorithm::ES512,
        SigningAlgorithm::Ed25519,
    ];

    /// What an ID token may be signed with: `id_token_signed_response_algs` of a connection. All are of a key pair.
    pub const OF_ID_TOKENS: [SigningAlgorithm; 7] = Self::OF_KEY_PAIRS;

    /// What a client's assertion may be signed with: `token_endpoint_auth_signing_alg` of a connection.
    pub const OF_ASSERTIONS: [SigningAlgorithm; 7] = Self::OF_KEY_PAIRS;

    /// What a proof of possession may be signed with: `dpop_signing_alg` of a connection.
    pub const OF_PROOFS: [SigningAlgorithm; 4] =
        [SigningAlgorithm::ES256, SigningAlgorithm::ES384, SigningAlgorithm::ES512, SigningAlgorithm::Ed25519];

    const OF_KEY_PAIRS: [SigningAlgorithm; 7] = [
        SigningAlgorithm::RS256,
        SigningAlgorithm::RS384,
        SigningAlgorithm::RS512,
        SigningAlgorithm::PS256,
        SigningAlgorithm::PS384,
        SigningAlgorithm::ES256,
        SigningAlgorithm::ES384,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            SigningAlgorithm::RS256 => "RS256",
            SigningAlgorithm::RS384 => "RS384",
            SigningAlgorithm::RS512 => "RS512",
            SigningAlgorithm::PS256 => "PS256",
            SigningAlgorithm::PS384 => "PS384",
            SigningAlgorithm::ES256 => "ES256",
            SigningAlgorithm::ES384 => "ES384",
            SigningAlgorithm::ES512 => "ES512",
            SigningAlgorithm::Ed25519 => "Ed25519",
        }
    }
}

impl fmt::Display for SigningAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is none of [`SigningAlgorithm::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no signing algorithm known here")]
pub struct UnknownAlgorithm(String);

impl FromStr for SigningAlgorithm {
    type Err = UnknownAlgorithm;

    fn from_str(name: &str) -> Result<Self, UnknownAlgorithm> {
        let known = SigningAlgorithm::ALL.into_iter().find(|algorithm| algorithm.name() == name);
        known.ok_or_else(|| UnknownAlgorithm(name.to_owned()))
    }
}
