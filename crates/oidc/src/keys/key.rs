use std::collections::BTreeMap;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{
    certificate::not_after,
    registered::{is_encryption, is_signature},
    verifying_key::{Numbers, VerifyingKey},
};
use crate::signing::SigningAlgorithm;

/// The least that an RSA key needs to sign (RFC 7518, sections 3.3 and 3.5).
pub(crate) const RSA_BITS: usize = 2048;

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

    pub(super) fn read(value: &Value) -> Self {
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
            Some(fault) => Some(self.fault_in_words(fault)),
            None => self.other_purpose(),
        }
    }

    /// Why a key with this fault cannot be used.
    pub(crate) fn fault_in_words(&self, fault: &str) -> String {
        match fault {
            "unknown_kty" => format!("its type {} is unknown", self.kty.as_deref().unwrap_or_default()),
            "unknown_crv" => format!("its curve {} is unknown", self.crv.as_deref().unwrap_or_default()),
            "too_small" => format!("its modulus has {} bits, too few for any signature", self.bits.unwrap_or_default()),
            "symmetric" => "it is a symmetric key, which does not belong in a public key set".to_owned(),
            "not_object" => "it is not a JSON object".to_owned(),
            fault => {
                if let Some(member) = fault.strip_prefix("param_missing_") {
                    return format!("its member {member} is missing");
                }
                match fault.strip_prefix("param_length_") {
                    Some(member) => format!(
                        "its member {member} has {} octets, and {} needs {}",
                        self.bytes(member).map_or(0, |bytes| bytes.len()),
                        self.crv.as_deref().unwrap_or_default(),
                        self.coordinate().unwrap_or_default(),
                    ),
                    None => format!("its member {} is not base64url", fault.trim_start_matches("param_unreadable_")),
                }
            }
        }
    }

    /// Whether a signature with `alg` is verified with it.
    pub(crate) fn serves(&self, alg: &str) -> bool {
        if self.alg.as_deref().is_some_and(|own| own != alg && is_signature(own)) {
            return false;
        }
        match (self.kty.as_deref(), self.crv.as_deref()) {
            (Some("RSA"), _) => alg.starts_with("RS") || alg.starts_with("PS"),
            (Some("EC"), Some("P-256")) => alg == "ES256",
            (Some("EC"), Some("P-384")) => alg == "ES384",
            (Some("EC"), Some("P-521")) => alg == "ES512",
            (Some("EC"), Some("secp256k1")) => alg == "ES256K",
            (Some("OKP"), Some("Ed25519")) => matches!(alg, "EdDSA" | "Ed25519"),
            (Some("OKP"), Some("Ed448")) => matches!(alg, "EdDSA" | "Ed448"),
            _ => false,
        }
    }

    /// Whether a connection takes ID tokens that it signs.
    pub(crate) fn serves_connections(&self) -> bool {
        SigningAlgorithm::OF_ID_TOKENS.iter().any(|algorithm| self.serves(algorithm.name()))
    }

    /// Type, curve, algorithm and use in short.
    pub(crate) fn kind(&self) -> String {
        let parts = [self.kty.as_deref(), self.crv.as_deref(), self.alg.as_deref(), self.usage.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The key as signatures are verified with it: what was read here, written as the specification writes it. An `alg` that
    /// nobody knows says nothing.
    pub(super) fn verifying(&self) -> Option<VerifyingKey> {
        if !self.usable || !self.serves_connections() {
            return None;
        }
        let said = [
            ("kty", self.kty.clone()),
            ("kid", self.kid.clone()),
            ("use", self.usage.clone()),
            ("crv", self.crv.clone()),
            ("alg", self.alg.clone().filter(|alg| is_signature(alg))),
        ];
        let numbers = self.encoded().filter_map(|(member, _)| Some((member, self.bytes(member).ok()?)));
        let members = said
            .into_iter()
            .filter_map(|(member, value)| Some((member, value?)))
            .chain(numbers.map(|(member, bytes)| (member, URL_SAFE_NO_PAD.encode(bytes))))
            .map(|(member, value)| (member.to_owned(), Value::from(value)));
        let jwk = serde_json::from_value(Value::Object(members.collect())).ok()?;
        let numbers = match self.kty.as_deref()? {
            "RSA" => Numbers::Rsa { n: self.bytes("n").ok()?, e: self.bytes("e").ok()? },
            _ => Numbers::Curve { x: self.bytes("x").ok()?, y: self.bytes("y").ok()? },
        };
        let serves = SigningAlgorithm::OF_ID_TOKENS.into_iter().filter(|algorithm| self.serves(algorithm.name()));
        Some(VerifyingKey::new(jwk, &numbers, serves))
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
                self.crv.as_ref().ok_or("param_missing_crv")?;
                self.coordinates(&["x", "y"])
            }
            Some("OKP") => {
                self.crv.as_ref().ok_or("param_missing_crv")?;
                self.coordinates(&["x"])
            }
            Some("oct") => Err("symmetric".to_owned()),
            Some(_) => Err("unknown_kty".to_owned()),
            None => Err("param_missing_kty".to_owned()),
        }
    }

    /// Each is as long as its curve says: the zeros in front are a part of it (RFC 7518, sections 6.2.1.2 and 6.2.1.3; RFC 8037, section 2).
    fn coordinates(&self, members: &[&str]) -> Result<(), String> {
        let decoded = members.iter().map(|member| Ok((member, self.bytes(member)?.len())));
        let decoded = decoded.collect::<Result<Vec<_>, String>>()?;
        let wanted = self.coordinate().ok_or("unknown_crv")?;
        match decoded.into_iter().find(|(_, octets)| *octets != wanted) {
            Some((member, _)) => Err(format!("param_length_{member}")),
            None => Ok(()),
        }
    }

    /// The octets of a coordinate on its curve; absent where the curve is not known.
    fn coordinate(&self) -> Option<usize> {
        match (self.kty.as_deref()?, self.crv.as_deref()?) {
            ("EC", "P-256" | "secp256k1") | ("OKP", "Ed25519" | "X25519") => Some(32),
            ("EC", "P-384") => Some(48),
            ("EC", "P-521") => Some(66),
            ("OKP", "Ed448") => Some(57),
            ("OKP", "X448") => Some(56),
            _ => None,
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
        let encryption = self.alg.as_deref().filter(|alg| is_encryption(alg))?;
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
        let key = serde_json::json!({ "kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29" });
        assert_eq!(Key::read(&key).thumbprint().as_deref(), Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
    }
}
