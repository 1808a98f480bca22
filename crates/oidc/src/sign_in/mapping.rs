//! Claims in, profile out: `options.attribute_map` of a connection.

use std::{collections::HashSet, ops::Range};

use serde_json::{Map, Value};
use url::Url;

use super::checks;
use crate::{Channel, Finding};

/// How claims become a profile.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum AttributeMap {
    /// `bind_all`: every ID token claim becomes an attribute of its name, reserved ones left out.
    #[default]
    BindAll,
    /// `use_map`: the profile is built from templates over `${context.tokenset.*}`, `${context.userinfo.*}` and
    /// `${context.connection.*}`.
    UseMap { attributes: Map<String, Value>, userinfo_scope: Option<String> },
}

/// What a template can refer to.
#[derive(Debug, Clone, Copy)]
pub struct MappingContext<'a> {
    pub connection_id: &'a str,
    pub connection_strategy: &'a str,
    pub id_token: &'a Map<String, Value>,
    pub userinfo: Option<&'a Map<String, Value>>,
}

/// Bytes of a profile as JSON. What one provider says fits twice.
pub const MAX_PROFILE: usize = 256 * 1024;
/// Characters of a value that a finding repeats.
const REPEATED: usize = 200;

/// One attribute with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    pub name: String,
    pub value: Value,
    pub from: String,
}

/// Names that a profile attribute cannot have: protocol claims and what the tenant itself puts into tokens.
pub const RESERVED: [&str; 30] = [
    "acr",
    "act",
    "amr",
    "at_hash",
    "ath",
    "attest",
    "aud",
    "auth_time",
    "authorization_details",
    "azp",
    "c_hash",
    "client_id",
    "cnf",
    "entitlements",
    "event_id",
    "exp",
    "groups",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "org_id",
    "org_name",
    "permissions",
    "roles",
    "s_hash",
    "sid",
    "sub",
    "txn",
];

/// The reserved names under which providers send what a person may want in the profile.
pub const MISSED: [&str; 6] = ["entitlements", "groups", "org_id", "org_name", "permissions", "roles"];

impl AttributeMap {
    /// Reads `attribute_map`; absent or unknown modes bind all.
    pub fn from_json(map: Option<&Map<String, Value>>) -> Self {
        let Some(map) = map else { return AttributeMap::BindAll };
        match map.get("mapping_mode").and_then(Value::as_str) {
            Some("use_map") => AttributeMap::UseMap {
                attributes: map.get("attributes").and_then(Value::as_object).cloned().unwrap_or_default(),
                userinfo_scope: map.get("userinfo_scope").and_then(Value::as_str).map(str::to_owned),
            },
            _ => AttributeMap::BindAll,
        }
    }

    /// Whether any template asks for userinfo; only then is that endpoint called.
    pub fn wants_userinfo(&self) -> bool {
        self.paths().any(|path| path.starts_with("context.userinfo."))
    }

    /// What the templates refer to, e.g. `context.tokenset.email`.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let attributes = match self {
            AttributeMap::BindAll => None,
            AttributeMap::UseMap { attributes, .. } => Some(attributes),
        };
        attributes.into_iter().flat_map(Map::values).filter_map(Value::as_str).flat_map(|template| {
            pieces(template).filter_map(|(_, piece)| match piece {
                Piece::Path(path) => Some(path),
                Piece::Text(_) => None,
            })
        })
    }

    /// The scopes that the mapping adds to the authorization request.
    pub fn userinfo_scope(&self) -> Option<&str> {
        match self {
            AttributeMap::UseMap { userinfo_scope, .. } => userinfo_scope.as_deref(),
            AttributeMap::BindAll => None,
        }
    }

    /// The attributes, in order, with a finding for each that could not become what the map asks for; the finding alone of a
    /// profile beyond [`MAX_PROFILE`].
    pub fn apply(&self, context: MappingContext<'_>) -> Result<(Vec<Mapped>, Vec<Finding>), Box<Finding>> {
        match self {
            AttributeMap::BindAll => bind_all(context.id_token),
            AttributeMap::UseMap { attributes, .. } => use_map(attributes, context),
        }
    }
}

impl AttributeMap {
    /// What is said of a login that filled no attribute: where its claims are or may be, and how they are had.
    pub(super) fn nothing_filled(
        &self,
        id_token: &Map<String, Value>,
        scope: &str,
        channel: Channel,
        userinfo_endpoint: Option<&Url>,
    ) -> Finding {
        let came: Vec<&String> = id_token.keys().filter(|name| !RESERVED.contains(&name.as_str())).collect();
        let (why, named) = match self {
            AttributeMap::BindAll => ("the ID token holds no claim that becomes an attribute", true),
            AttributeMap::UseMap { attributes, .. } if attributes.is_empty() => {
                ("the mapping names no attribute", false)
            }
            AttributeMap::UseMap { .. } => ("no template of the mapping found its claim", true),
        };
        let asked: Vec<&str> =
            scope.split_whitespace().filter(|one| !matches!(*one, "openid" | "offline_access")).collect();
        let asks = format!("“{}”", asked.join(" "));
        let remedy = match userinfo_endpoint {
            _ if !named => "Name the attributes of the profile under User Mapping, or choose Bind all.".to_owned(),
            _ if self.wants_userinfo() => {
                "Correct the templates, or have the provider send the claims that they name.".to_owned()
            }
            _ if !came.is_empty() => format!(
                "The ID token brought {}. Name one of them in a template, as in `${{context.tokenset.{}}}`, or have the provider send \
                 the claims that the templates name.",
                some_of(&came),
                beginning(came[0])
            ),
            _ if asked.is_empty() => "Nothing but openid is asked for. Add profile and email to the scopes.".to_owned(),
            Some(endpoint) => format!(
                "The provider may give what {asks} asks for at its userinfo endpoint alone ({endpoint}), as many do. Under User \
                 Mapping choose Use map, and name the attributes there, as in `\"email\": \"${{context.userinfo.email}}\"` and \
                 `\"name\": \"${{context.userinfo.name}}\"`. Then test again."
            ),
            None if channel == Channel::FrontChannel => format!(
                "Front Channel reads no userinfo. Have the provider put what {asks} asks for into the ID token, or choose Back \
                 Channel, where a mapping can name userinfo."
            ),
            None => {
                format!("The provider names no userinfo endpoint. Have it put what {asks} asks for into the ID token.")
            }
        };
        checks::PROFILE_EMPTY
            .finding("", format!("The profile is empty: {why}."))
            .expected(if asked.is_empty() { "an attribute".to_owned() } else { format!("what {asks} asks for") })
            .got("no attribute")
            .remedy(remedy)
    }
}

/// The first names, and how many more there are.
fn some_of(names: &[&String]) -> String {
    const SHOWN: usize = 6;
    let shown = names.iter().take(SHOWN).map(|name| beginning(name)).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn bind_all(claims: &Map<String, Value>) -> Result<(Vec<Mapped>, Vec<Finding>), Box<Finding>> {
    let mut profile = Profile::default();
    for (name, value) in claims.iter().filter(|(name, _)| !RESERVED.contains(&name.as_str())) {
        profile.add(name, value.clone(), name)?;
    }
    let missed = claims.keys().filter(|name| MISSED.contains(&name.as_str())).map(|name| {
        checks::RESERVED_CLAIM_LEFT_OUT
            .finding(name, format!("“{name}” came, and is left out of the profile: the name is reserved."))
            .expected("a name that is not reserved")
            .got(name.as_str())
            .remedy(format!(
                "Choose Use map, and map ${{context.tokenset.{name}}} to “federated_{name}”. A list becomes text there."
            ))
    });
    Ok((profile.mapped, missed.collect()))
}

fn use_map(
    attributes: &Map<String, Value>,
    context: MappingContext<'_>,
) -> Result<(Vec<Mapped>, Vec<Finding>), Box<Finding>> {
    let mut profile = Profile::default();
    let mut findings = Vec::new();
    for (name, template) in attributes {
        if RESERVED.contains(&name.as_str()) {
            findings.push(
                checks::RESERVED_ATTRIBUTE
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

/// What is mapped so far.
#[derive(Default)]
struct Profile {
    mapped: Vec<Mapped>,
    size: usize,
}

impl Profile {
    fn add(&mut self, name: &str, value: Value, from: &str) -> Result<(), Box<Finding>> {
        let attribute = Mapped { name: name.to_owned(), value, from: from.to_owned() };
        self.size += size(&attribute);
        self.mapped.push(attribute);
        if self.size > MAX_PROFILE { Err(Box::new(self.too_large())) } else { Ok(()) }
    }

    fn too_large(&self) -> Finding {
        let largest = self.mapped.iter().max_by_key(|attribute| size(attribute));
        let name = largest.map_or("", |attribute| &attribute.name);
        checks::PROFILE_TOO_LARGE
            .finding(
                name,
                format!(
                    "The mapping makes a profile of more than {MAX_PROFILE} bytes, of which “{name}” takes the most."
                ),
            )
            .expected(format!("at most {MAX_PROFILE} bytes"))
            .got(format!("more than {MAX_PROFILE} bytes"))
            .remedy(format!("Map less to “{name}”: look for a claim that its template uses more than once."))
    }
}

fn size(attribute: &Mapped) -> usize {
    attribute.name.len() + attribute.value.to_string().len()
}

fn claim_missing(name: &str, path: &str, context: MappingContext<'_>) -> Finding {
    let finding = |message: String| checks::CLAIM_MISSING.finding(name, message).expected(format!("a claim at {path}"));
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
    checks::LIST_BECOMES_TEXT
        .finding(name, format!("{path} is a list, and “{name}” becomes one text with commas."))
        .expected("a single value")
        .got(beginning(text))
        .remedy("Split it where it is used. Bind all keeps lists, under names that are not reserved.")
}

fn beginning(text: &str) -> String {
    match text.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A template with its paths replaced by their values as text, a list joined with commas.
#[derive(Default)]
struct Filled {
    /// Ends after the value with which it is beyond [`MAX_PROFILE`].
    text: String,
    /// Paths that led nowhere, each once.
    missing: Vec<String>,
    /// Paths that led to a list, each once.
    lists: Vec<String>,
}

fn fill(template: &str, context: MappingContext<'_>) -> Filled {
    let mut filled = Filled::default();
    let mut seen = HashSet::new();
    for (_, piece) in pieces(template) {
        // A path that leads nowhere leaves the attribute out, however long the others would make it.
        let full = filled.text.len() > MAX_PROFILE;
        match piece {
            Piece::Text(text) if !full => filled.text.push_str(text),
            Piece::Text(_) => {}
            Piece::Path(path) => {
                let first = seen.insert(path);
                if full && !first {
                    continue;
                }
                match lookup(path, context) {
                    Some(value) => {
                        if first && value.is_array() {
                            filled.lists.push(path.to_owned());
                        }
                        if !full {
                            filled.text.push_str(&as_text(&value));
                        }
                    }
                    None if first => filled.missing.push(path.to_owned()),
                    None => {}
                }
            }
        }
    }
    filled
}

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// What stays as it is. It begins with `${` where that is never closed.
    Text(&'a str),
    /// What stands in `${…}`.
    Path(&'a str),
}

/// The parts of a template, each with the bytes that it takes.
pub fn pieces(template: &str) -> impl Iterator<Item = (Range<usize>, Piece<'_>)> {
    let mut start = 0;
    // What opens behind the last brace stays open; to look for that each time would take the square of the length.
    let behind = template.rfind('}').map_or(0, |last| template.len() - last);
    std::iter::from_fn(move || {
        let rest = &template[start..];
        let opened = rest.strip_prefix("${").filter(|inside| inside.len() >= behind && behind > 0);
        let (piece, after) = match opened.and_then(|inside| inside.split_once('}')) {
            Some((path, after)) => (Piece::Path(path.trim()), after),
            None if rest.is_empty() => return None,
            None => {
                // Past the first character: it opens nothing.
                let open = rest.char_indices().skip(1).map(|(at, _)| at).find(|at| rest[*at..].starts_with("${"));
                let (text, after) = rest.split_at(open.unwrap_or(rest.len()));
                (Piece::Text(text), after)
            }
        };
        let at = start..template.len() - after.len();
        start = at.end;
        Some((at, piece))
    })
}

/// What a path can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path<'a> {
    ConnectionId,
    ConnectionStrategy,
    /// `context.tokenset.…`: a claim of the ID token.
    IdToken(&'a str),
    /// `context.userinfo.…`
    Userinfo(&'a str),
}

/// Every path that means something, for a person who wrote another.
pub const PATHS: &str =
    "a path is context.tokenset or context.userinfo with a claim, context.connection.id or context.connection.strategy";

impl<'a> Path<'a> {
    /// `None` for a path that means nothing, whatever a provider sends.
    pub fn read(path: &'a str) -> Option<Self> {
        match path.strip_prefix("context.")?.split_once('.')? {
            ("connection", "id") => Some(Path::ConnectionId),
            ("connection", "strategy") => Some(Path::ConnectionStrategy),
            ("tokenset", claim) if !claim.is_empty() => Some(Path::IdToken(claim)),
            ("userinfo", claim) if !claim.is_empty() => Some(Path::Userinfo(claim)),
            _ => None,
        }
    }
}

fn lookup(path: &str, context: MappingContext<'_>) -> Option<Value> {
    match Path::read(path)? {
        Path::ConnectionId => Some(context.connection_id.into()),
        Path::ConnectionStrategy => Some(context.connection_strategy.into()),
        Path::IdToken(claim) => walk(context.id_token, claim),
        Path::Userinfo(claim) => walk(context.userinfo?, claim),
    }
}

/// A claim by its whole name (names may hold dots, as in URLs), else by dotted steps into objects.
fn walk(claims: &Map<String, Value>, path: &str) -> Option<Value> {
    if let Some(value) = claims.get(path) {
        return Some(value.clone());
    }
    let (first, rest) = path.split_once('.')?;
    walk(claims.get(first)?.as_object()?, rest)
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(as_text).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    fn apply(map: Value, id_token: Value, userinfo: Option<Value>) -> (Map<String, Value>, Vec<String>) {
        let (id_token, userinfo) = (object(id_token), userinfo.map(object));
        let context = MappingContext {
            connection_id: "con_1",
            connection_strategy: "oidc",
            id_token: &id_token,
            userinfo: userinfo.as_ref(),
        };
        let (mapped, findings) = AttributeMap::from_json(map.as_object()).apply(context).expect("a profile");
        (
            mapped.into_iter().map(|attribute| (attribute.name, attribute.value)).collect(),
            findings.into_iter().map(|finding| finding.code).collect(),
        )
    }

    #[test]
    fn a_mapping_that_fills_nothing_is_told_which_claims_came() {
        let claims = json!({ "iss": "https://op.example", "sub": "1", "mail": "a", "n1": 1, "n2": 2, "n3": 3, "n4": 4, "n5": 5, "n6": 6 });
        let map = AttributeMap::from_json(
            json!({ "mapping_mode": "use_map", "attributes": { "phone": "${context.tokenset.phone}" } }).as_object(),
        );
        let remedy = |claims: &Value| {
            let finding =
                map.nothing_filled(claims.as_object().expect("claims"), "openid email", Channel::BackChannel, None);
            finding.remedy.expect("a remedy")
        };
        let told = remedy(&claims);
        assert!(told.starts_with("The ID token brought mail, n1, n2, n3, n4, n5 and 1 more. "), "{told}");
        assert!(told.contains("`${context.tokenset.mail}`"), "{told}");
        assert!(remedy(&json!({ "sub": "1" })).starts_with("The provider names no userinfo endpoint."));
    }

    #[test]
    fn binds_every_claim_with_its_type_except_reserved_ones() {
        let claims = json!({ "sub": "1", "email": "a@b.example", "teams": ["x", "y"], "groups": ["g"], "exp": 1 });
        let (profile, findings) = apply(json!({ "mapping_mode": "bind_all" }), claims, None);
        assert_eq!(Value::Object(profile), json!({ "email": "a@b.example", "teams": ["x", "y"] }));
        assert_eq!(findings, ["reserved-claim-left-out"], "protocol claims are not told of");
    }

    #[test]
    fn fills_templates_from_tokens_userinfo_and_connection() {
        let map = json!({ "mapping_mode": "use_map", "attributes": {
            "email": "${context.userinfo.email}",
            "key": "${context.connection.id}|${context.tokenset.sub}",
            "teams": "${context.tokenset.teams}",
            "tenant": "acme",
        }});
        let (profile, findings) =
            apply(map, json!({ "sub": "1", "teams": ["x", "y"] }), Some(json!({ "email": "a@b.example" })));
        assert_eq!(
            Value::Object(profile),
            json!({ "email": "a@b.example", "key": "con_1|1", "teams": "x,y", "tenant": "acme" })
        );
        assert_eq!(findings, ["list-becomes-text"]);
    }

    #[test]
    fn what_is_no_whole_template_stays_as_text() {
        let map = json!({ "mapping_mode": "use_map", "attributes": {
            "a": "${${context.tokenset.sub}", "b": "ü$${ context.tokenset.sub }}", "c": "${context.tokenset.sub", "d": "",
        }});
        let (profile, findings) = apply(map, json!({ "sub": "1" }), None);
        assert_eq!(Value::Object(profile), json!({ "b": "ü$1}", "c": "${context.tokenset.sub", "d": "" }));
        assert_eq!(findings, ["claim-missing"], "a path goes to the first brace that closes");
    }

    #[test]
    fn a_template_that_never_closes_takes_no_time() {
        let started = std::time::Instant::now();
        assert_eq!(pieces(&"${".repeat(200_000)).count(), 200_000);
        assert!(started.elapsed() < std::time::Duration::from_secs(2), "{:?}", started.elapsed());
    }

    #[test]
    fn a_claim_of_userinfo_that_was_not_read_is_told_from_one_that_did_not_come() {
        let map = json!({ "mapping_mode": "use_map", "attributes": { "mail": "${context.userinfo.email}" } });
        let map = AttributeMap::from_json(map.as_object());
        let (id_token, userinfo) = (object(json!({ "sub": "1" })), object(json!({ "sub": "1" })));
        let message = |userinfo| {
            let context =
                MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo };
            map.apply(context).expect("a profile").1.remove(0).message
        };
        assert!(message(None).contains("userinfo was not read"), "{}", message(None));
        assert!(message(Some(&userinfo)).contains("did not send"));
    }

    #[test]
    fn the_provider_is_not_blamed_for_a_path_that_names_nothing() {
        let map = json!({ "mapping_mode": "use_map", "attributes": {
            "a": "${context.tokensett.email}", "b": "${}", "c": "${context.connection.secret}", "d": "${context.tokenset.}",
            "e": "${context.tokenset.access_token}", "f": "${context.tokenset.email}",
        }});
        let id_token = object(json!({ "sub": "1" }));
        let context =
            MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo: None };
        let (mapped, findings) = AttributeMap::from_json(map.as_object()).apply(context).expect("a profile");
        assert_eq!((mapped.len(), findings.len()), (0, 6));
        let blamed: Vec<_> = findings.iter().filter(|one| one.message.contains("did not send")).collect();
        assert_eq!(blamed.len(), 1, "{blamed:?}");
        assert_eq!(blamed[0].member.as_deref(), Some("f"));
        assert!(findings[0].message.contains("context.tokensett.email"), "{}", findings[0].message);
    }

    #[test]
    fn pieces_cover_a_template_without_a_gap() {
        for template in ["", "ü${ a }x${b}", "${${a}", "$${a}}", "${open", "{a}"] {
            let taken: Vec<Range<usize>> = pieces(template).map(|(at, _)| at).collect();
            let mut end = 0;
            for at in &taken {
                assert_eq!(at.start, end, "{template}");
                end = at.end;
            }
            assert_eq!(end, template.len(), "{template}");
        }
    }

    #[test]
    fn leaves_out_what_the_provider_did_not_send_and_says_so() {
        let map = json!({ "mapping_mode": "use_map", "attributes": {
            "department": "${context.tokenset.department}", "groups": "${context.tokenset.teams}",
        }});
        let (profile, findings) = apply(map, json!({ "sub": "1", "teams": [] }), None);
        assert!(profile.is_empty());
        assert_eq!(findings, ["claim-missing", "reserved-attribute"]);
    }

    #[test]
    fn a_path_is_told_of_once_however_often_it_stands_and_its_text_in_short() {
        let map = json!({ "mapping_mode": "use_map", "attributes": {
            "a": "${context.tokenset.list}".repeat(20), "b": "${context.tokenset.none}".repeat(20),
        }});
        let id_token = object(json!({ "list": vec!["ü"; 2000] }));
        let context =
            MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo: None };
        let (_, findings) = AttributeMap::from_json(map.as_object()).apply(context).expect("a profile");
        let codes: Vec<_> = findings.iter().map(|finding| finding.code.as_str()).collect();
        assert_eq!(codes, ["list-becomes-text", "claim-missing"]);
        let got = findings[0].got.as_deref().expect("a value");
        assert_eq!(got.chars().count(), REPEATED + 1, "{got}");
    }

    #[test]
    fn a_profile_that_is_too_large_is_one_finding_on_its_largest_attribute() {
        let id_token = object(json!({ "list": vec!["x".repeat(30); 2000] }));
        let context =
            MappingContext { connection_id: "con_1", connection_strategy: "oidc", id_token: &id_token, userinfo: None };
        let twenty_times = "${context.tokenset.list}".repeat(20);
        for (attributes, largest) in [
            (json!({ "first": "short", "large": twenty_times, "last": "${context.tokenset.none}" }), "large"),
            (json!({ "a": "x".repeat(MAX_PROFILE - 10), "b": "x".repeat(20) }), "a"),
            (json!({ "n": ["x".repeat(MAX_PROFILE)] }), "n"),
        ] {
            let map = json!({ "mapping_mode": "use_map", "attributes": attributes });
            let finding = AttributeMap::from_json(map.as_object()).apply(context).expect_err("too large");
            assert_eq!((finding.code.as_str(), finding.member.as_deref()), ("profile-too-large", Some(largest)));
        }
        let all = object(json!({ "a": "x".repeat(MAX_PROFILE / 2), "b": "x".repeat(MAX_PROFILE) }));
        let finding = AttributeMap::BindAll.apply(MappingContext { id_token: &all, ..context }).expect_err("too large");
        assert_eq!(finding.member.as_deref(), Some("b"));
    }
}
