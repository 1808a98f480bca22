//! `lintel check`: is this provider sound?

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use lintel_oidc::{Channel, Clock, Finding, Severity};
use lintel_oidc::{
    discovery::{Found, Report, candidates, check_document, check_provider, unreadable_file},
    http::Fetcher,
};
use serde_json::{Value, json};

use crate::output::{complain, print};

/// Check a provider's discovery document and keys.
///
/// Exits with 0 when a sign-in can work (over either channel, or over the one asked about), with 1 when the provider answered and
/// it cannot, and with 2 when there was no answer.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Base URL, issuer or full discovery URL of the provider
    #[arg(value_name = "URL", required_unless_present = "file", conflicts_with = "file")]
    provider: Option<String>,

    /// Judge this one channel only
    #[arg(long, value_enum)]
    channel: Option<ChannelName>,

    /// Print the verdicts and findings as JSON
    #[arg(long)]
    json: bool,

    /// Judge a saved document, without a network and without its keys
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// The URL that the saved document came from, to compare the issuer with
    #[arg(long, value_name = "URL", requires = "file")]
    url: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ChannelName {
    Front,
    Back,
}

impl ChannelName {
    pub(crate) fn channel(self) -> Channel {
        match self {
            ChannelName::Front => Channel::FrontChannel,
            ChannelName::Back => Channel::BackChannel,
        }
    }
}

/// The provider answered, and it will not do.
const UNUSABLE: u8 = 1;
/// There was no answer, or no way to ask.
const NO_ANSWER: u8 = 2;

impl Check {
    pub(crate) async fn run(self) -> ExitCode {
        let report = match self.report().await {
            Ok(report) => report,
            Err(message) => {
                complain(&format!("lintel: {message}\n"));
                return ExitCode::from(NO_ANSWER);
            }
        };
        let channels = self.channel.map_or_else(|| Channel::BOTH.to_vec(), |name| vec![name.channel()]);
        let url = self.asked(&report);
        if self.json {
            print(&format!("{:#}\n", as_json(&report, url.as_deref())));
        } else if report.reached {
            print(&in_words(&report, url.as_deref(), &channels));
        } else {
            complain(&silence(&report));
        }
        if !report.reached {
            return ExitCode::from(NO_ANSWER);
        }
        if channels.iter().any(|channel| report.channel(*channel).usable) {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(UNUSABLE)
        }
    }

    async fn report(&self) -> Result<Report, String> {
        let Some(file) = &self.file else {
            let fetcher = Fetcher::new().map_err(|error| error.to_string())?;
            return Ok(
                check_provider(self.provider.as_deref().unwrap_or_default(), &fetcher, Clock::system().now()).await
            );
        };
        let url = match &self.url {
            Some(url) => candidates(url).map_err(|error| error.to_string())?.into_iter().next(),
            None => None,
        };
        Ok(match fs::read(file) {
            Ok(bytes) => check_document(&bytes, url.as_ref()),
            Err(error) => unreadable_file(&file.display().to_string(), &error),
        })
    }

    /// The URL that the report is about: the one that answered, else the one that was typed.
    fn asked(&self, report: &Report) -> Option<String> {
        let found = report.found.as_ref().and_then(|found| found.discovery_url.as_ref()).map(ToString::to_string);
        found.or_else(|| self.provider.clone()).or_else(|| self.url.clone())
    }
}

fn as_json(report: &Report, url: Option<&str>) -> Value {
    let channel = |channel| {
        let verdict = report.channel(channel);
        json!({
            "usable": verdict.usable,
            "missing": verdict.missing,
            "invalid": verdict.invalid,
            "warnings": verdict.warnings,
        })
    };
    json!({
        "url": url,
        "channels": {
            "front": channel(Channel::FrontChannel),
            "back": channel(Channel::BackChannel),
        },
        "findings": report.findings,
    })
}

fn in_words(report: &Report, url: Option<&str>, channels: &[Channel]) -> String {
    let mut text = String::new();
    if let Some(url) = url {
        text += &format!("{url}\n");
    }
    if let Some(found) = &report.found {
        text += &about(found);
    }
    text.push('\n');
    for channel in channels {
        text += &format!("{}\n", in_a_line(*channel, report));
    }
    let mut findings: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| channels.iter().any(|channel| report.channel(*channel).findings.contains(finding)))
        .collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in findings {
        text += &one(finding);
    }
    text + &tried(report)
}

/// The verdict, with what it rests on: nothing below it says otherwise.
fn in_a_line(channel: Channel, report: &Report) -> String {
    let label = channel.label();
    let verdict = report.channel(channel);
    if verdict.usable {
        let mut warnings: Vec<&str> = Vec::new();
        for Finding { code, .. } in verdict.findings.iter().filter(|finding| finding.severity == Severity::Warning) {
            if !warnings.contains(&code.as_str()) {
                warnings.push(code);
            }
        }
        return match warnings.as_slice() {
            [] => format!("✓ {label}: usable"),
            warnings => format!("✓ {label}: usable with {}", warnings.join(", ")),
        };
    }
    if report.found.is_none() {
        return format!("✗ {label}: not usable");
    }
    let missing = verdict.missing.iter().map(|member| format!("{member} is missing"));
    let invalid = verdict.invalid.iter().map(|member| format!("{member} will not do"));
    let because: Vec<String> = missing.chain(invalid).chain(verdict.fails.clone()).collect();
    format!("✗ {label}: will fail because {}", because.join(", "))
}

fn about(found: &Found) -> String {
    let mut lines = Vec::new();
    if let Some(vendor) = found.vendor {
        lines.push(format!("provider  {vendor}"));
    }
    if let Some(issuer) = found.document.issuer() {
        lines.push(format!("issuer    {issuer}"));
    }
    if let Some(keys) = &found.key_set {
        lines.push(format!("keys      {} of {} can verify signatures", keys.usable_keys(), keys.set.keys().len()));
    }
    lines.into_iter().map(|line| format!("  {line}\n")).collect()
}

fn one(finding: &Finding) -> String {
    let mark = match finding.severity {
        Severity::Error => "✗",
        Severity::Warning => "!",
        Severity::Note => "·",
    };
    let mut text = format!("\n{mark} {}  [{}]\n", finding.message, finding.code);
    if let (Some(expected), Some(got)) = (&finding.expected, &finding.got) {
        text += &format!("  expected  {expected}\n  got       {got}\n");
    }
    if let Some(remedy) = &finding.remedy {
        text += &format!("  → {remedy}\n");
    }
    text
}

fn tried(report: &Report) -> String {
    if report.tried.len() < 2 {
        return String::new();
    }
    let lines: String = report.tried.iter().map(|tried| format!("  {}: {}\n", tried.url, tried.outcome)).collect();
    format!("\nTried, in this order:\n{lines}")
}

/// Nothing answered, so there is nothing to report on, only why.
fn silence(report: &Report) -> String {
    let findings: String = report.findings.iter().map(one).collect();
    findings.trim_start().to_owned() + &tried(report)
}
