//! Checks providers as the program does: `providers URL COUNT AT_ONCE`. Its work is `check`, of all of them.

use std::{env, error::Error};

use futures_util::{StreamExt, stream};
use lintel_bench::{answer, timed};
use lintel_oidc::{Clock, discovery::check_provider, http::Fetcher};
use tokio::runtime::Runtime;

fn main() -> Result<(), Box<dyn Error>> {
    let options: Vec<String> = env::args().skip(1).collect();
    let [url, count, at_once] = &options[..] else { return Err("URL COUNT AT_ONCE were expected".into()) };
    let (count, at_once): (usize, usize) = (count.parse()?, at_once.parse()?);
    let runtime = Runtime::new()?;
    let (fetcher, clock) = (Fetcher::new()?, Clock::system());
    let all = async || {
        let checks = stream::iter(0..count).map(|number| {
            let (issuer, fetcher, now) = (format!("{url}/providers/{number}"), fetcher.clone(), clock.now());
            async move { tokio::spawn(async move { check_provider(&issuer, &fetcher, now).await }).await }
        });
        let reports: Vec<_> = checks.buffer_unordered(at_once).collect().await;
        let sound = reports.into_iter().flatten().filter_map(|report| report.found?.key_set);
        assert_eq!(sound.filter(|keys| keys.usable_keys() > 0).count(), count);
    };
    answer(|_, calls| timed(calls, || runtime.block_on(all())))?;
    Ok(())
}
