//! What provider and tenant have in common, the strongest of each, and why.

use serde_json::Value;

use super::report::{Common, Compatibility, Experiment, Verdict};
use crate::{
    Channel,
    discovery::{Report, Vendor, check_document},
    keys::KeySet,
    sign_in::{ClientAuthentication, Pkce, RelyingParty},
    signing::SigningAlgorithm,
    words::listed,
};

/// Of ID tokens; elliptic curves before RSA, and PSS before the older padding.
const STRONGEST_FIRST: [SigningAlgorithm; 7] = [
    SigningAlgorithm::ES384,
    SigningAlgorithm::ES256,
    SigningAlgorithm::PS384,
    SigningAlgorithm::PS256,
    SigningAlgorithm::RS512,
    SigningAlgorithm::RS384,
    SigningAlgorithm::RS256,
];

pub(super) fn compatibility(rp: &RelyingParty, keys: Option<&KeySet>, vendor: Option<Vendor>) -> Compatibility {
    let metadata = Metadata(rp.provider.metadata.as_ref().map(|stored| Value::Object(stored.clone())));
    let channel = channel(rp, &metadata);
    let headline = match channel.strongest {
        Some(_) => format!("Usable with {}", channel.label),
        None => "No channel in common".to_owned(),
    };
    let on_back = channel.strongest.as_deref() == Some("back_channel");
    let not_needed = |what: &str| Common {
        strongest: None,
        label: "Not needed".to_owned(),
        because: format!("Front Channel has no {what}."),
        used: true,
    };
    Compatibility {
        headline,
        client_authentication: if on_back {
            client_authentication(rp, &metadata)
        } else {
            not_needed("client authentication")
        },
        pkce: if on_back { pkce(rp, &metadata, vendor) } else { not_needed("code to protect") },
        algorithm: algorithm(rp, &metadata, keys),
        channel,
    }
}

/// The same after the experiments: what they proved counts more than what the provider announces.
pub(super) fn with_verdicts(mut compatibility: Compatibility, experiments: &[Experiment]) -> Compatibility {
    let of = [
        ("channel", &mut compatibility.channel),
        ("client-authentication", &mut compatibility.client_authentication),
        ("pkce", &mut compatibility.pkce),
    ];
    for (id, common) in of {
        let Some(experiment) = experiments.iter().find(|experiment| experiment.id == id) else { continue };
        let subject = match id {
            "channel" => experiment.title.clone(),
            "pkce" => experiment.title.trim_start_matches("PKCE ").to_owned(),
            _ => "What you use".to_owned(),
        };
        match experiment.verdict {
            Verdict::Proven => common.because += &format!(" {subject} is proven above."),
            Verdict::Refused => common.because += &format!(" {subject} is refused above."),
            Verdict::Unknown => {}
        }
        if id == "pkce" && experiment.verdict == Verdict::Proven && common.strongest.is_none() {
            common.strongest = Some(subject.clone());
            common.label = subject;
        }
    }
    compatibility
}

/// What the provider says of itself, if it says anything.
struct Metadata(Option<Value>);

impl Metadata {
    fn list(&self, member: &str) -> Option<Vec<&str>> {
        let list = self.0.as_ref()?.get(member)?.as_array()?;
        Some(list.iter().filter_map(Value::as_str).collect())
    }

    fn report(&self) -> Option<Report> {
        let document = serde_json::to_vec(self.0.as_ref()?).ok()?;
        Some(check_document(&document, None))
    }
}

fn channel(rp: &RelyingParty, metadata: &Metadata) -> Common {
    let Some(report) = metadata.report() else {
        return common(rp.channel, rp.channel, "The provider’s configuration is not known here.");
    };
    let why_not = |channel| {
        let verdict = report.channel(channel);
        let fails = verdict.fails.as_ref().map(|because| format!("{} will fail because {because}.", channel.label()));
        verdict.refusal.clone().map(|refusal| refusal.replace("**", "")).or(fails).unwrap_or_default()
    };
    let usable = |channel| report.channel(channel).usable;
    match (usable(Channel::BackChannel), usable(Channel::FrontChannel)) {
        (true, true) => common(
            Channel::BackChannel,
            rp.channel,
            "Front Channel too, but the ID token would pass through the browser.",
        ),
        (true, false) => common(Channel::BackChannel, rp.channel, &why_not(Channel::FrontChannel)),
        (false, true) => common(Channel::FrontChannel, rp.channel, &why_not(Channel::BackChannel)),
        (false, false) => Common {
            strongest: None,
            label: "None".to_owned(),
            because: format!("{} {}", why_not(Channel::BackChannel), why_not(Channel::FrontChannel)),
            used: false,
        },
    }
}

fn common(strongest: Channel, used: Channel, because: &str) -> Common {
    let name = match strongest {
        Channel::BackChannel => "back_channel",
        Channel::FrontChannel => "front_channel",
    };
    let instead = if strongest == used { String::new() } else { format!(" You use {}.", used.label()) };
    Common {
        strongest: Some(name.to_owned()),
        label: strongest.label().to_owned(),
        because: format!("{because}{instead}"),
        used: strongest == used,
    }
}

fn client_authentication(rp: &RelyingParty, metadata: &Metadata) -> Common {
    const KEY: &str = "private_key_jwt";
    const SECRET: &str = "client_secret_post";
    let used = match rp.client_authentication {
        ClientAuthentication::PrivateKeyJwt { .. } => KEY,
        ClientAuthentication::ClientSecretPost(_) => SECRET,
        ClientAuthentication::ClientSecretBasic(_) => "client_secret_basic",
        ClientAuthentication::Public => "none",
    };
    let offered = metadata.list("token_endpoint_auth_methods_supported");
    let signs = metadata.list("token_endpoint_auth_signing_alg_values_supported").unwrap_or_else(|| vec!["RS256"]);
    let assertion = SigningAlgorithm::OF_ASSERTIONS.iter().find(|algorithm| signs.contains(&algorithm.name()));
    let has = |method: &str| offered.as_ref().is_some_and(|offered| offered.contains(&method));
    let (strongest, because) = match &offered {
        None => (Some(SECRET), "The provider announces no method. Most that announce none take it.".to_owned()),
        Some(_) if has(KEY) && assertion.is_some() && used == KEY => (Some(KEY), "Offered.".to_owned()),
        Some(_) if has(KEY) && assertion.is_some() => {
            (Some(KEY), "Offered, once the connection’s key is registered there.".to_owned())
        }
        Some(_) if has(SECRET) && has(KEY) => {
            (Some(SECRET), format!("Offered. Private Key JWT as well, but with {} alone.", listed(&signs)))
        }
        Some(_) if has(SECRET) => (Some(SECRET), "Offered. Private Key JWT is not.".to_owned()),
        Some(offered) => (None, format!("The provider offers {}, and no connection has it.", listed(offered))),
    };
    let instead = if strongest == Some(used) { String::new() } else { format!(" You use {used}.") };
    Common {
        strongest: strongest.map(str::to_owned),
        label: match strongest {
            Some(KEY) => "Private Key JWT",
            Some(_) => "Client Secret (post)",
            None => "None",
        }
        .to_owned(),
        because: format!("{because}{instead}"),
        used: strongest == Some(used),
    }
}

fn pkce(rp: &RelyingParty, metadata: &Metadata, vendor: Option<Vendor>) -> Common {
    let announced = metadata.list("code_challenge_methods_supported").unwrap_or_default();
    let (strongest, because) = if announced.contains(&"S256") {
        (Some("S256"), "Announced.")
    } else if matches!(vendor, Some(Vendor::EntraId | Vendor::EntraExternalId)) {
        (Some("S256"), "Not announced; Microsoft Entra ID takes it without saying so.")
    } else if announced.contains(&"plain") {
        (Some("plain"), "S256 is not announced.")
    } else {
        (None, "The provider announces no method.")
    };
    let used = match rp.pkce {
        Pkce::Auto => announced.iter().find(|method| **method == "S256").or(announced.first()).copied(),
        Pkce::S256 => Some("S256"),
        Pkce::Plain => Some("plain"),
        Pkce::Disabled => None,
    };
    let instead = match used {
        used if used == strongest => String::new(),
        Some(method) => format!(" You use {method}."),
        None => " You use none.".to_owned(),
    };
    Common {
        strongest: strongest.map(str::to_owned),
        label: strongest.unwrap_or("None").to_owned(),
        because: format!("{because}{instead}"),
        used: used == strongest,
    }
}

fn algorithm(rp: &RelyingParty, metadata: &Metadata, keys: Option<&KeySet>) -> Common {
    let announced = metadata.list("id_token_signing_alg_values_supported").unwrap_or_default();
    let has_key = |algorithm: SigningAlgorithm| {
        keys.is_none_or(|set| set.keys().iter().any(|key| key.usable && key.serves(algorithm.name())))
    };
    let announces = |algorithm: SigningAlgorithm| announced.is_empty() || announced.contains(&algorithm.name());
    let both: Vec<SigningAlgorithm> =
        STRONGEST_FIRST.into_iter().filter(|one| announces(*one) && has_key(*one)).collect();
    let lacking: Vec<&str> = STRONGEST_FIRST
        .into_iter()
        .filter(|one| announced.contains(&one.name()) && !has_key(*one))
        .map(SigningAlgorithm::name)
        .collect();
    let allowed = &rp.id_token_signed_response_algs;
    let Some(strongest) = both.first() else {
        let because = match lacking.as_slice() {
            [] => format!("The provider announces {}, and no connection takes it.", listed(&announced)),
            lacking => format!("No key of the provider’s set is for {}.", listed(lacking)),
        };
        return Common { strongest: None, label: "None".to_owned(), because, used: false };
    };
    let names: Vec<&str> = both.iter().map(|algorithm| algorithm.name()).collect();
    let mut because = match keys {
        Some(_) => format!("Announced, with a key for it: {}.", listed(&names)),
        None => format!("Announced: {}. The keys could not be read.", listed(&names)),
    };
    if !lacking.is_empty() {
        because += &format!(" No key is for {}.", listed(&lacking));
    }
    let used = allowed.is_empty() || allowed.iter().any(|name| name == strongest.name());
    if !used {
        because += &format!(" You allow {} only.", listed(allowed));
    }
    Common { strongest: Some(strongest.name().to_owned()), label: strongest.name().to_owned(), because, used }
}
