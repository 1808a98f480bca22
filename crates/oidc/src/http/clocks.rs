use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use url::Url;

/// What the `Date` of answers said of their servers' clocks. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Clocks(Arc<Mutex<Vec<ServerClock>>>);

/// The clock of one host beside this computer's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerClock {
    pub host: String,
    /// It is ahead by no less than this, and behind where that is negative.
    #[serde(with = "milliseconds")]
    least: TimeDelta,
    /// And by no more.
    #[serde(with = "milliseconds")]
    most: TimeDelta,
}

/// So many hosts are listened to. A sign-in asks four.
const HOSTS: usize = 16;

/// Two clocks so near are the same.
const SAME: TimeDelta = TimeDelta::seconds(2);

impl Clocks {
    /// What is known of the clock that answers at an address.
    pub fn of(&self, url: &Url) -> Option<ServerClock> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|clock| Some(clock.host.as_str()) == url.host_str()).cloned()
    }

    /// Takes an answer to a request that was `sent` and answered at these times of this computer.
    pub(super) fn hear(&self, url: &Url, headers: &HeaderMap, sent: DateTime<Utc>, answered: DateTime<Utc>) {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        // What a cache kept for a while has the time at which it was made.
        let kept = text(header::AGE).is_some_and(|age| age.trim() != "0");
        let date = text(header::DATE).and_then(|date| DateTime::parse_from_rfc2822(date).ok());
        let (Some(host), Some(date), false) = (url.host_str(), date, kept) else { return };
        let date = date.to_utc();
        // It was the second of `Date` there at some moment between the two.
        let heard =
            ServerClock { host: host.to_owned(), least: date - answered, most: date + TimeDelta::seconds(1) - sent };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match known.iter().position(|clock| clock.host == host) {
            Some(at) => known[at] = known[at].narrowed_by(heard),
            None if known.len() < HOSTS => known.push(heard),
            None => {}
        }
    }
}

impl ServerClock {
    /// How far it is ahead of this computer's; negative where it is behind.
    pub fn ahead(&self) -> TimeDelta {
        (self.least + self.most) / 2
    }

    /// Whether nothing but the measuring sets the two apart.
    pub fn agrees(&self) -> bool {
        self.least <= SAME && self.most >= -SAME
    }

    /// By how much the measuring may be wrong, both ways.
    pub fn give_or_take(&self) -> TimeDelta {
        (self.most - self.least) / 2
    }

    fn narrowed_by(&self, heard: ServerClock) -> ServerClock {
        let (least, most) = (self.least.max(heard.least), self.most.min(heard.most));
        // Where the two exclude each other a clock was set meanwhile, or another server answers: the newer one counts.
        if least > most { heard } else { ServerClock { least, most, ..heard } }
    }
}

mod milliseconds {
    use chrono::TimeDelta;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(span: &TimeDelta, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(span.num_milliseconds())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<TimeDelta, D::Error> {
        i64::deserialize(from).map(|ms| TimeDelta::try_milliseconds(ms).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_760_000_000 + seconds, 0).expect("a time")
    }

    fn answer(date: DateTime<Utc>, age: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::DATE, date.to_rfc2822().parse().expect("a date"));
        if let Some(age) = age {
            headers.insert(header::AGE, age.parse().expect("an age"));
        }
        headers
    }

    fn url(host: &str) -> Url {
        Url::parse(&format!("https://{host}/")).expect("a URL")
    }

    #[test]
    fn a_clock_is_measured_between_request_and_answer_and_more_answers_measure_better() {
        let (clocks, op) = (Clocks::default(), url("op.example"));
        clocks.hear(&op, &answer(at(602), None), at(0), at(4));
        let rough = clocks.of(&op).expect("a clock");
        assert_eq!((rough.least, rough.most), (TimeDelta::seconds(598), TimeDelta::seconds(603)));
        clocks.hear(&op, &answer(at(610), None), at(10), at(10));
        let better = clocks.of(&op).expect("a clock");
        assert_eq!((better.least, better.most), (TimeDelta::seconds(600), TimeDelta::seconds(601)));
        assert!(!better.agrees() && better.give_or_take() < TimeDelta::seconds(1));
        clocks.hear(&op, &answer(at(20), None), at(20), at(20));
        assert!(clocks.of(&op).expect("a clock").agrees(), "it was set meanwhile");
    }

    #[test]
    fn an_answer_from_a_cache_or_without_a_date_measures_nothing() {
        let clocks = Clocks::default();
        clocks.hear(&url("op.example"), &answer(at(0), Some("37")), at(40), at(40));
        clocks.hear(&url("op.example"), &HeaderMap::new(), at(40), at(40));
        assert_eq!(clocks.of(&url("op.example")), None);
        clocks.hear(&url("op.example"), &answer(at(40), Some("0")), at(40), at(40));
        assert!(clocks.of(&url("op.example")).is_some());
        for host in 0..100 {
            clocks.hear(&url(&format!("h{host}.example")), &answer(at(0), None), at(0), at(0));
        }
        assert_eq!(clocks.0.lock().expect("no panic").len(), HOSTS);
    }
}
