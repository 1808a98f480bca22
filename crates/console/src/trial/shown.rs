//! Where the sign-in window stands, and what the page there means.

use chrono::{DateTime, Utc};
use lintel_oidc::{
    Finding,
    sign_in::{
        EMBEDDED_WINDOW_REFUSED, PAGE_BLANK,
        said::{self, Asked, Heard, Place},
    },
    trace::ShownPage,
};
use url::Url;

use super::window::{Page, same_place};

/// So many characters of a page stand for what it said.
const EVIDENCE: usize = 300;

#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub page: ShownPage,
    /// Why nobody comes back from there, where the page says so.
    pub said: Option<Finding>,
}

impl Shown {
    /// `asked` is who is asked there with which values; none of a page whose sentences are told elsewhere.
    pub(super) fn of(page: &Page, asked: Option<&Asked>, read_at: DateTime<Utc>) -> Shown {
        let Page { url, status, title, text } = page;
        let (title, text) = (title.as_deref(), text.as_deref());
        let mut page = ShownPage::new(url, *status, title, text, read_at);
        // Who came back to the callback was not stopped by the provider: what the answer lacks is told as that.
        let came_back = |asked: &Asked| Url::parse(&asked.callback).is_ok_and(|callback| same_place(&callback, url));
        let said = asked.filter(|asked| !came_back(asked)).and_then(|asked| {
            let finding = said::page(&said::Shown { address: url, status: *status, title, text }, asked)?;
            let words = text.and_then(|text| {
                let heard = Heard { place: Place::Page, status: *status, error: None, text };
                said::meaning(&heard, asked.vendor).map(|meaning| meaning.words)
            });
            let whole = page.text.as_deref().unwrap_or_default();
            let wanted = [words.as_deref().unwrap_or_default(), &asked.client_id, &asked.callback];
            page.marks = wanted.into_iter().filter_map(|wanted| found(whole, wanted)).map(str::to_owned).collect();
            // The page stands beside it, whole.
            let evidence = page.marks.first().and_then(|mark| whole.lines().find(|line| line.contains(mark.as_str())));
            Some(match evidence.or(page.title.as_deref()) {
                Some(evidence) => finding.got(evidence.chars().take(EVIDENCE).collect::<String>()),
                None => finding,
            })
        });
        Shown { page, said }
    }

    /// While the test runs.
    pub(super) fn told(&self) -> String {
        match self.refusal() {
            Some(finding) => format!("It shows {}. {}", self.page.named(), finding.message),
            None => format!("It shows {}.", self.page.named()),
        }
    }

    /// Why nobody comes back from there, where that is sure: a page that is blank may not be there yet.
    pub(super) fn refusal(&self) -> Option<&Finding> {
        self.said.as_ref().filter(|finding| finding.code != PAGE_BLANK.code)
    }

    pub(super) fn refuses_this_window(&self) -> bool {
        self.said.as_ref().is_some_and(|finding| finding.code == EMBEDDED_WINDOW_REFUSED.code)
    }

    /// The same page as it was read before, whenever that was.
    pub(super) fn is(&self, other: &Shown) -> bool {
        self.page == ShownPage { read_at: self.page.read_at, ..other.page.clone() }
    }
}

/// Where it is written, in whichever case.
fn found<'a>(text: &'a str, wanted: &str) -> Option<&'a str> {
    let plain = |character: char| if character == '’' { '\'' } else { character.to_ascii_lowercase() };
    let wanted: Vec<char> = wanted.chars().map(plain).collect();
    if wanted.is_empty() {
        return None;
    }
    text.char_indices().find_map(|(begin, _)| {
        let mut rest = text[begin..].char_indices();
        let mut end = begin;
        for wanted in &wanted {
            let (at, character) = rest.next().filter(|(_, character)| plain(*character) == *wanted)?;
            end = begin + at + character.len_utf8();
        }
        Some(&text[begin..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_are_written() {
        assert_eq!(found("Oh: AADSTS700016, can’t", "aadsts700016"), Some("AADSTS700016"));
        assert_eq!(found("You CAN’T, é", "can't"), Some("CAN’T"));
        assert_eq!(found("é", "è"), None);
        assert_eq!(found("anything", ""), None);
    }
}
