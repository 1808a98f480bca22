//! Reads every connection of a tenant through the client: `reading URL COUNT`. Its work is `read`.

use std::{env, error::Error, time::SystemTime};

use lintel_bench::{answer, timed};
use lintel_management::{Client, Credentials};
use tokio::runtime::Runtime;
use url::Url;

fn main() -> Result<(), Box<dyn Error>> {
    let options: Vec<String> = env::args().skip(1).collect();
    let [url, count] = &options[..] else { return Err("URL COUNT were expected".into()) };
    let (url, count): (Url, usize) = (url.parse()?, count.parse()?);
    let runtime = Runtime::new()?;
    let hour = SystemTime::now() + std::time::Duration::from_secs(3600);
    let client = Client::new(url, Credentials::token("bench", "token", Vec::new(), hour))?;
    let read = || {
        let listed = runtime.block_on(client.list_connections(Some("oidc")));
        let listed = listed.unwrap_or_else(|error| panic!("the list was not read: {error}"));
        assert_eq!(listed.len(), count);
        assert!(listed.iter().all(|one| one.options.as_ref().is_some_and(|options| options.oidc_metadata().is_some())));
    };
    answer(|_, calls| timed(calls, read))?;
    Ok(())
}
