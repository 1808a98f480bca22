//! What stands in a form and is not saved: kept, offered, dropped. Never with a secret that was typed.

use crate::{
    Console,
    field::upstream_params,
    view::{ConnectionForm, Edit, KeptDraft, Problem, SecretInput, UpstreamSource},
};

impl Console {
    /// Keeps what stands in a form; the create form's has no ID. A temporary tenant keeps none.
    pub async fn keep_draft(&self, edit: &Edit, file: Option<&str>) -> Result<(), Problem> {
        let Some(drafts) = &self.drafts else { return Ok(()) };
        let base = match edit.id.as_str() {
            "" => ConnectionForm::default(),
            _ => ConnectionForm::of(&self.state_of_page(&edit.revision)?),
        };
        let (form, left_out) = without_secrets(&edit.form, &base);
        let draft = KeptDraft { at: drafts.clock.now(), base, form, file: file.map(str::to_owned), left_out };
        drafts.keep(&edit.id, &draft).await
    }

    /// What was kept of a form, until it is kept anew or dropped. One that cannot be opened any more is none.
    pub async fn kept_draft(&self, id: &str) -> Result<Option<KeptDraft>, Problem> {
        match &self.drafts {
            Some(drafts) => drafts.kept(id).await,
            None => Ok(None),
        }
    }

    pub async fn drop_draft(&self, id: &str) -> Result<(), Problem> {
        match &self.drafts {
            Some(drafts) => drafts.drop(id).await,
            None => Ok(()),
        }
    }

    /// What it was about is saved or deleted, whatever becomes of the draft.
    pub(crate) async fn draft_is_done(&self, id: &str) {
        if let Err(problem) = self.drop_draft(id).await {
            tracing::warn!(connection = id, problem = problem.message, "a draft was left behind");
        }
    }

    /// The connection that the create form was about is there, whether or not its page is.
    pub(crate) async fn creation_is_done(&self, name: &str) {
        let kept = self.kept_draft("").await.ok().flatten();
        if kept.is_some_and(|kept| kept.form.name.trim() == name) {
            self.draft_is_done("").await;
        }
    }
}

/// The form without the secrets that were typed, and where those stood. What is saved already is no secret of this form's.
fn without_secrets(form: &ConnectionForm, base: &ConnectionForm) -> (ConnectionForm, Vec<String>) {
    let mut form = form.clone();
    let mut left_out = Vec::new();
    if matches!(&form.client_secret, SecretInput::Replace(secret) if !secret.expose().is_empty()) {
        left_out.push("client_secret".to_owned());
    }
    form.client_secret = SecretInput::Unchanged;
    for param in &mut form.upstream_params {
        if base.upstream_params.contains(param) || !upstream_params::may_be_secret(&param.name) {
            continue;
        }
        if let UpstreamSource::Value { value } = &mut param.source
            && !value.is_empty()
        {
            value.clear();
            left_out.push(format!("{}.{}", upstream_params::MEMBER, param.name.trim()));
        }
    }
    (form, left_out)
}

#[cfg(test)]
mod tests {
    use lintel_oidc::Secret;

    use super::*;
    use crate::view::UpstreamParam;

    #[test]
    fn secrets_that_were_typed_are_left_out_and_named() {
        let param = |name: &str, value: &str| UpstreamParam {
            name: name.to_owned(),
            source: UpstreamSource::Value { value: value.to_owned() },
        };
        let saved = param("client_assertion", "saved");
        let base = ConnectionForm { upstream_params: vec![saved.clone()], ..ConnectionForm::default() };
        let typed = ConnectionForm {
            client_secret: SecretInput::Replace(Secret::new("s3cret".to_owned())),
            upstream_params: vec![saved, param("API_Key", "typed-key"), param("kc_idp_hint", "entra")],
            ..ConnectionForm::default()
        };
        let (form, left_out) = without_secrets(&typed, &base);
        assert_eq!(left_out, ["client_secret", "upstream_params.API_Key"]);
        let text = serde_json::to_string(&form).expect("JSON");
        assert!(!text.contains("s3cret") && !text.contains("typed-key") && text.contains("entra"), "{text}");
    }
}
