use std::collections::BTreeMap;

use base64::Engine;
use base64::alphabet;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::certificate::not_after;
use super::checks::answer::DOCUMENT_TOO_DEEP;
use super::checks::keys::{self, KEYS_UNREADABLE};
use super::checks::{Outcome, Word};
use super::document::{a_json_type, member_repeated, read_json};
use crate::Finding;

/// The least that an RSA key needs to sign (RFC 7518, sections 3.3 and 3.5).
pub(crate) const RSA_BITS: usize = 2048;

/// A JWK set as it was served (RFC 7517), every key listed, also those that no library would read.
#[derive(Debug, Clone, PartialEq)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// One key, as far as it can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    pub kid: Option<String>,
    pub kty: Option<String>,
    pub alg: Option<String>,
    /// The member `use`.
    pub usage: Option<String>,
    pub crv: Option<String>,
    /// The length of an RSA modulus.
    pub bits: Option<usize>,
    /// Until when the first certificate of its `x5c` is valid.
    pub certificate_expires: Option<DateTime<Utc>>,
    /// Whether it can verify a signature.
    pub usable: bool,
    /// The key as served.
    pub raw: Map<String, Value>,
    pub(crate) fault: Option<String>,
}

/// A key set, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct KeySetReport {
    pub set: KeySet,
    /// `usable_signature_key`, where there is none.
    pub missing: Vec<String>,
    /// In the discovery corpus's words.
    pub warnings: Vec<String>,
    pub findings: Vec<Finding>,
}

impl KeySet {
    pub fn parse(bytes: &[u8]) -> Result<Self, Finding> {
        let unreadable = |message: String, got: String| {
            KEYS_UNREADABLE
                .finding("jwks_uri", message)
                .expected("a JSON object with the member keys")
                .got(got)
                .remedy("Correct jwks_uri, or the key set behind it, at the provider.")
        };
        let read = read_json(bytes).map_err(|finding| {
            if finding.code == DOCUMENT_TOO_DEEP.code {
                return Finding { member: Some("jwks_uri".to_owned()), ..finding };
            }
            unreadable(format!("The key set cannot be read. {}", finding.message), finding.got.unwrap_or_default())
        })?;
        if let Some(repeat) = read.repeated.first() {
            return Err(member_repeated("jwks_uri", repeat));
        }
        let value = read.value;
        match value.get("keys") {
            Some(Value::Array(keys)) => Ok(KeySet { keys: keys.iter().map(Key::read).collect() }),
            Some(other) => Err(unreadable(
                format!("The member keys is {} and not an array.", a_json_type(other)),
                a_json_type(other),
            )),
            None => Err(unreadable("The key set has no member keys.".to_owned(), a_json_type(&value))),
        }
    }

    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Judges every key as of `now`; `algorithms` are those the provider says it signs with.
    pub fn judge(self, algorithms: &[&str], now: DateTime<Utc>) -> KeySetReport {
        let outcomes = keys::check(&self, algorithms, now);
        KeySetReport::new(self, outcomes)
    }
}

impl KeySetReport {
    pub fn usable_keys(&self) -> usize {
        self.set.keys.iter().filter(|key| key.usable).count()
    }

    pub(crate) fn new(set: KeySet, outcomes: Vec<Outcome>) -> Self {
        let mut report = KeySetReport { set, missing: Vec::new(), warnings: Vec::new(), findings: Vec::new() };
        for Outcome { finding, word, .. } in outcomes {
            let (words, word) = match word {
                Some(Word::Missing(word)) => (&mut report.missing, word),
                Some(Word::Warning(word)) => (&mut report.warnings, word),
                Some(Word::Invalid(_)) | None => {
                    report.findings.push(finding);
                    continue;
                }
            };
            if !words.contains(&word) {
                words.push(word);
            }
            report.findings.push(finding);
        }
        report
    }
}

impl Key {
    /// RFC 7638 with SHA-256, in base64url. `None` for a key that lacks a member it needs.
    pub fn thumbprint(&self) -> Option<String> {
        let members: &[&str] = match self.kty.as_deref()? {
            "RSA" => &["e", "kty", "n"],
            "EC" => &["crv", "kty", "x", "y"],
            "OKP" => &["crv", "kty", "x"],
            _ => return None,
        };
        let required: Option<BTreeMap<&str, &str>> =
            members.iter().map(|name| Some((*name, self.raw.get(*name)?.as_str()?))).collect();
        let canonical = serde_json::to_string(&required?).ok()?;
        Some(URL_SAFE_NO_PAD.encode(Sha256::digest(canonical.as_bytes())))
    }

    fn read(value: &Value) -> Self {
        let raw = value.as_object().cloned().unwrap_or_default();
        let text =
            |name: &str| raw.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let mut key = Key {
            kid: text("kid"),
            kty: text("kty"),
            alg: text("alg"),
            usage: text("use"),
            crv: text("crv"),
            bits: None,
            certificate_expires: raw.get("x5c").and_then(|chain| not_after(chain.get(0)?)),
            usable: false,
            fault: None,
            raw,
        };
        key.fault = if value.is_object() { key.material().err() } else { Some("not_object".to_owned()) };
        key.usable = key.why_unusable().is_none();
        key
    }

    /// The length of an RSA key that is too short to sign with.
    pub(crate) fn short(&self) -> Option<usize> {
        self.bits.filter(|bits| *bits < RSA_BITS)
    }

    /// What to call the key in a sentence.
    pub(crate) fn name(&self) -> String {
        self.kid.as_ref().map_or_else(|| "A key without kid".to_owned(), |kid| format!("The key {kid}"))
    }

    /// Why it cannot verify a signature, in words that follow a colon; absent where it can.
    pub(crate) fn why_unusable(&self) -> Option<String> {
        match &self.fault {
            Some(fault) => Some(keys::fault_in_words(self, fault)),
            None => self.other_purpose(),
        }
    }

    pub(crate) fn text(&self, member: &str) -> Option<&str> {
        self.raw.get(member)?.as_str().filter(|text| !text.is_empty())
    }

    /// The members that are numbers in base64url.
    pub(crate) fn encoded(&self) -> impl Iterator<Item = (&'static str, &str)> {
        ["n", "e", "x", "y"].into_iter().filter_map(|member| self.text(member).map(|text| (member, text)))
    }

    /// Whether an octet string of the RSA key begins with a zero that RFC 7518, section 2, leaves out.
    pub(crate) fn has_leading_zero(&self) -> bool {
        self.kty.as_deref() == Some("RSA")
            && ["n", "e"].iter().any(|member| self.bytes(member).is_ok_and(|bytes| bytes.first() == Some(&0)))
    }

    fn material(&mut self) -> Result<(), String> {
        match self.kty.as_deref() {
            Some("RSA") => {
                let modulus = self.bytes("n")?;
                self.bytes("e")?;
                let bits = modulus
                    .iter()
                    .position(|byte| *byte != 0)
                    .map_or(0, |zeros| (modulus.len() - zeros) * 8 - modulus[zeros].leading_zeros() as usize);
                self.bits = Some(bits);
                // RS256 needs 62 bytes for its padding and digest (RFC 8017, section 9.2): no shorter key can sign.
                if bits < 512 { Err("too_small".to_owned()) } else { Ok(()) }
            }
            Some("EC") => {
                let curve = self.crv.clone().ok_or("param_missing_crv")?;
                self.bytes("x")?;
                self.bytes("y")?;
                if ["P-256", "P-384", "P-521", "secp256k1"].contains(&curve.as_str()) {
                    Ok(())
                } else {
                    Err("unknown_crv".to_owned())
                }
            }
            Some("OKP") => {
                let curve = self.crv.clone().ok_or("param_missing_crv")?;
                self.bytes("x")?;
                if ["Ed25519", "Ed448", "X25519", "X448"].contains(&curve.as_str()) {
                    Ok(())
                } else {
                    Err("unknown_crv".to_owned())
                }
            }
            Some("oct") => Err("symmetric".to_owned()),
            Some(_) => Err("unknown_kty".to_owned()),
            None => Err("param_missing_kty".to_owned()),
        }
    }

    /// What it is for, where that is not to verify signatures.
    fn other_purpose(&self) -> Option<String> {
        if let Some(curve @ ("X25519" | "X448")) = self.crv.as_deref() {
            return Some(format!("its curve {curve} is for key agreement"));
        }
        if let Some(usage) = self.usage.as_deref().filter(|usage| *usage != "sig") {
            return Some(format!("its use is {usage} and not sig"));
        }
        if let Some(Value::Array(operations)) = self.raw.get("key_ops")
            && !operations.iter().any(|operation| operation == "verify")
        {
            return Some("its key_ops do not list verify".to_owned());
        }
        let encryption = self.alg.as_deref().filter(|alg| keys::is_encryption(alg))?;
        Some(format!("its alg {encryption} is for encryption"))
    }

    /// The octets of a member, however its base64 was written.
    fn bytes(&self, member: &str) -> Result<Vec<u8>, String> {
        let text = self.text(member).ok_or_else(|| format!("param_missing_{member}"))?;
        let text = text.replace('+', "-").replace('/', "_");
        LENIENT_BASE64URL.decode(text).map_err(|_| format!("param_unreadable_{member}"))
    }
}

const LENIENT_BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

#[cfg(test)]
mod tests {
    use super::*;

    /// The key and the thumbprint of RFC 7638, section 3.1.
    #[test]
    fn the_thumbprint_is_that_of_the_rfc() {
        let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs\
                 tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n9\
                 1CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
        let set =
            serde_json::json!({ "keys": [{ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" }] });
        let set = KeySet::parse(set.to_string().as_bytes()).expect("a key set");
        assert_eq!(set.keys()[0].thumbprint().as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    }
}
