//! Lists that come in pages.

use serde::{Deserialize, de::DeserializeOwned};

use super::{ClientError, call::Call};

const PAGE: usize = 100;
/// The entries that offset pages reach.
const OFFSET_REACH: usize = 1000;

/// A list names its items by what they are.
#[derive(Debug, Deserialize)]
pub struct CheckpointPage<T> {
    #[serde(alias = "connections", alias = "clients")]
    pub items: Vec<T>,
    /// Where the next page begins; none after the last one.
    pub next: Option<String>,
}

#[derive(Debug, Deserialize)]
struct OffsetPage<T> {
    #[serde(alias = "clients", alias = "users")]
    items: Vec<T>,
    total: usize,
}

impl Call<'_> {
    /// Every item of a list that has checkpoints, over as many pages as it takes.
    pub(super) async fn every<T: DeserializeOwned>(self) -> Result<Vec<T>, ClientError> {
        let mut items = Vec::new();
        let mut from = None;
        loop {
            let page = self.clone().page(from.as_deref()).await?;
            items.extend(page.items);
            from = page.next;
            if from.is_none() {
                return Ok(items);
            }
        }
    }

    /// One page of a list that has checkpoints: the first, or the one that begins at `from`.
    pub(super) async fn page<T: DeserializeOwned>(self, from: Option<&str>) -> Result<CheckpointPage<T>, ClientError> {
        let call = self.query("take", PAGE);
        match from {
            Some(from) => call.query("from", from).json().await,
            None => call.json().await,
        }
    }

    /// Every item of a list that offset pages reach, which is the first thousand.
    pub(super) async fn reachable<T: DeserializeOwned>(self) -> Result<Vec<T>, ClientError> {
        let list = self.query("include_totals", true);
        let mut items = Vec::new();
        for page in 0..OFFSET_REACH / PAGE {
            let answer: OffsetPage<T> = list.clone().query("page", page).query("per_page", PAGE).json().await?;
            let last = answer.items.is_empty();
            items.extend(answer.items);
            if last || items.len() >= answer.total {
                break;
            }
        }
        Ok(items)
    }
}
