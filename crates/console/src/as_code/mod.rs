//! The requests of a change as text, before it happens and after. They come from where the change itself takes them; nothing is sent
//! or written for it.

mod hidden;
mod says;

use lintel_as_code::snippet::{Language, Names, Step, TOKEN, programs};
use lintel_management::Request;
use url::Url;

use crate::{
    Console,
    change::{merge::changes, plan},
    view::{Problem, RequestsOf, ShownLanguage, ShownRequest, ShownRequests},
};

/// Of every path of the API.
const BASE: &str = "/api/v2";

impl Console {
    /// The secrets are placeholders unless a person asks for them. A form that will not do is refused as by the change itself.
    pub async fn show_requests(&self, of: &RequestsOf, with_secrets: bool) -> Result<ShownRequests, Problem> {
        let requests = self.requests(of).await?;
        let mut secrets = Vec::new();
        let mut steps = Vec::new();
        for request in requests {
            let (without, hidden) = hidden::without_secrets(&request);
            secrets.extend(hidden);
            let says = says::says(&request);
            steps.push(Step { request: if with_secrets { request } else { without }, says });
        }
        secrets.sort_unstable();
        secrets.dedup();
        let names = Names { tenant: Url::parse(self.url()).ok() };
        let language = |language: Language| ShownLanguage {
            label: language.label().to_owned(),
            needs: language.needs().to_owned(),
            programs: programs(language, &steps, &names),
        };
        let languages = Language::ALL.into_iter().map(language).collect();
        Ok(ShownRequests { calls: steps.iter().map(call).collect(), secrets, languages, token: TOKEN.to_owned() })
    }

    async fn requests(&self, of: &RequestsOf) -> Result<Vec<Request>, Problem> {
        Ok(match of {
            RequestsOf::Creation { form } => {
                let after = self.meant(form).await?;
                vec![plan::creation(form.name.trim(), &after)]
            }
            RequestsOf::Save { edit } => {
                let (loaded, edited) = self.edited(edit).await?;
                match changes(&loaded, &edited).is_empty() {
                    true => Vec::new(),
                    false => vec![plan::update(&edit.id, &loaded, &edited)],
                }
            }
            RequestsOf::Deletion { connection_id } => vec![Request::delete_connection(connection_id)],
            RequestsOf::Plan { plan, connection } => self.planned_requests(plan, connection.as_deref())?,
            RequestsOf::Entry { entry } => self.sent(*entry).await?,
        })
    }

    async fn sent(&self, entry: i64) -> Result<Vec<Request>, Problem> {
        let entry = self.journal.entry(entry).await?;
        if let Some(why) = entry.as_ref().and_then(|entry| entry.damage.as_ref()) {
            return Err(Problem::new("entry-unreadable", format!("This entry of the history cannot be read: {why}.")));
        }
        entry.and_then(|entry| entry.about.sent).ok_or_else(|| {
            Problem::new(
                "no-request",
                "What was sent is not in this entry: it is from a version of Lintel that did not keep it, or of a change that \
                 Lintel did not make.",
            )
        })
    }
}

fn call(step: &Step) -> ShownRequest {
    let Request { method, path, .. } = &step.request;
    ShownRequest {
        says: step.says.clone(),
        method: method.to_string(),
        path: path.strip_prefix(BASE).unwrap_or(path).to_owned(),
    }
}
