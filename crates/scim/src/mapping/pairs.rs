//! The pairs of a connection, read.

use serde_json::Value;

use super::profile::ProfilePath;
use crate::{
    filter::{Comparison, Filter, Literal},
    path::Path,
    schema::{Attribute, Kind, Mutability, Target},
};

/// The default of a connection with strategy `oidc`: (SCIM, Auth0), in its order.
pub const DEFAULT_OIDC: &[(&str, &str)] = &[
    ("userName", "preferred_username"),
    ("emails[primary eq true].value", "email"),
    ("externalId", "app_metadata.external_id"),
    ("active", "blocked"),
    ("displayName", "name"),
    ("name.givenName", "given_name"),
    ("name.familyName", "family_name"),
    ("nickName", "nickname"),
    (r#"photos[type eq "photo"].value"#, "picture"),
    (r#"phoneNumbers[type eq "work"].value"#, "app_metadata.work_phone_number"),
    (r#"phoneNumbers[type eq "home"].value"#, "app_metadata.home_phone_number"),
    (r#"phoneNumbers[type eq "mobile"].value"#, "app_metadata.mobile_phone_number"),
    (r#"addresses[type eq "work"].streetAddress"#, "app_metadata.street_address"),
    (r#"addresses[type eq "work"].locality"#, "app_metadata.city"),
    (r#"addresses[type eq "work"].region"#, "app_metadata.state"),
    (r#"addresses[type eq "work"].postalCode"#, "app_metadata.postal_code"),
    (r#"addresses[type eq "work"].formatted"#, "app_metadata.postal_address"),
    (r#"addresses[type eq "work"].country"#, "app_metadata.country"),
    ("profileUrl", "app_metadata.profile_url"),
    ("userType", "app_metadata.user_type"),
    ("title", "app_metadata.title"),
    ("preferredLanguage", "app_metadata.language"),
    ("locale", "app_metadata.locale"),
    ("timezone", "app_metadata.timezone"),
    ("entitlements", "app_metadata.entitlements"),
    ("roles", "app_metadata.roles"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.employeeNumber", "app_metadata.employee_id"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.costCenter", "app_metadata.cost_center"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.organization", "app_metadata.organization"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.division", "app_metadata.division"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.department", "app_metadata.department"),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager", "app_metadata.manager"),
];

/// The pairs of a connection that mean something, and those that do not: Auth0 keeps any text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mapping {
    pub slots: Vec<Slot>,
    pub misfits: Vec<Misfit>,
}

/// One SCIM path and the profile path it is kept at.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// Which pair it was, from 0.
    pub index: usize,
    pub target: Target,
    /// The one `eq` that chooses the element of a multi-valued attribute.
    pub selector: Option<Comparison>,
    pub profile: ProfilePath,
}

/// A pair that maps nothing, and why, as a sentence that names what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    pub index: usize,
    pub scim: String,
    pub auth0: String,
    pub reason: String,
}

impl Mapping {
    /// Reads pairs of (SCIM, Auth0). Never refuses: see [`Self::misfits`].
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut mapping = Self::default();
        for (index, (scim, auth0)) in pairs.into_iter().enumerate() {
            match mapping.slot(index, scim, auth0) {
                Ok(slot) => mapping.slots.push(slot),
                Err(reason) => {
                    mapping.misfits.push(Misfit { index, scim: scim.to_owned(), auth0: auth0.to_owned(), reason });
                }
            }
        }
        mapping
    }

    pub fn default_oidc() -> Self {
        Self::parse(DEFAULT_OIDC.iter().copied())
    }

    fn slot(&self, index: usize, scim: &str, auth0: &str) -> Result<Slot, String> {
        let (target, selector) = match Path::parse(Kind::User, scim).map_err(|error| error.detail)? {
            Path::Attribute { target, selector } => (target, selector),
            Path::Schema(schema) => return Err(format!("{} is a whole schema: name an attribute of it.", schema.urn)),
        };
        let selector = chooses(target, selector)?;
        let profile = ProfilePath::parse(auth0)?;
        if profile.is_blocked() && target.attribute.name != "active" {
            return Err(format!(
                "blocked says whether a user may sign in: active alone is kept there, and not {scim}."
            ));
        }
        for slot in &self.slots {
            if slot.profile.overlaps(&profile) {
                return Err(format!("{auth0} already keeps {}.", slot.scim()));
            }
            let same = slot.target.schema == target.schema && slot.target.attribute == target.attribute;
            let nested = slot.target.sub == target.sub || slot.target.sub.is_none() || target.sub.is_none();
            if same && nested && slot.selector == selector {
                return Err(format!("{scim} is already kept at {}.", slot.profile));
            }
        }
        Ok(Slot { index, target, selector, profile })
    }
}

impl Slot {
    /// `emails[type eq "work"].value`.
    pub fn scim(&self) -> String {
        let Some(selector) = &self.selector else { return self.target.to_string() };
        let whole = Target { sub: None, ..self.target };
        let leaf = self.target.sub.map_or("", |sub| sub.name);
        format!("{whole}[{} eq {}].{leaf}", selector.leaf().name, literal(selector))
    }

    /// What the chosen element has where the selector looks.
    pub(crate) fn chosen(&self) -> Option<Value> {
        self.selector.as_ref().map(literal)
    }

    /// Whether the profile keeps the opposite.
    pub(super) fn is_inverted(&self) -> bool {
        self.profile.is_blocked()
    }

    /// Whether of `{"value": id}` the id alone is kept.
    pub(super) fn is_reference(&self) -> bool {
        self.target.attribute.name == "manager" && self.target.sub.is_none()
    }
}

/// What an element that the comparison chooses has there.
pub(super) fn literal(selector: &Comparison) -> Value {
    match &selector.value {
        Literal::Boolean(value) => (*value).into(),
        Literal::Text(text) => text.as_str().into(),
        Literal::Number(number) => number.clone().into(),
        Literal::Time(time) => time.to_rfc3339().into(),
        Literal::Null => Value::Null,
    }
}

/// The one comparison that chooses the element, where the path can be mapped at all.
fn chooses(target: Target, selector: Option<Filter>) -> Result<Option<Comparison>, String> {
    let is_kept = |attribute: &Attribute| !matches!(attribute.mutability, Mutability::ReadOnly | Mutability::WriteOnly);
    if !is_kept(target.attribute) || !is_kept(target.leaf()) {
        return Err(format!("{target} cannot be mapped: it is the service's own."));
    }
    let whole = Target { sub: None, ..target };
    match (selector, target.sub) {
        (None, Some(_)) if target.attribute.multi_valued => {
            Err(format!("{target} is in every one of the {whole}: choose one, as {whole}[type eq \"work\"] does."))
        }
        (None, _) => Ok(None),
        (Some(_), _) if !target.attribute.multi_valued => {
            Err(format!("{whole} has one value: there is nothing to choose from."))
        }
        (Some(_), None) => Err(format!("{whole} has sub-attributes: name one after the bracket.")),
        (Some(selector), Some(sub)) => match selector.equalities().as_deref() {
            Some([one]) if one.leaf() != sub && one.value != Literal::Null => Ok(Some((*one).clone())),
            _ => {
                Err(format!("The bracket after {whole} is to have one eq, on another sub-attribute than {}.", sub.name))
            }
        },
    }
}
