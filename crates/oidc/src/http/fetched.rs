use std::time::Duration;

use chrono::{DateTime, Utc};
use http::HeaderMap;
use url::Url;

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The URL that was asked.
    pub url: Url,
    /// The URL that answered.
    pub final_url: Url,
    /// Where each redirect led, in order; the last is `final_url`.
    pub hops: Vec<Url>,
    pub status: u16,
    pub content_type: Option<String>,
    /// The server's clock, from its `Date` header.
    pub date: Option<DateTime<Utc>>,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub elapsed: Duration,
}

impl Fetched {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(super) fn asked_at(mut self, url: &Url, hops: Vec<Url>) -> Self {
        self.url = url.clone();
        self.hops = hops;
        self
    }
}
