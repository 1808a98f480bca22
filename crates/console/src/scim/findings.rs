//! What speaks against SCIM as it is set up, each with the click that mends it where one does.

use lintel_management::Connection;
use lintel_oidc::trace::StepKind;
use lintel_scim::{Mapping, mapping::Misfit};
use lintel_tenant::{OidcOptions, ProfileSync};

use super::scopes;
use crate::view::{ScimChange, ScimFinding, ScimFix, ScimPairRow, ScimProvider, ScimTokenRow, TrialView};

const PRIMARY_MAIL: &str = "emails[primary eq true].value";
const WORK_MAIL: &str = "emails[type eq \"work\"].value";

/// Of the connection, whatever its mapping is.
pub(super) fn of_connection(connection: &Connection, provider: ScimProvider, trials: &[TrialView]) -> Vec<ScimFinding> {
    let synced = OidcOptions::of_connection(connection)
        .is_none_or(|options| options.set_user_root_attributes == ProfileSync::OnEachLogin);
    let entra = provider == ScimProvider::Entra;
    let views = trials.iter().filter(|_| entra);
    views.filter_map(never_the_same).take(1).chain(synced.then(overwritten)).collect()
}

/// Of the mapping, for what this provider sends.
pub(super) fn of_mapping(pairs: &[ScimPairRow], mapping: &Mapping, provider: ScimProvider) -> Vec<ScimFinding> {
    let mut found = Vec::new();
    if provider == ScimProvider::Entra {
        found.extend(mail_lost(pairs));
        found.extend(manager(pairs));
    }
    if provider == ScimProvider::Okta {
        found.extend(typed(pairs));
    }
    found.extend(
        mapping.misfits.iter().filter(|misfit| !is_empty(pairs, misfit)).map(|misfit| meaningless(pairs, misfit)),
    );
    found
}

/// Tokens that do not let this provider do its work.
pub(super) fn of_tokens<'a>(
    tokens: impl Iterator<Item = &'a ScimTokenRow>,
    provider: ScimProvider,
) -> Vec<ScimFinding> {
    let name = match provider {
        ScimProvider::Entra => "Microsoft Entra ID",
        ScimProvider::Okta => "Okta",
        ScimProvider::Other => return Vec::new(),
    };
    let needed = scopes::needed(provider);
    let lacks = |token: &ScimTokenRow| {
        let lacking: Vec<_> =
            needed.iter().copied().filter(|scope| !token.scopes.iter().any(|one| one == scope)).collect();
        (!lacking.is_empty()).then(|| ScimFinding {
            code: "token-scope".to_owned(),
            title: format!("A token does not let {name} do its work"),
            text: format!(
                "{} lacks {}. A token’s scopes cannot be changed: make another, and revoke this one.",
                token.id,
                lacking.join(", ")
            ),
            rows: Vec::new(),
            fix: None,
        })
    };
    tokens.filter_map(lacks).collect()
}

/// The provider has two names for a person, and sign-in and provisioning would each use another.
fn never_the_same(test: &TrialView) -> Option<ScimFinding> {
    let token = test.trace.steps.iter().find(|step| step.kind == StepKind::IdToken && !step.claims.is_empty())?;
    let claim = |name: &str| token.claims.iter().find(|claim| claim.name == name)?.value.as_str();
    two_names(claim("sub")?, claim("oid")?)
}

fn two_names(sub: &str, oid: &str) -> Option<ScimFinding> {
    (sub != oid).then(|| ScimFinding {
        code: "sub-differs".to_owned(),
        title: "Who is provisioned and who signs in would be two users".to_owned(),
        text: format!(
            "The last test login brought the sub {sub}, and the object ID {oid}. Microsoft Entra ID sends the object ID as externalId \
             and makes another sub for each application, so the two never match. Let people sign in first, match them in Entra by \
             e-mail address, and give the token no post:users."
        ),
        rows: Vec::new(),
        fix: None,
    })
}

fn overwritten() -> ScimFinding {
    ScimFinding {
        code: "sync-at-login".to_owned(),
        title: "Each login would overwrite what SCIM wrote".to_owned(),
        text: "Profile attributes are synced at each login. What the provider’s claims do not bring is emptied then."
            .to_owned(),
        rows: Vec::new(),
        fix: Some(ScimFix { label: "Sync at first login only".to_owned(), change: ScimChange::NoSyncAtLogin }),
    }
}

fn mail_lost(pairs: &[ScimPairRow]) -> Option<ScimFinding> {
    let at = pairs.iter().position(|pair| is(&pair.scim, PRIMARY_MAIL))?;
    let mapped = pairs.iter().any(|pair| is(&pair.scim, WORK_MAIL));
    let mut mapping = pairs.to_vec();
    mapping[at].scim = WORK_MAIL.to_owned();
    (!mapped).then(|| ScimFinding {
        code: "mail-lost".to_owned(),
        title: "Email changes made in Entra would be lost".to_owned(),
        text: format!("It changes `{WORK_MAIL}`, which this mapping keeps nowhere."),
        rows: vec![number(at)],
        fix: Some(ScimFix { label: "Use the work address".to_owned(), change: ScimChange::Mapping { mapping } }),
    })
}

fn manager(pairs: &[ScimPairRow]) -> Option<ScimFinding> {
    let at =
        pairs.iter().position(|pair| pair.scim.ends_with("User.manager") || pair.scim.ends_with("User:manager"))?;
    Some(ScimFinding {
        code: "manager".to_owned(),
        title: "Entra may stop at the manager".to_owned(),
        text: "Auth0’s answer with a manager cannot be read by Entra, which puts the user in quarantine. Remove the pair, or delete \
               the manager from the mapping in Entra."
            .to_owned(),
        rows: vec![number(at)],
        fix: Some(ScimFix { label: "Remove the manager".to_owned(), change: ScimChange::Mapping { mapping: without(pairs, at) } }),
    })
}

fn typed(pairs: &[ScimPairRow]) -> Option<ScimFinding> {
    let by_type =
        |pair: &&ScimPairRow| pair.scim.starts_with("phoneNumbers[type") || pair.scim.starts_with("addresses[type");
    pairs.iter().find(by_type).map(|_| ScimFinding {
        code: "okta-types".to_owned(),
        title: "Okta sends phone and address as primary".to_owned(),
        text: "Delete the mappings of primary e-mail type, primary phone type and address type in the application’s profile in Okta: \
               with them its updates go wrong."
            .to_owned(),
        rows: Vec::new(),
        fix: None,
    })
}

fn meaningless(pairs: &[ScimPairRow], misfit: &Misfit) -> ScimFinding {
    ScimFinding {
        code: "means-nothing".to_owned(),
        title: format!("{} to {} means nothing to Lintel", misfit.scim, misfit.auth0),
        text: misfit.reason.clone(),
        rows: vec![number(misfit.index)],
        fix: Some(ScimFix {
            label: "Remove the pair".to_owned(),
            change: ScimChange::Mapping { mapping: without(pairs, misfit.index) },
        }),
    }
}

/// A row that nobody filled yet is no fault.
fn is_empty(pairs: &[ScimPairRow], misfit: &Misfit) -> bool {
    pairs.get(misfit.index).is_none_or(|pair| pair.scim.trim().is_empty() || pair.profile.trim().is_empty())
}

fn without(pairs: &[ScimPairRow], at: usize) -> Vec<ScimPairRow> {
    pairs.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, pair)| pair.clone()).collect()
}

/// Names of attributes ignore case (RFC 7643, 2.1), and spaces mean nothing around them.
fn is(path: &str, other: &str) -> bool {
    let plain = |path: &str| path.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(path) == plain(other)
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<ScimPairRow> {
        let pair =
            |(scim, profile): &(&str, &str)| ScimPairRow { scim: (*scim).to_owned(), profile: (*profile).to_owned() };
        pairs.iter().map(pair).collect()
    }

    fn codes(found: &[ScimFinding]) -> Vec<&str> {
        found.iter().map(|finding| finding.code.as_str()).collect()
    }

    #[test]
    fn a_mapping_that_loses_entras_mail_is_mended_by_one_click_and_no_other_provider_is_told() {
        let mapping = pairs(&[("userName", "nickname"), ("Emails[primary eq  true].value", "email")]);
        let found = of_mapping(&mapping, &Mapping::default(), ScimProvider::Entra);
        assert_eq!(codes(&found), ["mail-lost"]);
        assert_eq!(found[0].rows, [1]);
        let Some(ScimFix { change: ScimChange::Mapping { mapping: mended }, .. }) = &found[0].fix else {
            panic!("no fix")
        };
        assert_eq!(mended, &pairs(&[("userName", "nickname"), (WORK_MAIL, "email")]));
        assert!(of_mapping(mended, &Mapping::default(), ScimProvider::Entra).is_empty());
        assert!(of_mapping(&mapping, &Mapping::default(), ScimProvider::Okta).is_empty());
    }

    #[test]
    fn a_second_pair_for_one_attribute_is_told_and_goes_by_one_click() {
        let mapping = pairs(&[("userName", "nickname"), ("", ""), ("title", "nickname"), ("", "")]);
        let parsed = Mapping::parse(mapping.iter().map(|pair| (pair.scim.as_str(), pair.profile.as_str())));
        let found = of_mapping(&mapping, &parsed, ScimProvider::Other);
        assert_eq!(codes(&found), ["means-nothing"]);
        assert_eq!(
            (found[0].rows.as_slice(), found[0].text.as_str()),
            ([2].as_slice(), "nickname already keeps userName.")
        );
        let Some(ScimFix { change: ScimChange::Mapping { mapping: mended }, .. }) = &found[0].fix else {
            panic!("no fix")
        };
        assert_eq!(mended, &pairs(&[("userName", "nickname"), ("", ""), ("", "")]));
    }

    #[test]
    fn a_person_of_two_names_would_be_two_users() {
        assert_eq!(two_names("7a1", "7a1"), None);
        let found = two_names("Xy_9", "7a1").expect("a finding");
        assert_eq!(found.code, "sub-differs");
        assert!(
            found.text.starts_with("The last test login brought the sub Xy_9, and the object ID 7a1."),
            "{}",
            found.text
        );
    }

    #[test]
    fn a_token_that_lacks_what_the_provider_needs_is_named_with_the_scope() {
        let token = ScimTokenRow {
            id: "tok_a".to_owned(),
            scopes: ["get:users", "post:users", "put:users"].map(str::to_owned).to_vec(),
            created_at: None,
            valid_until: None,
            last_used_at: None,
        };
        let found = of_tokens([&token].into_iter(), ScimProvider::Entra);
        assert_eq!(codes(&found), ["token-scope"]);
        assert!(found[0].text.starts_with("tok_a lacks patch:users, delete:users."), "{}", found[0].text);
        assert!(of_tokens([&token].into_iter(), ScimProvider::Okta).is_empty());
        assert!(of_tokens([&token].into_iter(), ScimProvider::Other).is_empty());
    }
}
