use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use lintel_oidc::Clock;
use rcgen::{DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, SanType};
use rustls::{
    crypto::aws_lc_rs::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    server::{ClientHello, ResolvesServerCert},
    sign::{CertifiedKey, SigningKey},
};

use super::{
    authority::{CertificateAuthority, dated},
    error::TlsError,
};

const VALIDITY: TimeDelta = TimeDelta::days(7);
/// A certificate that ends sooner is made anew with the next handshake.
const LEFT_AT_LEAST: TimeDelta = TimeDelta::days(1);
/// How many names are remembered. A client may ask for any below `.localhost`.
const MOST: usize = 64;

/// The certificates that handshakes are answered with, made when they are asked for, all with one key of this run.
#[derive(Debug)]
pub(super) struct Leaves {
    authority: CertificateAuthority,
    clock: Clock,
    pair: KeyPair,
    signing: Arc<dyn SigningKey>,
    made: Mutex<HashMap<String, Leaf>>,
}

#[derive(Debug, Clone)]
struct Leaf {
    certified: Arc<CertifiedKey>,
    ends: DateTime<Utc>,
}

impl Leaves {
    pub(super) fn new(authority: CertificateAuthority, clock: Clock) -> Result<Self, TlsError> {
        let pair = KeyPair::generate()?;
        let signing = any_supported_type(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(pair.serialize_der())))?;
        Ok(Leaves { authority, clock, pair, signing, made: Mutex::default() })
    }

    /// The certificate for a name below `.localhost`, or for the names that every computer has for itself.
    fn of(&self, name: Option<&str>, now: DateTime<Utc>) -> Result<Arc<CertifiedKey>, TlsError> {
        let name = name.map(str::to_ascii_lowercase).filter(|name| name.ends_with(".localhost"));
        let name = name.unwrap_or_else(|| "localhost".to_owned());
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(leaf) = made.get(&name).filter(|leaf| leaf.ends - now > LEFT_AT_LEAST) {
            return Ok(leaf.certified.clone());
        }
        let leaf = self.make(&name, now)?;
        if made.len() >= MOST {
            made.clear();
        }
        let certified = leaf.certified.clone();
        made.insert(name, leaf);
        Ok(certified)
    }

    fn make(&self, name: &str, now: DateTime<Utc>) -> Result<Leaf, TlsError> {
        let ends = (now + VALIDITY).min(self.authority.ends());
        let mut params = dated(now, ends);
        params.distinguished_name.push(DnType::CommonName, name.chars().take(64).collect::<String>());
        params.subject_alt_names = vec![SanType::DnsName(name.try_into()?)];
        if name == "localhost" {
            let addresses = [std::net::Ipv4Addr::LOCALHOST.into(), std::net::Ipv6Addr::LOCALHOST.into()];
            params.subject_alt_names.extend(addresses.map(SanType::IpAddress));
        }
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&self.pair, self.authority.issuer())?;
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        Ok(Leaf { certified: Arc::new(CertifiedKey::new(chain, self.signing.clone())), ends })
    }
}

impl ResolvesServerCert for Leaves {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.of(hello.server_name(), self.clock.now())
            .inspect_err(|error| tracing::error!("no certificate: {error}"))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use rustls::{
        CertificateError, Error, RootCertStore,
        client::{WebPkiServerVerifier, danger::ServerCertVerifier},
        crypto::aws_lc_rs::default_provider,
        pki_types::UnixTime,
    };

    use super::*;

    fn noon() -> DateTime<Utc> {
        "2026-05-01T12:00:00Z".parse().expect("an instant")
    }

    fn leaves() -> Leaves {
        let (authority, _) = CertificateAuthority::make("t1", noon()).expect("an authority");
        Leaves::new(authority, Clock::at(noon())).expect("a key")
    }

    /// What a client says that trusts the authority and meets the certificate under `name`.
    fn judged(leaves: &Leaves, leaf: &CertifiedKey, name: &str, at: DateTime<Utc>) -> Result<(), Error> {
        let mut roots = RootCertStore::empty();
        let root = pem::parse(leaves.authority.certificate()).expect("PEM");
        roots.add(CertificateDer::from(root.contents().to_vec())).expect("a root");
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()));
        let at = UnixTime::since_unix_epoch(std::time::Duration::from_secs(at.timestamp().try_into().expect("a time")));
        let name = name.to_owned().try_into().expect("a name");
        let verifier = verifier.build().expect("a verifier");
        verifier.verify_server_cert(&leaf.cert[0], &[], &name, &[], at).map(|_| ())
    }

    #[test]
    fn a_client_that_trusts_the_authority_accepts_the_names_of_this_computer() {
        let leaves = leaves();
        for name in ["localhost", "127.0.0.1", "::1", "login.localhost"] {
            let dns = name.ends_with("localhost").then_some(name);
            let leaf = leaves.of(dns, noon()).expect("a certificate");
            assert_eq!(judged(&leaves, &leaf, name, noon()), Ok(()), "{name}");
        }
        let leaf = leaves.of(Some("login.localhost"), noon()).expect("a certificate");
        assert!(judged(&leaves, &leaf, "localhost", noon()).is_err(), "each name has its own");
    }

    #[test]
    fn a_certificate_for_another_name_is_refused_by_the_constraint() {
        let leaves = leaves();
        for name in ["example.com", "localhost.example.com", "notlocalhost"] {
            let leaf = leaves.make(name, noon()).expect("a certificate").certified;
            let refused = judged(&leaves, &leaf, name, noon());
            assert!(
                matches!(&refused, Err(Error::InvalidCertificate(why)) if format!("{why:?}").contains("NameConstraint")),
                "{name}: {refused:?}"
            );
        }
        let other = leaves.of(Some("example.com"), noon()).expect("a certificate");
        assert!(judged(&leaves, &other, "example.com", noon()).is_err(), "nobody gets one by asking");
    }

    #[test]
    fn a_certificate_is_made_anew_before_it_ends() {
        let leaves = leaves();
        let first = leaves.of(None, noon()).expect("a certificate");
        let later = noon() + VALIDITY - LEFT_AT_LEAST - TimeDelta::minutes(1);
        assert_eq!(leaves.of(None, later).expect("a certificate").cert, first.cert);
        let renewed = noon() + VALIDITY;
        let expired = judged(&leaves, &first, "localhost", renewed + TimeDelta::seconds(1));
        assert!(
            matches!(expired, Err(Error::InvalidCertificate(CertificateError::ExpiredContext { .. }))),
            "{expired:?}"
        );
        let second = leaves.of(None, renewed).expect("a certificate");
        assert_ne!(second.cert, first.cert);
        assert_eq!(judged(&leaves, &second, "localhost", renewed), Ok(()));
    }

    #[test]
    fn no_more_names_are_remembered_than_there_are_places() {
        let leaves = leaves();
        for number in 0..=MOST {
            leaves.of(Some(&format!("n{number}.localhost")), noon()).expect("a certificate");
        }
        assert!(leaves.made.lock().expect("a lock").len() <= MOST);
    }
}
