//! Lists that come in pages.

use std::collections::HashSet;

use serde::{Deserialize, de::DeserializeOwned};

use super::{ClientError, answer::shortened, call::Call, error::NoEnd};

const PAGE: usize = 100;
/// The pages of a list that are read one after the other.
const MOST_PAGES: usize = 1000;
/// The entries that offset pages reach, however many there are.
pub const OFFSET_REACH: usize = 1000;

/// A list names its items by what they are.
#[derive(Debug, Deserialize)]
pub struct CheckpointPage<T> {
    #[serde(
        alias = "connections",
        alias = "clients",
        alias = "scim_configurations",
        alias = "groups",
        alias = "organizations",
        alias = "members"
    )]
    pub items: Vec<T>,
    /// Where the next page begins; none after the last one.
    pub next: Option<String>,
}

/// A part of a list, with how many there are in all.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct OffsetPage<T> {
    #[serde(alias = "users", alias = "logs")]
    pub items: Vec<T>,
    pub total: usize,
}

impl Call<'_> {
    /// Every item of a list that has checkpoints, over as many pages as it takes. A list without an end is an error.
    pub(super) async fn every<T: DeserializeOwned>(self) -> Result<Vec<T>, ClientError> {
        let (asked, limit) = (self.asked(), self.client().list_time);
        let endless = |why| ClientError::Endless { asked: asked.clone(), why };
        let pages = async {
            let (mut items, mut begun, mut from) = (Vec::new(), HashSet::new(), None);
            for _ in 0..MOST_PAGES {
                let page = self.clone().checkpoint(from.as_deref()).await?;
                items.extend(page.items);
                let Some(next) = page.next else { return Ok(items) };
                if !begun.insert(next.clone()) {
                    return Err(endless(NoEnd::Again { next: shortened(&next, 60) }));
                }
                from = Some(next);
            }
            Err(endless(NoEnd::Pages { count: MOST_PAGES }))
        };
        let read = tokio::time::timeout(limit, pages).await;
        read.unwrap_or_else(|_| Err(endless(NoEnd::Time { seconds: limit.as_secs() })))
    }

    /// One page of a list that has checkpoints: the first, or the one that begins at `from`.
    pub(super) async fn checkpoint<T: DeserializeOwned>(
        self,
        from: Option<&str>,
    ) -> Result<CheckpointPage<T>, ClientError> {
        let call = self.query("take", PAGE);
        match from {
            Some(from) => call.query("from", from).json().await,
            None => call.json().await,
        }
    }

    /// One page of a list that has totals.
    pub(super) async fn page<T: DeserializeOwned>(self, page: usize) -> Result<OffsetPage<T>, ClientError> {
        self.query("include_totals", true).query("page", page).query("per_page", PAGE).json().await
    }
}
