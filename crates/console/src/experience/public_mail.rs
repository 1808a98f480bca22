//! Mail services at which anybody can have an address.

/// The best known ones; a domain that is not here may be one as well.
pub(crate) fn is_public_mail(domain: &str) -> bool {
    DOMAINS.binary_search(&domain).is_ok()
}

/// Sorted.
const DOMAINS: [&str; 44] = [
    "126.com",
    "163.com",
    "aol.com",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "laposte.net",
    "libero.it",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "tutanota.com",
    "web.de",
    "yahoo.co.jp",
    "yahoo.com",
    "yandex.ru",
    "zoho.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_services_are_found_and_companies_are_not() {
        assert!(DOMAINS.is_sorted());
        for (domain, public) in [("gmail.com", true), ("outlook.com", true), ("contoso.com", false), ("", false)] {
            assert_eq!(is_public_mail(domain), public, "{domain}");
        }
    }
}
