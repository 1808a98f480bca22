//! The login page of an application before anything is saved.

use lintel_tenant::{Theme, login_page_preview};

use crate::{
    Console,
    experience::realms::with_draft,
    view::{ConnectionForm, PreviewTheme, Problem},
};

impl Console {
    /// The page as a document that stands alone and runs nothing: that of an application, or of one that has no other
    /// connection.
    pub async fn preview_login_page(
        &self,
        connection_id: &str,
        form: &ConnectionForm,
        client_id: Option<&str>,
        theme: PreviewTheme,
    ) -> Result<String, Problem> {
        let (application, connections) = match client_id {
            Some(client_id) => {
                let (application, connections) =
                    tokio::join!(self.client.client(client_id), self.client.client_connections(client_id));
                (application?.name, connections?)
            }
            None => ("your application".to_owned(), vec![self.read(connection_id).await?]),
        };
        let connections: Vec<_> =
            connections.into_iter().map(|connection| with_draft(connection, connection_id, form)).collect();
        let theme = match theme {
            PreviewTheme::Light => Theme::Light,
            PreviewTheme::Dark => Theme::Dark,
        };
        Ok(login_page_preview(&application, &connections, theme))
    }
}
