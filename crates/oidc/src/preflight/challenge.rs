//! Who stands before the provider and wants no more: a rate limit, or a guard that takes us for a robot.

use http::HeaderMap;

/// Why nothing more is sent, in one sentence; none where the provider itself answered.
pub(super) fn wants_no_more(host: &str, status: u16, headers: &HeaderMap, body: &[u8]) -> Option<String> {
    if status == 429 {
        let after = match header(headers, "retry-after") {
            "" => "later".to_owned(),
            seconds if seconds.bytes().all(|byte| byte.is_ascii_digit()) => format!("in {seconds} seconds"),
            date => format!("after {date}"),
        };
        return Some(format!("{host} limits requests (429), so nothing more was sent. Check again {after}."));
    }
    let guard = guard(headers, status, &String::from_utf8_lossy(body).to_lowercase())?;
    Some(format!(
        "{guard} stands before {host} and takes Lintel for a robot ({status}), so nothing more was sent. A test login in the window \
         tells more."
    ))
}

fn guard(headers: &HeaderMap, status: u16, page: &str) -> Option<&'static str> {
    let refused = matches!(status, 401 | 403 | 405 | 406 | 503);
    let says = |words: &[&str]| words.iter().any(|word| page.contains(word));
    let server = header(headers, "server").to_ascii_lowercase();
    // JSON with an error is the provider's own word, whoever stands before it.
    let own = page.trim_start().starts_with('{') && page.contains("\"error");
    if !header(headers, "cf-mitigated").is_empty()
        || says(&["/cdn-cgi/challenge-platform", "attention required! | cloudflare"])
    {
        return Some("Cloudflare");
    }
    if !header(headers, "x-amzn-waf-action").is_empty() || says(&["awswafintegration", "aws-waf-token"]) {
        return Some("AWS WAF");
    }
    if says(&["_incapsula_resource", "px-captcha", "geo.captcha-delivery.com"]) {
        return Some("A guard against robots");
    }
    if !refused || own {
        return None;
    }
    if server.contains("cloudflare") && status != 401 {
        return Some("Cloudflare");
    }
    if server.contains("akamaighost") {
        return Some("Akamai");
    }
    if says(&["captcha"]) {
        return Some("A guard with a captcha");
    }
    (status == 403 && !says(&["client", "redirect", "callback", "oauth", "openid", "invalid_"])).then_some("A firewall")
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Option<String> {
        let headers = headers
            .iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), http::HeaderValue::from_static(value)));
        wants_no_more("op.example", status, &headers.collect(), body.as_bytes())
    }

    #[test]
    fn a_limit_and_a_guard_are_told_from_what_the_provider_says_itself() {
        for (status, headers, body, whose) in [
            (429, &[("retry-after", "30")][..], "", Some("in 30 seconds")),
            (429, &[], "{\"error\":\"slow_down\"}", Some("later")),
            (403, &[("cf-mitigated", "challenge")], "<title>Just a moment...</title>", Some("Cloudflare")),
            (202, &[("x-amzn-waf-action", "challenge")], "", Some("AWS WAF")),
            (403, &[("server", "AkamaiGHost")], "<title>Access Denied</title>", Some("Akamai")),
            (403, &[], "<h1>Forbidden</h1>", Some("A firewall")),
            (403, &[], "Solve this CAPTCHA", Some("captcha")),
            (403, &[("server", "cloudflare")], "{\"error\":\"invalid_grant\"}", None),
            (403, &[], "<title>Error</title>Unknown client: abc", None),
            // A sign-in page that has a captcha for whoever signs in.
            (200, &[("server", "cloudflare")], "<script src=captcha.js></script>", None),
            (400, &[("server", "cloudflare")], "<title>Invalid redirect_uri</title>", None),
        ] {
            let said = said(status, headers, body);
            assert_eq!(said.is_some(), whose.is_some(), "{status} {body}: {said:?}");
            assert!(said.unwrap_or_default().contains(whose.unwrap_or_default()), "{status} {body}");
        }
    }
}
