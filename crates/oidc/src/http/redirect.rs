use http::header;
use url::Url;

use super::{
    error::{FetchError, RedirectRefusal},
    fetched::Fetched,
    loopback::{is_loopback, may_lead},
};

/// The target of a redirect, as the answer names it.
pub(super) fn redirect_target(answer: &Fetched) -> Option<String> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    answer.headers.get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Where a redirect may lead: to https elsewhere from anywhere, to this computer only from this computer.
pub(super) fn follow(from: &Url, target: &str) -> Result<Url, FetchError> {
    let refused = |reason| FetchError::RedirectRefused { from: from.clone(), to: target.to_owned(), reason };
    let mut to = from.join(target).map_err(|_| refused(RedirectRefusal::NotAUrl))?;
    to.set_fragment(None);
    match (from.scheme(), to.scheme()) {
        (_, "http" | "https") if !may_lead(from, &to) => Err(refused(RedirectRefusal::ToThisComputer)),
        (_, "https") => Ok(to),
        ("https", "http") => Err(refused(RedirectRefusal::Downgrade)),
        (_, "http") if is_loopback(&to) => Ok(to),
        (_, "http") => Err(refused(RedirectRefusal::NotHttps)),
        _ => Err(refused(RedirectRefusal::OtherScheme)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_never_leaves_https_nor_leads_to_this_computer_from_elsewhere() {
        use RedirectRefusal::{Downgrade, NotAUrl, NotHttps, OtherScheme, ToThisComputer};
        let cases: [(&str, &str, Result<&str, RedirectRefusal>); 10] = [
            ("https://a.example/x", "/y", Ok("https://a.example/y")),
            ("https://a.example/x", "https://b.example/#there", Ok("https://b.example/")),
            ("http://localhost:1/x", "https://b.example/", Ok("https://b.example/")),
            ("http://localhost:1/x", "http://127.0.0.1:2/", Ok("http://127.0.0.1:2/")),
            ("http://localhost:1/x", "http://b.example/", Err(NotHttps)),
            ("https://a.example/x", "http://a.example/x", Err(Downgrade)),
            ("https://a.example/x", "http://localhost:1/", Err(ToThisComputer)),
            ("https://a.example/x", "https://127.0.0.1:8443/", Err(ToThisComputer)),
            ("https://a.example/x", "file:///etc/passwd", Err(OtherScheme)),
            ("https://a.example/x", "https://", Err(NotAUrl)),
        ];
        for (from, to, wanted) in cases {
            let got = follow(&from.parse().expect("a URL"), to);
            match (got, wanted) {
                (Ok(url), Ok(wanted)) => assert_eq!(url.as_str(), wanted),
                (Err(FetchError::RedirectRefused { reason, .. }), Err(wanted)) => {
                    assert_eq!(reason, wanted, "{to}")
                }
                (got, wanted) => panic!("{from} to {to}: {got:?}, not {wanted:?}"),
            }
        }
    }
}
