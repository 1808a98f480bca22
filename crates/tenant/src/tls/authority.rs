use chrono::{DateTime, Months, TimeDelta, Utc};
use lintel_oidc::Secret;
use pem::Pem;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SerialNumber, date_time_ymd,
};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::TlsError;
use crate::store::{Store, StoreError};

const SETTING: &str = "certificate_authority";
const VALIDITY: Months = Months::new(120);
/// One that ends sooner is replaced at the next start.
const LEFT_AT_LEAST: TimeDelta = TimeDelta::days(30);

/// What signs the tenant's certificates.
#[derive(Debug)]
pub(crate) struct CertificateAuthority {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
    ends: DateTime<Utc>,
}

/// As it is kept, sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    key: String,
    certificate: String,
    ends: DateTime<Utc>,
}

/// The authority could not be had.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Tls(#[from] TlsError),
}

impl CertificateAuthority {
    /// The one of the tenant, made at first use. `tenant_id` tells it from other tenants' in a list of authorities.
    pub(crate) async fn of(store: &Store, tenant_id: &str, now: DateTime<Utc>) -> Result<Self, AuthorityError> {
        let kept = store.secret_setting(SETTING).await?;
        let kept: Option<Kept> = kept.and_then(|text| serde_json::from_str(text.expose()).ok());
        if let Some(kept) = kept.filter(|kept| kept.ends - now > LEFT_AT_LEAST) {
            let key = Zeroizing::new(kept.key);
            let key = KeyPair::try_from(pem::parse(key.as_bytes()).map_err(TlsError::Key)?.contents())
                .map_err(TlsError::Certificate)?;
            let issuer = Issuer::new(params(tenant_id, now, kept.ends), key);
            return Ok(CertificateAuthority { issuer, certificate: kept.certificate, ends: kept.ends });
        }
        let (made, kept) = Self::make(tenant_id, now)?;
        let text = serde_json::to_string(&kept).map_err(StoreError::Document)?;
        store.keep_secret_setting(SETTING, Secret::new(text)).await?;
        Ok(made)
    }

    pub(super) fn make(tenant_id: &str, now: DateTime<Utc>) -> Result<(Self, Kept), TlsError> {
        let ends = now.checked_add_months(VALIDITY).unwrap_or(now);
        let params = params(tenant_id, now, ends);
        let key = KeyPair::generate()?;
        let certificate = pem::encode(&Pem::new("CERTIFICATE", params.self_signed(&key)?.der().to_vec()));
        let kept = Kept {
            key: pem::encode(&Pem::new("PRIVATE KEY", key.serialize_der())),
            certificate: certificate.clone(),
            ends,
        };
        Ok((CertificateAuthority { issuer: Issuer::new(params, key), certificate, ends }, kept))
    }

    /// In PEM.
    pub(crate) fn certificate(&self) -> &str {
        &self.certificate
    }

    pub(super) fn issuer(&self) -> &Issuer<'static, KeyPair> {
        &self.issuer
    }

    pub(super) fn ends(&self) -> DateTime<Utc> {
        self.ends
    }
}

/// For this computer's own names alone, for servers alone, and with no authority below it.
fn params(tenant_id: &str, now: DateTime<Utc>, ends: DateTime<Utc>) -> CertificateParams {
    let mut params = dated(now, ends);
    params.distinguished_name.push(DnType::CommonName, format!("Lintel local tenant {tenant_id}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            // With everything below it.
            GeneralSubtree::DnsName("localhost".to_owned()),
            GeneralSubtree::IpAddress(CidrSubnet::V4([127, 0, 0, 1], [255; 4])),
            GeneralSubtree::IpAddress(CidrSubnet::V6(std::net::Ipv6Addr::LOCALHOST.octets(), [255; 16])),
        ],
        excluded_subtrees: Vec::new(),
    });
    params
}

/// Of an hour ago, for clocks that differ, and with a number of its own.
pub(super) fn dated(now: DateTime<Utc>, ends: DateTime<Utc>) -> CertificateParams {
    let instant = |at: DateTime<Utc>| {
        date_time_ymd(1970, 1, 1) + std::time::Duration::from_secs(at.timestamp().try_into().unwrap_or_default())
    };
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.not_before = instant(now - TimeDelta::hours(1));
    params.not_after = instant(ends);
    params.serial_number = Some(SerialNumber::from(rand::random::<[u8; 16]>().to_vec()));
    params
}
