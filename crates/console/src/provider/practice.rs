//! The practice provider as the screens see it.

use lintel_practice::{Dial, Practice};

use crate::{
    Console,
    view::{ConnectionForm, ConnectionView, DialView, PracticeView, Problem, SecretInput},
};

impl Console {
    pub fn practice(&self) -> Result<PracticeView, Problem> {
        let practice = self.practising()?;
        let on = practice.dials();
        Ok(PracticeView {
            issuer: practice.issuer().to_owned(),
            discovery_url: practice.discovery_url(),
            client_id: practice.client().client_id,
            dials: Dial::all()
                .map(|dial| DialView {
                    name: dial.name().to_owned(),
                    group: dial.group().to_owned(),
                    title: dial.title().to_owned(),
                    description: dial.description().to_owned(),
                    on: on.contains(&dial),
                })
                .collect(),
        })
    }

    /// The practice client's secret, for a person who asked to see it.
    pub fn reveal_practice_secret(&self) -> Result<String, Problem> {
        Ok(self.practising()?.client().client_secret.expose().to_owned())
    }

    pub fn set_dial(&self, name: &str, on: bool) -> Result<PracticeView, Problem> {
        self.practising()?.set(self.dial(name)?, on);
        self.practice()
    }

    pub(super) fn dial(&self, name: &str) -> Result<Dial, Problem> {
        name.parse().map_err(|_| Problem::new("unknown-dial", format!("There is no dial “{name}”.")))
    }

    /// A connection to the practice provider, enabled for the sample application: ready to test.
    pub async fn connect_practice_provider(&self) -> Result<ConnectionView, Problem> {
        let practice = self.practising()?;
        let client = practice.client();
        let created = self
            .create_connection(&ConnectionForm {
                name: self.free_name("practice").await?,
                discovery_url: practice.discovery_url(),
                client_id: client.client_id,
                client_secret: SecretInput::Replace(client.client_secret),
                ..ConnectionForm::default()
            })
            .await?;
        let Some(tenant) = self.served() else { return Ok(created) };
        let sample = &tenant.sample_application().client_id;
        match self.switch_application(&created.id, sample, true).await {
            Ok(()) => Ok(ConnectionView { enabled_applications: Some(1), ..created }),
            Err(problem) => {
                let name = &created.form.name;
                let message =
                    format!("{name} was created, but not enabled for the sample application: {}", problem.message);
                Err(Problem { message, ..problem })
            }
        }
    }

    fn practising(&self) -> Result<&Practice, Problem> {
        self.common.practice.as_ref().map_err(Problem::clone)
    }
}
