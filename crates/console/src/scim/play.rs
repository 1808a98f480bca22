//! Test provisioning: Lintel plays a provider against the tenant's own endpoint, with a token of its own, and takes back what it made.

use std::{sync::Arc, time::Instant};

use lintel_oidc::{Secret, issuing};
use lintel_scim::Mapping;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{plays::Place, tokens::two_already};
use crate::{
    Console,
    view::{Problem, ProvisioningStep, ProvisioningTest, ProvisioningTestState, ScimSettings},
};

/// Told of the whole test after each of its steps.
pub type TestObserver = Arc<dyn Fn(&ProvisioningTest) + Send + Sync>;

/// In seconds. Its token ends by itself even where nobody gets to revoke it.
const LIFETIME: u64 = 3600;
const SCOPES: [&str; 5] = ["get:users", "post:users", "put:users", "patch:users", "delete:users"];
/// Of the marked user.
const NAME: &str = "Lintel provisioning test";

impl Console {
    /// Begins a test and answers once its token is there. It runs on by itself and is cancelled through its ID; whatever ends it, the
    /// user is deleted and the token revoked, and a tenant that is closed waits for that.
    pub async fn start_provisioning_test(
        self: &Arc<Self>,
        id: &str,
        connection_id: &str,
        observer: TestObserver,
    ) -> Result<ProvisioningTest, Problem> {
        let Some(settings) = self.scim_settings(connection_id).await? else {
            return Err(Problem::new("scim-off", "SCIM is off for this connection.").remedy("Turn it on first."));
        };
        if self.client.scim_tokens(connection_id).await?.len() >= 2 {
            return Err(two_already());
        }
        let place = self.plays.begin().await?;
        let cancelled = self.common.tickets.cancelled(id);
        let mut play = Play::new(Arc::clone(self), id, connection_id, &settings, observer);
        let scopes = SCOPES.map(str::to_owned);
        let began = Instant::now();
        let made = self.client.create_scim_token(connection_id, &scopes, Some(LIFETIME)).await;
        let made = made.map_err(|error| {
            self.common.tickets.cancel(id);
            if error.status() == Some(409) { two_already() } else { Problem::from(error) }
        })?;
        play.step(
            "A token of its own",
            String::new(),
            began,
            Ok(format!("{} for an hour", made.made.token_id)),
            None,
            None,
        );
        let begun = play.test.clone();
        let (token_id, token) = (made.made.token_id, Secret::new(made.token));
        tokio::spawn(async move { play.run(&token_id, token, cancelled, place).await });
        Ok(begun)
    }
}

struct Play {
    console: Arc<Console>,
    observer: TestObserver,
    endpoint: String,
    test: ProvisioningTest,
    /// What the tenant keeps, and so has to show again.
    mapping: Mapping,
    /// The user that is to be deleted.
    user: Option<String>,
    user_name: String,
}

/// What an answer had to be, or why it was not.
type Checked = Result<String, String>;

impl Play {
    fn new(
        console: Arc<Console>,
        id: &str,
        connection_id: &str,
        settings: &ScimSettings,
        observer: TestObserver,
    ) -> Self {
        let test = ProvisioningTest {
            id: id.to_owned(),
            connection_id: connection_id.to_owned(),
            state: ProvisioningTestState::Running,
            headline: "Provisioning is tested".to_owned(),
            detail: "One marked user is created, changed, blocked and deleted.".to_owned(),
            started_at: console.common.world.clock.now(),
            steps: Vec::new(),
        };
        let user_name = format!("lintel-test-{}@lintel.invalid", issuing::token(8).to_lowercase());
        let pairs = settings.mapping.iter().map(|pair| (pair.scim.as_str(), pair.profile.as_str()));
        let (endpoint, mapping) = (console.scim_endpoint(connection_id), Mapping::parse(pairs));
        Play { endpoint, console, observer, test, mapping, user: None, user_name }
    }

    async fn run(mut self, token_id: &str, token: Secret, cancelled: oneshot::Receiver<()>, mut place: Place) {
        let outcome = tokio::select! {
            outcome = self.requests(&token) => Some(outcome),
            _ = cancelled => None,
            () = place.closing() => None,
        };
        let cleaned = self.clean(token_id, &token).await;
        self.console.common.tickets.cancel(&self.test.id);
        let failed = self.test.steps.iter().find(|step| !step.ok).map(|step| format!("{}: {}", step.title, step.check));
        let (state, headline, detail) = match (outcome, cleaned) {
            (_, Err(left)) => (ProvisioningTestState::Failed, "Not everything could be taken back", left),
            (None, _) => {
                let detail = "What it had made was taken back, and its token revoked.".to_owned();
                (ProvisioningTestState::Ended, "The test was cancelled", detail)
            }
            (Some(true), _) => {
                let detail =
                    "A provider can create, find, change, block and delete people. Nothing of the test is left."
                        .to_owned();
                (ProvisioningTestState::Passed, "Provisioning works", detail)
            }
            (Some(false), _) => (ProvisioningTestState::Failed, "Provisioning failed", failed.unwrap_or_default()),
        };
        (self.test.state, self.test.headline, self.test.detail) = (state, headline.to_owned(), detail);
        (self.observer)(&self.test);
    }

    /// As far as each request is answered as a provider needs it.
    async fn requests(&mut self, token: &Secret) -> bool {
        let name = self.user_name.clone();
        let find = format!("/Users?filter={}", encoded(&format!("userName eq \"{name}\"")));
        let created = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "externalId": name, "userName": name, "active": true, "displayName": NAME,
            "name": { "givenName": "Lintel", "familyName": "Test" },
            "emails": [{ "value": name, "type": "work", "primary": true }],
        });
        if !self.ask(token, "Nobody has the name yet", "GET", &find, None, 200, |answer| total(answer, 0)).await
            || !self
                .ask(token, "The user is created", "POST", "/Users", Some(created), 201, |answer| {
                    answer
                        .get("id")
                        .and_then(Value::as_str)
                        .map(|id| format!("It has the id {id}"))
                        .ok_or_else(|| "The answer has no id".to_owned())
                })
                .await
        {
            return false;
        }
        let Some(user) = self.user.clone() else { return false };
        let one = format!("/Users/{}", encoded(&user));
        let patch = |operations: Value| {
            Some(json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations }))
        };
        let entra = patch(json!([{ "op": "Replace", "path": "name.givenName", "value": "Ada" }]));
        let okta = patch(json!([{ "op": "replace", "value": { "name.familyName": "Okafor", "displayName": NAME } }]));
        let block = patch(json!([{ "op": "Replace", "path": "active", "value": "False" }]));
        let kept = |path: &str| self.mapping.slots.iter().any(|slot| slot.scim() == path);
        let (names, blocks) = (kept("name.givenName"), kept("active"));
        self.ask(token, "It is found by its name", "GET", &find, None, 200, |answer| total(answer, 1)).await
            && self.ask(token, "Changed as Entra ID does it", "PATCH", &one, entra, 0, |_| Ok("Taken".to_owned())).await
            && self.ask(token, "Changed as Okta does it", "PATCH", &one, okta, 0, |_| Ok("Taken".to_owned())).await
            && self
                .ask(token, "The changes are there", "GET", &one, None, 200, |answer| {
                    holds(answer, "name.givenName", names, &json!("Ada"))
                })
                .await
            && self.ask(token, "It is blocked", "PATCH", &one, block, 0, |_| Ok("Taken".to_owned())).await
            && self
                .ask(token, "It is blocked on the tenant", "GET", &one, None, 200, |answer| {
                    holds(answer, "active", blocks, &json!(false))
                })
                .await
            && self.ask(token, "It is deleted", "DELETE", &one, None, 204, |_| Ok("Gone".to_owned())).await
            && {
                self.user = None;
                self.ask(token, "It is not there any more", "GET", &find, None, 200, |answer| total(answer, 0)).await
            }
    }

    /// One request; 0 is any status of success. A user that it made is known from here on.
    #[expect(clippy::too_many_arguments, reason = "one request, and what it is to come to")]
    async fn ask(
        &mut self,
        token: &Secret,
        title: &str,
        method: &'static str,
        path: &str,
        body: Option<Value>,
        wanted: u16,
        check: impl Fn(&Value) -> Checked,
    ) -> bool {
        let began = Instant::now();
        let sent = self.send(token, method, path, body.as_ref()).await;
        let (checked, answer) = match sent {
            Ok((status, answer)) => {
                if method == "POST"
                    && let Some(id) = answer.get("id").and_then(Value::as_str)
                {
                    self.user = Some(id.to_owned());
                }
                let as_wanted = if wanted == 0 { (200..300).contains(&status) } else { status == wanted };
                let told = answer
                    .get("detail")
                    .and_then(Value::as_str)
                    .map(|detail| format!(": {detail}"))
                    .unwrap_or_default();
                let checked = match as_wanted {
                    true => check(&answer),
                    false => Err(format!(
                        "The tenant answered {status} where {} was expected{told}",
                        if wanted == 0 { 200 } else { wanted }
                    )),
                };
                (checked, Some((status, answer)))
            }
            Err(why) => (Err(why), None),
        };
        let ok = checked.is_ok();
        self.step(title, format!("{method} {}", readable(path)), began, checked, body, answer);
        ok
    }

    async fn send(
        &self,
        token: &Secret,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<(u16, Value), String> {
        // Nothing but the tenant's own endpoint is ever asked, and no redirect is followed.
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.endpoint))
            .header("authorization", format!("Bearer {}", token.expose()))
            .header("accept", "application/scim+json")
            .header("content-type", "application/scim+json")
            .header("user-agent", "Lintel provisioning test")
            .body(body.map(Value::to_string).unwrap_or_default().into_bytes())
            .map_err(|error| format!("The request could not be written: {error}"))?;
        let answer = self.console.common.world.fetcher.http(request).await.map_err(|error| error.to_string())?;
        let body = answer.body();
        if body.len() > lintel_oidc::http::MAX_BODY {
            return Err("The answer is larger than Lintel reads".to_owned());
        }
        let value = if body.is_empty() { Value::Null } else { serde_json::from_slice(body).unwrap_or(Value::Null) };
        Ok((answer.status().as_u16(), value))
    }

    /// What the test made goes, whatever came of it; what could not be taken back, in words.
    async fn clean(&mut self, token_id: &str, token: &Secret) -> Result<(), String> {
        let mut left = Vec::new();
        // A creation whose answer never came may have made one.
        if self.user.is_none() && self.test.steps.iter().any(|step| step.title == "Nobody has the name yet") {
            let find = format!("/Users?filter={}", encoded(&format!("userName eq \"{}\"", self.user_name)));
            match self.send(token, "GET", &find, None).await {
                Ok((200, answer)) => {
                    self.user = answer.pointer("/Resources/0/id").and_then(Value::as_str).map(str::to_owned);
                }
                _ => left.push(format!("Look for the user {}: whether it was made is not known.", self.user_name)),
            }
        }
        if let Some(user) = self.user.take() {
            let began = Instant::now();
            let path = format!("/Users/{}", encoded(&user));
            let sent = self.send(token, "DELETE", &path, None).await;
            let checked = match &sent {
                Ok((204 | 404, _)) => Ok("Nothing of it is left".to_owned()),
                Ok((status, _)) => Err(format!("The tenant answered {status}")),
                Err(why) => Err(why.clone()),
            };
            if checked.is_err() {
                left.push(format!("Delete the user {} by hand.", self.user_name));
            }
            self.step("The user is taken back", format!("DELETE {}", readable(&path)), began, checked, None, sent.ok());
        }
        let began = Instant::now();
        let revoked = self.console.revoke_scim_token(&self.test.connection_id, token_id).await;
        if revoked.is_err() {
            left.push(format!("Revoke {token_id} under Tokens; it ends by itself within an hour."));
        }
        let checked = revoked.map(|()| "Nobody can use it any more".to_owned()).map_err(|problem| problem.message);
        self.step("The token is revoked", String::new(), began, checked, None, None);
        if left.is_empty() { Ok(()) } else { Err(left.join(" ")) }
    }

    fn step(
        &mut self,
        title: &str,
        asked: String,
        began: Instant,
        checked: Checked,
        request: Option<Value>,
        answer: Option<(u16, Value)>,
    ) {
        let (ok, check) = match checked {
            Ok(check) => (true, check),
            Err(check) => (false, check),
        };
        let (status, answer) = answer.unzip();
        self.test.steps.push(ProvisioningStep {
            title: title.to_owned(),
            asked,
            ok,
            check,
            status,
            took_ms: u32::try_from(began.elapsed().as_millis()).unwrap_or(u32::MAX),
            request,
            answer: answer.filter(|answer| !answer.is_null()),
        });
        (self.observer)(&self.test);
    }
}

fn total(answer: &Value, wanted: u64) -> Checked {
    match answer.get("totalResults").and_then(Value::as_u64) {
        Some(found) if found == wanted => Ok(format!("{found} found")),
        Some(found) => Err(format!("{found} found where {wanted} was expected")),
        None => Err("The answer does not say how many were found".to_owned()),
    }
}

/// What the mapping keeps nowhere is ignored, and shown nowhere.
fn holds(answer: &Value, name: &str, kept: bool, wanted: &Value) -> Checked {
    match answer.pointer(&format!("/{}", name.replace('.', "/"))) {
        Some(held) if held == wanted => Ok(format!("{name} is {wanted}")),
        Some(held) => Err(format!("{name} is {held}, and {wanted} was sent")),
        None if kept => Err(format!("The answer has no {name}, which is mapped, and {wanted} was sent")),
        None => Ok(format!("{name} is not mapped, so the tenant does not show it")),
    }
}

/// A value as it stands in a path or a query.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn readable(path: &str) -> String {
    match path.split_once("?filter=") {
        Some((path, filter)) => {
            let filter =
                url::form_urlencoded::parse(format!("f={filter}").as_bytes()).next().map(|(_, text)| text.into_owned());
            format!("{path}?filter={}", filter.unwrap_or_default())
        }
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mapped_has_to_come_back() {
        let ada = json!("Ada");
        let held = |answer: Value, kept| holds(&answer, "name.givenName", kept, &ada);
        assert!(held(json!({ "name": { "givenName": "Ada" } }), true).is_ok());
        assert!(held(json!({ "name": { "givenName": "Lintel" } }), true).is_err());
        assert!(held(json!({}), true).is_err(), "it was lost");
        assert!(held(json!({}), false).is_ok(), "and this is kept nowhere");
    }
}
