//! The rules of a sign-in, each defined once.

use crate::{
    Finding,
    finding::{
        Check,
        Severity::{self, Error, Note, Warning},
    },
    json::{JsonError, MAX_DEPTH, Repeat},
    signing::KeyError,
};

/// Every rule of a sign-in, in the order in which it comes up.
pub fn catalogue() -> Vec<&'static Check> {
    vec![
        &ENDPOINT_MISSING,
        &ENDPOINT_UNUSABLE,
        &ENDPOINT_LEADS_HERE,
        &ENDPOINTS_FROM_DISCOVERY,
        &DISCOVERY_ISSUER_DIFFERS,
        &DISCOVERY_URL_IS_BASE,
        &KEY_SET_UNREADABLE,
        &ANSWER_TOO_DEEP,
        &ANSWER_REPEATS_NAME,
        &PKCE_NOT_ADVERTISED,
        &CODE_UNPROTECTED,
        &UPSTREAM_PARAMETER,
        &DPOP_NOT_USED,
        &DPOP_NOT_ADVERTISED,
        &SECRET_MISSING,
        &CLIENT_KEY_MISSING,
        &CANNOT_SIGN,
        &OPENID_SCOPE_MISSING,
        &TOO_MANY_PARAMETERS,
        &ANSWER_UNPROVEN,
        &DUPLICATE_PARAMETER,
        &PROVIDER_REFUSED,
        &STATE_MISMATCH,
        &RESPONSE_ISSUER_MISMATCH,
        &RESPONSE_ISSUER_MISSING,
        &RESPONSE_NOT_POSTED,
        &RESPONSE_INCOMPLETE,
        &TOKEN_ENDPOINT_UNREACHABLE,
        &CLIENT_REJECTED,
        &GRANT_REJECTED,
        &TOKEN_REQUEST_REFUSED,
        &TOKEN_RESPONSE_UNREADABLE,
        &TOKEN_TYPE_UNKNOWN,
        &DPOP_NOT_BOUND,
        &ID_TOKEN_MISSING,
        &ID_TOKEN_FORMAT,
        &ID_TOKEN_ALGORITHM,
        &KEYS_READ_AGAIN,
        &ID_TOKEN_KEY,
        &ID_TOKEN_KEY_SHORT,
        &ID_TOKEN_SIGNATURE,
        &ID_TOKEN_ISSUER,
        &ID_TOKEN_AUDIENCE,
        &ID_TOKEN_AUTHORIZED_PARTY,
        &ID_TOKEN_EXPIRED,
        &ID_TOKEN_ISSUED_AT,
        &ID_TOKEN_NOT_BEFORE,
        &ID_TOKEN_NONCE,
        &ID_TOKEN_SUBJECT,
        &ID_TOKEN_AT_HASH,
        &ID_TOKEN_CLAIMS,
        &SESSION_EXPIRY_MISSING,
        &USERINFO_FAILED,
        &USERINFO_SUBJECT,
        &CLAIM_MISSING,
        &PROFILE_EMPTY,
        &RESERVED_ATTRIBUTE,
        &RESERVED_CLAIM_LEFT_OUT,
        &LIST_BECOMES_TEXT,
        &PROFILE_TOO_LARGE,
        &NOT_PROVISIONED,
        &USER_NOT_KEPT,
        &CONNECTION_CHANGED,
        &APPLICATION_REFUSED,
    ]
}

/// The finding of a key that could not be used, on the setting or parameter that asked for it.
pub(super) fn cannot_sign(member: &str, error: &KeyError) -> Finding {
    let cause = match std::error::Error::source(error) {
        Some(source) => format!("{error} ({source})"),
        None => error.to_string(),
    };
    CANNOT_SIGN
        .finding(member, format!("{member} cannot be signed for: {cause}."))
        .expected("a signature")
        .got(cause)
        .remedy("Try again. If it stays, it is a fault of Lintel: report it with this text.")
}

/// The finding of JSON that is refused for its shape; absent where it is none at all. `what` names it in a sentence.
pub(super) fn of_json(member: &str, what: &str, error: &JsonError) -> Option<Finding> {
    match error {
        JsonError::Syntax(_) => None,
        JsonError::TooDeep { .. } => Some(
            ANSWER_TOO_DEEP
                .finding(member, format!("{what} is refused: {error}."))
                .expected(format!("at most {MAX_DEPTH} arrays and objects within one another"))
                .got(format!("more than {MAX_DEPTH}"))
                .remedy("Have the provider send flat values; no member that a sign-in reads is nested so."),
        ),
        JsonError::Repeated(Repeat { name, .. }) => Some(
            ANSWER_REPEATS_NAME
                .finding(member, format!("{what} is refused: {error}, and readers differ in which they take."))
                .expected("each name once in an object")
                .got(format!("{name} more than once"))
                .remedy(format!("Have the provider send “{name}” once.")),
        ),
    }
}

const fn check(
    code: &'static str,
    title: &'static str,
    severity: Severity,
    spec: &'static str,
    about: &'static str,
) -> Check {
    Check { code, title, severity, spec, about }
}

pub(crate) const ENDPOINT_MISSING: Check = check(
    "endpoint-missing",
    "Every endpoint the channel uses is known",
    Error,
    "OpenID Connect Discovery 1.0, section 3",
    "A sign-in needs the provider's issuer, authorization endpoint and key set, and on the back channel its token endpoint. \
     They come from the connection, from the metadata that the tenant stored, or from the provider's discovery document; \
     none of the three had this one.",
);
pub(crate) const ENDPOINT_UNUSABLE: Check = check(
    "endpoint-unusable",
    "Every endpoint is an https URL",
    Error,
    "OpenID Connect Discovery 1.0, section 3",
    "An endpoint must be an absolute https URL; plain http is accepted for this computer only.",
);
pub(crate) const ENDPOINT_LEADS_HERE: Check = check(
    "endpoint-leads-to-this-computer",
    "A provider elsewhere sends no request to this computer",
    Error,
    "RFC 9700, section 4.4",
    "Services of a computer trust whoever reaches them from it. Metadata that comes from elsewhere and names localhost would send the \
     token request, or the access token, to one of them. An address on this computer may be named by a provider on this computer, \
     and by whoever sets it on the connection.",
);
pub(crate) const ENDPOINTS_FROM_DISCOVERY: Check = check(
    "endpoints-from-discovery",
    "The connection says every endpoint itself",
    Note,
    "OpenID Connect Discovery 1.0, section 4",
    "The connection was made with an issuer and some endpoints only. The missing ones were read from the provider's discovery \
     document for this sign-in and are not written back to the connection.",
);
pub(crate) const DISCOVERY_ISSUER_DIFFERS: Check = check(
    "discovery-issuer-differs",
    "The provider calls itself what the connection calls it",
    Warning,
    "OpenID Connect Discovery 1.0, section 4.3",
    "The issuer in the discovery document is not the connection's issuer. ID tokens will carry the provider's spelling, and a \
     trailing slash is enough to make two issuers of one.",
);
pub(crate) const DISCOVERY_URL_IS_BASE: Check = check(
    "discovery-url-is-base",
    "The discovery URL is the document's own",
    Warning,
    "OpenID Connect Discovery 1.0, section 4",
    "The document is below the issuer, at /.well-known/openid-configuration. A local tenant completes a base URL; Auth0's Management \
     API wants the full URL and refuses the connection without it.",
);
pub(crate) const KEY_SET_UNREADABLE: Check = check(
    "key-set-unreadable",
    "The key set can be read",
    Error,
    "OpenID Connect Core 1.0, section 10.1",
    "Signatures are verified with the keys at jwks_uri. If they cannot be read, or none of them can verify a signature, no ID \
     token can be accepted.",
);
pub(crate) const ANSWER_TOO_DEEP: Check = check(
    "answer-too-deep",
    "What the provider sends is nested at most 32 levels deep",
    Error,
    "RFC 8259, section 9",
    "Keys, tokens and claims of real providers come to a few levels. Claims are stored with the user and in the record of the login; \
     what is stored without a limit to its depth cannot be read again.",
);
pub(crate) const ANSWER_REPEATS_NAME: Check = check(
    "answer-repeats-name",
    "What the provider sends names each value once",
    Error,
    "RFC 7515, section 4; RFC 7519, section 4; RFC 8259, section 4",
    "Of two values under one name, one reader takes the first and another the last: what was checked need not be what is used.",
);
pub(crate) const PKCE_NOT_ADVERTISED: Check = check(
    "pkce-not-used",
    "PKCE protects the code",
    Note,
    "RFC 9700, section 2.1.1",
    "With PKCE set to auto, the strongest method that the provider advertises is used; this one advertises none. A nonce protects \
     the code in its place. Microsoft Entra ID supports S256 without advertising it.",
);
pub(crate) const CODE_UNPROTECTED: Check = check(
    "code-unprotected",
    "PKCE or a nonce protects the code",
    Warning,
    "RFC 9700, sections 2.1.1 and 4.5.3",
    "Neither PKCE nor a nonce ties the code to the sign-in that asked for it. Whoever gets hold of a code of somebody else, from a log, \
     a proxy or another provider at the same callback, can put it into a sign-in of their own and come out as that person. Auth0 signs \
     in like this, and so does Lintel.",
);
pub(crate) const UPSTREAM_PARAMETER: Check = check(
    "upstream-parameter-not-sent",
    "Upstream parameters are sent",
    Warning,
    "Auth0 Management API v2, upstream_params",
    "A connection can add parameters to the authorization request: fixed values, or what the application sent to /authorize under \
     a name that the connection lists. It cannot replace what the sign-in writes itself, such as state, nonce or redirect_uri: \
     Lintel leaves such a parameter out. What Auth0 does with it is not documented.",
);
pub(crate) const DPOP_NOT_USED: Check = check(
    "dpop-not-used",
    "DPoP is used where it is set",
    Warning,
    "Auth0, DPoP for enterprise connections",
    "dpop_signing_alg has an effect over the back channel and with ES256, ES384, ES512 or Ed25519. Elsewhere Auth0 signs in \
     without DPoP and logs nothing about it, and so does Lintel, which says so.",
);
pub(crate) const DPOP_NOT_ADVERTISED: Check = check(
    "dpop-not-advertised",
    "The provider advertises DPoP with the algorithm",
    Note,
    "RFC 9449, section 5.1",
    "A provider lists the algorithms of proofs that it accepts as dpop_signing_alg_values_supported. One that lists none may not \
     know DPoP: it then ignores the proof and sends bearer tokens.",
);
pub(crate) const SECRET_MISSING: Check = check(
    "secret-missing",
    "The connection has a client secret",
    Error,
    "RFC 6749, section 2.3.1",
    "The back channel redeems the code at the token endpoint, and the provider wants to know by whom.",
);
pub(crate) const CLIENT_KEY_MISSING: Check = check(
    "client-key-missing",
    "The connection has a key for private_key_jwt",
    Error,
    "OpenID Connect Core 1.0, section 9",
    "With private_key_jwt the client signs an assertion instead of sending a secret. The tenant makes the keys of a connection when \
     it is saved with this method; until then, and for another algorithm than they were made for, there is nothing to sign with.",
);
pub(crate) const CANNOT_SIGN: Check = check(
    "cannot-sign",
    "Assertions and proofs can be signed",
    Error,
    "RFC 7515, section 5.1",
    "A key of the connection, or one made for this sign-in alone, could not be used. The cause is in this program or this computer.",
);
pub(crate) const OPENID_SCOPE_MISSING: Check = check(
    "openid-scope-missing",
    "The openid scope is requested",
    Error,
    "OpenID Connect Core 1.0, section 3.1.2.1",
    "Without the openid scope the request is plain OAuth 2.0 and the provider need not answer with an ID token.",
);
pub(crate) const TOO_MANY_PARAMETERS: Check = check(
    "too-many-parameters",
    "The response has at most 64 parameters",
    Error,
    "OpenID Connect Core 1.0, section 3.1.2.5",
    "Specifications define a dozen parameters of an authorization response, and providers add a few of their own. The rest of a longer \
     one is not read.",
);
pub(crate) const ANSWER_UNPROVEN: Check = check(
    "answer-unproven",
    "Answers carry the state that was sent",
    Warning,
    "RFC 6749, section 10.12",
    "A test waits for the answer that carries its state. Any other answer may come from anybody: another page, an advertisement in a \
     frame of the provider's page, or a provider that leaves the state out of its errors, which RFC 6749, section 4.1.2.1, does not \
     allow. It ends nothing and its words prove nothing; they are shown because they may be the provider's all the same.",
);
pub(crate) const DUPLICATE_PARAMETER: Check = check(
    "duplicate-parameter",
    "Each parameter comes once",
    Error,
    "RFC 6749, section 3.1",
    "A parameter that comes twice can be read in two ways, which attackers use.",
);
pub(crate) const PROVIDER_REFUSED: Check = check(
    "provider-refused",
    "The provider let the person in",
    Error,
    "RFC 6749, section 4.1.2.1",
    "The provider answered the authorization request with an error. Its error code says which side has to change something.",
);
pub(crate) const STATE_MISMATCH: Check = check(
    "state-mismatch",
    "State matches",
    Error,
    "RFC 6749, section 10.12",
    "State ties the answer to the request and the browser that made it. Another value, or none, may be an attack; usually it is \
     a second tab, the back button or a lost cookie.",
);
pub(crate) const RESPONSE_ISSUER_MISMATCH: Check = check(
    "response-issuer-mismatch",
    "The response comes from the issuer",
    Error,
    "RFC 9207, section 2.4",
    "A response that names another issuer than the one that was asked is the sign of a mix-up attack, or of a connection whose \
     issuer and endpoints belong to two authorization servers.",
);
pub(crate) const RESPONSE_ISSUER_MISSING: Check = check(
    "response-issuer-missing",
    "The response names its issuer as promised",
    Error,
    "RFC 9207, section 2.4",
    "The provider's metadata says authorization_response_iss_parameter_supported, so a response without iss must be refused.",
);
pub(crate) const RESPONSE_NOT_POSTED: Check = check(
    "response-not-posted",
    "The ID token comes in a form",
    Error,
    "OAuth 2.0 Multiple Response Type Encoding Practices, section 3; OAuth 2.0 Form Post Response Mode, section 2",
    "The front channel asks for response_mode=form_post, and an ID token must never travel in a query: addresses stay in the browser's \
     history and in the logs of proxies. The token that came there is used for nothing.",
);
pub(crate) const RESPONSE_INCOMPLETE: Check = check(
    "response-incomplete",
    "The response carries what the channel needs",
    Error,
    "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5",
    "The back channel needs a code, the front channel an ID token. A provider that answers in the URL fragment keeps both from \
     the server.",
);
pub(crate) const TOKEN_ENDPOINT_UNREACHABLE: Check = check(
    "token-endpoint-unreachable",
    "The token endpoint answers",
    Error,
    "RFC 6749, section 3.2",
    "The tenant calls the token endpoint from its own servers; a provider inside a company network is out of their reach.",
);
pub(crate) const CLIENT_REJECTED: Check = check(
    "client-rejected",
    "The provider accepts the client's credentials",
    Error,
    "RFC 6749, section 5.2",
    "invalid_client: the client ID is unknown there, the secret is wrong, expired or its ID was pasted instead of its value, the \
     key of an assertion is not registered, or the provider wants another way of client authentication or another audience.",
);
pub(crate) const GRANT_REJECTED: Check = check(
    "grant-rejected",
    "The provider accepts the code",
    Error,
    "RFC 6749, section 5.2",
    "invalid_grant: the code is too old, was used before, belongs to another redirect URI, or the PKCE verifier does not fit.",
);
pub(crate) const TOKEN_REQUEST_REFUSED: Check = check(
    "token-request-refused",
    "The token endpoint grants tokens",
    Error,
    "RFC 6749, section 5.2",
    "The token endpoint answered with an error other than invalid_client and invalid_grant.",
);
pub(crate) const TOKEN_RESPONSE_UNREADABLE: Check = check(
    "token-response-unreadable",
    "The token response is JSON with an access token",
    Error,
    "RFC 6749, section 5.1",
    "A token response is a JSON object with access_token and token_type. HTML comes from a proxy or a wrong URL.",
);
pub(crate) const TOKEN_TYPE_UNKNOWN: Check = check(
    "token-type-unknown",
    "The access token is of a type that can be used",
    Error,
    "RFC 6749, section 7.1",
    "A client must not use an access token whose token_type it does not understand: Bearer, or DPoP with the key of this sign-in. The \
     ID token is good without it, so that this is a warning, and an error where the mapping asks for userinfo.",
);
pub(crate) const DPOP_NOT_BOUND: Check = check(
    "dpop-not-bound",
    "The access token is bound to the key",
    Warning,
    "RFC 9449, section 5",
    "A token response to a request with a proof says token_type DPoP where the token is bound to the proof's key. Bearer means that \
     it works for whoever holds it. A provider may decide so; the sign-in goes on, as it does at Auth0.",
);
pub(crate) const ID_TOKEN_MISSING: Check = check(
    "id-token-missing",
    "An ID token came",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.3",
    "The token response has no id_token: the openid scope was not granted, or this is a plain OAuth 2.0 server.",
);
pub(crate) const ID_TOKEN_FORMAT: Check = check(
    "id-token-format",
    "The ID token is a signed JWT",
    Error,
    "OpenID Connect Core 1.0, section 2",
    "An ID token is three base64url parts. Five parts are an encrypted token, which must be switched off for this client; \
     anything else is not an ID token.",
);
pub(crate) const ID_TOKEN_ALGORITHM: Check = check(
    "id-token-algorithm",
    "Algorithm allowed",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (7)",
    "The token must be signed with a key pair, and with one of the algorithms in id_token_signed_response_algs where the connection \
     lists any. HS256 signs with the client secret, none does not sign at all; both are refused.",
);
pub(crate) const KEYS_READ_AGAIN: Check = check(
    "keys-read-again",
    "The keys of the beginning verify the ID token",
    Note,
    "OpenID Connect Core 1.0, section 10.1.1",
    "A provider may change its keys while a person signs in. Where the keys that were read at the beginning do not verify the ID \
     token, be it for an unknown kid or for a signature, they are read once more: for all sign-ins together at most once in 10 \
     seconds after an answer that was a key set, and once a second after a reading that failed.",
);
pub(crate) const ID_TOKEN_KEY: Check = check(
    "id-token-key",
    "Signing key in the key set",
    Error,
    "OpenID Connect Core 1.0, section 10.1",
    "The token names its key by kid. A kid that is not in the set at jwks_uri means keys were rotated, or jwks_uri belongs to \
     another authorization server. Without kid, the set must hold exactly one eligible key.",
);
pub(crate) const ID_TOKEN_KEY_SHORT: Check = check(
    "id-token-key-short",
    "Signing key long enough",
    Error,
    "RFC 7518, sections 3.3 and 3.5",
    "An RSA key that signs must have 2048 bits or more. A shorter one can be broken, and whoever breaks it signs in as anybody.",
);
pub(crate) const ID_TOKEN_SIGNATURE: Check = check(
    "id-token-signature",
    "Signature verifies",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (6)",
    "The key is in the set and does not fit the signature: the token was changed on its way, or another key signs under this kid.",
);
pub(crate) const ID_TOKEN_ISSUER: Check = check(
    "id-token-issuer",
    "Issuer matches",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (2)",
    "The token's iss must equal the connection's issuer, character by character. A slash, http for https, a vanity domain or \
     another version of the endpoint makes two issuers.",
);
pub(crate) const ID_TOKEN_AUDIENCE: Check = check(
    "id-token-audience",
    "Audience is this client",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (3)",
    "The token must be made out to this client ID. Another audience means the connection holds another application's client ID.",
);
pub(crate) const ID_TOKEN_AUTHORIZED_PARTY: Check = check(
    "id-token-authorized-party",
    "Authorized party is this client",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (4, 5)",
    "A token for several audiences must say with azp which of them may use it, and that must be this client.",
);
pub(crate) const ID_TOKEN_EXPIRED: Check = check(
    "id-token-expired",
    "Not expired",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (9)",
    "The token is past its exp, a minute of leeway allowed. Usually one of the two clocks is wrong.",
);
pub(crate) const ID_TOKEN_ISSUED_AT: Check = check(
    "id-token-issued-at",
    "Issued in the past",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (10)",
    "iat must be there and not lie in the future, a minute of leeway allowed. A token from the future comes from a clock that is \
     ahead.",
);
pub(crate) const ID_TOKEN_NOT_BEFORE: Check = check(
    "id-token-not-before",
    "Valid already",
    Error,
    "RFC 7519, section 4.1.5",
    "The token is not valid before its nbf, a minute of leeway allowed.",
);
pub(crate) const ID_TOKEN_NONCE: Check = check(
    "id-token-nonce",
    "Nonce matches",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.7 (11)",
    "A nonce that was sent must come back in the token; it ties the token to this sign-in. A provider or proxy that answers from \
     a cache repeats an old one.",
);
pub(crate) const ID_TOKEN_SUBJECT: Check = check(
    "id-token-subject",
    "Subject present",
    Error,
    "OpenID Connect Core 1.0, section 2",
    "sub is who signed in: without it, or longer than 255 characters, there is no stable user ID.",
);
pub(crate) const ID_TOKEN_AT_HASH: Check = check(
    "id-token-at-hash",
    "Access token belongs to the ID token",
    Error,
    "OpenID Connect Core 1.0, section 3.1.3.8",
    "at_hash is the hash of the access token that came with the ID token; another value means the two are from two sign-ins.",
);
pub(crate) const ID_TOKEN_CLAIMS: Check = check(
    "id-token-claims",
    "Claims have their types",
    Error,
    "OpenID Connect Core 1.0, sections 2 and 5.1",
    "A registered claim has another type than the specification gives it, such as a list for a text, so that the token cannot be \
     read.",
);
pub(crate) const SESSION_EXPIRY_MISSING: Check = check(
    "session-expiry-missing",
    "The provider says when its session ends",
    Error,
    "IPSIE OpenID Connect SL1 Profile 1.0",
    "With id_token_session_expiry_supported Auth0 ends its own session when the provider's ends, and refuses a sign-in whose ID \
     token lacks the claim session_expiry. Lintel's tenant keeps no session, so that it refuses alike but ends nothing.",
);
pub(crate) const USERINFO_FAILED: Check = check(
    "userinfo-failed",
    "Userinfo can be read",
    Warning,
    "OpenID Connect Core 1.0, section 5.3",
    "The mapping asks for userinfo claims and the userinfo endpoint did not give them. Attributes mapped from them stay empty.",
);
pub(crate) const USERINFO_SUBJECT: Check = check(
    "userinfo-subject",
    "Userinfo is about the same person",
    Error,
    "OpenID Connect Core 1.0, section 5.3.2",
    "The sub of userinfo must equal the sub of the ID token; otherwise its values must not be used.",
);
pub(crate) const CLAIM_MISSING: Check = check(
    "claim-missing",
    "The mapping finds its claims",
    Warning,
    "OpenID Connect Core 1.0, section 5.4",
    "A template of the user mapping names a claim that the provider did not send: a typo, a scope that was not requested, or an \
     optional claim that must be switched on at the provider.",
);
pub(crate) const PROFILE_EMPTY: Check = check(
    "profile-empty",
    "The login fills a profile",
    Warning,
    "OpenID Connect Core 1.0, section 5.4",
    "The person is known by an identifier alone. Where an access token is issued, many providers give what the scopes ask for at the \
     userinfo endpoint and leave it out of the ID token; userinfo is read only where a template of the user mapping names it.",
);
pub(crate) const RESERVED_ATTRIBUTE: Check = check(
    "reserved-attribute",
    "The mapping uses free names",
    Warning,
    "Auth0, restricted claims",
    "Some names are protocol claims or belong to the tenant itself and cannot be profile attributes.",
);
pub(crate) const RESERVED_CLAIM_LEFT_OUT: Check = check(
    "reserved-claim-left-out",
    "No claim is lost for its name",
    Note,
    "Auth0, restricted claims",
    "Bind all copies every claim of the ID token to the profile, except those whose names are reserved. For protocol claims that is \
     meant. Groups, roles and the like are lost as well, without a word; a template keeps them under another name.",
);
pub(crate) const LIST_BECOMES_TEXT: Check = check(
    "list-becomes-text",
    "Templates are filled from single values",
    Note,
    "Auth0, user mapping",
    "A template is text, so a list that fills it becomes one text with commas between its values. A value that holds a comma can no \
     longer be told from two. Bind all keeps lists as they are.",
);
pub(crate) const PROFILE_TOO_LARGE: Check = check(
    "profile-too-large",
    "The profile has a size that can be kept",
    Error,
    "Lintel",
    "A mapping may use a claim as often as it likes, so that a small token can become a large user. A profile beyond 256 KiB is not written, \
     and nobody is signed in.",
);
/// The user of a verified sign-in has to exist already, and does not.
pub const NOT_PROVISIONED: Check = check(
    "not-provisioned",
    "The user exists or may be created",
    Error,
    "Auth0 Management API v2, set_user_root_attributes",
    "With set_user_root_attributes at never_on_login, a login creates no user and changes none: users come by provisioning (SCIM) \
     alone, and whoever was not provisioned cannot sign in.",
);
/// The tenant's own database failed at the last step.
pub const USER_NOT_KEPT: Check = check(
    "user-not-kept",
    "The user can be written",
    Error,
    "Lintel local tenant",
    "The sign-in was verified, but the local tenant could not write the user to its database.",
);
/// The tenant is not the one that the sign-in began on.
pub const CONNECTION_CHANGED: Check = check(
    "connection-changed",
    "The connection is as it was when the sign-in began",
    Error,
    "Lintel local tenant",
    "A sign-in ends by the state of the tenant at its end. When the connection was deleted meanwhile, was disabled for the application, or \
     has another issuer, endpoint, client ID or channel, the answer comes from a provider that the tenant does not ask any more: nobody \
     is signed in, and no user is written, least of all one of a newer connection of the same name. Other settings may change during a \
     sign-in.",
);
/// The tenant sent the application no code, or no tokens for it.
pub const APPLICATION_REFUSED: Check = check(
    "application-refused",
    "The application gets its tokens",
    Error,
    "RFC 6749, section 4.1",
    "After the sign-in at the provider the tenant sends the application a code, and the application redeems it for an ID token of \
     the tenant. Where this fails, the cause is mostly in a step before: the tenant refused the sign-in.",
);
