//! Requests as snippets, in the languages of the guide and for Auth0's own command line. Each runs as it is once its placeholders are filled
//! in, sends the body to the letter, and fails where the tenant refuses.
//!
//! The body is one JSON text in the literal of the language that has the fewest rules; nothing is rebuilt in the language's own terms, so
//! nothing is lost on the way.

mod auth0_cli;
mod call;
mod csharp;
mod curl;
mod go;
mod java;
mod language;
mod literal;
mod names;
mod node;
mod objective_c;
mod php;
mod python;
mod ruby;
mod swift;

use lintel_management::Request;

use call::Call;
pub use language::Language;
pub use names::{CONNECTION_ID, DOMAIN, Names, TOKEN};

/// One request and what it does.
#[derive(Debug, Clone)]
pub struct Step {
    /// As it is to be shown: [`Request::without_secrets`] puts placeholders for secrets.
    pub request: Request,
    /// One line in plain words: `Enables 2 applications.`
    pub says: String,
}

/// One program for each step, complete, in their order. Several are numbered, and where one needs an ID from the answer to an earlier one, a
/// line says so.
pub fn programs(language: Language, steps: &[Step], names: &Names) -> Vec<String> {
    let write = match language {
        Language::Auth0Cli => auth0_cli::write,
        Language::Curl => curl::write,
        Language::CSharp => csharp::write,
        Language::Go => go::write,
        Language::Java => java::write,
        Language::Node => node::write,
        Language::ObjectiveC => objective_c::write,
        Language::Php => php::write,
        Language::Python => python::write,
        Language::Ruby => ruby::write,
        Language::Swift => swift::write,
    };
    let mut creation = None;
    let mut programs = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        let call = Call::new(&step.request, names);
        let mut comments = vec![match steps.len() {
            1 => step.says.clone(),
            count => format!("{} of {count}. {}", index + 1, step.says),
        }];
        if let Some(number) = creation.filter(|_| call.names(CONNECTION_ID)) {
            comments.push(format!("{CONNECTION_ID} is the \"id\" in the answer to {number}."));
        }
        if step.request.creates_connection() {
            creation = Some(index + 1);
        }
        programs.push(write(&call, &literal::comments(&comments, language.comment())));
    }
    programs
}

/// All [`programs`] as one text, a blank line between two.
pub fn emit(language: Language, steps: &[Step], names: &Names) -> String {
    programs(language, steps, names).join("\n")
}
