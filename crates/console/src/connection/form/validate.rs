//! What will not do in a form, told before anybody is asked.

use chrono::NaiveDate;
use lintel_management::{Connection, Options, options::FROM_METADATA};
use lintel_oidc::{discovery::unfinished_endpoint, http::is_loopback};
use lintel_tenant::OidcOptions;
use serde_json::Value;
use url::Url;

use super::name_problem;
use crate::{
    connection::upstream_params,
    experience::domains,
    field,
    view::{ConnectionForm, MetadataEdit, Problem, SecretInput},
};

impl ConnectionForm {
    /// What a person can get wrong without anybody being asked: the first field that will not do.
    /// `saved` is the connection as the form was filled from it: a field that says what is saved hinders no other edit.
    pub(crate) fn validate(&self, saved: Option<&Connection>) -> Result<(), Problem> {
        let held = saved.map(ConnectionForm::of);
        let edited = |field: fn(&ConnectionForm) -> &str| {
            held.as_ref().is_none_or(|held| field(held).trim() != field(self).trim())
        };
        let nothing = Options::default();
        let options = saved.and_then(|saved| saved.options.as_ref()).unwrap_or(&nothing);
        if edited(|form| &form.name)
            && let Some(problem) = name_problem(&self.name)
        {
            return Err(problem);
        }
        for (name, edit) in &self.metadata {
            if let MetadataEdit::Set { value } = edit {
                ConnectionForm::member_problem(name, value).map_or(Ok(()), Err)?;
            }
        }
        self.document_serves()?;
        self.mapping.attribute_map(options)?;
        upstream_params::validate(&self.upstream_params, self.channel, options)?;
        self.domains_serve(options)?;
        self.icon_url_serves(options)?;
        let ends = self.client_secret_ends.trim();
        if !ends.is_empty() && edited(|form| &form.client_secret_ends) && ends.parse::<NaiveDate>().is_err() {
            return Err(Problem::new("client-secret-ends-unusable", format!("“{ends}” is not a day."))
                .at("client_secret_ends")
                .remedy("Enter it as YYYY-MM-DD, or leave it empty."));
        }
        let length = self.display_name.trim().chars().count();
        if length > 128 && edited(|form| &form.display_name) {
            return Err(Problem::new("display-name-too-long", format!("The display name has {length} characters."))
                .at("display_name")
                .remedy("Use up to 128."));
        }
        if self.discovery_url.trim().is_empty() && edited(|form| &form.discovery_url) {
            return Err(field::missing("discovery_url"));
        }
        if self.client_id.trim().is_empty() && edited(|form| &form.client_id) {
            return Err(field::missing("client_id"));
        }
        if self.scope.trim().is_empty() && edited(|form| &form.scope) {
            return Err(field::missing("scope"));
        }
        let openid = self.scope.split_whitespace().any(|scope| scope == "openid");
        if !openid && edited(|form| &form.scope) {
            return Err(Problem::new("openid-scope-missing", format!("The scopes “{}” lack openid.", self.scope))
                .at("scope")
                .remedy("Add openid: without it the provider sends no ID token."));
        }
        Ok(())
    }

    /// What a save would refuse in one member of the metadata, for whoever is typing it.
    pub fn member_problem(name: &str, value: &Value) -> Option<Problem> {
        let own = FROM_METADATA.contains(&name);
        own.then(|| endpoint_problem(name, value.as_str().unwrap_or_default())).flatten()
    }

    fn domains_serve(&self, current: &Options) -> Result<(), Problem> {
        let held = OidcOptions::of(current).domain_aliases;
        if self.domains.len() > domains::MOST && self.domains.len() > held.len() {
            let message =
                format!("There are {} domains, and a connection has up to {}.", self.domains.len(), domains::MOST);
            return Err(Problem::new("domains-too-many", message).at("domains").remedy("Remove some of them."));
        }
        let unsound =
            |domain: &&String| !held.contains(&domain.as_str()) && domains::read(domain).as_ref() != Ok(*domain);
        if let Some(domain) = self.domains.iter().find(unsound) {
            let why = domains::read(domain).err().unwrap_or_else(|| "It is more than a domain.".to_owned());
            return Err(
                Problem::new("domain-invalid", format!("“{domain}” will not do as a domain. {why}")).at("domains")
            );
        }
        Ok(())
    }

    fn icon_url_serves(&self, current: &Options) -> Result<(), Problem> {
        let icon_url = self.icon_url.trim();
        if icon_url.is_empty() || OidcOptions::of(current).icon_url.map(str::trim) == Some(icon_url) {
            return Ok(());
        }
        let problem = |message: String, remedy: &str| {
            Err(Problem::new("icon-url-unusable", message).at("icon_url").remedy(remedy))
        };
        if !Url::parse(icon_url).is_ok_and(|url| url.scheme() == "https") {
            return problem(
                format!("The logo URL “{icon_url}” is not an https URL."),
                "Enter the whole URL with https://. Login pages load no image over plain http.",
            );
        }
        let length = icon_url.chars().count();
        if length > 255 {
            return problem(
                format!("The logo URL has {length} characters."),
                "Use up to 255: put the image at a shorter address.",
            );
        }
        Ok(())
    }

    /// A client that authenticates with its secret needs one: a new one, or the one that is saved. Where it is saved without one
    /// already, that hinders no other edit.
    pub(crate) fn has_secret(&self, saved: Option<&Connection>) -> Result<(), Problem> {
        let enough = match &self.client_secret {
            SecretInput::Replace(secret) => !secret.expose().is_empty(),
            SecretInput::Unchanged => saved.is_some_and(|saved| {
                let held = saved.options.as_ref().and_then(Options::client_secret).is_some();
                held || ConnectionForm::of(saved).uses_secret()
            }),
        };
        if !self.uses_secret() || enough {
            return Ok(());
        }
        Err(field::missing("client_secret"))
    }
}

/// What is wrong with an issuer or endpoint that a person entered.
pub(super) fn endpoint_problem(name: &str, value: &str) -> Option<Problem> {
    let field = format!("metadata.{name}");
    if let Some(finding) = unfinished_endpoint(name, value).filter(|_| name != "issuer") {
        let problem = Problem::new(&finding.code, finding.message).at(&field);
        return Some(
            problem.remedy("Enter the whole URL, with what stands for {…} and without # and what follows it."),
        );
    }
    let sound =
        Url::parse(value).is_ok_and(|url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url)));
    (!sound).then(|| {
        Problem::new("endpoint-unusable", format!("{name} is “{value}”, which is not an https URL."))
            .at(&field)
            .remedy("Enter the whole URL with https://. Plain http is accepted for this computer only.")
    })
}
