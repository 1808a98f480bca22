//! The organization that a test signs in to, and whether the tokens are of it.

use lintel_oidc::{
    Finding,
    bidi::isolated,
    sign_in::{NOT_A_MEMBER, ORGANIZATION_NAMED},
    trace::{CheckResult, Step, StepKind, Trace},
};
use serde_json::Value;

use crate::{Console, view::Problem};

/// As its ID token has to name it.
#[derive(Debug, Clone)]
pub(super) struct Organization {
    pub id: String,
    /// What people read.
    pub title: String,
    /// Whether it makes members of those who sign in through the connection.
    pub assigns_membership: bool,
}

impl Console {
    /// Refuses an organization that does not use the connection: the tenant would, after the person was asked to sign in.
    pub(super) async fn signed_in_to(&self, id: &str, connection_id: &str) -> Result<Organization, Problem> {
        let organization = self.client.organization(id).await.map_err(|error| match error.status() {
            Some(404) => Problem::new("organization-gone", format!("The tenant has no organization {id} any more."))
                .remedy("Choose another, or test without one."),
            _ => error.into(),
        })?;
        let title = organization.display_name.unwrap_or(organization.name);
        let uses = self.client.organization_connection(id, connection_id).await?.ok_or_else(|| {
            Problem::new(
                "not-of-organization",
                format!("The connection is not enabled for {}, so nobody signs in to it that way.", isolated(&title)),
            )
            .remedy("Enable it under Organizations, or choose another organization.")
        })?;
        let assigns_membership = uses.switches().assign_membership_on_login;
        Ok(Organization { id: organization.id, title, assigns_membership })
    }
}

impl Organization {
    /// Whether the ID token is of the organization; it goes into `step`.
    pub(super) fn named(&self, trace: &Trace, step: &mut Step) -> Result<(), Box<Finding>> {
        let claims = trace.steps.iter().filter(|step| step.kind == StepKind::IdToken).flat_map(|step| &step.claims);
        let got = claims.into_iter().find(|claim| claim.name == "org_id").map(|claim| &claim.value);
        let (check, title) = (&ORGANIZATION_NAMED, isolated(&self.title));
        if got.and_then(Value::as_str) == Some(&self.id) {
            step.checks.push(check.passed("org_id", &self.id, &self.id));
            return Ok(());
        }
        let got = got
            .map_or_else(|| "no org_id".to_owned(), |got| got.as_str().map_or_else(|| got.to_string(), str::to_owned));
        let finding = check
            .finding("org_id", format!("The ID token has {got}; a sign-in to {title} gives {}.", self.id))
            .expected(&self.id)
            .got(&got)
            .remedy(
                "The application must refuse such a token. See at the tenant whether an Action or a proxy changes the request or the token.",
            );
        step.checks.push(check.failed(&finding));
        Err(Box::new(finding))
    }

    /// What a tenant elsewhere says of a person who does not belong to the organization, with the switch that lets him in.
    pub(super) fn not_a_member(&self, said: &str, connection: &str, step: &mut Step) -> Option<Box<Finding>> {
        if !said.contains("is not part of the") {
            return None;
        }
        let title = isolated(&self.title);
        let remedy = match self.assigns_membership {
            true => format!(
                "Membership at login is on for {connection} in {title}, and the tenant took no notice of it for this person: add the person to its members."
            ),
            false => format!(
                "Switch on membership at login for {connection} in {title} (assign_membership_on_login), or add the person to its members."
            ),
        };
        let finding = NOT_A_MEMBER.finding("assign_membership_on_login", said).remedy(remedy);
        let failed: CheckResult = NOT_A_MEMBER.failed(&finding);
        step.checks.push(failed);
        Some(Box::new(finding))
    }
}
