use serde_json::{Map, Value};

use super::{
    profile::{Mapped, Profile},
    reserved::{MISSED, RESERVED},
    withheld::all_withheld,
};
use crate::{Finding, sign_in::checks::profile::RESERVED_CLAIM_LEFT_OUT};

/// Every claim, save those with reserved names.
pub(super) fn bind_all(claims: &Map<String, Value>) -> Result<(Vec<Mapped>, Vec<Finding>), Box<Finding>> {
    let mut profile = Profile::default();
    for (name, value) in claims.iter().filter(|(name, _)| !RESERVED.contains(&name.as_str())) {
        profile.add(name, value.clone(), name)?;
    }
    let missed = claims.keys().filter(|name| MISSED.contains(&name.as_str())).map(|name| {
        RESERVED_CLAIM_LEFT_OUT
            .finding(name, format!("“{name}” came, and is left out of the profile: the name is reserved."))
            .expected("a name that is not reserved")
            .got(name.as_str())
            .remedy(format!(
                "Choose Use map, and map ${{context.tokenset.{name}}} to “federated_{name}”. A list stays a list here; Auth0 \
                 was reported to join it into one text."
            ))
    });
    Ok((profile.mapped, missed.chain(all_withheld(claims)).collect()))
}
