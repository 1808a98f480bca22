//! The people who can sign in here. Between them they carry what real directories carry: gaps, long lists, other scripts.

use serde_json::{Map, Value, json};

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) sub: String,
    pub(crate) name: String,
    /// What is special about this person, for the sign-in page.
    pub(crate) note: String,
    /// The language of the name, so that a screen reader reads it in the right voice.
    pub(crate) language: &'static str,
    pub(crate) email: Option<Email>,
    pub(crate) preferred_username: String,
    profile: Map<String, Value>,
}

#[derive(Debug, Clone)]
pub(crate) struct Email {
    pub(crate) address: String,
    pub(crate) verified: bool,
}

impl Person {
    /// The claims that the scopes ask for (OpenID Connect Core 1.0, section 5.4). What a directory knows beyond the standard
    /// claims comes with `profile`.
    pub(crate) fn claims(&self, scopes: &[String]) -> Map<String, Value> {
        let asked = |scope: &str| scopes.iter().any(|asked| asked == scope);
        let mut claims = Map::new();
        if asked("profile") {
            claims.insert("name".to_owned(), json!(self.name));
            claims.insert("preferred_username".to_owned(), json!(self.preferred_username));
            claims.extend(self.profile.clone());
        }
        if let (true, Some(email)) = (asked("email"), &self.email) {
            claims.insert("email".to_owned(), json!(email.address));
            claims.insert("email_verified".to_owned(), json!(email.verified));
        }
        claims
    }

    /// Whether a `login_hint` means this person.
    pub(crate) fn is_meant_by(&self, hint: &str) -> bool {
        let email = self.email.iter().map(|email| email.address.as_str());
        email.chain([self.sub.as_str(), self.preferred_username.as_str()]).any(|known| known.eq_ignore_ascii_case(hint))
    }

    /// Somebody with an e-mail address that the tester chose, to try out domains and roles of their own. The same address is the
    /// same person each time.
    pub(crate) fn guest(name: Option<&str>, email: Email) -> Self {
        let local_part = email.address.split('@').next().unwrap_or_default();
        Person {
            sub: format!("guest-{}", email.address.to_ascii_lowercase()),
            name: name.unwrap_or(local_part).to_owned(),
            note: String::new(),
            language: "en",
            preferred_username: email.address.clone(),
            email: Some(email),
            profile: Map::from_iter([("groups".to_owned(), json!([]))]),
        }
    }
}

impl Email {
    /// A subject has at most 255 ASCII characters (OpenID Connect Core 1.0, section 2), and a guest's holds the address.
    pub(crate) fn parse(address: &str, verified: bool) -> Option<Self> {
        let address = address.trim();
        let (local, domain) = address.rsplit_once('@')?;
        let plain = address.len() <= 240 && address.bytes().all(|byte| byte.is_ascii_graphic());
        (plain && !local.is_empty() && !domain.is_empty()).then(|| Email { address: address.to_owned(), verified })
    }
}

pub(crate) fn find(sub: &str) -> Option<Person> {
    everyone().into_iter().find(|person| person.sub == sub)
}

/// Every claim that somebody here has.
pub(crate) fn claim_names() -> Vec<String> {
    let all_scopes = ["profile".to_owned(), "email".to_owned()];
    let mut names = Vec::new();
    for name in everyone().iter().flat_map(|person| person.claims(&all_scopes)).map(|(name, _)| name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

pub(crate) fn everyone() -> [Person; 5] {
    [
        Person {
            sub: "ada-lovelace".to_owned(),
            name: "Ada Lovelace".to_owned(),
            note: "Everything filled in".to_owned(),
            language: "en",
            email: Some(Email { address: "ada.lovelace@acme.example".to_owned(), verified: true }),
            preferred_username: "alovelace".to_owned(),
            profile: profile(json!({
                "given_name": "Ada",
                "family_name": "Lovelace",
                "nickname": "Ada",
                "locale": "en-GB",
                "zoneinfo": "Europe/London",
                "updated_at": 1_735_689_600,
                "department": "Analytical Engines",
                "employee_id": "000418",
                "groups": ["Engineering", "Administrators"],
            })),
        },
        Person {
            sub: "tanaka-misaki".to_owned(),
            name: "田中 美咲".to_owned(),
            note: "A name in Japanese, a group with a comma".to_owned(),
            language: "ja",
            email: Some(Email { address: "misaki.tanaka@acme.example".to_owned(), verified: true }),
            preferred_username: "mtanaka".to_owned(),
            profile: profile(json!({
                "given_name": "美咲",
                "family_name": "田中",
                "locale": "ja-JP",
                "zoneinfo": "Asia/Tokyo",
                "updated_at": 1_733_011_200,
                "department": "営業部",
                "employee_id": "001207",
                "groups": ["営業部", "Managers, Asia"],
            })),
        },
        Person {
            sub: "jose-nunez".to_owned(),
            name: "José Núñez O'Brien".to_owned(),
            note: "E-mail address not verified".to_owned(),
            language: "es",
            email: Some(Email { address: "jose.nunez@acme.example".to_owned(), verified: false }),
            preferred_username: "jnunez".to_owned(),
            profile: profile(json!({
                "given_name": "José",
                "family_name": "Núñez O'Brien",
                "nickname": "Pepe",
                "locale": "es-MX",
                "zoneinfo": "America/Mexico_City",
                "updated_at": 1_727_740_800,
                "department": "Support",
                "employee_id": "002093",
                "groups": ["Support"],
            })),
        },
        Person {
            sub: "sam-rivers".to_owned(),
            name: "Sam Rivers".to_owned(),
            note: "No e-mail address, no groups".to_owned(),
            language: "en",
            email: None,
            preferred_username: "srivers".to_owned(),
            profile: profile(json!({
                "given_name": "Sam",
                "family_name": "Rivers",
                "locale": "en-US",
                "zoneinfo": "America/Chicago",
                "updated_at": 1_719_792_000,
                "department": "Warehouse",
                "employee_id": "003350",
                "groups": [],
            })),
        },
        Person {
            sub: "wulandari".to_owned(),
            name: "Wulandari".to_owned(),
            note: "One name only, 40 groups".to_owned(),
            language: "id",
            email: Some(Email { address: "wulandari@acme.example".to_owned(), verified: true }),
            preferred_username: "wulandari".to_owned(),
            profile: profile(json!({
                "given_name": "Wulandari",
                "locale": "id-ID",
                "zoneinfo": "Asia/Jakarta",
                "updated_at": 1_738_368_000,
                "department": "Operations",
                "employee_id": "004711",
                "groups": (1..=40).map(|site| format!("site-{site:02}")).collect::<Vec<_>>(),
            })),
        },
    ]
}

fn profile(claims: Value) -> Map<String, Value> {
    match claims {
        Value::Object(claims) => claims,
        _ => Map::new(),
    }
}
