use reqwest::Method;

use super::{Client, ClientError};
use crate::LogEvent;

impl Client {
    /// A page of the events that fit the query, newest first. Pages are numbered from 0 and have a hundred at the most.
    pub async fn logs(&self, query: &str, page: usize, per_page: usize) -> Result<Vec<LogEvent>, ClientError> {
        let call = self.call(Method::GET, &["logs"]).query("q", query).query("sort", "date:-1");
        call.query("page", page).query("per_page", per_page).json().await
    }
}
