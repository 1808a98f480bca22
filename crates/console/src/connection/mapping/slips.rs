//! What a person should look at in the text of a mapping: what is no JSON, and what looks like a template and is not.

use std::ops::Range;

use lintel_oidc::{
    Finding, Severity,
    sign_in::mapping::{Piece, pieces},
};
use serde_json::{Map, Value};

use super::{
    codes::{CLAIM_MISSING, TEMPLATE_SLIP},
    json::{self, Member, Text, escaped},
    meant::nearest,
    slip::Slip,
    templates::template_slips,
};
use crate::view::{self, MappingForm, Place, Problem};

/// A mapping as it was typed.
pub(super) struct MappingText<'a> {
    text: &'a str,
    members: Vec<Member>,
    slips: Vec<Slip>,
    attributes: Map<String, Value>,
}

impl<'a> MappingText<'a> {
    /// `known` are the paths that could have been meant.
    pub(super) fn read(text: &'a str, known: &[&str]) -> Self {
        let json::Read { object, members, mut slips } = json::read(text);
        for member in &members {
            if let Some(template) = &member.text {
                slips.extend(template_slips(template, known));
            }
        }
        let broken = slips.iter().any(|slip| slip.severity == Severity::Error);
        let attributes = read_so_far(text);
        if !broken && attributes.is_empty() {
            let start = object.unwrap_or(text.len() - text.trim_start().len());
            let said = match object {
                Some(_) => "The user mapping maps no attribute.",
                None => "The user mapping is JSON, but no object.",
            };
            let slip = Slip::new(Severity::Error, start..text.trim_end().len(), said);
            slips
                .push(slip.remedy("Write one JSON object: attribute names, each with a template. Or choose Bind all."));
        }
        slips.sort_by_key(|slip| slip.at.start);
        MappingText { text, members, slips, attributes }
    }

    /// The templates, unless something in the text can mean nothing.
    pub(super) fn attributes(&self) -> Result<&Map<String, Value>, &Slip> {
        let error = self.slips.iter().find(|slip| slip.severity == Severity::Error);
        error.map_or(Ok(&self.attributes), Err)
    }

    /// Why it cannot be saved.
    pub(super) fn refusal(&self, slip: &Slip) -> Problem {
        let place = place(self.text, &slip.at);
        let message =
            format!("The user mapping has an error in line {}, column {}: {}", place.line, place.column, slip.message);
        let problem = Problem::new("mapping-invalid", message).at(&format!("mapping.{}:{}", place.line, place.column));
        let remedy = slip.remedy.clone().or_else(|| slip.fix.as_ref().map(|fix| format!("{}.", fix.label)));
        Problem { remedy, ..problem }
    }

    /// Puts a finding of the mapping where it stands in the text.
    pub(super) fn note(&mut self, finding: &Finding, known: &[&str]) {
        let Some(member) = self.members.iter().rev().find(|member| finding.member.as_ref() == Some(&member.name))
        else {
            return;
        };
        // What is wrong with a template whatever comes stands in the text already.
        if finding.code == TEMPLATE_SLIP && member.text.is_some() {
            return;
        }
        let asked = finding.expected.as_deref().and_then(|expected| expected.strip_prefix("a claim at "));
        let template = asked.zip(member.text.as_ref()).and_then(|(path, text)| Some((path, claim_at(text, path)?)));
        let slip = match template {
            Some((path, at)) => {
                let slip = Slip::new(finding.severity, at.clone(), &finding.message);
                match nearest(path, known).filter(|_| finding.code == CLAIM_MISSING) {
                    Some(meant) => slip.fix(format!("Use {}", short(meant)), at, escaped(meant)),
                    None => slip,
                }
            }
            None => Slip::new(finding.severity, member.at.clone(), &finding.message),
        };
        self.slips.push(Slip { remedy: finding.remedy.clone(), ..slip });
        self.slips.sort_by_key(|slip| slip.at.start);
    }

    pub(super) fn into_slips(self) -> Vec<view::Slip> {
        let text = self.text;
        let shown = |slip: Slip| view::Slip {
            severity: slip.severity,
            place: place(text, &slip.at),
            message: slip.message,
            remedy: slip.remedy,
            fix: slip.fix.map(|fix| view::SlipFix { label: fix.label, place: place(text, &fix.at), text: fix.text }),
        };
        self.slips.into_iter().map(shown).collect()
    }
}

/// The templates that are JSON, those included that mean nothing.
pub(super) fn read_so_far(text: &str) -> Map<String, Value> {
    match serde_json::from_str(text) {
        Ok(Value::Object(attributes)) => attributes,
        _ => Map::new(),
    }
}

impl MappingForm {
    /// The templates of a mapping that can be saved.
    pub(crate) fn templates(&self) -> Result<Map<String, Value>, Problem> {
        let text = MappingText::read(&self.attributes, &[]);
        text.attributes().cloned().map_err(|slip| text.refusal(slip))
    }
}

/// Lines and columns are counted from 1, columns and lengths in UTF-16 units, as the pages count them.
fn place(text: &str, at: &Range<usize>) -> Place {
    let units = |part: &str| u32::try_from(part.encode_utf16().count()).unwrap_or(u32::MAX);
    let line_start = text[..at.start].rfind('\n').map_or(0, |newline| newline + 1);
    Place {
        line: u32::try_from(json::line_of(text, at.start)).unwrap_or(u32::MAX),
        column: units(&text[line_start..at.start]) + 1,
        length: units(&text[at.clone()]),
    }
}

/// Where a path stands in a template.
fn claim_at(text: &Text, path: &str) -> Option<Range<usize>> {
    let (at, _) = pieces(&text.content).find(|(_, piece)| *piece == Piece::Path(path))?;
    let start = at.start + text.content[at].find(path)?;
    Some(text.place(start..start + path.len()))
}

fn short(path: &str) -> &str {
    path.strip_prefix("context.tokenset.").or_else(|| path.strip_prefix("context.")).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 5] = [
        "context.tokenset.email",
        "context.tokenset.department",
        "context.userinfo.phone_number",
        "context.tokenset.https://acme.example/role",
        "context.connection.id",
    ];

    /// What is said of one template, with what is marked and what the fix makes of it.
    fn said(template: &str) -> Vec<(Severity, String, String, Option<String>)> {
        let source = format!("{{\n  \"a\": {}\n}}", Value::from(template));
        let read = MappingText::read(&source, &KNOWN);
        let told = read.slips.iter().map(|slip| {
            let fixed = slip
                .fix
                .as_ref()
                .map(|fix| format!("{}{}{}", &source[..fix.at.start], fix.text, &source[fix.at.end..]));
            let fixed = fixed.map(|text| {
                serde_json::from_str::<Value>(&text).expect("JSON still")["a"].as_str().unwrap_or_default().to_owned()
            });
            (slip.severity, slip.message.clone(), source[slip.at.clone()].to_owned(), fixed)
        });
        told.collect()
    }

    #[test]
    fn what_looks_like_a_template_and_is_not_is_named_where_it_stands() {
        use Severity::{Error, Warning};
        for (template, severity, message, marked, fixed) in [
            (
                "{context.tokenset.name}",
                Warning,
                "stays as this text",
                "{context.tokenset.name}",
                Some("${context.tokenset.name}"),
            ),
            (
                "{{ context.tokenset.name }}!",
                Warning,
                "stays as this text",
                "{{ context.tokenset.name }}",
                Some("${context.tokenset.name}!"),
            ),
            (
                "$context.userinfo.name",
                Warning,
                "stays as this text",
                "$context.userinfo.name",
                Some("${context.userinfo.name}"),
            ),
            (
                "context.connection.id",
                Warning,
                "stays as this text",
                "context.connection.id",
                Some("${context.connection.id}"),
            ),
            (
                "Mail: context.tokenset.email, or none",
                Warning,
                "stays as this text",
                "context.tokenset.email",
                Some("Mail: ${context.tokenset.email}, or none"),
            ),
            ("${}", Error, "${} names nothing", "${}", None),
            ("a ${  } b", Error, "${} names nothing", "${  }", None),
            (
                "${context.tokenset.name",
                Error,
                "not closed",
                "${context.tokenset.name",
                Some("${context.tokenset.name}"),
            ),
            (
                "${context.tokenset.a ${context.tokenset.b}",
                Error,
                "not closed",
                "${context.tokenset.a",
                Some("${context.tokenset.a} ${context.tokenset.b}"),
            ),
            (
                "${context.tokensett.email}",
                Error,
                "context.tokensett.email names nothing",
                "${context.tokensett.email}",
                Some("${context.tokenset.email}"),
            ),
            (
                "${context.idtoken.name}",
                Error,
                "names nothing",
                "${context.idtoken.name}",
                Some("${context.tokenset.name}"),
            ),
            ("${tokenset.name}", Error, "names nothing", "${tokenset.name}", Some("${context.tokenset.name}")),
            ("${email}", Error, "names nothing", "${email}", Some("${context.tokenset.email}")),
            ("${phone_number}", Error, "names nothing", "${phone_number}", Some("${context.userinfo.phone_number}")),
            ("${context.connection.secret}", Error, "names nothing", "${context.connection.secret}", None),
            ("${context.tokenset.odd}name}", Warning, "“name}” stays as text", "${context.tokenset.odd}name}", None),
            (
                "${context.tokenset.name}}",
                Warning,
                "closed twice",
                "${context.tokenset.name}}",
                Some("${context.tokenset.name}"),
            ),
            ("${context.tokenset}", Error, "names nothing", "${context.tokenset}", None),
            (
                "$${context.tokenset.name}",
                Warning,
                "dollar sign",
                "$${context.tokenset.name}",
                Some("${context.tokenset.name}"),
            ),
        ] {
            let told = said(template);
            let [(weight, text, at, mended)] = &told[..] else { panic!("{template}: {told:?}") };
            assert_eq!((*weight, at.as_str(), mended.as_deref()), (severity, marked, fixed), "{template}: {text}");
            assert!(text.contains(message), "{template}: {text}");
        }
    }

    #[test]
    fn nothing_is_said_of_what_is_meant_so() {
        for template in [
            "",
            "user_email|${context.tokenset.email}",
            "${ context.tokenset.email }",
            "${context.tokenset.https://acme.example/role}",
            "${context.connection.id}|${context.connection.strategy}",
            "costs 5 $ {about}",
            "in this context. And so on",
            "{\"a\": 1}",
            "{\"a\": \"${context.tokenset.email}\"}",
        ] {
            assert!(said(template).is_empty(), "{template}: {:?}", said(template));
        }
    }

    #[test]
    fn a_refusal_names_line_and_column_as_the_pages_count_them() {
        let attributes = "{\n  \"🙂\": \"x\", \"b\": \"${}\"\n}".to_owned();
        let form = MappingForm { attributes, ..MappingForm::default() };
        let problem = form.templates().expect_err("refused");
        assert!(
            problem.message.starts_with("The user mapping has an error in line 2, column 20: ${} names nothing"),
            "{}",
            problem.message
        );
        assert_eq!(problem.field.as_deref(), Some("mapping.2:20"));
    }

    #[test]
    fn a_claim_that_did_not_come_stands_at_its_path_with_the_one_that_was_meant() {
        let source = "{ \"d\": \"x ${context.tokenset.departmnet}\", \"e\": \"${context.tokenset.shoe_size}\", \"p\": \"${context.tokenset.phone_number}\" }";
        let attributes = serde_json::from_str(source).expect("a mapping");
        let map = lintel_oidc::sign_in::AttributeMap::UseMap { attributes, userinfo_scope: None };
        let none = Map::new();
        let context = lintel_oidc::sign_in::mapping::MappingContext {
            connection_id: "",
            connection_strategy: "",
            id_token: &none,
            userinfo: None,
        };
        let mut text = MappingText::read(source, &KNOWN);
        for finding in map.apply(context).expect("a profile").1 {
            text.note(&finding, &KNOWN);
        }
        let told: Vec<_> = text
            .slips
            .iter()
            .map(|slip| (&source[slip.at.clone()], slip.fix.as_ref().map(|fix| fix.label.as_str())))
            .collect();
        assert_eq!(
            told,
            [
                ("context.tokenset.departmnet", Some("Use department")),
                ("context.tokenset.shoe_size", None),
                ("context.tokenset.phone_number", Some("Use userinfo.phone_number")),
            ]
        );
    }
}
