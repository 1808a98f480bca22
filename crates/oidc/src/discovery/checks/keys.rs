//! The keys that ID tokens are verified with.

use std::collections::HashSet;

use chrono::{DateTime, Days, Utc};
use serde_json::Value;
use url::Url;

use super::{BOTH, Outcome, listed};
use crate::Finding;
use crate::discovery::certificate::not_after;
use crate::discovery::fetch::Fetched;
use crate::discovery::fetch_error::FetchError;
use crate::discovery::key_set::{Key, KeySet, RSA_BITS};
use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &KEYS_UNREACHABLE,
    &KEYS_UNREADABLE,
    &NO_USABLE_SIGNATURE_KEY,
    &PRIVATE_KEY_PUBLISHED,
    &KEYS_DO_NOT_SERVE_ALGORITHMS,
    &KEY_UNUSABLE,
    &KID_MISSING,
    &KID_MISSING_ON_SINGLE_KEY,
    &KID_REPEATED,
    &RSA_KEY_SHORT,
    &RSA_KEYS_ALL_SHORT,
    &RSA_LEADING_ZERO,
    &BASE64_PADDING,
    &STANDARD_BASE64,
    &KEY_ALG_UNKNOWN,
    &KEY_USE_UNKNOWN,
    &X5C_UNREADABLE,
    &X5C_EMPTY,
    &X5C_EXPIRED,
    &X5C_EXPIRES_SOON,
];

pub(crate) const KEYS_UNREACHABLE: Check = Check {
    code: "keys-unreachable",
    title: "The key set can be fetched",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, jwks_uri",
    about: "Without the keys no signature can be verified, and every sign-in ends there. Auth0 reads the key set from its own \
            servers, so it must be reachable from the internet.",
};

pub(crate) const KEYS_UNREADABLE: Check = Check {
    code: "keys-unreadable",
    title: "The key set is a JWK set",
    severity: Severity::Error,
    spec: "RFC 7517, section 5",
    about: "A JWK set is a JSON object whose member keys is an array. Anything else at jwks_uri, such as a sign-in page or an error, \
            leaves nothing to verify signatures with.",
};

pub(crate) const NO_USABLE_SIGNATURE_KEY: Check = Check {
    code: "no-usable-signature-key",
    title: "A key can verify signatures",
    severity: Severity::Error,
    spec: "OpenID Connect Discovery 1.0, section 3, jwks_uri",
    about: "The set must hold the public keys that the provider signs with: RSA, EC or Ed25519/Ed448, not reserved for encryption. \
            An empty set means that no signing key is active; a set of encryption keys means that signing was never set up.",
};

pub(crate) const PRIVATE_KEY_PUBLISHED: Check = Check {
    code: "private-key-published",
    title: "Only public keys are published",
    severity: Severity::Error,
    spec: "RFC 7518, sections 6.2.2, 6.3.2 and 6.4",
    about: "Whoever reads a private or symmetric key can sign ID tokens for anybody. Do not use the provider until the key is \
            replaced; every token signed with it is worthless.",
};

pub(crate) const KEYS_DO_NOT_SERVE_ALGORITHMS: Check = Check {
    code: "keys-do-not-serve-algorithms",
    title: "The keys fit the advertised algorithms",
    severity: Severity::Warning,
    spec: "OpenID Connect Discovery 1.0, section 3, id_token_signing_alg_values_supported",
    about: "RS and PS algorithms are verified with RSA keys, ES algorithms with keys on their own curve. When no key fits any \
            algorithm of the list, either the list or the key set is out of date.",
};

pub(crate) const KEY_UNUSABLE: Check = Check {
    code: "key-unusable",
    title: "Every key can be read",
    severity: Severity::Warning,
    spec: "RFC 7517, section 5; RFC 7518, section 6",
    about: "Relying parties skip a key they cannot read, and most do so in silence. If the provider signs with that very key, the \
            error reads as if the key were not there.",
};

pub(crate) const KID_MISSING: Check = Check {
    code: "kid-missing",
    title: "Every key of several has a kid",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 10.1",
    about: "With more than one key the kid says which one verifies a token. Without it a relying party has to guess, and some do not.",
};

pub(crate) const KID_MISSING_ON_SINGLE_KEY: Check = Check {
    code: "kid-missing-on-single-key",
    title: "The key has a kid",
    severity: Severity::Note,
    spec: "RFC 7517, section 4.5",
    about: "A single key may do without a kid. Some relying parties ask for one all the same, and when the key is replaced there is no \
            telling the two apart.",
};

pub(crate) const KID_REPEATED: Check = Check {
    code: "kid-repeated",
    title: "Every kid is there once",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.5",
    about: "Keys of one set should have different kids, unless they are of different types. A relying party takes the first.",
};

pub(crate) const RSA_KEY_SHORT: Check = Check {
    code: "rsa-key-short",
    title: "RSA keys have 2048 bits or more",
    severity: Severity::Warning,
    spec: "RFC 7518, section 3.3",
    about: "A shorter RSA key must not be used, and many libraries refuse it. A sign-in whose ID token is signed with it is refused; one \
            that is signed with another key of the set is not.",
};

pub(crate) const RSA_KEYS_ALL_SHORT: Check = Check {
    code: "rsa-keys-all-short",
    title: "A key is long enough to sign with",
    severity: Severity::Error,
    spec: "RFC 7518, section 3.3",
    about: "Every key that could verify an ID token is an RSA key under 2048 bits. Such a key can be broken, and whoever breaks it signs \
            in as anybody, so no sign-in is accepted.",
};

pub(crate) const RSA_LEADING_ZERO: Check = Check {
    code: "rsa-leading-zero",
    title: "RSA numbers are written without leading zeros",
    severity: Severity::Note,
    spec: "RFC 7518, section 2, Base64urlUInt",
    about: "A number is written in as few octets as it takes. The zero in front comes from libraries that encode signed numbers \
            (Java's BigInteger). Nearly every relying party reads past it.",
};

pub(crate) const BASE64_PADDING: Check = Check {
    code: "key-base64-padding",
    title: "Key values are written without padding",
    severity: Severity::Note,
    spec: "RFC 7515, section 2, Base64url Encoding",
    about: "Values are base64url without = at the end. Strict relying parties refuse the padded form.",
};

pub(crate) const STANDARD_BASE64: Check = Check {
    code: "key-standard-base64",
    title: "Key values are base64url",
    severity: Severity::Warning,
    spec: "RFC 7515, section 2, Base64url Encoding",
    about: "Values written with + and / are standard base64. Strict relying parties skip the key or refuse the set.",
};

pub(crate) const KEY_ALG_UNKNOWN: Check = Check {
    code: "key-alg-unknown",
    title: "The alg of every key is registered",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.4",
    about: "An alg that nobody knows is usually a slip (ES521 for ES512). Strict relying parties skip the key.",
};

pub(crate) const KEY_USE_UNKNOWN: Check = Check {
    code: "key-use-unknown",
    title: "The use of every key is sig or enc",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.2",
    about: "Keys with another use, such as those of SPIFFE, are not taken for ID tokens.",
};

pub(crate) const X5C_UNREADABLE: Check = Check {
    code: "x5c-unreadable",
    title: "Certificates of keys can be read",
    severity: Severity::Warning,
    spec: "RFC 7517, section 4.7",
    about: "x5c is an array of certificates in standard base64. The key verifies without it; a relying party that reads the \
            certificate first refuses the key.",
};

pub(crate) const X5C_EMPTY: Check = Check {
    code: "x5c-empty",
    title: "Certificate chains are not empty",
    severity: Severity::Note,
    spec: "RFC 7517, section 4.7",
    about: "x5c is left out where there is no certificate. An empty array makes some relying parties fail on its first entry.",
};

pub(crate) const X5C_EXPIRED: Check = Check {
    code: "x5c-expired",
    title: "Certificates of keys have not expired",
    severity: Severity::Warning,
    spec: "RFC 5280, section 4.1.2.5; RFC 7517, section 4.7",
    about: "OpenID Connect verifies ID tokens with the key itself, so sign-ins work on when its certificate has expired. A relying party \
            that reads the certificate as well may refuse the key. Providers often replace key and certificate together: expect new \
            keys, and see that no copy of the old ones is pinned anywhere.",
};

pub(crate) const X5C_EXPIRES_SOON: Check = Check {
    code: "x5c-expires-soon",
    title: "Certificates of keys are valid for 30 days or more",
    severity: Severity::Note,
    spec: "RFC 5280, section 4.1.2.5; RFC 7517, section 4.7",
    about: "Sign-ins go on when the certificate of a key expires, since OpenID Connect verifies with the key itself. But the provider is \
            likely to replace key and certificate about then. Where its keys are read from jwks_uri, nothing has to be done.",
};

/// A certificate that is valid for less is told of.
const SOON: Days = Days::new(30);

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

pub(crate) fn is_encryption(alg: &str) -> bool {
    ENCRYPTION_ALGORITHMS.contains(&alg)
}

pub(crate) fn check(set: &KeySet, algorithms: &[&str], now: DateTime<Utc>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    if !set.keys().iter().any(|key| key.usable) {
        outcomes.push(no_usable_key(set));
    }
    outcomes.extend(all_short(set));
    outcomes.extend(set.keys().iter().filter_map(private_material));
    outcomes.extend(not_serving(set, algorithms));
    outcomes.extend(repeated_kid(set));
    for key in set.keys() {
        match &key.fault {
            Some(fault) => outcomes.push(unusable(key, fault)),
            None => outcomes.extend(of_key(key, set.keys().len())),
        }
        outcomes.extend(expiry(key, now));
    }
    outcomes
}

/// The key set could not be fetched, or what came was an error.
pub(crate) fn unreachable_keys(url: &Url, answer: Result<&Fetched, &FetchError>) -> Outcome {
    let (message, got) = match answer {
        Ok(answer) => (format!("The key set at {url} answered {}.", answer.status), answer.status.to_string()),
        Err(error) => (format!("The key set at {url} could not be fetched. {error}"), "no answer".to_owned()),
    };
    let finding = KEYS_UNREACHABLE
        .finding("jwks_uri", message)
        .expected("200 and a JWK set")
        .got(got)
        .remedy(format!("Make {url} reachable from the internet, or correct jwks_uri."));
    Outcome::invalid(finding, BOTH, "jwks_uri", "unreachable")
}

pub(crate) fn unreadable_keys(finding: Finding) -> Outcome {
    Outcome::invalid(finding, BOTH, "jwks_uri", "not_a_key_set")
}

fn no_usable_key(set: &KeySet) -> Outcome {
    let count = set.keys().len();
    let message = match count {
        0 => "The key set is empty: the provider has no active signing key.".to_owned(),
        1 => "The key set has one key, and it cannot verify a signature.".to_owned(),
        count => format!("None of the {count} keys can verify a signature."),
    };
    let kinds: Vec<String> = set.keys().iter().map(kind).collect();
    let finding = NO_USABLE_SIGNATURE_KEY
        .finding("jwks_uri", message)
        .expected("an RSA, EC or OKP key for signatures")
        .got(if kinds.is_empty() { "no key".to_owned() } else { kinds.join(", ") })
        .remedy("Activate a signing key at the provider.");
    Outcome::missing(finding, BOTH, "usable_signature_key")
}

fn all_short(set: &KeySet) -> Option<Outcome> {
    let bits: Option<Vec<String>> =
        set.keys().iter().filter(|key| key.usable).map(|key| key.short().map(|bits| bits.to_string())).collect();
    let bits = bits.filter(|bits| !bits.is_empty())?;
    let finding = RSA_KEYS_ALL_SHORT
        .finding("jwks_uri", format!("Every key that could verify an ID token is an RSA key under {RSA_BITS} bits."))
        .expected(format!("a key of {RSA_BITS} bits or more, or on an elliptic curve"))
        .got(format!("{} bits", listed(&bits)))
        .remedy("Replace the key at the provider: no sign-in is accepted with it.");
    Some(Outcome::missing(finding, BOTH, "usable_signature_key"))
}

fn kind(key: &Key) -> String {
    let parts = [key.kty.as_deref(), key.crv.as_deref(), key.alg.as_deref(), key.usage.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn private_material(key: &Key) -> Option<Outcome> {
    let private: &[&str] = match key.kty.as_deref() {
        Some("RSA") => &["d", "p", "q", "dp", "dq", "qi"],
        Some("EC" | "OKP") => &["d"],
        Some("oct") => &["k"],
        _ => &[],
    };
    let published: Vec<&str> = private.iter().filter(|member| key.text(member).is_some()).copied().collect();
    if published.is_empty() {
        return None;
    }
    let finding = PRIVATE_KEY_PUBLISHED
        .finding("jwks_uri", format!("{} is published with its secret part ({}).", key.name(), published.join(", ")))
        .expected("public members only")
        .got(published.join(", "))
        .remedy("Stop using this provider, tell those who run it, and come back when the key has been replaced.");
    Some(Outcome::invalid(finding, BOTH, "jwks_uri", "private_key_published"))
}

fn not_serving(set: &KeySet, algorithms: &[&str]) -> Option<Outcome> {
    let asymmetric: Vec<&str> =
        algorithms.iter().filter(|alg| **alg != "none" && !alg.starts_with("HS")).copied().collect();
    let usable: Vec<&Key> = set.keys().iter().filter(|key| key.usable).collect();
    // Both lists are as long as the provider likes, and say few different things.
    let said: HashSet<&str> = asymmetric.iter().copied().filter(|alg| SIGNATURE_ALGORITHMS.contains(alg)).collect();
    if asymmetric.is_empty() || usable.is_empty() || usable.iter().any(|key| said.iter().any(|alg| serves(key, alg))) {
        return None;
    }
    let mut kinds: Vec<String> = usable.iter().map(|key| kind(key)).collect();
    kinds.dedup();
    let finding = KEYS_DO_NOT_SERVE_ALGORITHMS
        .finding(
            "jwks_uri",
            format!("The provider says it signs with {}, but its keys are {}.", listed(&asymmetric), listed(&kinds)),
        )
        .expected(asymmetric.join(", "))
        .got(kinds.join(", "))
        .remedy("Correct the list of algorithms or the key set at the provider.");
    Some(Outcome::aside(finding, BOTH))
}

fn serves(key: &Key, alg: &str) -> bool {
    if key.alg.as_deref().is_some_and(|own| own != alg && SIGNATURE_ALGORITHMS.contains(&own)) {
        return false;
    }
    match (key.kty.as_deref(), key.crv.as_deref()) {
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

fn repeated_kid(set: &KeySet) -> Option<Outcome> {
    let mut seen = HashSet::new();
    let repeated = set.keys().iter().find(|key| key.kid.is_some() && !seen.insert((&key.kid, &key.kty, &key.usage)))?;
    let kid = repeated.kid.clone().unwrap_or_default();
    let finding = KID_REPEATED
        .finding("jwks_uri", format!("More than one key has the kid {kid}."))
        .expected("a kid of its own for every key")
        .got(kid)
        .remedy("Give each key its own kid at the provider.");
    Some(Outcome::aside(finding, BOTH))
}

/// Why a key with this fault cannot be used.
pub(crate) fn fault_in_words(key: &Key, fault: &str) -> String {
    match fault {
        "unknown_kty" => format!("its type {} is unknown", key.kty.as_deref().unwrap_or_default()),
        "unknown_crv" => format!("its curve {} is unknown", key.crv.as_deref().unwrap_or_default()),
        "too_small" => format!("its modulus has {} bits, too few for any signature", key.bits.unwrap_or_default()),
        "symmetric" => "it is a symmetric key, which does not belong in a public key set".to_owned(),
        "not_object" => "it is not a JSON object".to_owned(),
        fault => match fault.strip_prefix("param_missing_") {
            Some(member) => format!("its member {member} is missing"),
            None => format!("its member {} is not base64url", fault.trim_start_matches("param_unreadable_")),
        },
    }
}

fn unusable(key: &Key, fault: &str) -> Outcome {
    let why = fault_in_words(key, fault);
    let finding = KEY_UNUSABLE
        .finding("jwks_uri", format!("{} cannot be used: {why}.", key.name()))
        .expected("a complete RSA, EC or OKP key")
        .got(fault)
        .remedy("Correct the key at the provider or take it out of the set.");
    Outcome::warning(finding, BOTH, format!("unusable_key:{fault}"))
}

fn of_key(key: &Key, count: usize) -> Vec<Outcome> {
    let name = key.name();
    let mut outcomes = Vec::new();
    let mut warn = |check: &Check, word: &str, message: String, expected: &str, got: &str, remedy: &str| {
        let finding = check.finding("jwks_uri", message).expected(expected).got(got).remedy(remedy);
        outcomes.push(Outcome::warning(finding, BOTH, word));
    };
    if key.kid.is_none() {
        if count == 1 {
            let message = "The only key has no kid.".to_owned();
            warn(
                &KID_MISSING_ON_SINGLE_KEY,
                "kid_missing_single_key",
                message,
                "a kid",
                "none",
                "Give the key a kid at the provider.",
            );
        } else {
            let message = format!("One of the {count} keys has no kid.");
            warn(
                &KID_MISSING,
                "kid_missing",
                message,
                "a kid on every key",
                "none",
                "Give the key a kid at the provider.",
            );
        }
    }
    if key.has_leading_zero() {
        let message = format!("A number of {} begins with a zero octet.", lower_first(&name));
        warn(
            &RSA_LEADING_ZERO,
            "rsa_leading_zero",
            message,
            "no leading zero",
            "00",
            "Nothing, unless a strict relying party refuses the key.",
        );
    }
    if key.encoded().any(|(_, text)| is_standard_base64(text)) {
        let message = format!("{name} is written in standard base64.");
        warn(
            &STANDARD_BASE64,
            "standard_base64_instead_of_base64url",
            message,
            "base64url",
            "+ or /",
            "Encode the key as base64url at the provider.",
        );
    }
    if key.encoded().any(|(_, text)| text.contains('=') && !is_standard_base64(text)) {
        let message = format!("{name} is written with padding.");
        warn(
            &BASE64_PADDING,
            "base64_padding",
            message,
            "base64url without =",
            "=",
            "Leave the padding out at the provider.",
        );
    }
    if let Some(bits) = key.short() {
        let message = format!("{name} has {bits} bits.");
        warn(
            &RSA_KEY_SHORT,
            "rsa_below_2048",
            message,
            "2048 bits or more",
            &bits.to_string(),
            "Replace the key at the provider.",
        );
    }
    if let Some(alg) = key.alg.as_deref().filter(|alg| !SIGNATURE_ALGORITHMS.contains(alg) && !is_encryption(alg)) {
        let message = format!("{name} is for the algorithm {alg}, which is not registered.");
        warn(
            &KEY_ALG_UNKNOWN,
            &format!("unknown_alg:{alg}"),
            message,
            "a registered algorithm",
            alg,
            "Correct the alg of the key at the provider.",
        );
    }
    if let Some(usage) = key.usage.as_deref().filter(|usage| !matches!(*usage, "sig" | "enc")) {
        let message = format!("{name} has the use {usage}.");
        warn(
            &KEY_USE_UNKNOWN,
            &format!("unknown_use:{usage}"),
            message,
            "sig",
            usage,
            "If the key signs ID tokens, set its use to sig.",
        );
    }
    match key.raw.get("x5c") {
        None | Some(Value::Null) => {}
        Some(Value::Array(chain)) if chain.is_empty() => {
            let message = format!("{name} has an empty x5c.");
            warn(&X5C_EMPTY, "x5c_empty", message, "a certificate, or no x5c", "[]", "Leave x5c out at the provider.");
        }
        Some(chain) if !is_chain(chain) => {
            let message = format!("The certificate of {} cannot be read.", lower_first(&name));
            warn(
                &X5C_UNREADABLE,
                "x5c_unreadable",
                message,
                "an array of certificates in base64",
                "something else",
                "Correct x5c at the provider, or leave it out.",
            );
        }
        Some(_) => {}
    }
    outcomes
}

/// What the dates of the key's own certificate, the first of its chain, mean at `now`.
fn expiry(key: &Key, now: DateTime<Utc>) -> Option<Outcome> {
    let until = key.certificate_expires?;
    let name = lower_first(&key.name());
    let day = until.format("%-d %B %Y").to_string();
    let finding = if until < now {
        X5C_EXPIRED
            .finding(
                "jwks_uri",
                format!(
                    "The certificate of {name} expired on {day}. Its signatures still verify, with the key itself."
                ),
            )
            .expected("a certificate that is valid today")
            .remedy("Ask the provider whether the key is still in use, and when it will be replaced.")
    } else if until < now.checked_add_days(SOON)? {
        X5C_EXPIRES_SOON
            .finding("jwks_uri", format!("The certificate of {name} expires on {day}."))
            .expected("30 days or more")
            .remedy("Expect the provider to replace the key about then. Nothing else has to be done where keys are read from jwks_uri.")
    } else {
        return None;
    };
    Some(Outcome::aside(finding.got(day), BOTH))
}

fn lower_first(name: &str) -> String {
    name.replacen("The ", "the ", 1).replacen("A ", "a ", 1)
}

fn is_standard_base64(text: &str) -> bool {
    text.contains(['+', '/'])
}

fn is_chain(chain: &Value) -> bool {
    chain.as_array().is_some_and(|chain| chain.iter().all(|entry| not_after(entry).is_some()))
}
