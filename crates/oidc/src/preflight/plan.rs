//! What is going to be asked, before anything is.

use super::{
    asking::one_more,
    compatibility::compatibility,
    report::{Experiment, Preflight, PreflightState, Request, Side, Verdict},
    subject::{Callback, Subject},
    traps::{self, At},
};
use crate::{Channel, discovery::Vendor, keys::KeySet, metadata::ProviderMetadata, sign_in::ClientAuthentication};

/// More than this a preflight never sends.
pub const MOST_REQUESTS: usize = 16;

/// The plan, and the subject as far as it is asked about.
pub(super) fn plan(
    mut subject: Subject,
    provider: &ProviderMetadata,
    vendor: Option<Vendor>,
    keys: Option<&KeySet>,
) -> (Subject, Preflight) {
    let mut left_out = subject.left_out.clone();
    let controls = !traps::may_change(vendor);
    if !controls {
        left_out.push(
            "No control is sent: some versions of authentik register the first callback that they see. So nothing can be proven there, \
             and what is refused is told."
                .to_owned(),
        );
    }
    let mut experiments = values(&subject, provider);
    let of_values = experiments.iter().map(|experiment| {
        usize::from(experiment.own.request.is_some()) + usize::from(experiment.control.request.is_some())
    });
    let room = if controls { (MOST_REQUESTS - of_values.sum::<usize>()) / 2 } else { 1 };
    if subject.callbacks.is_empty() {
        subject.callbacks.push(Callback { title: "Callback".to_owned(), uri: subject.rp.redirect_uri.clone() });
    }
    for callback in subject.callbacks.iter().skip(room) {
        let why = if controls {
            format!("{MOST_REQUESTS} requests are the most that are sent")
        } else {
            "no callback but the connection’s own is shown to authentik".to_owned()
        };
        left_out.push(format!("{} is not asked: {why}.", callback.uri.as_str()));
    }
    subject.callbacks.truncate(room);
    let callbacks = subject.callbacks.iter().enumerate().map(|(position, callback)| of_callback(position, callback));
    experiments.splice(0..0, callbacks);
    experiments.push(claims());
    if !controls {
        for experiment in &mut experiments {
            experiment.control = said("Not sent", None);
        }
    }
    let requests = requests(&experiments, provider, vendor);
    let preflight = Preflight {
        vendor,
        state: PreflightState::Planned,
        headline: "Nothing was asked yet".to_owned(),
        stopped: None,
        requests,
        experiments,
        left_out,
        compatibility: compatibility(&subject.rp, keys, vendor),
    };
    (subject, preflight)
}

/// The ID of the experiment, and of its request, with a callback.
pub(super) fn callback_id(position: usize) -> String {
    format!("callback-{}", position + 1)
}

pub(super) fn control_id(id: &str) -> String {
    format!("{id}-control")
}

fn of_callback(position: usize, callback: &Callback) -> Experiment {
    let id = callback_id(position);
    let control = literal(&one_more(callback.uri.as_str()), Some(control_id(&id)));
    let own = literal(callback.uri.as_str(), Some(id.clone()));
    experiment(&id, &callback.title, own, control)
}

/// Everything but the callbacks. What an experiment asks with the connection's own value is what the callback's request asked.
fn values(subject: &Subject, provider: &ProviderMetadata) -> Vec<Experiment> {
    let rp = &subject.rp;
    let pair = |id: &str, title: &str, value: &str| {
        experiment(id, title, literal(value, None), literal(&one_more(value), Some(control_id(id))))
    };
    let mut experiments = vec![pair("client-id", "Client ID", &rp.client_id)];
    if rp.channel == Channel::BackChannel {
        experiments.push(client_authentication(&rp.client_authentication));
    }
    experiments.push(pair("channel", rp.channel.label(), &format!("response_type={}", rp.channel.response_type())));
    if rp.channel == Channel::BackChannel {
        experiments.push(match rp.pkce.method(provider) {
            Some(method) => pair("pkce", &format!("PKCE {method}"), &format!("code_challenge_method={method}")),
            None => experiment("pkce", "No PKCE", said("Without a challenge", None), said("None", None)),
        });
    }
    experiments.push(pair("scopes", "Scopes", &rp.scope));
    experiments
}

fn client_authentication(by: &ClientAuthentication) -> Experiment {
    let id = "client-authentication";
    let both = |title: &str, own: &str, control: &str| {
        let own = said(&format!("{own}, with a code that nobody issued"), Some(id.to_owned()));
        experiment(id, title, own, said(control, Some(control_id(id))))
    };
    let none = |title: &str, why: &str| Experiment {
        because: why.to_owned(),
        ..experiment(id, title, said("Not asked", None), said("Not asked", None))
    };
    const MORE: &str = "The same with one more character";
    match by {
        ClientAuthentication::ClientSecretPost(Some(_)) => both("Client Secret", "client_secret_post", MORE),
        ClientAuthentication::ClientSecretBasic(_) => both("Client Secret", "client_secret_basic", MORE),
        ClientAuthentication::ClientSecretPost(None) => none("Client Secret", "There is no client secret to try."),
        ClientAuthentication::PrivateKeyJwt { key: Some(_), .. } => {
            both("Private Key JWT", "private_key_jwt", "The same by a key that nobody registered")
        }
        ClientAuthentication::PrivateKeyJwt { key: None, .. } => none(
            "Private Key JWT",
            "Only the tenant has the connection’s key, and none that was not made yet can be tried.",
        ),
        ClientAuthentication::Public => {
            none("Client authentication", "A public client has nothing to prove itself by.")
        }
    }
}

fn claims() -> Experiment {
    Experiment {
        because: "Only a sign-in can tell.".to_owned(),
        ..experiment("claims", "Claims that arrive", said("What the mapping takes", None), said("None", None))
    }
}

fn requests(experiments: &[Experiment], provider: &ProviderMetadata, vendor: Option<Vendor>) -> Vec<Request> {
    let mut sides: Vec<&Side> =
        experiments.iter().flat_map(|experiment| [&experiment.own, &experiment.control]).collect();
    // What was registered is known before what a control is for.
    sides.sort_by_key(|side| {
        let id = side.request.as_deref().unwrap_or_default();
        (id.starts_with("client-authentication"), !id.starts_with("callback") || id.ends_with("control"))
    });
    let request = |id: &str| {
        let at = if id.starts_with("client-authentication") { At::Token } else { At::Authorization };
        let (method, mut url) = match (&provider.token_endpoint, at) {
            (Some(endpoint), At::Token) => ("POST", endpoint.clone()),
            _ => ("GET", provider.authorization_endpoint.clone()),
        };
        url.set_query(None);
        let logs = traps::logs(vendor, at).to_owned();
        Request { id: id.to_owned(), method: method.to_owned(), url: url.to_string(), logs, sent: false }
    };
    sides.into_iter().filter_map(|side| side.request.as_deref()).map(request).collect()
}

fn experiment(id: &str, title: &str, own: Side, control: Side) -> Experiment {
    Experiment {
        id: id.to_owned(),
        title: title.to_owned(),
        own,
        control,
        verdict: Verdict::Unknown,
        because: String::new(),
        remedy: None,
    }
}

fn literal(value: &str, request: Option<String>) -> Side {
    Side { request, asked: value.to_owned(), literal: true, got: None }
}

fn said(words: &str, request: Option<String>) -> Side {
    Side { request, asked: words.to_owned(), literal: false, got: None }
}
