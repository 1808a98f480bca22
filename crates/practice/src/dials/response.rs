use super::fault::{
    Change::{Mode, Response},
    Fault, Group, ResponseMode,
};

pub(super) const GROUP: Group = Group {
    title: "The way back",
    faults: &[
        Fault {
            name: "state-wrong",
            title: "Another state",
            description: "The response carries a state that nobody sent, as an answer to another window.",
            changes: &[Response(|parameters| {
                for (name, value) in parameters {
                    if *name == "state" {
                        *value = "another-state".to_owned();
                    }
                }
            })],
        },
        Fault {
            name: "state-missing",
            title: "No state",
            description: "The response leaves the state out.",
            changes: &[Response(|parameters| parameters.retain(|(name, _)| *name != "state"))],
        },
        Fault {
            name: "response-issuer-foreign",
            title: "Response from another issuer",
            description: "iss of the response names another authorization server.",
            changes: &[Response(|parameters| {
                for (name, value) in parameters {
                    if *name == "iss" {
                        *value = "https://other.example".to_owned();
                    }
                }
            })],
        },
        Fault {
            name: "response-issuer-missing",
            title: "Response without the promised issuer",
            description: "The metadata promises iss in every response, and it is not there.",
            changes: &[Response(|parameters| parameters.retain(|(name, _)| *name != "iss"))],
        },
        Fault {
            name: "nothing-comes-back",
            title: "Neither code nor ID token",
            description: "The response says who sent it and to which request, and nothing else.",
            changes: &[Response(|parameters| parameters.retain(|(name, _)| !matches!(*name, "code" | "id_token")))],
        },
        Fault {
            name: "parameter-twice",
            title: "State comes twice",
            description: "The response carries the same parameter two times, as behind a proxy that adds what is there.",
            changes: &[Response(|parameters| {
                let again = parameters.iter().find(|(name, _)| *name == "state").cloned();
                parameters.extend(again);
            })],
        },
        Fault {
            name: "answers-in-fragment",
            title: "Answer behind the #",
            description: "The provider answers in the fragment of the address, which no browser sends to a server.",
            changes: &[Mode(ResponseMode::Fragment)],
        },
        Fault {
            name: "answers-in-query",
            title: "ID token in the address",
            description: "The provider sends the ID token in the query, although Front Channel asks for a form.",
            changes: &[Mode(ResponseMode::Query)],
        },
    ],
};
