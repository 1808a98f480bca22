//! Turning SCIM on and off, and what it writes where.

use lintel_management::{ClientError, Request, ScimConfiguration, ScimPair};
use lintel_scim::{Mapping, mapping::Misfit};

use super::{history, plan::planned, tokens};
use crate::{
    Console,
    change::{
        journal::{About, ChangeKind, ChangeState, Subject},
        merge::changes,
        settling::unanswered,
        turns::Turn,
    },
    view::{Problem, ScimDeed, ScimPairRow, ScimSaved, ScimSettings, ScimState},
};

impl Console {
    /// Turns SCIM on, with the tenant's own mapping and user ID attribute.
    pub async fn turn_on_scim(&self, connection_id: &str) -> Result<ScimState, Problem> {
        let turn = self.turn(connection_id).await;
        if self.scim_settings(connection_id).await?.is_none() {
            let settings = self.default_scim_settings(connection_id).await?;
            self.write_scim(&turn, About::default(), None, Some(&settings)).await?;
        }
        drop(turn);
        self.scim(connection_id).await
    }

    /// Turns SCIM off; every token of it ends. Its settings stay in the journal.
    pub async fn turn_off_scim(&self, connection_id: &str) -> Result<ScimState, Problem> {
        let turn = self.turn(connection_id).await;
        if let Some(before) = self.scim_settings(connection_id).await? {
            self.write_scim(&turn, About::default(), Some(&before), None).await?;
        }
        drop(turn);
        self.scim(connection_id).await
    }

    /// Writes what a person made of `loaded`, unless it was changed elsewhere since that was read.
    pub async fn save_scim(
        &self,
        connection_id: &str,
        loaded: &ScimSettings,
        edited: &ScimSettings,
    ) -> Result<ScimSaved, Problem> {
        let edited = trimmed(edited)?;
        keep_something(loaded, &edited)?;
        let turn = self.turn(connection_id).await;
        let now = self.scim_settings(connection_id).await?;
        if now.as_ref() != Some(loaded) && now.as_ref() != Some(&edited) {
            let theirs = changes(&history::document(Some(loaded)), &history::document(now.as_ref()));
            let theirs = history::told(&theirs);
            drop(turn);
            return Ok(ScimSaved::Moved { state: self.scim(connection_id).await?, theirs });
        }
        if now.as_ref() != Some(&edited) {
            self.write_scim(&turn, About::default(), now.as_ref(), Some(&edited)).await?;
        }
        drop(turn);
        Ok(ScimSaved::Saved { state: self.scim(connection_id).await? })
    }

    /// What a change of it sends. One that moved meanwhile is shown over what is there now, as it is sent once that was looked at.
    pub(crate) async fn scim_requests(&self, id: &str, change: &ScimDeed) -> Result<Vec<Request>, Problem> {
        let edited = match change {
            ScimDeed::NewToken { scopes, days } => return Ok(vec![tokens::creation(id, scopes, *days)]),
            ScimDeed::Revocation { token_id } => return Ok(vec![Request::revoke_scim_token(id, token_id)]),
            ScimDeed::On => Some(self.default_scim_settings(id).await?),
            ScimDeed::Off => None,
            ScimDeed::Settings { loaded, edited } => {
                let edited = trimmed(edited)?;
                keep_something(loaded, &edited)?;
                Some(edited)
            }
        };
        let now = self.scim_settings(id).await?;
        let nothing = now == edited || (*change == ScimDeed::On && now.is_some());
        Ok(if nothing { Vec::new() } else { vec![planned(id, now.as_ref(), edited.as_ref())] })
    }

    /// What the tenant makes of SCIM that is turned on is what it says of itself first.
    async fn default_scim_settings(&self, id: &str) -> Result<ScimSettings, Problem> {
        let mapping = self.default_scim_mapping(id).await?;
        Ok(ScimSettings { user_id_attribute: USER_ID_ATTRIBUTE.to_owned(), mapping })
    }

    /// What the tenant maps by if nobody says otherwise.
    pub async fn default_scim_mapping(&self, connection_id: &str) -> Result<Vec<ScimPairRow>, Problem> {
        let pairs = self.client.scim_default_mapping(connection_id).await;
        Ok(pairs.map_err(|error| self.refused(connection_id, error))?.iter().map(row).collect())
    }

    /// None where SCIM is off.
    pub(crate) async fn scim_settings(&self, connection_id: &str) -> Result<Option<ScimSettings>, ClientError> {
        Ok(self.client.scim_configuration(connection_id).await?.as_ref().map(of))
    }

    /// Brings SCIM from what was read in this turn to what it is to be, written down before it is sent.
    pub(crate) async fn write_scim(
        &self,
        turn: &Turn,
        about: About,
        before: Option<&ScimSettings>,
        after: Option<&ScimSettings>,
    ) -> Result<(), Problem> {
        let id = turn.connection();
        let (from, to) = (history::document(before), history::document(after));
        let request = planned(id, before, after);
        let about = About { sent: Some(vec![request.clone()]), ..about };
        let entry = self.begin(Subject::Connection(id.to_owned()), ChangeKind::Scim, &from, &to, about).await?;
        match self.client.perform(&request).await {
            Ok(_) => {
                entry.settle(ChangeState::Done).await;
                Ok(())
            }
            Err(error) if error.did_nothing() => {
                entry.settle(ChangeState::NotDone).await;
                Err(self.refused(id, error))
            }
            // It is there, whatever became of the answer.
            Err(error) => match self.scim_settings(id).await {
                Ok(held) if held.as_ref() == after => {
                    entry.settle(ChangeState::Done).await;
                    Ok(())
                }
                _ => Err(unanswered(error)),
            },
        }
    }
}

/// That of connections with OpenID Connect, where nobody says otherwise.
const USER_ID_ATTRIBUTE: &str = "externalId";

pub(crate) fn of(configuration: &ScimConfiguration) -> ScimSettings {
    ScimSettings {
        user_id_attribute: configuration.user_id_attribute.clone().unwrap_or_else(|| USER_ID_ATTRIBUTE.to_owned()),
        mapping: configuration.mapping.iter().map(row).collect(),
    }
}

fn row(pair: &ScimPair) -> ScimPairRow {
    ScimPairRow { scim: pair.scim.clone().unwrap_or_default(), profile: pair.auth0.clone().unwrap_or_default() }
}

/// A pair that was just typed keeps something. One that stands on the tenant already is only told, and an attribute of another schema
/// may be one that the tenant knows.
fn keep_something(loaded: &ScimSettings, edited: &ScimSettings) -> Result<(), Problem> {
    let mapping = Mapping::parse(edited.mapping.iter().map(|pair| (pair.scim.as_str(), pair.profile.as_str())));
    let typed = |misfit: &&Misfit| {
        let pair = edited.mapping.get(misfit.index);
        pair.is_some_and(|pair| !loaded.mapping.contains(pair) && !pair.scim.to_ascii_lowercase().starts_with("urn:"))
    };
    match mapping.misfits.iter().find(typed) {
        Some(misfit) => Err(Problem::new("pair-means-nothing", misfit.reason.clone())
            .remedy(format!("Correct pair {} or remove it. Nothing was saved.", misfit.index + 1))),
        None => Ok(()),
    }
}

/// As it is sent: without the rows that nobody filled.
fn trimmed(settings: &ScimSettings) -> Result<ScimSettings, Problem> {
    let user_id_attribute = settings.user_id_attribute.trim().to_owned();
    if user_id_attribute.is_empty() {
        return Err(Problem::new("user-id-attribute", "The user ID attribute is empty.")
            .at("user_id_attribute")
            .remedy("Use externalId, unless your provider sends who people are as something else."));
    }
    let mut mapping = Vec::new();
    for pair in &settings.mapping {
        let pair = ScimPairRow { scim: pair.scim.trim().to_owned(), profile: pair.profile.trim().to_owned() };
        match (pair.scim.is_empty(), pair.profile.is_empty()) {
            (true, true) => {}
            (false, false) => mapping.push(pair),
            (empty, _) => {
                let (there, lacks) = if empty { (&pair.profile, "SCIM") } else { (&pair.scim, "profile") };
                return Err(Problem::new("pair-half", format!("The pair with {there} has no {lacks} attribute."))
                    .at("mapping")
                    .remedy("Fill it, or remove the pair."));
            }
        }
    }
    Ok(ScimSettings { user_id_attribute, mapping })
}
