//! `lintel preflight`: what can be proven before anybody signs in?

use std::env;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use lintel_oidc::{
    Channel, Clock, Secret,
    discovery::{Report, check_provider},
    http::Fetcher,
    metadata::ProviderSource,
    preflight::{Callback, Common, Course, Experiment, Pace, Preflight, PreflightState, Side, Subject, Verdict},
    sign_in::{AttributeMap, ClientAuthentication, ConnectionRef, Pkce, RedirectUri, RelyingParty, World},
};

use crate::{
    check::ChannelName,
    output::{complain, print, progress},
};

/// Try a connection's values at the provider, before anybody signs in.
///
/// Each is asked with the value and with one character more: proven is what is answered otherwise, refused what the provider's own words
/// refuse, unknown everything else. At most 16 requests go to the provider, one a second, after they were named on standard error; they
/// leave lines in its log. One wrong secret is sent at most.
///
/// Exits with 0 when nothing was refused, with 1 when something was, and with 2 when it could not begin or ended early.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// Base URL, issuer or full discovery URL of the provider
    #[arg(value_name = "URL")]
    provider: String,

    /// The client as it is registered at the provider
    #[arg(long, value_name = "ID")]
    client_id: String,

    /// A redirect URI of the connection: https://TENANT/login/callback. More of them for custom domains
    #[arg(long = "callback", value_name = "URL", required = true)]
    callbacks: Vec<String>,

    /// The environment variable that holds the client secret
    #[arg(long, value_name = "NAME")]
    secret_env: Option<String>,

    /// The channel of the connection; by default Back Channel where the provider can be used with it
    #[arg(long, value_enum)]
    channel: Option<ChannelName>,

    /// The scopes of the connection
    #[arg(long, default_value = "openid profile email")]
    scope: String,

    /// Leave out a request, by its name in the plan
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,

    /// Say what would be sent, and send nothing
    #[arg(long)]
    plan: bool,

    /// Print everything as JSON
    #[arg(long)]
    json: bool,
}

/// Something was refused.
const REFUSED: u8 = 1;
/// It ended before everything was asked.
const NO_ANSWER: u8 = 2;

impl Ask {
    pub(crate) async fn run(self) -> anyhow::Result<ExitCode> {
        let world = World::new(Fetcher::new()?, Clock::system());
        let report = check_provider(&self.provider, &world.fetcher, world.clock.now()).await;
        let course = Course::prepare(self.subject(report)?, &world).await.map_err(|finding| {
            let remedy = finding.remedy.map(|remedy| format!("\n  → {remedy}")).unwrap_or_default();
            anyhow!("{}{remedy}", finding.message)
        })?;
        let plan = course.plan();
        if let Some(unknown) = self.without.iter().find(|id| !plan.requests.iter().any(|request| &request.id == *id)) {
            let known: Vec<&str> = plan.requests.iter().map(|request| request.id.as_str()).collect();
            bail!("There is no request {unknown}; they are {}.", known.join(", "));
        }
        if self.plan {
            print(&if self.json { json(plan)? } else { announced(plan, &self.without) });
            return Ok(ExitCode::SUCCESS);
        }
        complain(&announced(plan, &self.without));
        let total = plan.requests.len();
        let observer = |so_far: &Preflight| progress("Asking the provider", so_far.sent(), total);
        let preflight = course.run(&world, &self.without, &Pace::one_a_second(), &observer).await;
        // What was not needed is not counted any more.
        progress("Asking the provider", total, total);
        print(&if self.json { json(&preflight)? } else { in_words(&preflight) });
        Ok(match preflight.state {
            _ if preflight.counted(Verdict::Refused) > 0 => ExitCode::from(REFUSED),
            PreflightState::Stopped => ExitCode::from(NO_ANSWER),
            _ => ExitCode::SUCCESS,
        })
    }

    fn subject(&self, report: Report) -> anyhow::Result<Subject> {
        let channel = match self.channel {
            Some(name) => name.channel(),
            None if !report.back_channel.usable && report.front_channel.usable => Channel::FrontChannel,
            None => Channel::BackChannel,
        };
        let said = report.findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
        let found = report.found.ok_or_else(|| anyhow!("The provider cannot be asked: {said}"))?;
        let callbacks = self.callbacks.iter().map(|uri| callback(uri)).collect::<anyhow::Result<Vec<Callback>>>()?;
        let redirect_uri = callbacks.first().map(|first| first.uri.clone()).context("There is no callback")?;
        let connection = ConnectionRef { id: String::new(), name: String::new(), strategy: "oidc".to_owned() };
        let rp = RelyingParty {
            connection,
            provider: ProviderSource {
                metadata: Some(found.document.into_members()),
                discovery_url: found.discovery_url.map(|url| url.to_string()),
                ..ProviderSource::default()
            },
            channel,
            client_id: self.client_id.clone(),
            client_authentication: ClientAuthentication::ClientSecretPost(self.secret()?),
            redirect_uri,
            scope: self.scope.clone(),
            pkce: Pkce::Auto,
            send_back_channel_nonce: false,
            upstream_params: Vec::new(),
            dpop_signing_alg: None,
            id_token_signed_response_algs: Vec::new(),
            id_token_session_expiry_supported: false,
            attribute_map: AttributeMap::BindAll,
        };
        Ok(Subject { rp, callbacks, left_out: Vec::new() })
    }

    fn secret(&self) -> anyhow::Result<Option<Secret>> {
        let Some(name) = &self.secret_env else { return Ok(None) };
        match env::var(name) {
            Ok(secret) if !secret.is_empty() => Ok(Some(Secret::new(secret))),
            Ok(_) => bail!("The environment variable {name} is empty."),
            Err(env::VarError::NotPresent) => bail!("There is no environment variable {name}."),
            Err(env::VarError::NotUnicode(_)) => bail!("The environment variable {name} holds no text."),
        }
    }
}

fn callback(uri: &str) -> anyhow::Result<Callback> {
    let parsed: RedirectUri = uri.parse().map_err(|_| anyhow!("“{uri}” is no redirect URI."))?;
    Ok(Callback { title: "Callback".to_owned(), uri: parsed })
}

fn json(preflight: &Preflight) -> anyhow::Result<String> {
    Ok(format!("{:#}\n", serde_json::to_value(preflight)?))
}

/// Which requests go where.
fn announced(plan: &Preflight, without: &[String]) -> String {
    let asked = plan.requests.iter().filter(|request| !without.contains(&request.id));
    let lines: Vec<String> =
        asked.map(|request| format!("  {:<29}  {:<4} {}\n", request.id, request.method, request.url)).collect();
    let mut logs: Vec<&str> = Vec::new();
    for request in &plan.requests {
        if !logs.contains(&request.logs.as_str()) {
            logs.push(&request.logs);
        }
    }
    let left_out: String = plan.left_out.iter().map(|sentence| format!("{sentence}\n")).collect();
    let count = match lines.len() {
        1 => "1 request, which is sent".to_owned(),
        count => format!("Up to {count} requests, one a second, which are sent"),
    };
    format!("{count} in nobody’s name:\n{}{}\n{left_out}\n", lines.concat(), logs.join(" "))
}

fn in_words(preflight: &Preflight) -> String {
    let counts = format!(
        "{} proven, {} refused, {} unknown. {}.",
        preflight.counted(Verdict::Proven),
        preflight.counted(Verdict::Refused),
        preflight.counted(Verdict::Unknown),
        match preflight.sent() {
            1 => "1 request".to_owned(),
            count => format!("{count} requests"),
        }
    );
    let stopped = preflight.stopped.as_ref().map(|stopped| format!("! {stopped}\n")).unwrap_or_default();
    let experiments: String = preflight.experiments.iter().map(one).collect();
    let compatibility = &preflight.compatibility;
    let parts = [
        ("Channel", &compatibility.channel),
        ("Client authentication", &compatibility.client_authentication),
        ("PKCE", &compatibility.pkce),
        ("Algorithm", &compatibility.algorithm),
    ];
    let common: String = parts.map(|(what, common)| in_common(what, common)).concat();
    format!("{}\n{counts}\n{stopped}\n{experiments}\n{}\n{common}", preflight.headline, compatibility.headline)
}

fn one(experiment: &Experiment) -> String {
    let (mark, verdict) = match experiment.verdict {
        Verdict::Proven => ("✓", "proven"),
        Verdict::Refused => ("✗", "refused"),
        Verdict::Unknown => ("?", "unknown"),
    };
    let mut text = format!("{mark} {}: {verdict}. {}\n", experiment.title, experiment.because);
    for (name, side) in [("yours", &experiment.own), ("control", &experiment.control)] {
        text += &line(name, side);
    }
    if let Some(remedy) = &experiment.remedy {
        text += &format!("  → {remedy}\n");
    }
    text
}

fn line(name: &str, side: &Side) -> String {
    side.got.as_ref().map(|got| format!("  {name:<7}  {}: {got}\n", side.asked)).unwrap_or_default()
}

fn in_common(what: &str, common: &Common) -> String {
    format!("  {what:<21}  {}. {}\n", common.label, common.because)
}
