//! What the store says, as SCIM says it.

use lintel_scim::{Error, ScimType};

use crate::{
    chain,
    store::{ChangeGroupError, StoreError, Taken},
};

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %chain(&error), "a SCIM request failed");
        Error::of(500, format!("The tenant could not do it: {error}."))
    }
}

impl From<Taken> for Error {
    fn from(Taken { user_id }: Taken) -> Self {
        let detail = format!("The user {user_id} has this user ID or this userName already.");
        Error::typed(ScimType::Uniqueness, detail)
    }
}

impl From<ChangeGroupError> for Error {
    fn from(error: ChangeGroupError) -> Self {
        match error {
            ChangeGroupError::NameTaken { id } => Error::typed(
                ScimType::Uniqueness,
                format!("The group {id} of this connection has this displayName already."),
            ),
            ChangeGroupError::NoUser { user_id } => Error::typed(
                ScimType::InvalidValue,
                format!(
                    "members: there is no user {user_id} in this connection. Create the user first; groups have users alone."
                ),
            ),
            ChangeGroupError::TooManyGroups | ChangeGroupError::TooManyMembers => {
                Error::of(403, format!("It cannot be done: {error}."))
            }
            ChangeGroupError::Store(error) => error.into(),
        }
    }
}
