//! The members of a group, found by their `value`: a PATCH of a thousand operations goes over a large group once.

use std::collections::HashMap;

use serde_json::Value;

use crate::filter::{Filter, Literal, Operator};

#[derive(Debug)]
pub(super) struct Members {
    /// In their order; what was removed leaves its place empty.
    elements: Vec<Option<Value>>,
    places: HashMap<String, usize>,
}

impl Members {
    pub(super) fn of(elements: Vec<Value>) -> Self {
        let mut members = Self { elements: Vec::with_capacity(elements.len()), places: HashMap::new() };
        members.add(elements);
        members
    }

    pub(super) fn add(&mut self, elements: Vec<Value>) {
        for element in elements {
            let value = element["value"].as_str().unwrap_or_default().to_owned();
            self.places.entry(value).or_insert_with(|| {
                self.elements.push(Some(element));
                self.elements.len() - 1
            });
        }
    }

    pub(super) fn remove(&mut self, value: &str) {
        if let Some(place) = self.places.remove(value) {
            self.elements[place] = None;
        }
    }

    pub(super) fn into_elements(self) -> Vec<Value> {
        self.elements.into_iter().flatten().collect()
    }
}

/// The values that `value eq "m1" or value eq "m2"` asks for; `None` where a selector asks anything else.
pub(super) fn values_of(selector: &Filter) -> Option<Vec<&str>> {
    match selector {
        Filter::Compare(comparison) if comparison.operator == Operator::Eq && comparison.leaf().name == "value" => {
            match &comparison.value {
                Literal::Text(text) => Some(vec![text]),
                _ => None,
            }
        }
        Filter::Or(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(values_of).collect();
            parts.map(|parts| parts.concat())
        }
        _ => None,
    }
}
