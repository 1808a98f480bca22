//! Before anybody signs in: the form's values tried at the provider.

use lintel_oidc::preflight::{Callback, Course, Pace, Preflight, Subject};
use lintel_tenant::relying_party;

use crate::{
    Console,
    view::{ConnectionForm, PreflightProgress, Problem},
};

impl Console {
    /// What would be asked of the form's provider, and is not asked before [`Console::run_preflight`]. Only the provider's configuration and
    /// keys are read. Cancelled through its ticket.
    pub async fn plan_preflight(
        &self,
        ticket: &str,
        connection_id: Option<&str>,
        form: &ConnectionForm,
    ) -> Result<Preflight, Problem> {
        let course = self.common.tickets.run(ticket, self.preflight_course(connection_id, form)).await??;
        let plan = course.plan().clone();
        self.preflights.keep(ticket, course);
        Ok(plan)
    }

    /// Sends what was planned under this ticket, without the requests of the IDs in `without`: what was shown is what goes out, whatever
    /// was typed since. Cancelled through its ticket; then nothing more is sent.
    pub async fn run_preflight(
        &self,
        ticket: &str,
        without: &[String],
        observer: &(dyn Fn(PreflightProgress) + Send + Sync),
    ) -> Result<Preflight, Problem> {
        let Some(course) = self.preflights.take(ticket) else {
            return Err(Problem::new("preflight-gone", "What was going to be asked is not known any more.")
                .remedy("Look at what would be asked once more, and start it then."));
        };
        let told = |preflight: &Preflight| {
            observer(PreflightProgress { ticket: ticket.to_owned(), preflight: preflight.clone() });
        };
        let preflight = self
            .common
            .tickets
            .run(ticket, course.run(&self.common.world, without, &Pace::one_a_second(), &told))
            .await?;
        tracing::info!(state = ?preflight.state, requests = preflight.sent(), "preflight ended");
        Ok(preflight)
    }

    async fn preflight_course(&self, connection_id: Option<&str>, form: &ConnectionForm) -> Result<Course, Problem> {
        let draft = self.draft(connection_id, form).await?;
        // What only a tenant elsewhere has cannot be tried, and the rest can.
        let key = match self.served() {
            Some(_) => self.client_key(&draft).await?,
            None => None,
        };
        let rp = relying_party(&draft, self.callback_url(), key)
            .map_err(|error| Problem::new("not-testable", error.to_string()))?;
        let known = self.callback_urls().await?;
        let callbacks = known.urls.into_iter().filter_map(|callback| {
            let title = if callback.custom { callback.domain } else { "tenant domain".to_owned() };
            Some(Callback { title: format!("Callback, {title}"), uri: callback.url.parse().ok()? })
        });
        let subject = Subject { rp, callbacks: callbacks.collect(), left_out: known.note.into_iter().collect() };
        Course::prepare(subject, &self.common.world).await.map_err(|finding| {
            let problem = Problem::new(&finding.code, finding.message);
            finding.remedy.into_iter().fold(problem, Problem::remedy)
        })
    }
}
