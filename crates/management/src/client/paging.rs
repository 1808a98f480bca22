//! Lists that come in pages.

use std::{collections::HashSet, sync::Arc};

use reqwest::StatusCode;
use serde::{Deserialize, de::DeserializeOwned};

use super::{ClientError, answer::shortened, asked::Asked, call::Call, error::NoEnd, outline::Outline};

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

/// A page as it came, of which it is known where the next one begins.
struct Came {
    status: StatusCode,
    body: Vec<u8>,
    outline: Outline,
}

impl Call<'_> {
    /// Every item of a list that has checkpoints, over as many pages as it takes. A list without an end is an error. While a page is made
    /// into items, the next one is on its way.
    pub(super) async fn every<T: DeserializeOwned + Send + 'static>(self) -> Result<Vec<T>, ClientError> {
        let (asked, limit) = (self.asked(), self.client().list_time);
        let endless = |why| ClientError::Endless { asked: asked.clone(), why };
        let pages = async {
            let (mut items, mut begun) = (Vec::new(), HashSet::new());
            let mut begin = |next: String| match begun.insert(next.clone()) {
                true => Ok(next),
                false => Err(endless(NoEnd::Again { next: shortened(&next, 60) })),
            };
            let mut came = self.clone().came(None).await?;
            for _ in 1..MOST_PAGES {
                let Some(next) = came.outline.next.clone() else {
                    let page = came.page(&asked)?;
                    items.extend(page.items);
                    let Some(next) = page.next else { return Ok(items) };
                    came = self.clone().came(Some(&begin(next)?)).await?;
                    continue;
                };
                let next = begin(next)?;
                let (page, following) = tokio::join!(came.page_meanwhile(&asked), self.clone().came(Some(&next)));
                let page = page?;
                items.extend(page.items);
                if page.next.is_none() {
                    return Ok(items);
                }
                came = following?;
            }
            let page = came.page(&asked)?;
            items.extend(page.items);
            match page.next {
                Some(_) => Err(endless(NoEnd::Pages { count: MOST_PAGES })),
                None => Ok(items),
            }
        };
        let read = tokio::time::timeout(limit, pages).await;
        read.unwrap_or_else(|_| Err(endless(NoEnd::Time { seconds: limit.as_secs() })))
    }

    async fn came(self, from: Option<&str>) -> Result<Came, ClientError> {
        let (status, body) = self.at_checkpoint(from).send().await?;
        let outline = Outline::of(&body);
        Ok(Came { status, body, outline })
    }

    /// One page of a list that has checkpoints: the first, or the one that begins at `from`.
    pub(super) async fn checkpoint<T: DeserializeOwned>(
        self,
        from: Option<&str>,
    ) -> Result<CheckpointPage<T>, ClientError> {
        self.at_checkpoint(from).json().await
    }

    fn at_checkpoint(self, from: Option<&str>) -> Self {
        let call = self.query("take", PAGE);
        match from {
            Some(from) => call.query("from", from),
            None => call,
        }
    }

    /// One page of a list that has totals.
    pub(super) async fn page<T: DeserializeOwned>(self, page: usize) -> Result<OffsetPage<T>, ClientError> {
        self.query("include_totals", true).query("page", page).query("per_page", PAGE).json().await
    }
}

impl Came {
    fn page<T: DeserializeOwned>(&self, asked: &Asked) -> Result<CheckpointPage<T>, ClientError> {
        asked.value_of(self.status, &self.body, &self.outline)
    }

    /// Beside whatever else is awaited.
    async fn page_meanwhile<T: DeserializeOwned + Send + 'static>(
        self,
        asked: &Asked,
    ) -> Result<CheckpointPage<T>, ClientError> {
        let here = Arc::new(self);
        let (there, question) = (Arc::clone(&here), asked.clone());
        tokio::task::spawn_blocking(move || there.page(&question)).await.unwrap_or_else(|_| here.page(asked))
    }
}
