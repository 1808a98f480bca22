//! Lists that come in pages.

use serde::{Deserialize, de::DeserializeOwned};

use super::{ClientError, call::Call};

const PAGE: usize = 100;
/// The entries that offset pages reach, however many there are.
pub const OFFSET_REACH: usize = 1000;

/// A list names its items by what they are.
#[derive(Debug, Deserialize)]
struct CheckpointPage<T> {
    #[serde(alias = "connections", alias = "clients")]
    items: Vec<T>,
    next: Option<String>,
}

/// A part of a list, with how many there are in all.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct OffsetPage<T> {
    #[serde(alias = "users")]
    pub items: Vec<T>,
    pub total: usize,
}

impl Call<'_> {
    /// Every item of a list that has checkpoints, over as many pages as it takes.
    pub(super) async fn every<T: DeserializeOwned>(self) -> Result<Vec<T>, ClientError> {
        let first = self.query("take", PAGE);
        let mut call = first.clone();
        let mut items = Vec::new();
        loop {
            let page: CheckpointPage<T> = call.json().await?;
            items.extend(page.items);
            match page.next {
                Some(next) => call = first.clone().query("from", next),
                None => return Ok(items),
            }
        }
    }

    /// One page of a list that has totals.
    pub(super) async fn page<T: DeserializeOwned>(self, page: usize) -> Result<OffsetPage<T>, ClientError> {
        self.query("include_totals", true).query("page", page).query("per_page", PAGE).json().await
    }
}
