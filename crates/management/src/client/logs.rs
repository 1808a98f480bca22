use super::{Client, ClientError, paging::OffsetPage};
use crate::{Method, scim::LogEntry};

pub type LogPage = OffsetPage<LogEntry>;

impl Client {
    /// A page of the entries that fit the query, the newest first: `type:sscim`, `details.connection_id:"con_1"`, joined by `AND`.
    /// Pages are numbered from 0 and reach the first thousand.
    pub async fn find_logs(&self, query: &str, page: usize) -> Result<LogPage, ClientError> {
        self.call(Method::Get, &["logs"]).query("sort", "date:-1").query("q", query).page(page).await
    }

    pub async fn log(&self, log_id: &str) -> Result<LogEntry, ClientError> {
        self.call(Method::Get, &["logs", log_id]).json().await
    }
}
