//! Secrets in a file: sealed with XChaCha20-Poly1305 under a passphrase that Argon2id stretches. The file says how, so that it opens in
//! every later version; what seals a data folder keeps that beside the folder.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use rand::Rng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

const NONCE: usize = 24;
const SALT: usize = 16;
/// What a foreign file may ask of this computer: 1 GiB, 16 passes.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_PASSES: u32 = 16;

/// What a person typed to seal or open secrets.
#[derive(Clone, Default)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    pub fn new(text: impl Into<String>) -> Self {
        Passphrase(Zeroizing::new(text.into()))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(***)")
    }
}

/// How the secrets of a file are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sealing {
    cipher: String,
    stretch: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    /// Base64.
    salt: String,
}

/// The passphrase could not be made a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSealed {
    #[error("The passphrase is empty. Type one, or leave the secrets out.")]
    Empty,
    #[error("This computer could not make a key of the passphrase. Close other programs and try again.")]
    Stretch,
}

/// Seals and opens the secrets of one file. A secret opens only in the place (`context`) that it was sealed for.
pub(crate) struct Sealer(XChaCha20Poly1305);

impl Sealing {
    pub(crate) fn new() -> Self {
        Sealing {
            cipher: "XChaCha20-Poly1305".to_owned(),
            stretch: "Argon2id".to_owned(),
            memory_kib: Params::DEFAULT_M_COST,
            passes: Params::DEFAULT_T_COST,
            lanes: Params::DEFAULT_P_COST,
            salt: STANDARD.encode(random_bytes::<SALT>()),
        }
    }

    /// Whether it can be opened here, within what a file may ask for.
    pub(crate) fn known(&self) -> bool {
        self.cipher == "XChaCha20-Poly1305"
            && self.stretch == "Argon2id"
            && self.memory_kib <= MAX_MEMORY_KIB
            && self.passes <= MAX_PASSES
            && self.lanes <= MAX_PASSES
            && self.params().is_some()
    }

    pub(crate) fn sealer(&self, passphrase: &Passphrase) -> Result<Sealer, NotSealed> {
        if passphrase.0.is_empty() {
            return Err(NotSealed::Empty);
        }
        let (params, salt) = self.params().ok_or(NotSealed::Stretch)?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.0.as_bytes(), &salt, key.as_mut())
            .map_err(|_| NotSealed::Stretch)?;
        Ok(Sealer(XChaCha20Poly1305::new((&*key).into())))
    }

    fn params(&self) -> Option<(Params, Vec<u8>)> {
        let salt = STANDARD.decode(&self.salt).ok().filter(|salt| (8..=64).contains(&salt.len()))?;
        Some((Params::new(self.memory_kib, self.passes, self.lanes, None).ok()?, salt))
    }
}

impl Sealer {
    /// Base64 of the nonce and what is sealed.
    pub(crate) fn seal(&self, plain: &str, context: &str) -> String {
        let nonce: [u8; NONCE] = random_bytes();
        let payload = Payload { msg: plain.as_bytes(), aad: context.as_bytes() };
        // It fails beyond 256 GiB alone, and no document is as large.
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        STANDARD.encode([nonce.as_slice(), &sealed].concat())
    }

    pub(crate) fn open(&self, sealed: &str, context: &str) -> Option<Zeroizing<String>> {
        let bytes = STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let payload = Payload { msg: sealed, aad: context.as_bytes() };
        let plain = self.0.decrypt(&XNonce::from(*nonce), payload).ok()?;
        String::from_utf8(plain).ok().map(Zeroizing::new)
    }
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}
