//! The asking: one request after the other, until all is asked or somebody wants no more.

use std::collections::HashMap;

use super::{
    answer::{Answer, Blame},
    asking::asking,
    challenge::wants_no_more,
    compatibility::with_verdicts,
    course::Course,
    judging::{Case, Judged, Pair, can_be_proven, of_client, of_credential, of_request},
    pace::Pace,
    plan::{callback_id, control_id},
    report::{Preflight, PreflightState, Verdict},
    token_answer::TokenAnswer,
    traps,
};
use crate::{
    http::{FetchError, Fetched},
    sign_in::{
        ClientAuthentication, NoTokenAnswer, RedirectUri, RelyingParty, World, with_another_credential,
        with_nobodys_code,
    },
};

impl Course {
    /// Asks what the plan says, without the requests of the IDs in `without`. `observer` is called with the whole after every answer.
    /// Dropping the future ends it: nothing more is sent.
    pub async fn run(
        &self,
        world: &World,
        without: &[String],
        pace: &Pace,
        observer: &(dyn Fn(&Preflight) + Send + Sync),
    ) -> Preflight {
        let mut preflight = self.preflight.clone();
        preflight.state = PreflightState::Running;
        preflight.headline = "Asking the provider".to_owned();
        let mut run = Run {
            course: self,
            world,
            without,
            pace,
            observer,
            preflight,
            answers: HashMap::new(),
            tokens: HashMap::new(),
            base: 0,
        };
        run.tell();
        run.ask().await;
        run.end()
    }
}

struct Run<'a> {
    course: &'a Course,
    world: &'a World,
    without: &'a [String],
    pace: &'a Pace,
    observer: &'a (dyn Fn(&Preflight) + Send + Sync),
    preflight: Preflight,
    /// By the ID of the request.
    answers: HashMap<String, Answer>,
    tokens: HashMap<String, TokenAnswer>,
    /// The callback that everything but the callbacks is asked with: the first that the provider goes back to.
    base: usize,
}

impl Run<'_> {
    async fn ask(&mut self) {
        let callbacks = self.course.subject.callbacks.clone();
        for (position, callback) in callbacks.iter().enumerate() {
            self.authorization(&callback_id(position), &callback.uri, None).await;
        }
        let came_back = |position: &usize| self.came_back(&callback_id(*position));
        self.base = (0..callbacks.len()).find(came_back).unwrap_or_default();
        let Some(base) = callbacks.get(self.base) else { return };
        for (position, callback) in callbacks.iter().enumerate() {
            self.control(&callback_id(position), &callback_id(position), &callback.uri, "redirect_uri").await;
        }
        let own = callback_id(self.base);
        for (id, parameter) in PARAMETERS {
            self.control(id, &own, &base.uri, parameter).await;
        }
        self.credential(&base.uri).await;
    }

    async fn authorization(&mut self, id: &str, callback: &RedirectUri, more: Option<&str>) {
        let asking = match asking(&self.course.subject.rp, &self.course.provider, callback, more) {
            Ok(asking) => asking,
            Err(finding) => return self.preflight.stopped = self.preflight.stopped.take().or(Some(finding.message)),
        };
        if !self.may_send(id).await {
            return;
        }
        let answer = self.world.fetcher.first_answer(&asking.url).await;
        if let Some(answer) = self.provider_itself(answer) {
            let answer = Answer::read(&answer, &asking.callback, self.course.vendor);
            self.came(id, answer.got());
            self.answers.insert(id.to_owned(), answer);
        }
        self.tell();
    }

    /// The control of an experiment, where it can prove anything any more. `own` is the request that it is the control of.
    async fn control(&mut self, id: &str, own: &str, callback: &RedirectUri, parameter: &str) {
        let of_request = BLAMES.iter().any(|(known, blame)| *known == id && !matches!(blame, Blame::Client));
        if self.answers.get(own).is_some_and(|own| can_be_proven(own, of_request)) {
            self.authorization(&control_id(id), callback, Some(parameter)).await;
        }
    }

    async fn credential(&mut self, callback: &RedirectUri) {
        const ID: &str = "client-authentication";
        let rp = RelyingParty { redirect_uri: callback.clone(), ..self.course.subject.rp.clone() };
        self.token(ID, &rp).await;
        // A credential that was refused was the one wrong one.
        if self.tokens.get(ID).is_some_and(|own| own.speaks_of_the_code(self.course.vendor))
            && let Some(wrong) = with_another_credential(&rp)
        {
            self.token(&control_id(ID), &wrong).await;
        }
    }

    async fn token(&mut self, id: &str, rp: &RelyingParty) {
        if !self.may_send(id).await {
            return;
        }
        let answer = match with_nobodys_code(rp, &self.course.provider, self.world).await {
            Ok(answer) => Ok(answer),
            Err(NoTokenAnswer::Failed(error)) => Err(error),
            Err(NoTokenAnswer::NotSent(finding)) => return self.came(id, finding.message),
        };
        if let Some(answer) = self.provider_itself(answer) {
            let answer = TokenAnswer::read(&answer);
            self.came(id, self.without_secret(&answer.got()));
            self.tokens.insert(id.to_owned(), answer);
        }
        self.tell();
    }

    /// Whether the plan has this request, nobody left it out, and nothing was stopped. Waits for its time.
    async fn may_send(&mut self, id: &str) -> bool {
        if self.preflight.stopped.is_some() || self.without.iter().any(|left_out| left_out == id) {
            return false;
        }
        if !self.preflight.requests.iter().any(|request| request.id == id) {
            return false;
        }
        if self.preflight.sent() > 0 {
            self.pace.wait().await;
        }
        if let Some(request) = self.preflight.requests.iter_mut().find(|request| request.id == id) {
            request.sent = true;
        }
        true
    }

    /// The answer, unless somebody before the provider gave it, or nobody did: then nothing more is sent.
    fn provider_itself(&mut self, answer: Result<Fetched, FetchError>) -> Option<Fetched> {
        match answer {
            Ok(answer) => {
                let host = answer.url.host_str().unwrap_or_default();
                self.preflight.stopped = wants_no_more(host, answer.status, &answer.headers, &answer.body);
                self.preflight.stopped.is_none().then_some(answer)
            }
            Err(error) => {
                self.preflight.stopped = Some(format!("{error} So nothing more was sent."));
                None
            }
        }
    }

    fn came_back(&self, id: &str) -> bool {
        matches!(self.answers.get(id), Some(Answer::Back { .. }))
    }

    fn came(&mut self, id: &str, got: String) {
        for experiment in &mut self.preflight.experiments {
            for side in [&mut experiment.own, &mut experiment.control] {
                if side.request.as_deref() == Some(id) {
                    side.got = Some(got.clone());
                }
            }
        }
    }

    /// A provider that repeats what it was sent tells nobody here.
    fn without_secret(&self, text: &str) -> String {
        match &self.course.subject.rp.client_authentication {
            ClientAuthentication::ClientSecretPost(Some(secret)) | ClientAuthentication::ClientSecretBasic(secret)
                if !secret.expose().is_empty() =>
            {
                text.replace(secret.expose(), "***")
            }
            _ => text.to_owned(),
        }
    }

    /// The verdicts as far as they are known, to whoever looks on.
    fn tell(&mut self) {
        self.judge();
        (self.observer)(&self.preflight);
    }

    fn judge(&mut self) {
        let course = self.course;
        let case = Case { rp: &course.subject.rp, vendor: course.vendor };
        let skipped = traps::may_change(course.vendor);
        let base = callback_id(self.base);
        let shared = self.answers.get(&base).map(Answer::got);
        let pair = |own: &str, id: &str| Pair {
            own: self.answers.get(own),
            control: self.answers.get(&control_id(id)),
            skipped,
        };
        let mut judged: Vec<(String, Judged)> = Vec::new();
        for (position, callback) in course.subject.callbacks.iter().enumerate() {
            let id = callback_id(position);
            let another = position != self.base && self.came_back(&base);
            let verdict = of_client(&case, Blame::Callback, callback.uri.as_str(), pair(&id, &id), another);
            judged.push((id, verdict));
        }
        for (id, blame) in BLAMES {
            let pair = pair(&base, id);
            let verdict = match blame {
                Blame::Client => of_client(&case, blame, &case.rp.client_id, pair, false),
                _ => of_request(&case, blame, &case.rp.scope, pair),
            };
            judged.push((id.to_owned(), verdict));
        }
        let id = "client-authentication";
        if self.preflight.requests.iter().any(|request| request.id == id) {
            let (own, control) = (self.tokens.get(id), self.tokens.get(&control_id(id)));
            judged.push((id.to_owned(), of_credential(&case, own, control, skipped)));
        }
        for (id, Judged { verdict, because, remedy }) in judged {
            let Some(experiment) = self.preflight.experiment(&id) else { continue };
            if experiment.own.request.is_none() {
                experiment.own.got = shared.clone();
            }
            (experiment.verdict, experiment.because, experiment.remedy) = (verdict, because, remedy);
        }
    }

    fn end(mut self) -> Preflight {
        self.judge();
        let mut preflight = self.preflight;
        preflight.state = if preflight.stopped.is_some() { PreflightState::Stopped } else { PreflightState::Done };
        preflight.compatibility = with_verdicts(preflight.compatibility, &preflight.experiments);
        preflight.headline = headline(&preflight);
        (self.observer)(&preflight);
        preflight
    }
}

/// The parameter that a control of an experiment changes.
const PARAMETERS: [(&str, &str); 4] =
    [("client-id", "client_id"), ("channel", "response_type"), ("pkce", "code_challenge_method"), ("scopes", "scope")];

const BLAMES: [(&str, Blame); 4] =
    [("client-id", Blame::Client), ("channel", Blame::Channel), ("pkce", Blame::Pkce), ("scopes", Blame::Scopes)];

fn headline(preflight: &Preflight) -> String {
    let refused: Vec<_> =
        preflight.experiments.iter().filter(|experiment| experiment.verdict == Verdict::Refused).collect();
    let callbacks = refused.iter().filter(|experiment| experiment.id.starts_with("callback")).count();
    let one = match (callbacks, refused.first().map(|first| first.id.as_str())) {
        (0, None) => None,
        (0, Some("client-id")) => Some("The provider does not know the client ID".to_owned()),
        (0, Some("client-authentication")) => Some("The provider does not take the client’s credential".to_owned()),
        (0, Some("channel")) => Some("The provider does not allow this channel".to_owned()),
        (0, Some("pkce")) => Some("The provider wants PKCE otherwise".to_owned()),
        (0, Some(_)) => Some("The provider does not allow a scope".to_owned()),
        (1, _) => Some("A callback URL is missing at the provider".to_owned()),
        (many, _) => Some(format!("{many} callback URLs are missing at the provider")),
    };
    match (one, &preflight.stopped, preflight.counted(Verdict::Proven)) {
        (Some(refusal), ..) => refusal,
        (None, Some(_), _) => "Stopped before everything was asked".to_owned(),
        (None, None, 0) => "Nothing could be proven, and nothing is refused".to_owned(),
        (None, None, _) => "Nothing is refused".to_owned(),
    }
}
