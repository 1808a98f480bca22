use serde_json::{Map, Value};

use super::{
    fill::fill,
    path::{MappingContext, PATHS, Path},
    profile::{Mapped, Profile},
    reserved::RESERVED,
};
use crate::{
    Finding,
    sign_in::checks::profile::{CLAIM_MISSING, LIST_BECOMES_TEXT, RESERVED_ATTRIBUTE},
    words::beginning,
};

/// What the templates make of the claims.
pub(super) fn use_map(
    attributes: &Map<String, Value>,
    context: MappingContext<'_>,
) -> Result<(Vec<Mapped>, Vec<Finding>), Box<Finding>> {
    let mut profile = Profile::default();
    let mut findings = Vec::new();
    for (name, template) in attributes {
        if RESERVED.contains(&name.as_str()) {
            findings.push(
                RESERVED_ATTRIBUTE
                    .finding(name, format!("“{name}” is reserved and cannot be a profile attribute."))
                    .expected("an attribute name that is not reserved")
                    .got(name.as_str())
                    .remedy(format!("Map it to “federated_{name}” instead.")),
            );
            continue;
        }
        let Some(template) = template.as_str() else {
            profile.add(name, template.clone(), "literal value")?;
            continue;
        };
        let filled = fill(template, context);
        if filled.missing.is_empty() {
            findings.extend(filled.lists.iter().map(|path| list_becomes_text(name, path, &filled.text)));
            profile.add(name, Value::String(filled.text), template)?;
        } else {
            findings.extend(filled.missing.iter().map(|path| claim_missing(name, path, context)));
        }
    }
    Ok((profile.mapped, findings))
}

fn claim_missing(name: &str, path: &str, context: MappingContext<'_>) -> Finding {
    let finding = |message: String| CLAIM_MISSING.finding(name, message).expected(format!("a claim at {path}"));
    let Some(known) = Path::read(path) else {
        return finding(format!("“{name}” asks for ${{{path}}}, which names nothing that a login has."))
            .got("no such path")
            .remedy(format!("Correct the template of “{name}”: {PATHS}."));
    };
    if known == Path::IdToken("access_token") {
        return finding(format!(
            "“{name}” asks for {path}, the access token itself, which is not put into a profile here."
        ))
        .got("no such claim")
        .remedy(format!("Map a claim to “{name}”: whoever reads the profile could use the token."));
    }
    if matches!(known, Path::Userinfo(_)) && context.userinfo.is_none() {
        return finding(format!("“{name}” asks for {path}, and userinfo was not read."))
            .got("no userinfo")
            .remedy(format!(
                "Map “{name}” from context.tokenset, or see that userinfo can be read: over Back Channel, where the provider has a \
                 userinfo endpoint."
            ));
    }
    finding(format!("“{name}” asks for {path}, which the provider did not send."))
        .got("no such claim")
        .remedy(format!("Correct the template of “{name}”, or have the provider send the claim."))
}

fn list_becomes_text(name: &str, path: &str, text: &str) -> Finding {
    LIST_BECOMES_TEXT
        .finding(name, format!("{path} is a list, and “{name}” becomes one text with commas."))
        .expected("a single value")
        .got(beginning(text))
        .remedy("Split it where it is used. Bind all keeps lists, under names that are not reserved.")
}
