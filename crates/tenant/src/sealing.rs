//! Secrets at rest: XChaCha20-Poly1305 with a key from a passphrase or from the system's keychain.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use argon2::Argon2;
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use lintel_oidc::Secret;
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{folder::Folder, owner};

const NONCE: usize = 24;
const SALT: usize = 16;
const KEYCHAIN_SERVICE: &str = "dev.lintel.Lintel";
const RECORD: &str = "sealing.json";
/// The member of a connection's options that versions before the third of the database sealed, wherever it stands.
const SEALED_MEMBER: &str = "client_secret";

/// Where the key that seals the folder's secrets comes from.
#[derive(Clone)]
pub enum KeySource {
    /// `LINTEL_KEY`: any text, stretched with Argon2id and a salt that is kept in the folder.
    Passphrase(Secret),
    /// One entry for the folder in the system's keychain, made when it is not there.
    Keychain,
    /// The key itself, for a folder that does not outlive the process.
    Given([u8; 32]),
}

impl KeySource {
    /// `LINTEL_KEY` where it is set and not empty, else the keychain.
    pub fn from_environment() -> Self {
        match std::env::var("LINTEL_KEY") {
            Ok(passphrase) if !passphrase.is_empty() => KeySource::Passphrase(Secret::new(passphrase)),
            _ => KeySource::Keychain,
        }
    }

    /// A key that nobody keeps.
    pub fn random() -> Self {
        KeySource::Given(random_bytes())
    }
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            KeySource::Passphrase(_) => "Passphrase(***)",
            KeySource::Keychain => "Keychain",
            KeySource::Given(_) => "Given(***)",
        })
    }
}

/// The key that seals the folder's secrets could not be had. Nothing has been changed.
#[derive(Debug, thiserror::Error)]
pub enum SealingKeyError {
    #[error("LINTEL_KEY is empty. Set it to any text, or unset it and use the system's keychain.")]
    EmptyPassphrase,
    #[error("This data folder was sealed with LINTEL_KEY. Set it to the same text as before.")]
    NeedsPassphrase,
    #[error("This data folder was sealed with a key from the system's keychain. Unset LINTEL_KEY.")]
    NeedsKeychain,
    #[error("This data folder was sealed with a key that was not kept.")]
    NeedsGivenKey,
    #[error(
        "No keychain is running, and LINTEL_KEY is not set. Set LINTEL_KEY to any text, or start a keychain (on Linux: \
         GNOME Keyring or KWallet)."
    )]
    NoKeychain { source: keyring::Error },
    #[error(
        "The keychain is locked or refused access. Unlock it and try again, or set LINTEL_KEY for a new data folder."
    )]
    KeychainLocked { source: keyring::Error },
    #[error("The keychain no longer holds the key of this data folder (service {service}, user {user}).")]
    KeyLost { service: &'static str, user: String },
    #[error(
        "The entry for this data folder in the keychain (service {service}, user {user}) is not a key of Lintel's."
    )]
    NotAKey { service: &'static str, user: String },
    #[error("The keychain failed: {source}.")]
    Keychain { source: keyring::Error },
    #[error("The key could not be derived from LINTEL_KEY.")]
    Stretch { source: argon2::Error },
    #[error("How the data folder is sealed could not be read from or kept in {path}: {source}.")]
    Record { path: PathBuf, source: io::Error },
    /// The key cannot be derived or found without it.
    #[error(
        "{path} is gone: it says how the database beside it is sealed. Put it back from a copy of the data folder, or start \
         with another folder. Nothing was changed."
    )]
    RecordGone { path: PathBuf },
    #[error("Obtaining the key did not run to its end.")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// A sealed value could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnsealError {
    #[error("it was sealed with another key, for another place, or it was changed")]
    Refused,
    #[error("it is not a sealed value")]
    NotSealed,
    #[error("what was sealed is not the text it should be")]
    NotText,
}

/// Seals and opens. A value opens only in the place (`context`) that it was sealed for.
#[derive(Clone)]
pub struct Sealer(Arc<XChaCha20Poly1305>);

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(***)")
    }
}

/// How the folder is sealed, kept beside the database: never a key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
enum Record {
    Passphrase { salt: String },
    Keychain,
    Given,
}

impl Sealer {
    pub(crate) fn new(key: &[u8; 32]) -> Self {
        Sealer(Arc::new(XChaCha20Poly1305::new(key.into())))
    }

    /// For what nobody opens once the program has ended.
    pub fn random() -> Self {
        Sealer::new(&random_bytes())
    }

    /// For a file that keeps its salt itself, which is no secret.
    pub fn of_passphrase(passphrase: &Secret, salt: &[u8]) -> Result<Self, SealingKeyError> {
        Ok(Sealer::new(&stretch(passphrase, salt)?))
    }

    pub fn fresh_salt() -> [u8; SALT] {
        random_bytes()
    }

    /// Obtains the key that `database` in the folder is sealed with, which can wait for the person to unlock the keychain.
    pub(crate) async fn of_folder(
        folder: &Folder,
        database: &Path,
        source: KeySource,
    ) -> Result<Self, SealingKeyError> {
        let (folder, database) = (folder.clone(), database.to_owned());
        tokio::task::spawn_blocking(move || Ok(Sealer::new(&key_of_folder(&folder, &database, source)?))).await?
    }

    pub fn seal(&self, plain: &[u8], context: &str) -> Vec<u8> {
        let nonce: [u8; NONCE] = random_bytes();
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).expect("no value here comes near 256 GiB");
        [nonce.as_slice(), &sealed].concat()
    }

    pub fn unseal(&self, sealed: &[u8], context: &str) -> Result<Vec<u8>, UnsealError> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(UnsealError::NotSealed)?;
        let payload = Payload { msg: sealed, aad: context.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| UnsealError::Refused)
    }

    /// Opens the value of every `client_secret`, at any depth.
    pub(crate) fn unseal_members(&self, members: &mut Map<String, Value>, context: &str) -> Result<(), UnsealError> {
        for (name, value) in members {
            if name == SEALED_MEMBER {
                let sealed =
                    value.as_str().and_then(|text| STANDARD.decode(text).ok()).ok_or(UnsealError::NotSealed)?;
                *value = serde_json::from_slice(&self.unseal(&sealed, context)?).map_err(|_| UnsealError::NotText)?;
            } else {
                let mut outcome = Ok(());
                each_object(value, &mut |object| {
                    if outcome.is_ok() {
                        outcome = self.unseal_members(object, context);
                    }
                });
                outcome?;
            }
        }
        Ok(())
    }
}

/// Deletes the keychain's entry of a folder that is about to be deleted.
pub fn forget_key(folder: &Path) -> Result<(), SealingKeyError> {
    if !matches!(read_record(&folder.join(RECORD))?, Some(Record::Keychain)) {
        return Ok(());
    }
    let path = folder.join("id");
    let id = fs::read_to_string(&path).map_err(|source| SealingKeyError::Record { path, source })?;
    match entry(id.trim())?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(source) => Err(keychain_failed(source)),
    }
}

/// The outermost objects in a value.
fn each_object(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => visit(object),
        Value::Array(items) => items.iter_mut().for_each(|item| each_object(item, visit)),
        _ => {}
    }
}

fn key_of_folder(folder: &Folder, database: &Path, source: KeySource) -> Result<[u8; 32], SealingKeyError> {
    let path = folder.path().join(RECORD);
    let record = read_record(&path)?;
    if record.is_none() && database.exists() {
        return Err(SealingKeyError::RecordGone { path });
    }
    match (record, source) {
        (_, KeySource::Passphrase(passphrase)) if passphrase.expose().is_empty() => {
            Err(SealingKeyError::EmptyPassphrase)
        }
        (Some(Record::Passphrase { salt }), KeySource::Passphrase(passphrase)) => {
            let salt = STANDARD.decode(salt).map_err(|error| not_a_record(&path, error))?;
            stretch(&passphrase, &salt)
        }
        (None, KeySource::Passphrase(passphrase)) => {
            let salt: [u8; SALT] = random_bytes();
            let key = stretch(&passphrase, &salt)?;
            keep_record(&path, &Record::Passphrase { salt: STANDARD.encode(salt) })?;
            Ok(key)
        }
        (Some(Record::Keychain), KeySource::Keychain) => key_in_keychain(folder.id()),
        (None, KeySource::Keychain) => {
            let key = new_key_in_keychain(folder.id())?;
            keep_record(&path, &Record::Keychain)?;
            Ok(key)
        }
        (Some(Record::Given), KeySource::Given(key)) => Ok(key),
        (None, KeySource::Given(key)) => {
            keep_record(&path, &Record::Given)?;
            Ok(key)
        }
        (Some(Record::Passphrase { .. }), _) => Err(SealingKeyError::NeedsPassphrase),
        (Some(Record::Keychain), _) => Err(SealingKeyError::NeedsKeychain),
        (Some(Record::Given), _) => Err(SealingKeyError::NeedsGivenKey),
    }
}

fn stretch(passphrase: &Secret, salt: &[u8]) -> Result<[u8; 32], SealingKeyError> {
    let mut key = [0; 32];
    Argon2::default()
        .hash_password_into(passphrase.expose().as_bytes(), salt, &mut key)
        .map_err(|source| SealingKeyError::Stretch { source })?;
    Ok(key)
}

fn key_in_keychain(user: &str) -> Result<[u8; 32], SealingKeyError> {
    match entry(user)?.get_secret() {
        Ok(secret) => {
            secret.try_into().map_err(|_| SealingKeyError::NotAKey { service: KEYCHAIN_SERVICE, user: user.to_owned() })
        }
        Err(keyring::Error::NoEntry) => {
            Err(SealingKeyError::KeyLost { service: KEYCHAIN_SERVICE, user: user.to_owned() })
        }
        Err(source) => Err(keychain_failed(source)),
    }
}

fn new_key_in_keychain(user: &str) -> Result<[u8; 32], SealingKeyError> {
    let key: [u8; 32] = random_bytes();
    entry(user)?.set_secret(&key).map_err(keychain_failed)?;
    Ok(key)
}

fn entry(user: &str) -> Result<keyring::Entry, SealingKeyError> {
    keyring::Entry::new(KEYCHAIN_SERVICE, user).map_err(keychain_failed)
}

fn keychain_failed(source: keyring::Error) -> SealingKeyError {
    match source {
        keyring::Error::NoDefaultStore => SealingKeyError::NoKeychain { source },
        keyring::Error::NoStorageAccess(_) => SealingKeyError::KeychainLocked { source },
        source => SealingKeyError::Keychain { source },
    }
}

fn read_record(path: &PathBuf) -> Result<Option<Record>, SealingKeyError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|error| not_a_record(path, error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(SealingKeyError::Record { path: path.clone(), source }),
    }
}

fn keep_record(path: &Path, record: &Record) -> Result<(), SealingKeyError> {
    let bytes = serde_json::to_vec(record).map_err(|error| not_a_record(path, error))?;
    owner::write(path, &bytes).map_err(|source| SealingKeyError::Record { path: path.to_owned(), source })
}

fn not_a_record(path: &Path, error: impl std::error::Error + Send + Sync + 'static) -> SealingKeyError {
    SealingKeyError::Record { path: path.to_owned(), source: io::Error::new(io::ErrorKind::InvalidData, error) }
}

fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    rand::rng().fill_bytes(&mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_sealed_value_opens_only_where_it_was_sealed() {
        let sealer = Sealer::new(&[7; 32]);
        let sealed = sealer.seal(b"secret", "con_a");
        assert_eq!(sealer.unseal(&sealed, "con_a").expect("opens"), b"secret");
        assert!(sealer.unseal(&sealed, "con_b").is_err());
        assert!(Sealer::new(&[8; 32]).unseal(&sealed, "con_a").is_err());
        assert!(sealer.unseal(b"short", "con_a").is_err());
    }

    #[test]
    fn every_client_secret_of_an_earlier_version_opens_whatever_its_type_and_depth() {
        let sealer = Sealer::new(&[7; 32]);
        let sealed = |value: Value| STANDARD.encode(sealer.seal(value.to_string().as_bytes(), "con_a"));
        let Value::Object(mut members) = json!({
            "client_secret": sealed("outer".into()), "client_id": "id", "list": [[{ "client_secret": sealed(42.into()) }]],
            "deep": { "client_secret": sealed(json!({ "client_secret": null })) },
        }) else {
            unreachable!()
        };
        assert!(sealer.unseal_members(&mut members.clone(), "con_b").is_err());
        sealer.unseal_members(&mut members, "con_a").expect("opens");
        let opened = json!({
            "client_secret": "outer", "client_id": "id", "list": [[{ "client_secret": 42 }]],
            "deep": { "client_secret": { "client_secret": null } },
        });
        assert_eq!(Value::Object(members), opened);
    }
}
