use super::{CheckpointPage, Client, ClientError};
use crate::{
    Method, Request,
    organization::{Organization, OrganizationConnection, OrganizationMember},
};

impl Client {
    /// Every organization of the tenant.
    pub async fn organizations(&self) -> Result<Vec<Organization>, ClientError> {
        self.call(Method::Get, &["organizations"]).every().await
    }

    /// The organizations, page by page.
    pub async fn organizations_page(&self, from: Option<&str>) -> Result<CheckpointPage<Organization>, ClientError> {
        self.call(Method::Get, &["organizations"]).checkpoint(from).await
    }

    pub async fn organization(&self, id: &str) -> Result<Organization, ClientError> {
        self.call(Method::Get, &["organizations", id]).json().await
    }

    pub async fn organization_named(&self, name: &str) -> Result<Option<Organization>, ClientError> {
        none_where_missing(self.call(Method::Get, &["organizations", "name", name]).json().await)
    }

    /// Of a name that `/authorize` takes, and what people read.
    pub async fn create_organization(
        &self,
        name: &str,
        display_name: Option<&str>,
    ) -> Result<Organization, ClientError> {
        self.request(Request::create_organization(name, display_name)).json().await
    }

    /// Its members stay users, and its connections stay.
    pub async fn delete_organization(&self, id: &str) -> Result<(), ClientError> {
        self.request(Request::delete_organization(id)).send().await.map(drop)
    }

    /// How the organization uses the connection; none where it does not.
    pub async fn organization_connection(
        &self,
        id: &str,
        connection_id: &str,
    ) -> Result<Option<OrganizationConnection>, ClientError> {
        let path = ["organizations", id, "enabled_connections", connection_id];
        none_where_missing(self.call(Method::Get, &path).json().await)
    }

    /// The members of the organization, page by page.
    pub async fn organization_members_page(
        &self,
        id: &str,
        from: Option<&str>,
    ) -> Result<CheckpointPage<OrganizationMember>, ClientError> {
        self.call(Method::Get, &["organizations", id, "members"]).checkpoint(from).await
    }

    /// At most ten in a call.
    pub async fn add_organization_members(&self, id: &str, user_ids: &[String]) -> Result<(), ClientError> {
        self.request(Request::add_organization_members(id, user_ids)).send().await.map(drop)
    }

    pub async fn remove_organization_members(&self, id: &str, user_ids: &[String]) -> Result<(), ClientError> {
        self.request(Request::remove_organization_members(id, user_ids)).send().await.map(drop)
    }
}

fn none_where_missing<T>(answer: Result<T, ClientError>) -> Result<Option<T>, ClientError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.status() == Some(404) => Ok(None),
        Err(error) => Err(error),
    }
}
