use serde_json::{Map, Value};

use super::shape::{Invalid, Member, Shape, check_members};
use crate::ScimScope;

/// Published without bounds. What a pair means is not asked: Auth0 keeps any text (recording 08).
const MAPPING: Shape = Shape::List {
    min: 0,
    max: 500,
    item: &Shape::Open(&[
        Member::optional("scim", PATH, "The field location in the SCIM schema"),
        Member::optional("auth0", PATH, "The field location in the auth0 schema"),
    ]),
};
const PATH: Shape = Shape::Text { min: 0, max: 1000, rule: None };

const USER_ID_ATTRIBUTE: &str = "User ID attribute for generating unique user ids";
const MAPPING_OF: &str = "The mapping between auth0 and SCIM";

const CREATE: Shape = Shape::Nullable(&Shape::Closed(&[
    Member::optional("user_id_attribute", PATH, USER_ID_ATTRIBUTE),
    Member::optional("mapping", MAPPING, MAPPING_OF),
]));
const UPDATE: Shape = Shape::Closed(&[
    Member::required("user_id_attribute", PATH, USER_ID_ATTRIBUTE),
    Member::required("mapping", MAPPING, MAPPING_OF),
]);

/// The published description says "greater than 900", the schema of Auth0's sister API the same. A hundred years are enough.
const LIFETIME: Shape = Shape::Whole { min: 901, max: 100 * 366 * 24 * 60 * 60 };

const TOKEN: &[Member] = &[
    Member::optional(
        "scopes",
        Shape::List { min: 1, max: 100, item: &Shape::OneOf(&ScimScope::ALL) },
        "The scopes of the scim token",
    ),
    Member::optional(
        "token_lifetime",
        Shape::Nullable(&LIFETIME),
        "Lifetime of the token in seconds. Must be greater than 900",
    ),
];

/// The body that makes a configuration, which may be null.
pub(in crate::api) fn check_create(body: &Value) -> Result<(), Invalid> {
    CREATE.check(body, "", "SCIM configuration")
}

pub(in crate::api) fn check_update(body: &Value) -> Result<(), Invalid> {
    UPDATE.check(body, "", "SCIM configuration")
}

pub(in crate::api) fn check_token(body: &Map<String, Value>) -> Result<(), Invalid> {
    check_members(body, TOKEN, true, "", "")
}
