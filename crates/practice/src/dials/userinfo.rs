use serde_json::json;

use super::fault::{
    Answer,
    Change::{Userinfo, UserinfoSigned, Wire},
    Fault, Group,
    Wire::Instead,
    path::USERINFO,
};

pub(super) const GROUP: Group = Group {
    title: "Userinfo",
    faults: &[
        Fault {
            name: "userinfo-unauthorized",
            title: "Access token refused",
            description: "Userinfo answers 401: the access token is meant for something else.",
            changes: &[Wire(
                USERINFO,
                Instead(Answer {
                    status: 401,
                    media: "text/plain",
                    header: Some(("www-authenticate", "Bearer error=\"invalid_token\"")),
                    body: "",
                }),
            )],
        },
        Fault {
            name: "userinfo-forbidden",
            title: "Scope does not reach",
            description: "Userinfo answers 403: the access token lacks a scope.",
            changes: &[Wire(
                USERINFO,
                Instead(Answer {
                    status: 403,
                    media: "text/plain",
                    header: Some(("www-authenticate", "Bearer error=\"insufficient_scope\", scope=\"directory.read\"")),
                    body: "",
                }),
            )],
        },
        Fault {
            name: "userinfo-fails",
            title: "Userinfo fails",
            description: "Userinfo answers 500.",
            changes: &[Wire(USERINFO, Instead(Answer::FAILED))],
        },
        Fault {
            name: "userinfo-is-html",
            title: "A web page in place of userinfo",
            description: "Userinfo answers with a page.",
            changes: &[Wire(USERINFO, Instead(Answer::HTML))],
        },
        Fault {
            name: "userinfo-signed",
            title: "Userinfo is signed",
            description: "Userinfo comes as a signed token, and a connection reads plain JSON alone.",
            changes: &[UserinfoSigned],
        },
        Fault {
            name: "userinfo-other-person",
            title: "Userinfo of somebody else",
            description: "sub of userinfo is not that of the ID token.",
            changes: &[Userinfo(|claims| drop(claims.insert("sub".to_owned(), json!("somebody-else"))))],
        },
        Fault {
            name: "userinfo-bare",
            title: "Userinfo says who alone",
            description: "Userinfo holds sub and nothing else, as at AD FS.",
            changes: &[Userinfo(|claims| claims.retain(|name, _| name == "sub"))],
        },
    ],
};
