//! What changed since a plan was made.

use super::{
    item::Item,
    plan::{Plan, Planned},
};
use crate::{
    change::{lines::labels, merge::changes},
    view::{MovedSide, Problem},
};

type Fingerprint = fn(&Planned) -> &String;

pub(super) fn moved_meanwhile(item: &Item, what: &[String]) -> Problem {
    let what = if what.is_empty() { "its applications or SCIM".to_owned() } else { what.join(", ") };
    Problem::new("transfer-moved", format!("{} was changed elsewhere since the plan was made: {what}.", item.name))
        .remedy("Nothing of that was overwritten. Plan again.")
}

/// Where the sides are another way than they were planned for.
pub(super) fn moved(plan: &Plan, again: &Plan) -> Vec<MovedSide> {
    let mut moved = Vec::new();
    if plan.source.fingerprint == again.source.fingerprint && plan.target.fingerprint == again.target.fingerprint {
        return moved;
    }
    for before in &plan.connections {
        let name = &before.told.name;
        let after = again.connections.iter().find(|after| after.told.name == *name);
        let sides: [(bool, Fingerprint); 2] =
            [(false, |one| &one.told.source_fingerprint), (true, |one| &one.told.target_fingerprint)];
        for (in_target, fingerprint) in sides {
            if after.is_some_and(|after| fingerprint(before) == fingerprint(after)) {
                continue;
            }
            let items = before.item.as_ref().zip(after.and_then(|after| after.item.as_ref()));
            let what = items.map(|(one, other)| match in_target {
                true => labels(&changes(&one.before.document, &other.before.document)),
                false => labels(&changes(&one.wanted.document, &other.wanted.document)),
            });
            moved.push(MovedSide { connection: name.clone(), in_target, what: what.unwrap_or_default() });
        }
    }
    let is_new = |one: &&Planned| !plan.connections.iter().any(|known| known.told.name == one.told.name);
    let added = again.connections.iter().filter(is_new);
    moved.extend(added.map(|one| MovedSide { connection: one.told.name.clone(), in_target: false, what: Vec::new() }));
    moved
}
