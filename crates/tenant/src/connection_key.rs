//! A key that a connection signs its client assertions with, and the certificate that shows its public half.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use cms::{
    cert::x509::{
        Certificate,
        der::{self, Decode, Encode},
    },
    content_info::ContentInfo,
};
use lintel_oidc::signing::{KeyError, SigningAlgorithm, SigningKey};
use pem::Pem;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, date_time_ymd};
use serde_json::{Map, Value};

/// How long a certificate is valid.
const VALIDITY: Months = Months::new(12);

/// A new key of a connection.
#[derive(Debug)]
pub(crate) struct ConnectionKey {
    pub(crate) signing: SigningKey,
    /// As the API shows it, without the state it is in.
    pub(crate) document: Map<String, Value>,
}

/// A key of a connection could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectionKeyError {
    #[error("the connection's key could not be made")]
    Key(#[from] KeyError),
    #[error("the certificate of the connection's key could not be made")]
    Certificate(#[from] rcgen::Error),
    #[error("the certificate of the connection's key could not be put into PKCS #7")]
    Pkcs7(#[from] der::Error),
    #[error("making the connection's key did not run to its end")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// The keys that a connection begins with.
#[derive(Debug)]
pub(crate) struct FirstKeys {
    pub(crate) current: ConnectionKey,
    pub(crate) next: ConnectionKey,
    /// When the first one became current.
    pub(crate) at: DateTime<Utc>,
}

impl FirstKeys {
    pub(crate) async fn generate(
        connection_name: &str,
        algorithm: SigningAlgorithm,
        at: DateTime<Utc>,
    ) -> Result<Self, ConnectionKeyError> {
        let current = ConnectionKey::generate(connection_name, algorithm, at).await?;
        let next = ConnectionKey::generate(connection_name, algorithm, at).await?;
        Ok(FirstKeys { current, next, at })
    }
}

impl ConnectionKey {
    pub(crate) async fn generate(
        connection_name: &str,
        algorithm: SigningAlgorithm,
        now: DateTime<Utc>,
    ) -> Result<Self, ConnectionKeyError> {
        let name = connection_name.to_owned();
        tokio::task::spawn_blocking(move || {
            let signing = SigningKey::generate(algorithm)?;
            let document = document(&name, &signing, now)?;
            Ok(ConnectionKey { signing, document })
        })
        .await?
    }
}

fn document(
    connection_name: &str,
    key: &SigningKey,
    now: DateTime<Utc>,
) -> Result<Map<String, Value>, ConnectionKeyError> {
    let certificate = self_signed(connection_name, key, now)?;
    let thumbprint: Vec<String> =
        digest(&SHA1_FOR_LEGACY_USE_ONLY, &certificate).as_ref().iter().map(|byte| format!("{byte:02X}")).collect();
    let members = [
        ("kid", key.kid().to_owned()),
        ("algorithm", key.algorithm().name().to_owned()),
        ("key_use", "signing".to_owned()),
        ("subject_dn", format!("/CN={connection_name}")),
        ("cert", pem::encode(&Pem::new("CERTIFICATE", certificate.as_slice()))),
        ("fingerprint", thumbprint.join(":")),
        ("thumbprint", thumbprint.concat()),
        ("pkcs", pem::encode(&Pem::new("PKCS7", pkcs7(&certificate)?))),
    ];
    Ok(members.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect())
}

/// The certificate in DER.
fn self_signed(connection_name: &str, key: &SigningKey, now: DateTime<Utc>) -> Result<Vec<u8>, ConnectionKeyError> {
    let private = pem::parse(key.to_pkcs8_pem()?.expose()).map_err(KeyError::NotPem)?;
    let pair = KeyPair::try_from(private.contents())?;
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, connection_name);
    let midnight = |day: NaiveDate| date_time_ymd(day.year(), day.month() as u8, day.day() as u8);
    let today = now.date_naive();
    params.not_before = midnight(today);
    params.not_after = midnight(today.checked_add_months(VALIDITY).unwrap_or(NaiveDate::MAX));
    Ok(params.self_signed(&pair)?.der().to_vec())
}

/// A `SignedData` that signs nothing and carries the certificate (RFC 5652, section 5), in DER.
fn pkcs7(certificate: &[u8]) -> Result<Vec<u8>, ConnectionKeyError> {
    let message = ContentInfo::try_from(vec![Certificate::from_der(certificate)?])?;
    Ok(message.to_der()?)
}
