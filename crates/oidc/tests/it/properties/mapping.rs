use lintel_oidc::{
    json,
    sign_in::{
        AttributeMap,
        mapping::{MappingContext, RESERVED},
    },
};
use proptest::{collection::vec, option, prelude::*};
use serde_json::{Map, Value};

use super::{can_be_stored, hold, input, is_named};

const NAMES: [&str; 6] = ["sub", "email", "groups", "a", "a.b", "https://op.example/x"];

fn template() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(&NAMES[..]).prop_map(|name| format!("${{context.tokenset.{name}}}")),
        proptest::sample::select(&NAMES[..]).prop_map(|name| format!("${{ context.userinfo.{name}.b.c }}")),
        Just("${context.connection.id}".to_owned()),
        "[${}. a-zü]{0,12}",
        any::<String>(),
    ];
    let long = ("[${}.a]{1,3}", 1_usize..20_000).prop_map(|(piece, times)| piece.repeat(times));
    prop_oneof![10 => vec(piece, 0..6).prop_map(|pieces| pieces.concat()), 1 => long]
}

fn claims() -> impl Strategy<Value = Map<String, Value>> {
    input::object(&NAMES, input::value()).prop_map(|text| match json::parse(text.as_bytes()).map(|read| read.value) {
        Ok(Value::Object(claims)) => claims,
        _ => Map::new(),
    })
}

#[test]
fn any_mapping_of_any_claims_is_a_profile_that_can_be_stored() {
    let value = prop_oneof![6 => template().prop_map(Value::from), 1 => Just(Value::Null), 1 => Just(Value::from(1))];
    let attributes = vec(
        (prop_oneof![4 => "[a-c]", 1 => proptest::sample::select(&RESERVED[..]).prop_map(str::to_owned)], value),
        0..5,
    );
    let map = option::weighted(0.9, attributes);
    hold(1000, (map, claims(), option::of(claims())), |(attributes, id_token, userinfo)| {
        let map = match &attributes {
            Some(attributes) => {
                let attributes: Map<String, Value> = attributes.iter().cloned().collect();
                AttributeMap::UseMap { attributes, userinfo_scope: None }
            }
            None => AttributeMap::BindAll,
        };
        let context = MappingContext {
            connection_id: "con_1",
            connection_strategy: "oidc",
            id_token: &id_token,
            userinfo: userinfo.as_ref(),
        };
        let (mapped, findings) = match map.apply(context) {
            Ok(applied) => applied,
            Err(too_large) => return is_named(&too_large),
        };
        let profile: Map<String, Value> = mapped.into_iter().map(|one| (one.name, one.value)).collect();
        prop_assert!(profile.keys().all(|name| !RESERVED.contains(&name.as_str())));
        can_be_stored(&profile)?;
        findings.iter().try_for_each(is_named)?;
        let closed = map.paths().all(|path| !path.contains('}'));
        prop_assert!(closed, "a path ends at the first brace");
        if let Some(attributes) = attributes {
            // Text without a path stands for itself.
            for (name, template) in attributes.iter().filter(|(name, _)| !RESERVED.contains(&name.as_str())) {
                let last = attributes.iter().rev().find(|(other, _)| other == name).map(|(_, value)| value);
                if Some(template) == last && template.as_str().is_none_or(|text| !text.contains("${")) {
                    prop_assert_eq!(profile.get(name), Some(template));
                }
            }
        }
        Ok(())
    });
}
