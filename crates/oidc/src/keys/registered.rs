//! The algorithms that a key can name (RFC 7518, RFC 8812, RFC 9864).

const SIGNATURE_ALGORITHMS: [&str; 16] = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519",
    "Ed448", "HS256", "HS384", "HS512",
];

const ENCRYPTION_ALGORITHMS: [&str; 20] = [
    "RSA1_5",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "RSA-OAEP-384",
    "RSA-OAEP-512",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "A128KW",
    "A192KW",
    "A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
    "dir",
    "A128GCM",
    "A256GCM",
    "A128CBC-HS256",
    "A256CBC-HS512",
];

pub(crate) fn is_signature(alg: &str) -> bool {
    SIGNATURE_ALGORITHMS.contains(&alg)
}

pub(crate) fn is_encryption(alg: &str) -> bool {
    ENCRYPTION_ALGORITHMS.contains(&alg)
}
