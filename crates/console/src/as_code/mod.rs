//! The requests of a change as text, before it happens and after. They come from where the change itself takes them; nothing is sent
//! or written for it.

mod hidden;
mod planned;
mod says;

use lintel_as_code::snippet::{Language, Names, Step, TOKEN, programs};
use lintel_management::Request;
use url::Url;

use planned::Planned;

use crate::{
    Console,
    view::{Problem, RequestsOf, ShownLanguage, ShownRequest, ShownRequests},
};

/// Of every path of the API.
const BASE: &str = "/api/v2";

impl Console {
    /// The secrets are placeholders unless a person asks for them. A form that will not do is refused as by the change itself.
    pub async fn show_requests(&self, of: &RequestsOf, with_secrets: bool) -> Result<ShownRequests, Problem> {
        let Planned { requests, more } = self.requests(of).await?;
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
        let calls = steps.iter().map(call).collect();
        Ok(ShownRequests { calls, more, secrets, languages, token: TOKEN.to_owned() })
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
