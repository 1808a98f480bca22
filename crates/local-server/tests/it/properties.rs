//! What holds for every `Host`.

#[path = "../../../../tests/properties/hold.rs"]
mod hold;

use axum::http::{HeaderMap, HeaderValue, Uri, header::HOST};
use lintel_local_server::Authority;
use proptest::prelude::*;

use hold::hold;

const PORT: u16 = 4400;
const OWN: [&str; 3] = ["localhost:4400", "127.0.0.1:4400", "[::1]:4400"];

#[test]
fn nothing_but_our_own_names_is_this_computer() {
    hold(4096, host(), |text| {
        let own = OWN.contains(&text.to_ascii_lowercase().as_str());
        let authority = Authority::parse(&text, 80);
        prop_assert_eq!(authority.as_ref().is_some_and(|authority| authority.is_own(PORT)), own, "{}", text);
        if let Some(authority) = authority {
            prop_assert_eq!(Authority::parse(&authority.to_string(), 80), Some(authority));
        }
        Ok(())
    });
}

#[test]
fn of_all_that_a_request_says_only_one_clear_host_counts() {
    let request = (prop::collection::vec(host(), 0..3), prop::option::of(host()));
    hold(4096, request, |(hosts, target)| {
        let mut headers = HeaderMap::new();
        for host in &hosts {
            // What is no header value never gets this far.
            let Ok(value) = HeaderValue::from_bytes(host.as_bytes()) else { return Ok(()) };
            headers.append(HOST, value);
        }
        let target = match &target {
            Some(target) => match format!("http://{target}/").parse::<Uri>() {
                Ok(target) => target,
                Err(_) => return Ok(()),
            },
            None => Uri::from_static("/"),
        };
        let own = Authority::of(&target, &headers, 80).is_some_and(|authority| authority.is_own(PORT));
        let says = |text: &str| OWN.contains(&text.to_ascii_lowercase().as_str());
        let expected = match (target.authority(), hosts.as_slice()) {
            (Some(target), []) => says(target.as_str()),
            (Some(target), [host]) => says(target.as_str()) && Authority::parse(host, 80).is_some(),
            (None, [host]) => says(host),
            (_, _) => false,
        };
        prop_assert_eq!(own, expected, "{} {:?}", target, hosts);
        Ok(())
    });
}

/// Anything, and often what is nearly one of our names.
fn host() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("localhost"),
        Just("LocalHost"),
        Just("127.0.0.1"),
        Just("[::1]"),
        Just("[::ffff:127.0.0.1]"),
        Just("0x7f.1"),
        Just("localhost."),
        Just("login.localhost"),
        Just("localhost.evil.example"),
        Just("user@localhost"),
        Just("")
    ];
    let port =
        prop_oneof![Just(":4400"), Just(":04400"), Just(":+4400"), Just(":4401"), Just(":69936"), Just(":"), Just("")];
    let around = prop_oneof![8 => Just(String::new()), 1 => "[ -~]{1,3}", 1 => ".{1,3}"];
    prop_oneof![
        1 => ".{0,40}",
        1 => "[a-zA-Z0-9.:@\\[\\]-]{0,40}",
        4 => (around.clone(), name, port, around).prop_map(|(before, name, port, after)| format!("{before}{name}{port}{after}")),
    ]
}
