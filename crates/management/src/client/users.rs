use super::{Client, ClientError, paging::OffsetPage};
use crate::{Method, Request, User};

pub type UserPage = OffsetPage<User>;

impl Client {
    /// A page of the users that fit the query, or of all, whose last login is newest first. Pages are numbered from 0 and
    /// reach the first thousand.
    pub async fn find_users(&self, query: Option<&str>, page: usize) -> Result<UserPage, ClientError> {
        let call = self.call(Method::Get, &["users"]).query("search_engine", "v3").query("sort", "last_login:-1");
        match query {
            Some(query) => call.query("q", query).page(page).await,
            None => call.page(page).await,
        }
    }

    pub async fn user(&self, user_id: &str) -> Result<User, ClientError> {
        self.call(Method::Get, &["users", user_id]).json().await
    }

    pub async fn delete_user(&self, user_id: &str) -> Result<(), ClientError> {
        self.request(Request::delete_user(user_id)).send().await.map(drop)
    }
}
