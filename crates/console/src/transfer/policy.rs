//! What becomes of a member: as a person chose for the plan, else as it is remembered, else as is safe.

use super::pairing::Pairing;
use crate::{
    change::words::pointer,
    field::{self, Elsewhere},
    view::{PathPolicy, StayReason, TransferChoices, TransferPolicy},
};

pub(super) const APPLICATIONS: &str = "/applications";
pub(super) const SCIM: &str = "/scim";
pub(super) const ORGANIZATIONS: &str = "/organizations";
pub(super) const SECRET: &str = "/options/client_secret";

pub(super) struct Policies<'a> {
    pub(super) choices: &'a TransferChoices,
    pub(super) remembered: &'a Pairing,
    /// The connections are another tenant's. What is the target's own then is not taken from them unless somebody says so.
    pub(super) foreign: bool,
}

impl<'a> Policies<'a> {
    /// What was said of this member of the connection, the nearest first.
    pub(super) fn said(&self, connection: &str, path: &str) -> Option<&'a PathPolicy> {
        let covers = |one: &&PathPolicy| {
            let own = one.connection.as_deref().is_none_or(|name| name == connection);
            own && path.strip_prefix(&one.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let nearest = |policies: &'a [PathPolicy]| {
            policies.iter().filter(covers).max_by_key(|one| (one.connection.is_some(), one.path.len()))
        };
        nearest(&self.choices.policies).or_else(|| nearest(&self.remembered.policies))
    }

    /// Why a member of the source is not taken.
    pub(super) fn why(&self, connection: &str, path: &str) -> StayReason {
        match self.said(connection, path) {
            None => StayReason::Own,
            Some(said) if self.choices.policies.iter().any(|chosen| std::ptr::eq(chosen, said)) => StayReason::Chosen,
            Some(_) => StayReason::Remembered,
        }
    }

    /// Those that give a value, whether or not the two sides differ.
    pub(super) fn substitutions(&self, connection: &str) -> Vec<&'a PathPolicy> {
        let all = self.choices.policies.iter().chain(&self.remembered.policies);
        let own = |one: &&PathPolicy| one.connection.as_deref().is_none_or(|name| name == connection);
        let gives = |one: &&PathPolicy| one.policy == TransferPolicy::Substitute && one.value.is_some();
        all.filter(own).filter(gives).filter(|one| self.said(connection, &one.path) == Some(*one)).collect()
    }

    pub(super) fn of(&self, connection: &str, path: &[String]) -> TransferPolicy {
        let elsewhere = field::at(path).map(|(field, _)| field.elsewhere);
        if elsewhere == Some(Elsewhere::Here) {
            return TransferPolicy::Keep;
        }
        if let Some(said) = self.said(connection, &pointer(path)) {
            return said.policy;
        }
        let own = matches!(elsewhere, Some(Elsewhere::Substituted | Elsewhere::Kept | Elsewhere::Secret));
        if self.foreign && own { TransferPolicy::Keep } else { TransferPolicy::Carry }
    }

    /// `exists`: the target has the connection already.
    pub(super) fn of_applications(&self, connection: &str, exists: bool) -> TransferPolicy {
        let said = self.said(connection, APPLICATIONS).map(|said| said.policy);
        said.unwrap_or(if self.foreign && exists { TransferPolicy::Keep } else { TransferPolicy::Carry })
    }

    /// Turning it off ends its tokens, which only somebody who says so wants.
    pub(super) fn of_scim(&self, connection: &str, turns_off: bool) -> TransferPolicy {
        let said = self.said(connection, SCIM).map(|said| said.policy);
        said.unwrap_or(if turns_off { TransferPolicy::Keep } else { TransferPolicy::Carry })
    }
}
