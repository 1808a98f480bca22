//! The connections of the target, and which of them stands for one of the source.

use std::collections::HashMap;

use lintel_as_code::ConnectionDocument;
use lintel_management::Connection;

use super::pairing::Pairing;
use crate::{
    Console,
    console::STRATEGY,
    view::{Found, NamedTarget, PairTarget, Problem, QuestionKind, TransferQuestion, ValueShape},
};

#[derive(Debug, Default)]
pub(super) struct Index {
    by_name: HashMap<String, Known>,
    name_of: HashMap<String, String>,
}

#[derive(Debug)]
struct Known {
    id: String,
    strategy: String,
    provider: Option<(String, String)>,
    domains: Vec<String>,
}

pub(super) enum Match {
    Existing { id: String, name: String, found: Found },
    New,
    LeftOut,
    Asked(TransferQuestion),
}

impl Console {
    pub(super) async fn index(&self) -> Result<Index, Problem> {
        let mut index = Index::default();
        // Names are unique over all strategies.
        for connection in self.client.list_connections::<Connection>(None).await? {
            index.add(connection);
        }
        Ok(index)
    }
}

impl Index {
    fn add(&mut self, connection: Connection) {
        let options = connection.options.unwrap_or_default();
        let known = Known {
            provider: options.discovery_url().zip(options.client_id()).map(|(url, id)| (url.to_owned(), id.to_owned())),
            domains: lintel_management::texts(&options.0, "domain_aliases").map(str::to_lowercase).collect(),
            id: connection.id,
            strategy: connection.strategy,
        };
        self.name_of.insert(known.id.clone(), connection.name.clone());
        self.by_name.insert(connection.name, known);
    }

    /// The first that holds: what was chosen, what is remembered, the same name; another with the same provider and client is offered.
    pub(super) fn matched(
        &self,
        document: &ConnectionDocument,
        chosen: Option<&PairTarget>,
        remembered: &Pairing,
    ) -> Match {
        let name = &document.name;
        let there = |id: &str, found| {
            let name = self.name_of.get(id)?;
            Some(Match::Existing { id: id.to_owned(), name: name.clone(), found })
        };
        match chosen {
            Some(PairTarget::LeftOut) => return Match::LeftOut,
            Some(PairTarget::Connection(id)) => {
                return there(id, Found::Chosen).unwrap_or_else(|| gone(name, id));
            }
            Some(PairTarget::New) if self.by_name.contains_key(name) => return Match::Asked(taken(name)),
            Some(PairTarget::New) => return Match::New,
            None => {}
        }
        if let Some(id) = remembered.connections.get(name) {
            return there(id, Found::Remembered).unwrap_or_else(|| gone(name, id));
        }
        if let Some(known) = self.by_name.get(name) {
            return match known.strategy.as_str() {
                STRATEGY => Match::Existing { id: known.id.clone(), name: name.clone(), found: Found::ByName },
                other => Match::Asked(another_strategy(name, other)),
            };
        }
        let options = document.members.get("options");
        let text = |member: &str| options?.get(member)?.as_str().map(str::to_owned);
        let provider = text("discovery_url").zip(text("client_id"));
        let alike = self.by_name.iter().filter(|(_, known)| provider.is_some() && known.provider == provider);
        let candidates: Vec<NamedTarget> =
            alike.map(|(name, known)| NamedTarget { id: known.id.clone(), name: name.clone() }).collect();
        if candidates.is_empty() { Match::New } else { Match::Asked(alike_question(name, candidates)) }
    }

    /// Other connections that have one of the domains.
    pub(super) fn with_domains(&self, id: Option<&str>, domains: &[String]) -> Vec<(String, String)> {
        let others = self.by_name.iter().filter(|(_, known)| Some(known.id.as_str()) != id);
        others
            .flat_map(|(name, known)| {
                let shared = domains.iter().filter(|domain| known.domains.contains(&domain.to_lowercase()));
                shared.map(|domain| (domain.clone(), name.clone()))
            })
            .collect()
    }
}

fn gone(name: &str, id: &str) -> Match {
    Match::Asked(TransferQuestion {
        kind: QuestionKind::Pair,
        about: name.to_owned(),
        message: format!("{name} was paired with the connection {id}, which the target has no more."),
        remedy: "Choose another connection, have it created anew, or leave it out.".to_owned(),
        candidates: Vec::new(),
        shape: ValueShape::Text,
    })
}

fn taken(name: &str) -> TransferQuestion {
    TransferQuestion {
        kind: QuestionKind::Pair,
        about: name.to_owned(),
        message: format!("{name} is to be created, and the target has a connection of that name already."),
        remedy: "Choose that connection, or leave it out. Names are unique in a tenant and part of every user ID."
            .to_owned(),
        candidates: Vec::new(),
        shape: ValueShape::Text,
    }
}

fn another_strategy(name: &str, strategy: &str) -> TransferQuestion {
    TransferQuestion {
        kind: QuestionKind::Strategy,
        about: name.to_owned(),
        message: format!("The target has a connection named {name} of another kind: {strategy}."),
        remedy: "Leave it out, or pair it with another connection. Names are unique in a tenant.".to_owned(),
        candidates: Vec::new(),
        shape: ValueShape::Text,
    }
}

fn alike_question(name: &str, candidates: Vec<NamedTarget>) -> TransferQuestion {
    let names: Vec<&str> = candidates.iter().map(|one| one.name.as_str()).collect();
    TransferQuestion {
        kind: QuestionKind::Pair,
        about: name.to_owned(),
        message: format!(
            "The target has no connection {name}, but {} with the same provider and client ID.",
            names.join(", ")
        ),
        remedy:
            "Choose it, or have another one created. User IDs carry the connection’s name, so people of the one are \
                 not people of the other."
                .to_owned(),
        candidates,
        shape: ValueShape::Text,
    }
}
