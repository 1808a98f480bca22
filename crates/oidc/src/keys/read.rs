use url::Url;

use super::{set::KeySetError, verifying::Keys};
use crate::http::{FetchError, Fetched, Fetcher};

/// Why there are no keys to verify with, in a sentence that follows a colon.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoKeys {
    #[error(transparent)]
    NoAnswer(#[from] FetchError),
    #[error("it answered {0}.")]
    Status(u16),
    #[error(transparent)]
    NotASet(#[from] KeySetError),
    #[error("{0}")]
    NoneUsable(String),
}

/// Reads the set at `jwks_uri`, with the answer that it came in. One without a usable key is an error as well.
pub(super) async fn read(jwks_uri: &Url, fetcher: &Fetcher) -> Result<(Keys, Fetched), NoKeys> {
    let fetched = fetcher.fetch(jwks_uri).await?;
    if !fetched.is_success() {
        return Err(NoKeys::Status(fetched.status));
    }
    let keys = Keys::parse(&fetched.body)?;
    match keys.none_usable() {
        Some(why) => Err(NoKeys::NoneUsable(why)),
        None => Ok((keys, fetched)),
    }
}
