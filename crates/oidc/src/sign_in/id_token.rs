//! The ID token: the library verifies, our own checks explain. Both run over the same material, and a token is accepted when
//! the library accepts it and no check of ours fails.

use std::str::FromStr;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    ClientId, IdTokenVerifier, IssuerUrl, JsonWebKey, Nonce, SignatureVerificationError,
    core::{CoreIdToken, CoreJsonWebKey, CoreJwsSigningAlgorithm},
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{checks, keys::Keys};
use crate::{
    Finding, Secret,
    discovery::RSA_BITS,
    finding::Check,
    json::{self, Json},
    trace::{CheckResult, Direction, Field, Message},
};

/// How far two clocks may be apart.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(60);

/// The signature algorithms an enterprise connection accepts: the library's, less those of shared secrets.
pub const ALLOWED_ALGORITHMS: [(&str, CoreJwsSigningAlgorithm); 7] = [
    ("RS256", CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256),
    ("RS384", CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384),
    ("RS512", CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512),
    ("PS256", CoreJwsSigningAlgorithm::RsaSsaPssSha256),
    ("PS384", CoreJwsSigningAlgorithm::RsaSsaPssSha384),
    ("ES256", CoreJwsSigningAlgorithm::EcdsaP256Sha256),
    ("ES384", CoreJwsSigningAlgorithm::EcdsaP384Sha384),
];

/// What an ID token has to be.
#[derive(Debug, Clone, Copy)]
pub struct Expectation<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    /// The nonce that was sent; a token that comes with one that was not asked for is fine.
    pub nonce: Option<&'a str>,
    /// The connection's `id_token_signed_response_algs`; empty for any of [`ALLOWED_ALGORITHMS`].
    pub algorithms: &'a [String],
    pub keys: &'a Keys,
    pub jwks_uri: &'a str,
    pub now: DateTime<Utc>,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
}

impl Expectation<'_> {
    fn allowed(&self) -> impl Iterator<Item = (&'static str, CoreJwsSigningAlgorithm)> {
        let listed = |name: &str| self.algorithms.is_empty() || self.algorithms.iter().any(|listed| listed == name);
        ALLOWED_ALGORITHMS.into_iter().filter(move |(name, _)| listed(name))
    }

    fn algorithm(&self, name: &str) -> Option<CoreJwsSigningAlgorithm> {
        self.allowed().find(|(allowed, _)| *allowed == name).map(|(_, algorithm)| algorithm)
    }
}

/// A token taken apart and every check on it, passed or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    pub header: Map<String, Value>,
    pub claims: Map<String, Value>,
    pub checks: Vec<CheckResult>,
    pub findings: Vec<Finding>,
}

impl Examined {
    pub fn error(&self) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.is_error())
    }

    /// Whether another key set might let the signature verify. A provider that keeps a kid for its next key, or gives none,
    /// shows its rotation by a signature that fails.
    pub(super) fn wants_other_keys(&self) -> bool {
        let of_keys = [checks::ID_TOKEN_KEY.code, checks::ID_TOKEN_SIGNATURE.code];
        self.findings.iter().any(|finding| of_keys.contains(&finding.code.as_str()))
    }
}

/// Runs every check; what the library refuses and no check of ours explains becomes a finding of its own.
pub fn examine(token: &str, expect: &Expectation<'_>) -> Examined {
    let mut examined = own_checks(token, expect);
    if examined.error().is_none()
        && let Err(refusal) = library_accepts(token, expect)
    {
        let finding = checks::ID_TOKEN_CLAIMS
            .finding("id_token", format!("The ID token cannot be read: {refusal}."))
            .expected("registered claims with the types of the specification")
            .got(refusal)
            .remedy("Have the provider correct the claim, or leave it out of the ID token.");
        examined.checks.push(checks::ID_TOKEN_CLAIMS.failed(&finding));
        examined.findings.push(finding);
    }
    examined
}

/// The library's word alone.
pub fn library_accepts(token: &str, expect: &Expectation<'_>) -> Result<(), String> {
    let token = CoreIdToken::from_str(token).map_err(|error| error.to_string())?;
    let issuer = IssuerUrl::new(expect.issuer.to_owned()).map_err(|error| error.to_string())?;
    let verifier = verifier(issuer, expect);
    let nonce = expect.nonce.map(|nonce| Nonce::new(nonce.to_owned()));
    let verified = match &nonce {
        Some(nonce) => token.claims(&verifier, nonce),
        None => token.claims(&verifier, |_: Option<&Nonce>| Ok(())),
    };
    verified.map(|_| ()).map_err(|error| error.to_string())
}

fn verifier<'a>(issuer: IssuerUrl, expect: &Expectation<'a>) -> IdTokenVerifier<'a, CoreJsonWebKey> {
    let now = expect.now;
    IdTokenVerifier::new_public_client(ClientId::new(expect.client_id.to_owned()), issuer, expect.keys.usable().clone())
        .set_allowed_algs(expect.allowed().map(|(_, algorithm)| algorithm))
        .set_time_fn(move || now - LEEWAY)
        // Further audiences are fine when azp says the token is ours: see `authorized_party`.
        .set_other_audience_verifier_fn(|_| true)
}

fn own_checks(token: &str, expect: &Expectation<'_>) -> Examined {
    let (header, claims) = match take_apart(token) {
        Ok(parts) => parts,
        Err(finding) => {
            return Examined {
                header: Map::new(),
                claims: Map::new(),
                checks: vec![shape(&finding).failed(&finding)],
                findings: vec![*finding],
            };
        }
    };
    let judgements = [
        algorithm(&header, expect),
        key(token, &header, expect),
        key_length(token, &header, expect),
        signature(token, &header, expect),
        issuer(&claims, expect),
        audience(&claims, expect),
        authorized_party(&claims, expect),
        expired(&claims, expect),
        issued_at(&claims, expect),
        not_before(&claims, expect),
        nonce(&claims, expect),
        subject(&claims),
        at_hash(&header, &claims, expect),
    ];
    let (checks, findings): (Vec<CheckResult>, Vec<Option<Finding>>) = judgements.into_iter().unzip();
    Examined { header, claims, checks, findings: findings.into_iter().flatten().collect() }
}

/// The check that a token which cannot be taken apart fails.
fn shape(finding: &Finding) -> &'static Check {
    [&checks::ANSWER_TOO_DEEP, &checks::ANSWER_REPEATS_NAME]
        .into_iter()
        .find(|check| check.code == finding.code)
        .unwrap_or(&checks::ID_TOKEN_FORMAT)
}

type Judgement = (CheckResult, Option<Finding>);

fn pass(check: &Check, member: &str, expected: impl AsRef<str>, got: impl AsRef<str>) -> Judgement {
    (check.passed(member, expected.as_ref(), got.as_ref()), None)
}

fn fail(check: &Check, finding: Finding) -> Judgement {
    (check.failed(&finding), Some(finding))
}

fn skip(check: &Check, member: &str, why: &str) -> Judgement {
    (check.not_applicable(member, why), None)
}

type Parts = (Map<String, Value>, Map<String, Value>);

fn take_apart(token: &str) -> Result<Parts, Box<Finding>> {
    let parts: Vec<&str> = token.split('.').collect();
    let wrong = |message: &str, got: String, remedy: &str| {
        Box::new(
            checks::ID_TOKEN_FORMAT
                .finding("id_token", message)
                .expected("three base64url parts: header, claims, signature")
                .got(got)
                .remedy(remedy),
        )
    };
    match parts.as_slice() {
        [header, claims, _] => {
            let decoded = |part: &str, what: &str, whole: &str| -> Result<Map<String, Value>, Box<Finding>> {
                let unreadable = || {
                    wrong(
                        &format!("The ID token's {what} cannot be read as base64url JSON."),
                        format!("unreadable {what}"),
                        "Have the provider send a signed JWT as the ID token.",
                    )
                };
                let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| unreadable())?;
                match json::parse(&bytes).and_then(Json::unique) {
                    Ok(Value::Object(members)) => Ok(members),
                    Ok(_) => Err(unreadable()),
                    Err(error) => Err(checks::of_json("id_token", whole, &error).map_or_else(unreadable, Box::new)),
                }
            };
            Ok((decoded(header, "header", "The header of the ID token")?, decoded(claims, "claims", "The ID token")?))
        }
        [_, _, _, _, _] => Err(wrong(
            "The ID token is encrypted.",
            "five parts: an encrypted token (JWE)".to_owned(),
            "Switch ID token encryption off for this client at the provider.",
        )),
        other => Err(wrong(
            "What came as ID token is not a JWT.",
            format!("{} part{}", other.len(), if other.len() == 1 { "" } else { "s" }),
            "The provider may have sent an opaque access token in its place: have it send an ID token.",
        )),
    }
}

fn algorithm(header: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_ALGORITHM;
    let names: Vec<&str> = expect.allowed().map(|(name, _)| name).collect();
    let allowed = match (expect.algorithms.is_empty(), names.is_empty()) {
        (true, _) => names.join(", "),
        (false, false) => format!("{}, which ID token algorithms lists", names.join(", ")),
        (false, true) => "nothing: ID token algorithms lists none that can be used".to_owned(),
    };
    let wanted = names.first().copied().unwrap_or("RS256");
    let Some(got) = text(header, "alg") else {
        return fail(
            check,
            check
                .finding("alg", "The ID token does not say how it is signed.")
                .expected(allowed)
                .got("no alg")
                .remedy(format!("Have the provider sign ID tokens for this client with {wanted}.")),
        );
    };
    if expect.algorithm(got).is_some() {
        return pass(check, "alg", allowed, got);
    }
    if ALLOWED_ALGORITHMS.iter().any(|(name, _)| *name == got) {
        return fail(
            check,
            check
                .finding("alg", format!("The ID token is signed with {got}, which ID token algorithms leaves out."))
                .expected(allowed)
                .got(got)
                .remedy(format!(
                    "Add {got} to the connection's ID token algorithms, or have the provider sign with {wanted}."
                )),
        );
    }
    let message = match got {
        "none" => "The ID token is not signed.".to_owned(),
        _ if got.starts_with("HS") => format!("The ID token is signed with the shared secret ({got})."),
        _ => format!("The ID token is signed with {got}, which is not allowed for this connection."),
    };
    fail(
        check,
        check
            .finding("alg", message)
            .expected(allowed)
            .got(got)
            .remedy(format!("Set the ID token signing algorithm of this client to {wanted} at the provider.")),
    )
}

fn key(token: &str, header: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_KEY;
    let held = expect.keys.names();
    let kid = text(header, "kid");
    let unusable = kid.and_then(|kid| expect.keys.why_unusable(kid));
    match signing_key(token, expect) {
        None => skip(check, "kid", "not looked up: the algorithm is not allowed"),
        Some(Ok(_)) => pass(check, "kid", held, kid.unwrap_or("no kid, one eligible key")),
        Some(Err(SignatureVerificationError::AmbiguousKeyId(_))) => fail(
            check,
            check
                .finding("kid", format!("Several keys of the set at {} fit, and the token does not single one out.", expect.jwks_uri))
                .expected("one eligible key")
                .got(match kid {
                    Some(kid) => format!("kid {kid} more than once among {held}"),
                    None => format!("no kid, and several eligible keys: {held}"),
                })
                .remedy("Have the provider name the key by a kid that is unique in its key set."),
        ),
        Some(Err(_)) => fail(
            check,
            check
                .finding("kid", match (kid, unusable) {
                    (Some(kid), Some(why)) => format!("Key {kid} at {} cannot be used: {why}.", expect.jwks_uri),
                    (Some(kid), None) => {
                        format!("Key {kid} is not among the keys at {} that fit the algorithm.", expect.jwks_uri)
                    }
                    (None, _) => format!("No key at {} fits the token's algorithm.", expect.jwks_uri),
                })
                .expected(format!("one of: {held}"))
                .got(kid.unwrap_or("no kid"))
                .remedy(match unusable {
                    Some(_) => "Have the provider sign with a key that is published for signatures, or correct the key in its set.",
                    None => {
                        "If the provider rotates its keys just now and its key set lags behind, try again in a minute. If it \
                         stays, jwks_uri belongs to another authorization server than the one that signs."
                    }
                }),
        ),
    }
}

/// RFC 7518, sections 3.3 and 3.5: a shorter RSA key can be broken, and signs for whoever breaks it.
fn key_length(token: &str, header: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_KEY_SHORT;
    let Some(Ok((_, bits))) = signing_key(token, expect) else {
        return skip(check, "kid", "there is no key to measure");
    };
    let Some(bits) = bits else { return skip(check, "kid", "no RSA key") };
    let expected = format!("{RSA_BITS} bits or more");
    if bits >= RSA_BITS {
        return pass(check, "kid", expected, format!("{bits} bits"));
    }
    let kid = text(header, "kid").map_or_else(|| "The key that signs".to_owned(), |kid| format!("Key {kid}"));
    fail(
        check,
        check
            .finding("kid", format!("{kid} is an RSA key of {bits} bits, which is too short to prove anything."))
            .expected(expected)
            .got(format!("{bits} bits"))
            .remedy(format!(
                "Have the provider sign with a key of {RSA_BITS} bits or more, or with an elliptic curve."
            )),
    )
}

fn signature(token: &str, header: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_SIGNATURE;
    let (Some(Ok((key, _))), Some(algorithm)) =
        (signing_key(token, expect), text(header, "alg").and_then(|name| expect.algorithm(name)))
    else {
        return skip(check, "signature", "not verified: there is no key to verify it with");
    };
    let kid = text(header, "kid").unwrap_or("the only key");
    let (input, encoded) = token.rsplit_once('.').unwrap_or((token, ""));
    let verified = URL_SAFE_NO_PAD.decode(encoded).map_err(|error| error.to_string()).and_then(|signature| {
        key.verify_signature(&algorithm, input.as_bytes(), &signature).map_err(|error| error.to_string())
    });
    match verified {
        Ok(()) => pass(check, "signature", "signed with a key of the set", format!("verified with {kid}")),
        Err(reason) => fail(
            check,
            check
                .finding("signature", format!("The signature does not fit key {kid}: {reason}."))
                .expected(format!("a signature by {kid}"))
                .got(reason)
                .remedy(
                    "Have the provider check which key it signs with; a custom signing key of the application is often missing \
                     from its key set.",
                ),
        ),
    }
}

/// The key the library would verify with, and its length where it is RSA; absent where the algorithm is not one of ours.
fn signing_key<'a>(
    token: &str,
    expect: &Expectation<'a>,
) -> Option<Result<(&'a CoreJsonWebKey, Option<usize>), SignatureVerificationError>> {
    let parsed = CoreSigned::parse(token, expect)?;
    let eligible: Vec<_> = expect
        .keys
        .each()
        .filter(|(key, _)| parsed.kid.as_deref().is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid)))
        .filter(|(key, _)| parsed.fits(key))
        .collect();
    Some(match eligible.as_slice() {
        [] => Err(SignatureVerificationError::NoMatchingKey),
        [only] => Ok(*only),
        several => Err(SignatureVerificationError::AmbiguousKeyId(format!("{} eligible keys", several.len()))),
    })
}

/// The header's part in choosing a key, by the library's rules.
struct CoreSigned {
    algorithm: CoreJwsSigningAlgorithm,
    kid: Option<String>,
}

impl CoreSigned {
    fn parse(token: &str, expect: &Expectation<'_>) -> Option<Self> {
        let (header, _) = take_apart(token).ok()?;
        let algorithm = expect.algorithm(text(&header, "alg")?)?;
        Some(CoreSigned { algorithm, kid: text(&header, "kid").map(str::to_owned) })
    }

    fn fits(&self, key: &CoreJsonWebKey) -> bool {
        use openidconnect::{JsonWebKeyAlgorithm, JsonWebKeyUse, JwsSigningAlgorithm};
        key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
            && self.algorithm.key_type().as_ref() == Some(key.key_type())
            && match key.signing_alg() {
                JsonWebKeyAlgorithm::Unspecified => true,
                JsonWebKeyAlgorithm::Algorithm(algorithm) => *algorithm == self.algorithm,
                JsonWebKeyAlgorithm::Unsupported => false,
            }
    }
}

fn issuer(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_ISSUER;
    match text(claims, "iss") {
        Some(got) if got == expect.issuer => pass(check, "iss", expect.issuer, got),
        got => fail(
            check,
            check
                .finding("iss", match got {
                    Some(got) => format!(
                        "The ID token is issued by {got}; the connection's issuer is {}{}.",
                        expect.issuer,
                        difference(expect.issuer, got)
                    ),
                    None => "The ID token does not say who issued it.".to_owned(),
                })
                .expected(expect.issuer)
                .got(got.unwrap_or("no iss"))
                .literal(got.is_some())
                .remedy(match got {
                    Some(got) => format!(
                        "If {got} is your provider, set the connection's issuer to exactly that. Otherwise the discovery URL \
                         belongs to another authorization server than the one that signs in."
                    ),
                    None => "Have the provider put iss into its ID tokens.".to_owned(),
                }),
        ),
    }
}

fn audience(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_AUDIENCE;
    let audiences = texts(claims, "aud");
    let got = if audiences.is_empty() { "no aud".to_owned() } else { audiences.join(", ") };
    if audiences.contains(&expect.client_id) {
        return pass(check, "aud", expect.client_id, got);
    }
    fail(
        check,
        check
            .finding("aud", format!("The ID token is for {got}; this connection's client ID is {}.", expect.client_id))
            .expected(expect.client_id)
            .got(got)
            .literal(audiences.len() == 1)
            .remedy(
                "Use the client ID of the application that the provider makes the token for, or have it use this one.",
            ),
    )
}

fn authorized_party(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_AUTHORIZED_PARTY;
    let several = texts(claims, "aud").len() > 1;
    match text(claims, "azp") {
        None if !claims.contains_key("azp") && !several => skip(check, "azp", "single audience"),
        Some(got) if got == expect.client_id => pass(check, "azp", expect.client_id, got),
        got => fail(
            check,
            check
                .finding(
                    "azp",
                    match got {
                        Some(got) => format!(
                            "The ID token may be used by {got}; this connection's client ID is {}.",
                            expect.client_id
                        ),
                        None => "The ID token is for several audiences and does not say which may use it.".to_owned(),
                    },
                )
                .expected(expect.client_id)
                .got(got.unwrap_or("no azp"))
                .literal(got.is_some())
                .remedy("Have the provider issue the token to this client."),
        ),
    }
}

fn expired(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_EXPIRED;
    let expected = format!("after {}", clock(expect.now));
    match time(claims, "exp") {
        Some(exp) if expect.now - LEEWAY < exp => pass(check, "exp", expected, clock(exp)),
        Some(exp) => fail(
            check,
            check
                .finding("exp", format!("The ID token expired {} s ago.", (expect.now - exp).num_seconds()))
                .expected(expected)
                .got(clock(exp))
                .remedy("Compare both clocks (NTP). If they agree, the provider hands out old tokens."),
        ),
        None => fail(
            check,
            check
                .finding("exp", "The ID token does not say when it expires.")
                .expected(expected)
                .got(raw(claims, "exp"))
                .remedy("Have the provider put exp into its ID tokens, as seconds since 1970."),
        ),
    }
}

fn issued_at(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_ISSUED_AT;
    let expected = format!("not after {}", clock(expect.now));
    match time(claims, "iat") {
        Some(iat) if iat <= expect.now + LEEWAY => pass(check, "iat", expected, clock(iat)),
        Some(iat) => fail(
            check,
            check
                .finding(
                    "iat",
                    format!("The ID token was issued {} s in the future.", (iat - expect.now).num_seconds()),
                )
                .expected(expected)
                .got(clock(iat))
                .remedy("The provider's clock is ahead, or this computer's is behind. Set both by NTP."),
        ),
        None => fail(
            check,
            check
                .finding("iat", "The ID token does not say when it was issued.")
                .expected(expected)
                .got(raw(claims, "iat"))
                .remedy("Have the provider put iat into its ID tokens, as seconds since 1970."),
        ),
    }
}

fn not_before(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_NOT_BEFORE;
    if !claims.contains_key("nbf") {
        return skip(check, "nbf", "not in the token");
    }
    let expected = format!("not after {}", clock(expect.now));
    match time(claims, "nbf") {
        Some(nbf) if nbf <= expect.now + LEEWAY => pass(check, "nbf", expected, clock(nbf)),
        got => fail(
            check,
            check
                .finding("nbf", "The ID token is not valid yet.")
                .expected(expected)
                .got(got.map_or_else(|| raw(claims, "nbf"), clock))
                .remedy("The provider's clock is ahead, or this computer's is behind. Set both by NTP."),
        ),
    }
}

fn nonce(claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_NONCE;
    let Some(sent) = expect.nonce else { return skip(check, "nonce", "none was sent") };
    match text(claims, "nonce") {
        Some(got) if got == sent => pass(check, "nonce", sent, got),
        got => fail(
            check,
            check
                .finding("nonce", "The ID token does not carry the nonce that was sent.")
                .expected(sent)
                .got(got.unwrap_or("no nonce"))
                .literal(got.is_some())
                .remedy(match got {
                    Some(_) => "Start again. If it stays, the provider or a proxy answers from a cache.",
                    None => {
                        "Have the provider repeat the nonce of the request, as it must. Over Back Channel the connection can \
                         leave it out: switch Nonce off."
                    }
                }),
        ),
    }
}

fn subject(claims: &Map<String, Value>) -> Judgement {
    let check = &checks::ID_TOKEN_SUBJECT;
    let expected = "1 to 255 characters";
    match text(claims, "sub") {
        Some(sub) if (1..=255).contains(&sub.chars().count()) => pass(check, "sub", expected, sub),
        got => fail(
            check,
            check
                .finding("sub", "The ID token does not say in a usable way who signed in.")
                .expected(expected)
                .got(got.map_or_else(|| raw(claims, "sub"), |sub| format!("{} characters", sub.chars().count())))
                .remedy("Have the provider put a stable subject into its ID tokens."),
        ),
    }
}

fn at_hash(header: &Map<String, Value>, claims: &Map<String, Value>, expect: &Expectation<'_>) -> Judgement {
    let check = &checks::ID_TOKEN_AT_HASH;
    let Some(got) = claims.get("at_hash") else { return skip(check, "at_hash", "not in the token") };
    let Some(access_token) = expect.access_token else { return skip(check, "at_hash", "no access token came with it") };
    let Some(expected) = half_hash(text(header, "alg").unwrap_or_default(), access_token) else {
        return skip(check, "at_hash", "no hash belongs to this algorithm");
    };
    if got.as_str() == Some(expected.as_str()) {
        return pass(check, "at_hash", &expected, &expected);
    }
    fail(
        check,
        check
            .finding("at_hash", "The access token is not the one this ID token was issued with.")
            .expected(expected)
            .got(got.as_str().map_or_else(|| got.to_string(), str::to_owned))
            .literal(got.is_string())
            .remedy("Report it to the provider: the two tokens of one response do not belong together."),
    )
}

fn half_hash(algorithm: &str, token: &str) -> Option<String> {
    let digest = match algorithm.get(2..)? {
        "256" => Sha256::digest(token).to_vec(),
        "384" => Sha384::digest(token).to_vec(),
        "512" => Sha512::digest(token).to_vec(),
        _ => return None,
    };
    Some(URL_SAFE_NO_PAD.encode(&digest[..digest.len() / 2]))
}

fn text<'a>(object: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    object.get(member)?.as_str()
}

fn texts<'a>(claims: &'a Map<String, Value>, claim: &str) -> Vec<&'a str> {
    match claims.get(claim) {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A NumericDate (RFC 7519, section 2); fractions are cut off.
fn time(claims: &Map<String, Value>, claim: &str) -> Option<DateTime<Utc>> {
    let value = claims.get(claim)?;
    let seconds = value
        .as_i64()
        .or_else(|| value.as_f64().filter(|seconds| seconds.abs() < 1e15).map(|seconds| seconds as i64))?;
    DateTime::from_timestamp(seconds, 0)
}

fn raw(claims: &Map<String, Value>, claim: &str) -> String {
    claims.get(claim).map_or_else(|| format!("no {claim}"), Value::to_string)
}

fn clock(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// Where two spellings part, in words: a person sees a missing slash no other way.
fn difference(expected: &str, got: &str) -> String {
    let position = expected.chars().zip(got.chars()).take_while(|(a, b)| a == b).count();
    if got.trim_end_matches('/') == expected.trim_end_matches('/') {
        return "; they differ in the trailing slash".to_owned();
    }
    format!("; they differ from character {}", position + 1)
}

/// The token as a trace may hold it: its header open, its signature masked. The claims stand in the step's own list.
pub(super) fn message(header: &Map<String, Value>, token: &Secret) -> Message {
    let mut fields: Vec<Field> = header
        .iter()
        .map(|(name, value)| Field::shown(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    let signature = token.expose().rsplit('.').next().unwrap_or_default();
    fields.push(Field::masked("signature", signature));
    Message { direction: Direction::Received, method: None, url: None, status: None, fields }
}
