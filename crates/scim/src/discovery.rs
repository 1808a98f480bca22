//! What a service says of itself (RFC 7643, 5 to 7). `base` is the address that `/Users` is appended to.

use serde_json::{Map, Value, json};

use crate::{
    Kind, Mapping,
    list::MAX_COUNT,
    mapping::Slot,
    schema::{Attribute, Mutability, Schema, Type},
};

pub fn service_provider_config(base: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MAX_COUNT },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": false },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token of this connection, in the header Authorization.",
            "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig", "location": format!("{base}/ServiceProviderConfig") },
    })
}

/// User and Group. The enterprise extension is among those of User.
pub fn resource_types(base: &str) -> Vec<Value> {
    [Kind::User, Kind::Group]
        .map(|kind| {
            let extensions = kind.schemas().iter().filter(|schema| schema.is_extension());
            let extensions: Vec<_> = extensions.map(|it| json!({ "schema": it.urn, "required": false })).collect();
            let mut resource_type = json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
                "id": kind.name(),
                "name": kind.name(),
                "description": kind.core().description,
                "endpoint": format!("/{}", kind.endpoint()),
                "schema": kind.core().urn,
                "meta": { "resourceType": "ResourceType", "location": format!("{base}/ResourceTypes/{}", kind.name()) },
            });
            if !extensions.is_empty() {
                resource_type["schemaExtensions"] = extensions.into();
            }
            resource_type
        })
        .into()
}

/// `/ResourceTypes/User`.
pub fn resource_type(base: &str, id: &str) -> Option<Value> {
    resource_types(base).into_iter().find(|it| it["id"] == id)
}

/// The schemas with what round-trips through the mapping, and nothing else.
pub fn schemas(base: &str, mapping: &Mapping) -> Vec<Value> {
    let user = Kind::User.schemas().iter().map(|schema| (schema, mapped(schema, mapping)));
    let group = Kind::Group.schemas().iter().map(|schema| (schema, group(schema)));
    let described = user.chain(group).map(|(schema, attributes)| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": schema.urn,
            "name": schema.name,
            "description": schema.description,
            "attributes": attributes,
            "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{}", schema.urn) },
        })
    });
    described.collect()
}

/// `/Schemas/{urn}`.
pub fn schema(base: &str, mapping: &Mapping, urn: &str) -> Option<Value> {
    schemas(base, mapping).into_iter().find(|it| it["id"].as_str().is_some_and(|id| id.eq_ignore_ascii_case(urn)))
}

fn mapped(schema: &'static Schema, mapping: &Mapping) -> Vec<Value> {
    let described = schema.attributes.iter().filter_map(|attribute| {
        let of = |slot: &&Slot| slot.target.schema == schema && slot.target.attribute == attribute;
        let slots: Vec<&Slot> = mapping.slots.iter().filter(of).collect();
        if slots.is_empty() {
            return None;
        }
        let is_whole = slots.iter().any(|slot| slot.target.sub.is_none());
        // Of a manager the id alone is kept.
        let is_id = slots.iter().any(|slot| slot.target.sub.is_none() && attribute.name == "manager");
        let subs = attribute.subs.iter().filter(|sub| match is_whole {
            true if is_id => sub.name == "value",
            true => sub.mutability != Mutability::ReadOnly,
            false => slots.iter().any(|slot| slot.target.sub == Some(sub) || chooses(slot, sub)),
        });
        let subs = subs.map(|sub| {
            let mut described = describe(sub);
            let values: Vec<Value> =
                slots.iter().filter(|slot| chooses(slot, sub)).filter_map(|it| it.chosen()).collect();
            if !values.is_empty() && sub.of == Type::String {
                described["canonicalValues"] = values.into_iter().fold(Vec::new(), distinct).into();
            }
            described
        });
        let subs: Vec<Value> = subs.collect();
        Some(with_subs(describe(attribute), subs))
    });
    described.collect()
}

/// A group is kept as it is, but for what is said of a member by the service.
fn group(schema: &'static Schema) -> Vec<Value> {
    let subs = |attribute: &'static Attribute| attribute.subs.iter().map(describe).collect();
    schema.attributes.iter().map(|attribute| with_subs(describe(attribute), subs(attribute))).collect()
}

fn chooses(slot: &Slot, sub: &'static Attribute) -> bool {
    slot.selector.as_ref().is_some_and(|selector| selector.leaf() == sub)
}

fn distinct(mut values: Vec<Value>, value: Value) -> Vec<Value> {
    if !values.contains(&value) {
        values.push(value);
    }
    values
}

fn with_subs(mut described: Value, subs: Vec<Value>) -> Value {
    if !subs.is_empty() {
        described["subAttributes"] = subs.into();
    }
    described
}

fn describe(attribute: &Attribute) -> Value {
    let of = match attribute.of {
        Type::String => "string",
        Type::Boolean => "boolean",
        Type::DateTime => "dateTime",
        Type::Reference => "reference",
        Type::Binary => "binary",
        Type::Complex => "complex",
    };
    let mutability = match attribute.mutability {
        Mutability::ReadWrite => "readWrite",
        Mutability::ReadOnly => "readOnly",
        Mutability::Immutable => "immutable",
        Mutability::WriteOnly => "writeOnly",
    };
    let mut described = Map::new();
    described.insert("name".into(), attribute.name.into());
    described.insert("type".into(), of.into());
    described.insert("multiValued".into(), attribute.multi_valued.into());
    described.insert("description".into(), attribute.description.into());
    described.insert("required".into(), attribute.required.into());
    if attribute.of != Type::Complex && attribute.of != Type::Boolean {
        described.insert("caseExact".into(), attribute.case_exact.into());
    }
    described.insert("mutability".into(), mutability.into());
    described.insert("returned".into(), if attribute.always_returned { "always" } else { "default" }.into());
    described.insert("uniqueness".into(), if attribute.unique { "server" } else { "none" }.into());
    if attribute.of == Type::Reference {
        let to = match attribute.name {
            "$ref" => json!(["User"]),
            _ => json!(["external"]),
        };
        described.insert("referenceTypes".into(), to);
    }
    described.into()
}
