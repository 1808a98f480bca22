//! A filter over where values are kept, for whoever writes SQL.

use serde_json::{Value, json};

use super::{
    pairs::{Mapping, Slot, literal},
    profile::ProfilePath,
};
use crate::{
    Error, ScimType,
    filter::{Comparison, Filter, Literal, Operator},
    schema,
    schema::{Attribute, Target},
};

/// It answers as `Filter::matches` does on the users that the mapping renders.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    And(Vec<Query>),
    Or(Vec<Query>),
    Not(Box<Query>),
    /// No user: the filter asks for what the mapping keeps nowhere.
    Nothing,
    /// There is a value, and it compares so; `ne` too holds of what is there alone. Texts are compared as `leaf.key` has them.
    Compare {
        column: Column,
        operator: Operator,
        value: Literal,
        leaf: &'static Attribute,
    },
    Present(Column),
}

/// Where a value is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    Id,
    Created,
    LastModified,
    /// A whole array or object is kept at the path where `sub` names what in it is compared.
    Profile {
        path: ProfilePath,
        sub: Option<&'static Attribute>,
    },
}

/// A column; what is compared in it is the opposite where `inverted`.
struct Place {
    column: Column,
    inverted: bool,
}

impl Mapping {
    /// A filter of users over what this mapping keeps where.
    ///
    /// # Errors
    ///
    /// 400 `invalidFilter` for several conditions on one element of an attribute that is kept whole.
    pub fn query(&self, filter: &Filter) -> Result<Query, Error> {
        let all = |parts: &[Filter]| parts.iter().map(|part| self.query(part)).collect::<Result<_, _>>();
        Ok(match filter {
            Filter::And(parts) => Query::And(all(parts)?),
            Filter::Or(parts) => Query::Or(all(parts)?),
            Filter::Not(part) => Query::Not(Box::new(self.query(part)?)),
            Filter::Present(target) => match said(*target) {
                Some(resource) => constant(filter.matches(&resource)),
                None => present(self.places(*target)),
            },
            Filter::Compare(comparison) => match said(comparison.target) {
                Some(resource) => constant(filter.matches(&resource)),
                None => self.compare(comparison),
            },
            Filter::Any(target, filter) => self.any(*target, filter)?,
        })
    }

    fn compare(&self, comparison: &Comparison) -> Query {
        let mut places = self.places(comparison.target);
        let mut parts = Vec::new();
        // Of `emails.type eq "work"` the mapping itself knows the value, where there is an e-mail.
        for slot in self.of(comparison.target) {
            let Some(selector) = slot.selector.as_ref().filter(|it| Some(it.leaf()) == comparison.target.sub) else {
                continue;
            };
            let element = json!({ selector.leaf().name: literal(selector) });
            match comparison.value == Literal::Null {
                true => places.push(slot.place(None)),
                false if Filter::Compare(comparison.clone()).matches_element(&element) => {
                    parts.push(Query::Present(slot.place(None).column));
                }
                false => {}
            }
        }
        let some = || present(self.places_or_chosen(comparison.target));
        match (&comparison.value, comparison.operator) {
            (Literal::Null, Operator::Eq) => Query::Not(Box::new(present(places))),
            (Literal::Null, _) => present(places),
            (_, operator) => {
                parts.extend(places.into_iter().map(|place| compared(place, comparison)));
                if operator == Operator::Ne {
                    parts.push(Query::Not(Box::new(some())));
                }
                or(parts)
            }
        }
    }

    /// One element fulfils the filter. Slots with the same selector are one element.
    fn any(&self, target: Target, filter: &Filter) -> Result<Query, Error> {
        let mut parts = Vec::new();
        let mut seen: Vec<&Comparison> = Vec::new();
        for slot in self.of(target) {
            let Some(selector) = &slot.selector else {
                parts.push(whole(slot, filter)?);
                continue;
            };
            if seen.contains(&selector) {
                continue;
            }
            seen.push(selector);
            let slots: Vec<&Slot> = self.of(target).filter(|slot| slot.selector.as_ref() == Some(selector)).collect();
            let there = or(slots.iter().map(|slot| Query::Present(slot.place(None).column)).collect());
            parts.push(Query::And(vec![there, element(&slots, selector, filter)]));
        }
        Ok(or(parts))
    }

    fn of(&self, target: Target) -> impl Iterator<Item = &Slot> {
        let same = move |slot: &&Slot| slot.target.schema == target.schema && slot.target.attribute == target.attribute;
        self.slots.iter().filter(same)
    }

    fn places(&self, target: Target) -> Vec<Place> {
        let own = match target.attribute.name {
            "id" => Some(Column::Id),
            "meta" if target.sub.is_some_and(|sub| sub.name == "created") => Some(Column::Created),
            "meta" if target.sub.is_some_and(|sub| sub.name == "lastModified") => Some(Column::LastModified),
            _ => None,
        };
        let own = own.into_iter().map(|column| Place { column, inverted: false });
        own.chain(self.of(target).filter_map(|slot| slot.holds(target.sub))).collect()
    }

    /// Where there is an element at all that has this sub-attribute, be it one that a selector names.
    fn places_or_chosen(&self, target: Target) -> Vec<Place> {
        let chosen =
            self.of(target).filter(|slot| slot.selector.as_ref().is_some_and(|it| Some(it.leaf()) == target.sub));
        let mut places = self.places(target);
        places.extend(chosen.map(|slot| slot.place(None)));
        places
    }
}

impl Slot {
    /// Where this sub-attribute, or anything of the attribute, is kept by the slot.
    fn holds(&self, sub: Option<&'static Attribute>) -> Option<Place> {
        match (sub, self.target.sub) {
            (Some(sub), None) if self.is_reference() => (sub.name == "value").then(|| self.place(None)),
            (Some(sub), None) => Some(self.place(Some(sub))),
            (Some(sub), Some(own)) => (sub == own).then(|| self.place(None)),
            (None, _) => Some(self.place(None)),
        }
    }

    fn place(&self, sub: Option<&'static Attribute>) -> Place {
        Place { column: Column::Profile { path: self.profile.clone(), sub }, inverted: self.is_inverted() }
    }
}

/// The filter within the element that these slots make up.
fn element(slots: &[&Slot], selector: &Comparison, filter: &Filter) -> Query {
    let all = |parts: &[Filter]| parts.iter().map(|part| element(slots, selector, part)).collect();
    let places = |sub| slots.iter().filter_map(move |slot| slot.holds(sub)).collect::<Vec<_>>();
    let is_selector = |target: &Target| target.sub == Some(selector.leaf());
    let chosen = || filter.matches_element(&json!({ selector.leaf().name: literal(selector) }));
    match filter {
        Filter::And(parts) => Query::And(all(parts)),
        Filter::Or(parts) => Query::Or(all(parts)),
        Filter::Not(part) => Query::Not(Box::new(element(slots, selector, part))),
        Filter::Any(_, part) => element(slots, selector, part),
        Filter::Present(target) if is_selector(target) => constant(chosen()),
        Filter::Compare(comparison) if is_selector(&comparison.target) => constant(chosen()),
        Filter::Present(target) => present(places(target.sub)),
        Filter::Compare(comparison) => {
            let there = present(places(comparison.target.sub));
            match (&comparison.value, comparison.operator) {
                (Literal::Null, Operator::Eq) => Query::Not(Box::new(there)),
                (Literal::Null, _) => there,
                (_, operator) => {
                    let mut parts: Vec<_> =
                        places(comparison.target.sub).into_iter().map(|place| compared(place, comparison)).collect();
                    if operator == Operator::Ne {
                        parts.push(Query::Not(Box::new(there)));
                    }
                    or(parts)
                }
            }
        }
    }
}

/// One condition on an element of an attribute that is kept whole.
fn whole(slot: &Slot, filter: &Filter) -> Result<Query, Error> {
    let simple = |comparison: &Comparison| {
        !matches!((&comparison.value, comparison.operator), (Literal::Null, _) | (_, Operator::Ne))
    };
    match filter {
        Filter::Compare(comparison) if simple(comparison) => {
            Ok(slot.holds(comparison.target.sub).map_or(Query::Nothing, |place| compared(place, comparison)))
        }
        Filter::Present(target) => Ok(present(slot.holds(target.sub).into_iter().collect())),
        _ => {
            let detail = format!(
                "The filter has more than one plain condition on one of the {}, which are kept whole.",
                slot.target
            );
            Err(Error::typed(ScimType::InvalidFilter, detail))
        }
    }
}

fn compared(place: Place, comparison: &Comparison) -> Query {
    let value = match &comparison.value {
        Literal::Boolean(value) if place.inverted => Literal::Boolean(!value),
        value => value.clone(),
    };
    Query::Compare { column: place.column, operator: comparison.operator, value, leaf: comparison.leaf() }
}

fn present(places: Vec<Place>) -> Query {
    or(places.into_iter().map(|place| Query::Present(place.column)).collect())
}

fn or(mut parts: Vec<Query>) -> Query {
    match parts.len() {
        0 => Query::Nothing,
        1 => parts.remove(0),
        _ => Query::Or(parts),
    }
}

fn constant(holds: bool) -> Query {
    if holds { Query::Not(Box::new(Query::Nothing)) } else { Query::Nothing }
}

/// A resource with what every user has alike, where the target is that.
fn said(target: Target) -> Option<Value> {
    match (target.attribute.name, target.sub.map(|sub| sub.name)) {
        ("meta", Some("resourceType")) => Some(json!({ "meta": { "resourceType": "User" } })),
        ("schemas", _) => Some(json!({ "schemas": [schema::USER] })),
        _ => None,
    }
}
