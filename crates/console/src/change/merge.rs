//! Three versions of one JSON object: as it was loaded, as a person made it, and as it is now.

use serde_json::{Map, Value};

use crate::field::{Change, Path, upstream_params};

/// A member that both sides changed, each to something else.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Conflict {
    pub(super) path: Path,
    pub(super) loaded: Option<Value>,
    pub(super) edited: Option<Value>,
    pub(super) current: Option<Value>,
}

/// Every member in which `after` differs from `before`, in the order of `before`, then of `after`.
pub(crate) fn changes(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Change> {
    let mut found = Vec::new();
    compare(before, after, &mut Vec::new(), &mut found);
    found
}

/// `current` with what changed from `loaded` to `edited`. Where both sides changed a member, `mine` decides for its path: the edit
/// where it says true, what is there now where it says false; without a word the member is a conflict and stays as it is now.
pub(super) fn merge(
    loaded: &Map<String, Value>,
    edited: &Map<String, Value>,
    current: &Map<String, Value>,
    mine: impl Fn(&[String]) -> Option<bool>,
) -> (Map<String, Value>, Vec<Conflict>) {
    let mut merging = Merging { mine, path: Vec::new(), conflicts: Vec::new() };
    let merged = merging.objects(Some(loaded), edited, current);
    (merged, merging.conflicts)
}

/// The member at this path.
pub(crate) fn at<'a>(members: &'a Map<String, Value>, path: &[String]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    match (members.get(first), rest) {
        (found, []) => found,
        (Some(Value::Object(inner)), rest) => at(inner, rest),
        _ => None,
    }
}

/// Makes the member at this path what is given, or takes it out. Where something else stands in the way nothing happens.
pub(crate) fn set(members: &mut Map<String, Value>, path: &[String], value: Option<&Value>) {
    let Some((first, rest)) = path.split_first() else { return };
    match (rest, value) {
        ([], Some(value)) => drop(members.insert(first.clone(), value.clone())),
        ([], None) => drop(members.shift_remove(first)),
        (rest, value) => {
            if value.is_some() {
                members.entry(first).or_insert_with(|| Map::new().into());
            }
            if let Some(Value::Object(inner)) = members.get_mut(first) {
                set(inner, rest, value);
            }
        }
    }
}

fn compare(before: &Map<String, Value>, after: &Map<String, Value>, path: &mut Path, found: &mut Vec<Change>) {
    for name in names(before, after) {
        path.push(name.clone());
        match (before.get(name), after.get(name)) {
            (Some(Value::Object(before)), Some(Value::Object(after))) if !is_one_thing(path) => {
                compare(before, after, path, found);
            }
            (before, after) if before == after => {}
            (before, after) => {
                found.push(Change { path: path.clone(), before: before.cloned(), after: after.cloned() });
            }
        }
        path.pop();
    }
}

struct Merging<F> {
    mine: F,
    path: Path,
    conflicts: Vec<Conflict>,
}

impl<F: Fn(&[String]) -> Option<bool>> Merging<F> {
    fn objects(
        &mut self,
        loaded: Option<&Map<String, Value>>,
        edited: &Map<String, Value>,
        current: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut merged = Map::new();
        for name in names(current, edited) {
            self.path.push(name.clone());
            let member = self.member(loaded.and_then(|loaded| loaded.get(name)), edited.get(name), current.get(name));
            self.path.pop();
            if let Some(member) = member {
                merged.insert(name.clone(), member);
            }
        }
        merged
    }

    fn member(&mut self, loaded: Option<&Value>, edited: Option<&Value>, current: Option<&Value>) -> Option<Value> {
        if edited == loaded {
            return current.cloned();
        }
        if current == loaded || current == edited {
            return edited.cloned();
        }
        if let (Some(Value::Object(edited)), Some(Value::Object(current)), false) =
            (edited, current, is_one_thing(&self.path))
        {
            return Some(Value::Object(self.objects(loaded.and_then(Value::as_object), edited, current)));
        }
        match (self.mine)(&self.path) {
            Some(true) => edited.cloned(),
            Some(false) => current.cloned(),
            None => {
                self.conflicts.push(Conflict {
                    path: self.path.clone(),
                    loaded: loaded.cloned(),
                    edited: edited.cloned(),
                    current: current.cloned(),
                });
                current.cloned()
            }
        }
    }
}

/// An upstream parameter is either a value or an alias: half of one and half of the other would be none.
fn is_one_thing(path: &[String]) -> bool {
    matches!(path, [options, member, _] if options == "options" && member == upstream_params::MEMBER)
}

fn names<'a>(first: &'a Map<String, Value>, second: &'a Map<String, Value>) -> impl Iterator<Item = &'a String> {
    first.keys().chain(second.keys().filter(|name| !first.contains_key(*name)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(members) => members,
            other => panic!("{other} is no object"),
        }
    }

    fn undecided(_: &[String]) -> Option<bool> {
        None
    }

    #[test]
    fn both_sides_keep_what_only_they_changed() {
        let loaded = object(json!({ "a": 1, "s": { "x": 1, "y": 1 }, "gone": 1 }));
        let edited = object(json!({ "a": 2, "s": { "x": 2, "y": 1 }, "gone": 1 }));
        let current = object(json!({ "a": 1, "s": { "x": 1, "y": 3, "new": true } }));
        let (merged, conflicts) = merge(&loaded, &edited, &current, undecided);
        assert_eq!(Value::Object(merged), json!({ "a": 2, "s": { "x": 2, "y": 3, "new": true } }));
        assert_eq!(conflicts, []);
    }

    #[test]
    fn a_member_that_both_changed_is_a_conflict_until_somebody_decides() {
        let loaded = object(json!({ "s": { "pkce": "auto" } }));
        let edited = object(json!({ "s": { "pkce": "S256" } }));
        let current = object(json!({ "s": { "pkce": "disabled" } }));
        let (merged, conflicts) = merge(&loaded, &edited, &current, undecided);
        assert_eq!(merged, current);
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].path, ["s", "pkce"]);
        for (mine, wanted) in [(true, &edited), (false, &current)] {
            let (merged, conflicts) = merge(&loaded, &edited, &current, |_| Some(mine));
            assert_eq!((&merged, conflicts.len()), (wanted, 0));
        }
    }

    #[test]
    fn the_same_edit_on_both_sides_is_none() {
        let loaded = object(json!({ "a": [1] }));
        let edited = object(json!({ "a": [1, 2] }));
        assert_eq!(merge(&loaded, &edited, &edited, undecided), (edited.clone(), vec![]));
    }

    #[test]
    fn an_upstream_parameter_is_merged_as_one_thing() {
        let params = |entries: Value| object(json!({ "options": { "upstream_params": entries } }));
        let loaded = params(json!({ "hint": { "alias": "login_hint" }, "other": { "value": "a" } }));
        let edited = params(json!({ "hint": { "value": "ada" }, "other": { "value": "a" } }));
        let current = params(json!({ "hint": { "alias": "prompt" }, "other": { "value": "b" } }));
        assert_eq!(changes(&loaded, &edited).len(), 1);
        let (merged, conflicts) = merge(&loaded, &edited, &current, undecided);
        assert_eq!(merged, current);
        assert_eq!(
            conflicts.iter().map(|one| one.path.join("/")).collect::<Vec<_>>(),
            ["options/upstream_params/hint"]
        );
        let (mine, _) = merge(&loaded, &edited, &current, |_| Some(true));
        assert_eq!(mine, params(json!({ "hint": { "value": "ada" }, "other": { "value": "b" } })));
    }

    fn any_object() -> impl Strategy<Value = Map<String, Value>> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (0..4).prop_map(Value::from),
            "[a-c]{0,2}".prop_map(Value::from)
        ];
        let value = leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec(("[a-e]", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        });
        prop::collection::vec(("[a-e]", value), 0..5).prop_map(|members| members.into_iter().collect())
    }

    mod properties {
        use super::*;
        use crate::hold::hold;

        /// What the tenant holds afterwards differs from before in the edited members and in no other, at any depth.
        #[test]
        fn a_merge_without_conflict_changes_exactly_what_was_edited() {
            hold(256, (any_object(), any_object(), any_object()), |(loaded, edited, current)| {
                let (merged, conflicts) = merge(&loaded, &edited, &current, undecided);
                let edits = changes(&loaded, &edited);
                for Change { path, .. } in changes(&current, &merged) {
                    let within = |edit: &Change| path.starts_with(&edit.path) || edit.path.starts_with(&path);
                    prop_assert!(edits.iter().any(within), "{path:?} was not edited");
                }
                if conflicts.is_empty() {
                    for edit in edits.iter().filter(|edit| !matches!(edit.after, Some(Value::Object(_)))) {
                        prop_assert_eq!(at(&merged, &edit.path), edit.after.as_ref(), "{:?}", edit.path);
                    }
                }
                Ok(())
            });
        }

        #[test]
        fn every_change_made_alone_after_the_other_brings_one_state_to_the_other() {
            hold(256, (any_object(), any_object()), |(before, after)| {
                let mut made = before.clone();
                for change in changes(&before, &after) {
                    set(&mut made, &change.path, change.after.as_ref());
                }
                prop_assert_eq!(made, after);
                Ok(())
            });
        }

        #[test]
        fn with_nothing_changed_meanwhile_the_merge_is_the_edit() {
            hold(256, (any_object(), any_object()), |(loaded, edited)| {
                let (merged, conflicts) = merge(&loaded, &edited, &loaded, undecided);
                prop_assert_eq!(merged, edited);
                prop_assert!(conflicts.is_empty());
                Ok(())
            });
        }
    }
}
