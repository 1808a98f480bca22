//! What is asked for before a connection can be written, and what has to be done elsewhere.

use lintel_as_code::OrganizationUse;
use lintel_management::Options;
use lintel_oidc::{Channel, http::is_loopback};
use lintel_tenant::{AuthMethod, OidcOptions};
use url::Url;

use super::{item::Item, policy::SECRET};
use crate::{
    Console,
    change::document::options,
    console::Home,
    view::{ChecklistItem, Problem, QuestionKind, TransferQuestion, ValueShape},
};

fn question(kind: QuestionKind, about: &str, message: String, remedy: &str) -> TransferQuestion {
    TransferQuestion {
        kind,
        about: about.to_owned(),
        message,
        remedy: remedy.to_owned(),
        candidates: Vec::new(),
        shape: ValueShape::Text,
    }
}

pub(super) fn twice(name: &str) -> TransferQuestion {
    let message = format!("The source has {name} more than once, and a tenant has each name once.");
    question(QuestionKind::Unreadable, name, message, "Leave it out, or correct the file.")
}

pub(super) fn strategy(name: &str, strategy: &str) -> TransferQuestion {
    let message = format!("{name} is of another kind: {strategy}. Lintel brings OpenID Connect connections elsewhere.");
    question(QuestionKind::Unreadable, name, message, "Leave it out.")
}

pub(super) fn hidden(name: &str, problem: Problem) -> TransferQuestion {
    question(QuestionKind::Hidden, name, problem.message, problem.remedy.as_deref().unwrap_or("Leave it out."))
}

/// `path`: what can be kept.
pub(super) fn not_shown(what: &str, path: &str, scope: &str) -> TransferQuestion {
    let message = format!("The target does not show its {what}: the credentials lack {scope}.");
    question(QuestionKind::Hidden, path, message, "Grant it to the application, or keep what the target has.")
}

pub(super) fn placeholder(path: &str, shape: ValueShape, stands_for_it: &str) -> TransferQuestion {
    let message = format!("{path} is {stands_for_it}, and that is not written.");
    let remedy = "Give its value, or keep what the target has.";
    TransferQuestion { shape, ..question(QuestionKind::Placeholder, path, message, remedy) }
}

pub(super) fn domains(shared: &[(String, String)]) -> TransferQuestion {
    let held: Vec<String> = shared.iter().map(|(domain, name)| format!("{domain} ({name})")).collect();
    let message = format!(
        "Other connections of the target have these domains, and one connection alone gets them: {}.",
        held.join(", ")
    );
    question(QuestionKind::Domains, "/options/domain_aliases", message, "Keep the target’s domains, or share them.")
}

/// What a login needs and the connection would not have.
pub(super) fn lacking(options: &Options) -> Vec<TransferQuestion> {
    let said = OidcOptions::of(options);
    let mut lacking = Vec::new();
    if said.client_id.is_none() {
        let message = "The client ID of the application at the provider is not known for the target.".to_owned();
        lacking.push(question(
            QuestionKind::Value,
            "/options/client_id",
            message,
            "Enter the one that the target uses.",
        ));
    }
    let uses_secret =
        said.channel == Channel::BackChannel && said.token_endpoint_auth_method == AuthMethod::ClientSecretPost;
    if uses_secret && options.client_secret().is_none() {
        let message = "Back Channel needs the client secret, and neither side gives one.".to_owned();
        let asked = question(QuestionKind::Secret, SECRET, message, "Enter it, or copy the source’s.");
        lacking.push(TransferQuestion { shape: ValueShape::Secret, ..asked });
    }
    lacking
}

/// A provider on this computer is out of reach for a tenant elsewhere.
pub(super) fn loopback(options: &Options) -> Option<TransferQuestion> {
    const ADDRESSES: [&str; 6] =
        ["discovery_url", "issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"];
    let here = ADDRESSES.iter().find_map(|member| {
        let url = Url::parse(options.text(member)?).ok()?;
        is_loopback(&url).then_some((member, url))
    });
    let (member, url) = here?;
    let message = format!("{url} is on this computer, where the target does not reach it.");
    Some(question(QuestionKind::Loopback, &format!("/options/{member}"), message, "Give the target’s own provider."))
}

impl Console {
    /// The tenant is not on this computer.
    pub(super) fn is_elsewhere(&self) -> bool {
        matches!(&self.home, Home::Auth0 { url, .. } if !is_loopback(url))
    }

    /// What no step reaches.
    pub(super) fn checklist(&self, item: &Item, missing: &[OrganizationUse]) -> Vec<ChecklistItem> {
        let (wanted, before) = (options(&item.wanted.document), options(&item.before.document));
        let (said, held) = (OidcOptions::of(&wanted), OidcOptions::of(&before));
        let mut list = Vec::new();
        let mut add = |text: &str, value: Option<String>| list.push(ChecklistItem { text: text.to_owned(), value });
        let another_client = said.client_id != held.client_id || said.discovery_url != held.discovery_url;
        if item.id.is_none() || another_client {
            add("Register the callback URL at the provider.", Some(self.callback_url().to_string()));
        }
        let method = AuthMethod::PrivateKeyJwt;
        let signs = said.channel == Channel::BackChannel && said.token_endpoint_auth_method == method;
        if signs && (item.id.is_none() || another_client || held.token_endpoint_auth_method != method) {
            let keys = format!("{}/oauth/connection/{}/.well-known/jwks.json", self.url(), item.name);
            add("Register the keys at the provider: keys are each tenant’s own.", Some(keys));
        }
        let turns_on = item.wanted.scim.as_ref().is_some_and(Option::is_some)
            && !item.before.scim.as_ref().is_some_and(Option::is_some);
        if turns_on {
            let address = item.id.as_ref().map(|id| format!("{}/scim/v2/connections/{id}", self.url()));
            add("Give the provider the SCIM address and a new token: tokens are each tenant’s own.", address);
        }
        for organization in missing {
            add("Create the organization, then switch the connection on for it.", Some(organization.name.clone()));
        }
        list
    }
}
