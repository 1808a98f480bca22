//! The mapping, and the profile that it makes.

use crate::finding::{Check, Severity};

pub(crate) const ALL: &[&Check] = &[
    &CLAIM_MISSING,
    &CLAIM_WITHHELD,
    &TEMPLATE_SLIP,
    &PROFILE_EMPTY,
    &EMAIL_MISSING,
    &EMAIL_NOT_VERIFIED,
    &RESERVED_ATTRIBUTE,
    &RESERVED_CLAIM_LEFT_OUT,
    &LIST_BECOMES_TEXT,
    &PROFILE_TOO_LARGE,
];

pub(crate) const CLAIM_MISSING: Check = Check {
    code: "claim-missing",
    title: "The mapping finds its claims",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.4",
    about: "A template of the user mapping names a claim that the provider did not send: a typo, a scope that was not requested, or an \
            optional claim that must be switched on at the provider.",
};

pub(crate) const CLAIM_WITHHELD: Check = Check {
    code: "claim-withheld",
    title: "Claims are in the token itself",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.6.2",
    about: "The provider names a claim in _claim_names and keeps it elsewhere, or says with hasgroups that there are groups. Entra ID does so \
            for people in more than 200 groups. That is not a person without groups: the \
            attribute is left out and never an empty list. Nothing is fetched from where the provider points to.",
};

pub(crate) const TEMPLATE_SLIP: Check = Check {
    code: "template-slip",
    title: "Templates are written as they are meant",
    severity: Severity::Warning,
    spec: "Auth0, user mapping",
    about: "A template of the user mapping refers to a claim as ${context.tokenset.NAME} or ${context.userinfo.NAME}. What is not closed, has no \
            $, two of them or no path, or names another context stays text or fills nothing, whatever the provider sends. The editor refuses \
            what can mean nothing; the Management API takes anything.",
};

pub(crate) const PROFILE_EMPTY: Check = Check {
    code: "profile-empty",
    title: "The login fills a profile",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.4",
    about: "The person is known by an identifier alone. Where an access token is issued, many providers give what the scopes ask for at the \
            userinfo endpoint and leave it out of the ID token; userinfo is read only where a template of the user mapping names it.",
};

pub(crate) const EMAIL_MISSING: Check = Check {
    code: "email-missing",
    title: "The person has an email address",
    severity: Severity::Warning,
    spec: "OpenID Connect Core 1.0, section 5.4",
    about: "Most applications know people by their address, and invite and link by it. A provider leaves it out where the scope email is not \
            asked for, gives it at userinfo alone, sends it under another name (upn, preferred_username), or knows none of this person.",
};

pub(crate) const EMAIL_NOT_VERIFIED: Check = Check {
    code: "email-not-verified",
    title: "The provider vouches for the address",
    severity: Severity::Note,
    spec: "OpenID Connect Core 1.0, sections 5.1 and 5.7",
    about: "email_verified says that the provider made sure that the address is the person’s. Entra ID and AD FS send none. An address that \
            nobody vouches for is no proof of who somebody is: to link accounts by it has let people into others’ accounts.",
};

pub(crate) const RESERVED_ATTRIBUTE: Check = Check {
    code: "reserved-attribute",
    title: "The mapping uses free names",
    severity: Severity::Warning,
    spec: "Auth0, restricted claims",
    about: "Some names are protocol claims or belong to the tenant itself and cannot be profile attributes.",
};

pub(crate) const RESERVED_CLAIM_LEFT_OUT: Check = Check {
    code: "reserved-claim-left-out",
    title: "No claim is lost for its name",
    severity: Severity::Note,
    spec: "Auth0, restricted claims",
    about: "Bind all copies every claim of the ID token to the profile, except those whose names are reserved. For protocol claims that is \
            meant. Groups, roles and the like are lost as well, without a word; a template keeps them under another name.",
};

pub(crate) const LIST_BECOMES_TEXT: Check = Check {
    code: "list-becomes-text",
    title: "Templates are filled from single values",
    severity: Severity::Note,
    spec: "Auth0, user mapping",
    about: "A template that is one reference and nothing else gives the claim as it is, a list as a list. Auth0 documents no type, and was \
            reported to join lists under Use map into one text with commas, where a value that holds a comma can no longer be told from two. \
            With other text around the reference a list becomes such a text here as well. Bind all keeps lists.",
};

pub(crate) const PROFILE_TOO_LARGE: Check = Check {
    code: "profile-too-large",
    title: "The profile has a size that can be kept",
    severity: Severity::Error,
    spec: "Lintel",
    about: "A mapping may use a claim as often as it likes, so that a small token can become a large user. A profile beyond 256 KiB is not written, \
            and nobody is signed in.",
};
