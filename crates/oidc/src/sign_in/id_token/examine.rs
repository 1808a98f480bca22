use std::sync::Arc;

use serde_json::{Map, Value};

use super::{
    age, algorithm, at_hash, audience, authorized_party, claim_types,
    clocks::beside_clocks,
    expectation::Expectation,
    expired, header, issued_at, issuer,
    judgement::Judgement,
    key::{self, ID_TOKEN_KEY},
    key_length,
    library::{self, ID_TOKEN_CLAIMS},
    nonce, not_before, parts,
    signature::{self, ID_TOKEN_SIGNATURE},
    signing_key::signing_key,
    subject,
};
use crate::{Finding, keys::Proven, trace::CheckResult};

/// A token taken apart and every check on it, passed or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    pub header: Map<String, Value>,
    pub claims: Map<String, Value>,
    pub checks: Vec<CheckResult>,
    pub findings: Vec<Finding>,
    /// What its keys say of it; absent of what is no token.
    pub(super) by_keys: Option<ByKeys>,
}

impl Examined {
    pub fn error(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.is_error())
    }

    /// Whether another key set might let the signature verify. A provider that keeps a kid for its next key, or gives none,
    /// shows its rotation by a signature that fails.
    pub(in crate::sign_in) fn wants_other_keys(&self) -> bool {
        let of_keys = [ID_TOKEN_KEY.code, ID_TOKEN_SIGNATURE.code];
        self.findings.iter().any(|finding| of_keys.contains(&finding.code.as_str()))
    }
}

/// Runs every check; what the library refuses and no check of ours explains becomes a finding of its own.
pub fn examine(token: &str, expect: &Expectation<'_>) -> Examined {
    let (header, claims) = match parts::take_apart(token) {
        Ok(parts) => parts,
        Err(finding) => {
            return Examined {
                header: Map::new(),
                claims: Map::new(),
                checks: vec![parts::shape(&finding).failed(&finding)],
                findings: vec![*finding],
                by_keys: None,
            };
        }
    };
    let (by_keys, proven) = ByKeys::of(token, &header, &claims, expect);
    let examined = judged(header, claims, by_keys, expect);
    match examined.error() {
        None => examined.or_library(library::accepts(token, proven.as_ref(), expect)),
        Some(_) => examined,
    }
}

impl Examined {
    /// With what the library refuses, where no check of ours explains it.
    pub(super) fn or_library(mut self, accepted: Result<(), String>) -> Examined {
        let Err(refusal) = accepted else { return self };
        if self.error().is_some() {
            return self;
        }
        let finding = ID_TOKEN_CLAIMS
            .finding("id_token", format!("The ID token cannot be read: {refusal}."))
            .expected("registered claims with the types of the specification")
            .got(refusal)
            .remedy("Have the provider correct the claim, or leave it out of the ID token.");
        self.checks.push(ID_TOKEN_CLAIMS.failed(&finding));
        self.findings.push(finding);
        self
    }
}

/// What the keys and the access token say of a token: no setting of a connection changes it, once the algorithm is allowed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ByKeys([Judgement; 4]);

impl ByKeys {
    /// With what was proven on the way.
    pub(super) fn of(
        token: &str,
        header: &Map<String, Value>,
        claims: &Map<String, Value>,
        expect: &Expectation<'_>,
    ) -> (ByKeys, Option<Arc<Proven>>) {
        let chosen = signing_key(header, expect);
        let (signature, proven) = signature::signature(token, &chosen, header);
        let by_keys = ByKeys([
            key::key(&chosen, header, expect),
            key_length::key_length(&chosen, header),
            signature,
            at_hash::at_hash(header, claims, expect),
        ]);
        (by_keys, proven)
    }
}

impl From<ByKeys> for Vec<Judgement> {
    fn from(by_keys: ByKeys) -> Self {
        by_keys.0.into()
    }
}

impl TryFrom<Vec<Judgement>> for ByKeys {
    type Error = Vec<Judgement>;

    fn try_from(judgements: Vec<Judgement>) -> Result<Self, Self::Error> {
        judgements.try_into().map(ByKeys)
    }
}

/// Every check of ours, those by keys as they were found.
pub(super) fn judged(
    header: Map<String, Value>,
    claims: Map<String, Value>,
    by_keys: ByKeys,
    expect: &Expectation<'_>,
) -> Examined {
    let ByKeys([key, key_length, signature, at_hash]) = by_keys.clone();
    let judgements = [
        header::crit(&header),
        header::header(&header),
        algorithm::algorithm(&header, expect),
        key,
        key_length,
        signature,
        issuer::issuer(&claims, expect),
        audience::audience(&claims, expect),
        authorized_party::authorized_party(&claims, expect),
        expired::expired(&claims, expect),
        issued_at::issued_at(&claims, expect),
        not_before::not_before(&claims, expect),
        nonce::nonce(&claims, expect),
        subject::subject(&claims),
        at_hash,
        claim_types::claim_types(&claims),
    ];
    let judgements = judgements.into_iter().map(|one| beside_clocks(one, &claims, expect));
    let (checks, findings): (Vec<CheckResult>, Vec<Option<Finding>>) = judgements.unzip();
    let findings = findings.into_iter().flatten().chain(age::age(&claims, expect)).collect();
    Examined { header, claims, checks, findings, by_keys: Some(by_keys) }
}
