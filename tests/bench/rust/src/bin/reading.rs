//! Reads every connection of a tenant through the client: `reading URL COUNT`. Its work is `whole`, or `claims`, which takes of each what
//! home realm discovery does.

use std::{env, error::Error, time::Duration};

use lintel_bench::{answer, timed};
use lintel_management::{Client, ClientError, Connection, Credentials};
use lintel_oidc::Clock;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::runtime::Runtime;
use url::Url;

#[derive(Deserialize)]
struct Claim {
    id: String,
    name: String,
    options: Claimed,
}

#[derive(Deserialize)]
struct Claimed {
    domain_aliases: Option<Value>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options: Vec<String> = env::args().skip(1).collect();
    let [url, count] = &options[..] else { return Err("URL COUNT were expected".into()) };
    let (url, count): (Url, usize) = (url.parse()?, count.parse()?);
    let hour = (Clock::system().now() + Duration::from_secs(3600)).into();
    let tenant = Tenant {
        runtime: Runtime::new()?,
        client: Client::new(url, Credentials::token("bench", "token", Vec::new(), hour))?,
        count,
    };
    answer(|work, calls| match work {
        "claims" => timed(calls, || {
            tenant
                .read(|one: &Claim| !one.id.is_empty() && !one.name.is_empty() && one.options.domain_aliases.is_some())
        }),
        _ => timed(calls, || {
            tenant
                .read(|one: &Connection| one.options.as_ref().is_some_and(|options| options.oidc_metadata().is_some()))
        }),
    })?;
    Ok(())
}

struct Tenant {
    runtime: Runtime,
    client: Client,
    count: usize,
}

impl Tenant {
    fn read<T: DeserializeOwned + Send + 'static>(&self, is_there: impl Fn(&T) -> bool) {
        let read: Result<Vec<T>, ClientError> = self.runtime.block_on(self.client.list_connections(Some("oidc")));
        let read = read.unwrap_or_else(|error| panic!("the list was not read: {error}"));
        assert_eq!(read.iter().filter(|one| is_there(one)).count(), self.count);
    }
}
