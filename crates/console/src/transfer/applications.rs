//! Which application of the target stands for one of the source. One that is not there, or there twice, is asked for and never guessed.

use lintel_as_code::NamedApplication;
use lintel_management::Application;

use super::pairing::Pairing;
use crate::{
    application::switches::is_interactive,
    view::{ApplicationChoice, Found, NamedTarget, PlannedApplication, QuestionKind, TransferQuestion, ValueShape},
};

/// `foreign`: a client ID of the source says nothing in the target.
pub(super) fn resolved(
    application: &NamedApplication,
    there: &[Application],
    chosen: &[ApplicationChoice],
    remembered: &Pairing,
    foreign: bool,
) -> (PlannedApplication, Option<TransferQuestion>) {
    let (id, name) = (application.client_id.as_deref(), application.name.as_deref());
    let source = id.or(name).unwrap_or_default();
    let known = |wanted: &str| [id, name].contains(&Some(wanted));
    let by_id = |client_id: &str| there.iter().find(|one| one.client_id == client_id);
    let mut planned = PlannedApplication {
        source: source.to_owned(),
        name: name.unwrap_or(source).to_owned(),
        target: None,
        found: None,
        on: false,
        left_out: false,
    };
    let said =
        chosen.iter().find(|choice| known(&choice.source)).map(|choice| (choice.target.as_deref(), Found::Chosen));
    let said = said.or_else(|| {
        let kept = [id, name].into_iter().flatten().find_map(|source| remembered.applications.get(source))?;
        Some((kept.as_deref(), Found::Remembered))
    });
    let asked = |message: String, candidates| TransferQuestion {
        kind: QuestionKind::Application,
        about: source.to_owned(),
        message,
        remedy: "Choose an application of the target, leave this one out, or create it there first.".to_owned(),
        candidates,
        shape: ValueShape::Text,
    };
    let shown = planned.name.clone();
    let (found, how) = match said {
        Some((None, _)) => {
            planned.left_out = true;
            return (planned, None);
        }
        Some((Some(client_id), how)) => match by_id(client_id) {
            Some(found) => (found, how),
            None => {
                let message =
                    format!("{shown} was paired with the application {client_id}, which the target has no more.");
                return (planned, Some(asked(message, Vec::new())));
            }
        },
        None => match id.filter(|_| !foreign).and_then(by_id) {
            Some(found) => (found, Found::ById),
            None => {
                let named: Vec<&Application> = there.iter().filter(|one| name == Some(one.name.as_str())).collect();
                match named[..] {
                    [one] => (one, Found::ByName),
                    [] => return (planned, Some(asked(format!("The target has no application {shown}."), Vec::new()))),
                    _ => {
                        let message = format!("The target has {} applications named {shown}.", named.len());
                        return (planned, Some(asked(message, named.iter().map(|one| target(one)).collect())));
                    }
                }
            }
        },
    };
    planned.target = Some(target(found));
    planned.found = Some(how);
    let question = (!is_interactive(found)).then(|| {
        asked(format!("Nobody signs in to {}: it is a machine-to-machine application.", found.name), Vec::new())
    });
    (planned, question)
}

fn target(application: &Application) -> NamedTarget {
    NamedTarget { id: application.client_id.clone(), name: application.name.clone() }
}
