//! Where errors become the one type that a window gets. Logged here, once.

use chrono::{DateTime, Utc};
use lintel_management::{ClientError, client::distrusted, options::FROM_METADATA};
use lintel_tenant::{OpenError, OpenStoreError, PortError, SealingKeyError, chain};

use crate::{
    StartError,
    change::journal::{JournalError, JournalFileError},
    field::upstream_params,
    refused,
    view::Problem,
};

/// What to do about a certificate that is not accepted.
pub(crate) const DISTRUSTED: &str = "Where the tenant, or a proxy on the way, has an authority of its own, give its certificate in PEM: in the options of the tenant, \
     or on the command line with --ca-file or PREFIX_CA_FILE.";

impl Problem {
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Problem { code: code.to_owned(), message: message.into(), field: None, remedy: None }
    }

    pub fn at(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

impl From<StartError> for Problem {
    fn from(error: StartError) -> Self {
        tracing::error!(error = %chain(&error), "could not start");
        let code = match &error {
            StartError::Tenant(OpenError::Key(key)) => sealing_code(key),
            StartError::Tenant(OpenError::Database(OpenStoreError::WrongKey { .. })) => "passphrase-wrong",
            StartError::Folder(_) => "folder-in-use",
            StartError::Tenant(OpenError::Port(PortError::PortTaken { .. })) => "port-taken",
            _ => "start-failed",
        };
        Problem::new(code, error.to_string())
    }
}

impl From<ClientError> for Problem {
    fn from(error: ClientError) -> Self {
        // The API repeats values in its messages, which are for the window and not for the log.
        match &error {
            ClientError::Refused { asked, status, code, .. } => {
                tracing::warn!(%asked, status, code, "the tenant refused")
            }
            ClientError::Token { status, error, .. } => tracing::warn!(status, error, "the tenant gave no token"),
            other => tracing::warn!(error = %chain(other), "the tenant did not answer as it should"),
        }
        if error.code() == Some("insufficient_scope") {
            return lacking(&error.to_string());
        }
        if let Some(problem) = unsent(&error) {
            return problem;
        }
        let code = match &error {
            ClientError::TooLarge { .. } | ClientError::Unreadable { .. } | ClientError::Endless { .. } => {
                "tenant-unreadable"
            }
            other => other.code().unwrap_or("tenant-unreachable"),
        };
        let field = field_of(&error.to_string());
        let remedy = match &error {
            ClientError::Unreachable { source, .. } if distrusted(source).is_some() => Some(DISTRUSTED),
            ClientError::Unreachable { .. } => Some("Check whether this computer is online, then try again."),
            ClientError::Refused { status, code, message, .. } => refused::remedy(*status, code.as_deref(), message),
            _ => None,
        };
        let remedy = remedy.map(str::to_owned);
        Problem { code: code.to_owned(), message: error.to_string(), field, remedy }
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        tracing::error!(error = %chain(&error), "the journal failed");
        Problem::new("journal", error.to_string())
            .remedy("Check the space and the permissions of Lintel's data folder.")
    }
}

impl From<JournalFileError> for Problem {
    fn from(error: JournalFileError) -> Self {
        tracing::error!(error = %chain(&error), "a journal was not opened");
        let remedy = match &error {
            JournalFileError::Folder { .. } | JournalFileError::Another { .. } => {
                "Name a file that Lintel made, or one that is not there yet."
            }
            JournalFileError::OtherKey { .. } => "Set LINTEL_KEY to the same text as before, or name another file.",
            JournalFileError::OtherTenant { .. } => "Name a file of its own for each tenant.",
            JournalFileError::Held { .. } => "Wait until that has ended.",
            JournalFileError::File { .. } => "Name a file in a folder that is there and that you may write to.",
            JournalFileError::Journal(JournalError::Database(_)) => {
                "Put the file back from a copy, or name another one."
            }
            JournalFileError::Key(_) | JournalFileError::Journal(_) => {
                return Problem::new("journal", error.to_string());
            }
        };
        Problem::new("journal", error.to_string()).remedy(remedy)
    }
}

/// What the window offers depends on it.
fn sealing_code(error: &SealingKeyError) -> &'static str {
    match error {
        SealingKeyError::NoKeychain { .. }
        | SealingKeyError::KeychainLocked { .. }
        | SealingKeyError::Keychain { .. } => "keychain-missing",
        SealingKeyError::NeedsPassphrase | SealingKeyError::EmptyPassphrase => "passphrase-needed",
        _ => "start-failed",
    }
}

/// What this program itself does not send.
fn unsent(error: &ClientError) -> Option<Problem> {
    match error {
        ClientError::ReadOnly { .. } => Some(
            Problem::new("read-only", "Nothing was changed: this tenant is read only in Lintel.")
                .remedy("Allow changes in the options of the tenant, under Manage tenants."),
        ),
        ClientError::Ended { at } => {
            let at = DateTime::<Utc>::from(*at).format("%-d %b %Y at %H:%M UTC");
            let message = format!(
                "The token that this tenant is reached with ended on {at}. Nothing can be read or changed there."
            );
            Some(Problem::new("token-ended", message).remedy("Enter a new one under Manage tenants, New credentials."))
        }
        ClientError::Unsigned(_) => Some(
            Problem::new("private-key-invalid", "The private key of this tenant’s application does not sign.")
                .remedy("Enter the key anew under Manage tenants, New credentials."),
        ),
        _ => None,
    }
}

/// `Insufficient scope, expected any of: A,B`, in a person's words.
fn lacking(refusal: &str) -> Problem {
    let (expected, scopes) = refusal.split_once(": ").unwrap_or(("", refusal));
    let scopes = scopes.replace(',', if expected.contains("all of") { " and " } else { " or " });
    Problem::new("insufficient_scope", format!("The credentials lack {scopes}."))
        .remedy("Grant it to the machine-to-machine application in the Auth0 Dashboard, then open the tenant again.")
}

/// The form field that a refusal is about, by the API's own grammar, and none where the message is of another form.
fn field_of(message: &str) -> Option<String> {
    match message {
        "A connection with the same name already exists" => return Some("name".to_owned()),
        "Discovery document exceeds the maximum allowed size of 128 KB" => return Some("discovery_url".to_owned()),
        _ => {}
    }
    // "options.issuer" is missing: what the discovery document was to bring.
    if let Some((path, _)) = message.strip_prefix('"').and_then(|rest| rest.split_once("\" is missing")) {
        let from_document = path.strip_prefix("options.").is_some_and(|member| FROM_METADATA.contains(&member));
        return if from_document { Some("discovery_url".to_owned()) } else { field_at(path) };
    }
    if let Some(path) = message.strip_suffix(" is required") {
        return field_at(path);
    }
    // Payload validation error: 'WHAT' on property PATH (DESCRIPTION).
    let validation = message.strip_prefix("Payload validation error: '")?;
    if let Some((member, _)) =
        validation.strip_prefix("Missing required property: ").and_then(|rest| rest.split_once('\''))
    {
        return field_at(member);
    }
    // WHAT repeats a value, which may hold anything: the last place is the API's.
    let (_, place) = validation.rsplit_once("' on property ")?;
    field_at(place.split_once(" (").map_or(place, |(path, _)| path).trim_end_matches('.'))
}

/// The field of the member at a path such as `options.domain_aliases[0]`.
fn field_at(path: &str) -> Option<String> {
    let path = path.strip_prefix("options.").unwrap_or(path);
    let (member, rest) = path.split_at(path.find(['.', '[']).unwrap_or(path.len()));
    if member == upstream_params::MEMBER {
        let param = rest.trim_start_matches('.').split('.').next().filter(|param| !param.is_empty());
        return Some(param.map_or(member.to_owned(), |param| format!("{member}.{param}")));
    }
    FIELDS.iter().find(|(known, _)| *known == member).map(|(_, field)| (*field).to_owned())
}

/// Members of the API, each with the field of a form where a person edits it.
const FIELDS: [(&str, &str); 29] = [
    ("name", "name"),
    ("display_name", "display_name"),
    ("show_as_button", "show_as_button"),
    ("type", "channel"),
    ("client_id", "client_id"),
    ("client_secret", "client_secret"),
    ("discovery_url", "discovery_url"),
    ("issuer", "discovery_url"),
    ("scope", "scope"),
    ("scopes", "scope"),
    ("connection_settings", "pkce"),
    ("attribute_map", "mapping"),
    ("oidc_metadata", "metadata"),
    ("authorization_endpoint", "metadata.authorization_endpoint"),
    ("token_endpoint", "metadata.token_endpoint"),
    ("userinfo_endpoint", "metadata.userinfo_endpoint"),
    ("jwks_uri", "metadata.jwks_uri"),
    ("domain_aliases", "domains"),
    ("tenant_domain", "tenant_domain"),
    ("icon_url", "icon_url"),
    ("set_user_root_attributes", "profile_sync"),
    ("token_endpoint_auth_method", "auth_method"),
    ("token_endpoint_auth_signing_alg", "auth_signing_alg"),
    ("token_endpoint_jwtca_aud_format", "auth_audience"),
    ("id_token_signed_response_algs", "id_token_algs"),
    ("dpop_signing_alg", "dpop_signing_alg"),
    ("send_back_channel_nonce", "back_channel_nonce"),
    ("id_token_session_expiry_supported", "session_expiry"),
    ("callbacks", "callbacks"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_belongs_to_the_field_that_the_api_names_and_to_no_other() {
        let validation = |what: &str, place: &str| format!("Payload validation error: '{what}'{place}.");
        for (message, field) in [
            (validation("No enum match for: x", " on property options.type (Channel)"), Some("channel")),
            (
                validation("String is too long (129 chars), maximum 128", " on property display_name"),
                Some("display_name"),
            ),
            (validation("String is too short", " on property options.domain_aliases[2] (Domains)"), Some("domains")),
            (
                validation("No enum match for: x", " on property options.upstream_params.kc.alias (Parameters)"),
                Some("upstream_params.kc"),
            ),
            (validation("Too many", " on property options.upstream_params (Parameters)"), Some("upstream_params")),
            (validation("Missing required property: name", ""), Some("name")),
            (validation("Missing required property: client_id", " on property options (Options)"), Some("client_id")),
            // A value that reads like a place, and members that hold a field's name.
            (validation("No match: ' on property name (x)", " on property options.scope (Scopes)"), Some("scope")),
            (validation("Additional properties not allowed: client_id_name", ""), None),
            (validation("Expected type string", " on property options.non_persistent_attrs[0] (name)"), None),
            ("options.client_id is required".to_owned(), Some("client_id")),
            ("\"options.issuer\" is missing. https://op.example answered 404.".to_owned(), Some("discovery_url")),
            ("A connection with the same name already exists".to_owned(), Some("name")),
            ("The name of the realm, scope and client_id has already been used".to_owned(), None),
            ("Cross App Access Requesting App is not supported for this connection.".to_owned(), None),
            ("The tenant named discovery_url could not be reached".to_owned(), None),
        ] {
            assert_eq!(field_of(&message).as_deref(), field, "{message}");
        }
    }
}
