//! The findings of a mapping that the editor tells in its own words or places.

pub(super) const CLAIM_MISSING: &str = "claim-missing";
pub(super) const CLAIM_WITHHELD: &str = "claim-withheld";
pub(super) const PROFILE_TOO_LARGE: &str = "profile-too-large";
pub(super) const TEMPLATE_SLIP: &str = "template-slip";
