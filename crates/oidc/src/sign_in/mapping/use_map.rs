use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{
    fill::fill,
    path::{MappingContext, Path, lookup},
    profile::{Mapped, Profile},
    reserved::RESERVED,
    slips::{Slip, slips},
    withheld::withheld,
};
use crate::{
    Finding,
    sign_in::checks::profile::{CLAIM_MISSING, LIST_BECOMES_TEXT, RESERVED_ATTRIBUTE, TEMPLATE_SLIP},
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
            findings.extend(literal_slip(name, template));
            profile.add(name, template.clone(), "literal value")?;
            continue;
        };
        let mut told = HashSet::new();
        let slips = slips(template).into_iter().filter(|(_, slip)| told.insert(*slip));
        findings.extend(slips.map(|(at, slip)| template_slip(name, &template[at], &slip)));
        let filled = fill(template, context);
        if filled.missing.is_empty() {
            findings.extend(filled.lists.iter().map(|path| list_becomes_text(name, path, &filled.value)));
            profile.add(name, filled.value, template)?;
        } else {
            findings.extend(filled.missing.iter().filter_map(|path| claim_missing(name, path, context)));
        }
    }
    Ok((profile.mapped, findings))
}

fn template_slip(name: &str, written: &str, slip: &Slip<'_>) -> Finding {
    TEMPLATE_SLIP
        .finding(name, format!("The template of “{name}”: {}", slip.said()))
        .expected("${…} with a path")
        .got(beginning(written))
        .remedy(slip.remedy())
}

/// Only a text is a template.
fn literal_slip(name: &str, literal: &Value) -> Option<Finding> {
    let written = literal.to_string();
    written.contains("${context.").then(|| {
        TEMPLATE_SLIP
            .finding(name, format!("“{name}” is no text, so ${{…}} in it stays as it is written."))
            .expected("a text with ${…}")
            .got(beginning(&written))
            .remedy(format!("Write the template of “{name}” as one text, an attribute for each claim."))
    })
}

/// `None` where the path names nothing: that is a slip of the template and no claim that is missing.
fn claim_missing(name: &str, path: &str, context: MappingContext<'_>) -> Option<Finding> {
    let known = Path::read(path).filter(|_| !path.contains("${"))?;
    let finding = |message: String| CLAIM_MISSING.finding(name, message).expected(format!("a claim at {path}"));
    if known == Path::IdToken("access_token") {
        return Some(
            finding(format!(
                "“{name}” asks for {path}, the access token itself, which is not put into a profile here."
            ))
            .got("no such claim")
            .remedy(format!("Map a claim to “{name}”: whoever reads the profile could use the token.")),
        );
    }
    let claims = match known {
        Path::Userinfo(_) => context.userinfo,
        _ => Some(context.id_token),
    };
    let Some(claims) = claims else {
        return Some(finding(format!("“{name}” asks for {path}, and userinfo was not read.")).got("no userinfo").remedy(
            format!(
                "Map “{name}” from context.tokenset, or see that userinfo can be read: over Back Channel, where the provider has a \
                 userinfo endpoint."
            ),
        ));
    };
    if let Some(withheld) = withheld(name, path, known, claims) {
        return Some(withheld);
    }
    if lookup(path, context).is_some() {
        return Some(
            finding(format!("“{name}” asks for {path}, which the provider sent as null: the attribute is left out."))
                .got("null")
                .remedy(format!("Fill the claim at the provider, or have “{name}” come from another one.")),
        );
    }
    Some(
        finding(format!("“{name}” asks for {path}, which the provider did not send."))
            .got("no such claim")
            .remedy(format!("Correct the template of “{name}”, or have the provider send the claim.")),
    )
}

fn list_becomes_text(name: &str, path: &str, value: &Value) -> Finding {
    match value {
        Value::Array(items) => LIST_BECOMES_TEXT
            .finding(
                name,
                format!(
                    "{path} is a list, and “{name}” keeps it as one. Auth0 was reported to join lists under Use map into one text \
                     with commas; its documents do not say."
                ),
            )
            .expected("a single value")
            .got(beginning(&format!("{} values: {value}", items.len())))
            .remedy(format!(
                "Test through your Auth0 tenant what “{name}” becomes there. Bind all keeps lists, under names that are not reserved."
            )),
        value => LIST_BECOMES_TEXT
            .finding(name, format!("{path} is a list, and “{name}” becomes one text with commas, since other text stands around it."))
            .expected("a single value")
            .got(beginning(value.as_str().unwrap_or_default()))
            .remedy(format!("Leave ${{{path}}} alone in the template: then the list stays a list.")),
    }
}
