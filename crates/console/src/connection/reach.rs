//! Whom a change of a connection concerns: what is known of it by a few calls, and what is not, and why.

use chrono::TimeDelta;

use crate::{
    Console,
    activity::{
        READ_LOGS,
        query::{any, term},
    },
    view::{ConnectionReach, Counted, Problem, ReachedApplications, UserSearch},
};

/// Of the applications, as many are called by name.
const NAMED: usize = 5;
const DAYS: i64 = 7;
/// A login that led to a session, as Auth0 documents its types.
const LOGGED_IN: [&str; 2] = ["s", "ssa"];

impl Console {
    /// Three questions at once, none of which reads a list to its end but that of the applications. Cancelled through its ticket.
    pub async fn connection_reach(&self, ticket: &str, id: &str) -> Result<ConnectionReach, Problem> {
        self.common.tickets.run(ticket, self.reach(id)).await?
    }

    async fn reach(&self, id: &str) -> Result<ConnectionReach, Problem> {
        let name = self.read(id).await?.name;
        let search = UserSearch { text: String::new(), connection: Some(name) };
        let people = async { self.find_users(&search, 0).await.map(|found| found.total) };
        let (people, logins, applications) = tokio::join!(people, self.logins_of(id), self.reached(id));
        Ok(ConnectionReach { people: counted(people, "read:users"), logins: counted(logins, READ_LOGS), applications })
    }

    /// The logins of the last days, however many a page of the log shows.
    async fn logins_of(&self, id: &str) -> Result<u32, Problem> {
        let since = self.common.world.clock.now() - TimeDelta::days(DAYS);
        let query = [
            any(LOGGED_IN.into_iter().map(|kind| term("type", kind))),
            any(["connection_id", "details.connection_id"].into_iter().map(|field| term(field, id))),
            format!("date:[{} TO *]", since.format("%Y-%m-%dT%H:%M:%SZ")),
        ];
        let found = self.client.find_logs(&query.join(" AND "), 0).await?;
        Ok(u32::try_from(found.total).unwrap_or(u32::MAX))
    }

    async fn reached(&self, id: &str) -> ReachedApplications {
        let enabled = self.client.connection_clients(id).await.map_err(Problem::from);
        let mut named = Vec::new();
        for client_id in enabled.iter().flatten().take(NAMED) {
            // One whose name is not known is counted all the same.
            let application = self.client.client(client_id).await;
            named.push(application.map_or_else(|_| client_id.clone(), |application| application.name));
        }
        let count = enabled.map(|enabled| u32::try_from(enabled.len()).unwrap_or(u32::MAX));
        ReachedApplications { count: counted(count, "read:connections"), named }
    }
}

fn counted(count: Result<u32, Problem>, scope: &str) -> Counted {
    match count {
        Ok(count) => Counted::Known { count },
        Err(problem) if problem.code == "insufficient_scope" => {
            Counted::Unknown { why: format!("the credentials lack {scope}") }
        }
        Err(problem) => {
            let why = problem.message.trim_end_matches('.').to_owned();
            Counted::Unknown { why: format!("it could not be read: {why}") }
        }
    }
}
