//! What becomes of a verified sign-in. Whoever runs it trips these.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &NOT_PROVISIONED,
    &USER_BLOCKED,
    &NOT_A_MEMBER,
    &USER_NOT_KEPT,
    &CONNECTION_CHANGED,
    &APPLICATION_REFUSED,
    &ORGANIZATION_NAMED,
];

/// The user of a verified sign-in has to exist already, and does not.
pub const NOT_PROVISIONED: Check = Check {
    code: "not-provisioned",
    title: "The user exists or may be created",
    severity: Severity::Error,
    spec: "Auth0 Management API v2, set_user_root_attributes",
    about: "With set_user_root_attributes at never_on_login, a login creates no user and changes none: users come by provisioning (SCIM) \
            alone, and whoever was not provisioned cannot sign in. A provisioned user is the person who signs in where the last part of its \
            user_id, which SCIM made of the user ID attribute, is the sub of the login, character by character.",
};

/// The user may not sign in until somebody takes that back.
pub const USER_BLOCKED: Check = Check {
    code: "user-blocked",
    title: "The user is not blocked",
    severity: Severity::Error,
    spec: "Auth0, inbound SCIM: active and blocked",
    about: "A provider that deactivates somebody sends active: false by SCIM, which blocks the user: nobody is signed in, codes and access \
            tokens that were issued before end, and the attributes stay as they are. active: true takes it back.",
};

/// Whoever signs in to an organization belongs to it.
pub const NOT_A_MEMBER: Check = Check {
    code: "not-a-member",
    title: "The person belongs to the organization",
    severity: Severity::Error,
    spec: "Auth0 Organizations, assign_membership_on_login",
    about: "An application that names an organization at /authorize lets its members in alone. Whoever is none becomes one by signing in where \
            the organization uses the connection with assign_membership_on_login; else somebody has to add the person first. The user exists \
            from this sign-in on and can be added.",
};

/// The tenant's own database failed at the last step.
pub const USER_NOT_KEPT: Check = Check {
    code: "user-not-kept",
    title: "The user can be written",
    severity: Severity::Error,
    spec: "Lintel local tenant",
    about: "The sign-in was verified, but the local tenant could not write the user to its database.",
};

/// The tenant is not the one that the sign-in began on.
pub const CONNECTION_CHANGED: Check = Check {
    code: "connection-changed",
    title: "The connection is as it was when the sign-in began",
    severity: Severity::Error,
    spec: "Lintel local tenant",
    about: "A sign-in ends by the state of the tenant at its end. When the connection was deleted meanwhile, was disabled for the application or \
            the organization, or has another issuer, endpoint, client ID or channel, the answer comes from a provider that the tenant does not ask any more: nobody \
            is signed in, and no user is written, least of all one of a newer connection of the same name. Other settings may change during a \
            sign-in.",
};

/// The tenant sent the application no code, or no tokens for it.
pub const APPLICATION_REFUSED: Check = Check {
    code: "application-refused",
    title: "The application gets its tokens",
    severity: Severity::Error,
    spec: "RFC 6749, section 4.1",
    about: "After the sign-in at the provider the tenant sends the application a code, and the application redeems it for an ID token of \
            the tenant. Where this fails, the cause is mostly in a step before: the tenant refused the sign-in.",
};

/// The tokens are of the organization that the application asked for.
pub const ORGANIZATION_NAMED: Check = Check {
    code: "organization-named",
    title: "ID token is of the organization",
    severity: Severity::Error,
    spec: "Auth0 Organizations, org_id",
    about: "An application that names an organization at /authorize compares org_id of the ID token with that organization's ID. A token \
            without it, or with another, would let the people of one customer into the data of another.",
};
