//! How the ID token may come.

use crate::{
    discovery::{
        breach::{Breach, FRONT},
        document::DiscoveryDocument,
    },
    finding::{Check, Severity},
};

pub(crate) const ALL: &[&Check] = &[&FORM_POST_NOT_ADVERTISED];

const FORM_POST_NOT_ADVERTISED: Check = Check {
    code: "form-post-not-advertised",
    title: "Front Channel's response mode is advertised",
    severity: Severity::Warning,
    spec: "OAuth 2.0 Form Post Response Mode, section 2",
    about: "Front Channel asks for response_mode=form_post, so that the ID token travels in a form and not in a URL. A provider that \
            lists its response modes without form_post may answer in the fragment, which no server sees.",
};

pub(super) fn check(document: &DiscoveryDocument) -> Option<Breach> {
    let modes = document.list("response_modes_supported")?;
    if modes.contains(&"form_post") {
        return None;
    }
    let finding = FORM_POST_NOT_ADVERTISED
        .finding(
            "response_modes_supported",
            format!("form_post is not among the response modes: {}.", modes.join(", ")),
        )
        .expected("form_post")
        .got(modes.join(", "))
        .remedy("Choose Back Channel.");
    Some(Breach::aside(finding, FRONT))
}
