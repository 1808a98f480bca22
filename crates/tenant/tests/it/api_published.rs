//! Auth0's published OpenAPI document, which every answer of the API is held against.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use jsonschema::Validator;
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::api_scene::Answer;

const DOCUMENT: &str = include_str!("../published/openapi.json");

/// The published pattern of URLs, and the one relaxation: on this computer http will do.
const HTTPS: &str = r"^https:\/\/.*";
const HTTPS_OR_LOOPBACK: &str = r"^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:\/]|$)).*";

/// Recorded (`recordings/01`) and described in Auth0's DPoP page, but not in the document's list.
const MORE_DPOP_ALGORITHMS: [&str; 2] = ["ES384", "ES512"];

/// Recorded a month after the document was published (`recordings/03`), and so not in its closed schemas yet.
const NEWER_MEMBER: &str = "cross_app_access_resource_app";
const CONNECTION_SCHEMAS: [&str; 6] = [
    "ConnectionForList",
    "CreateConnectionRequestContent",
    "CreateConnectionResponseContent",
    "GetConnectionResponseContent",
    "UpdateConnectionRequestContent",
    "UpdateConnectionResponseContent",
];

/// The document has no schema for errors; these are the codes seen on the wire and in the published clients.
const ERROR_CODES: [&str; 13] = [
    "connection_conflict",
    "inexistent_client",
    "inexistent_connection",
    "inexistent_organization",
    "inexistent_user",
    "insufficient_entitlement",
    "insufficient_scope",
    "invalid_body",
    "invalid_query_string",
    "invalid_uri",
    "operation_not_supported",
    "organization_conflict",
    "too_many_requests",
];

pub(crate) struct Published {
    document: Value,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

impl Published {
    pub(crate) fn read() -> Published {
        let mut document: Value = serde_json::from_str(DOCUMENT).expect("JSON");
        assert!(relax(&mut document) > 0, "the document's pattern of URLs is another now");
        for schema in CONNECTION_SCHEMAS {
            let properties = &mut document["components"]["schemas"][schema]["properties"];
            let properties = properties.as_object_mut().unwrap_or_else(|| panic!("no {schema}"));
            assert!(properties.insert(NEWER_MEMBER.to_owned(), json!({})).is_none(), "{schema} has {NEWER_MEMBER} now");
        }
        let algorithms = &mut document["components"]["schemas"]["ConnectionDpopSigningAlgEnum"]["enum"];
        algorithms.as_array_mut().expect("a list").extend(MORE_DPOP_ALGORITHMS.map(Value::from));
        allow_null(&mut document);
        relax_lists(&mut document);
        Published { document, compiled: Mutex::default() }
    }

    /// Panics where the answer is not one that the document promises. `path` is below `/api/v2`, with its query.
    pub(crate) fn hold(&self, method: &Method, path: &str, request: Option<&Value>, answer: &Answer) {
        let exchange = format!("{method} {path} -> {} {}", answer.status, answer.text);
        let Some(operation) = self.operation(method, path) else {
            // No such operation is published; a page of another origin is refused even so.
            assert!(answer.status == 404 || answer.status == 403, "not a published operation: {exchange}");
            return hold_error(answer, &exchange);
        };
        let response = operation["responses"].get(answer.status.to_string());
        let response = response.unwrap_or_else(|| panic!("not a published status: {exchange}"));
        match (answer.status, schema(response)) {
            (400.., _) => hold_error(answer, &exchange),
            (_, Some(schema)) => {
                assert_json(answer, &exchange);
                self.hold_value(schema, &answer.body, &exchange);
                self.hold_options(&answer.body, &exchange);
            }
            // The document has no schema for this one answer, the recordings show it.
            (202, None) => {
                let members: Vec<&String> = answer.body.as_object().expect("an object").keys().collect();
                assert_eq!(members, ["deleted_at"], "{exchange}");
            }
            (_, None) => assert_eq!(answer.text, "", "{exchange}"),
        }
        // What the API accepts is what the document accepts.
        if let (..400, Some(request), Some(schema)) = (answer.status, request, schema(&operation["requestBody"])) {
            self.hold_value(schema, request, &format!("the request of {exchange}"));
            self.hold_options(request, &format!("the request of {exchange}"));
        }
    }

    /// Whether the options of a connection are such as the document describes for strategy `oidc`. The operations
    /// themselves name an open object, of which the strategies' schemas are the description.
    pub(crate) fn options_are_valid(&self, options: &Value) -> bool {
        self.compiled(&json!({ "$ref": "#/components/schemas/ConnectionOptionsOIDC" })).is_valid(options)
    }

    /// The schema of the options of strategy `oidc`, relaxed, with every reference replaced by what it refers to.
    pub(crate) fn options_schema(&self) -> Value {
        self.resolved(&self.document["components"]["schemas"]["ConnectionOptionsOIDC"])
    }

    fn resolved(&self, schema: &Value) -> Value {
        match schema {
            Value::Object(object) => match object.get("$ref").and_then(Value::as_str) {
                Some(reference) => {
                    let target = self.document.pointer(reference.trim_start_matches('#'));
                    self.resolved(target.unwrap_or_else(|| panic!("no {reference}")))
                }
                None => object.iter().map(|(name, value)| (name.clone(), self.resolved(value))).collect(),
            },
            Value::Array(items) => items.iter().map(|item| self.resolved(item)).collect(),
            other => other.clone(),
        }
    }

    fn hold_value(&self, schema: &Value, value: &Value, exchange: &str) {
        let errors: Vec<String> = self
            .compiled(schema)
            .iter_errors(value)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{exchange}\n{}", errors.join("\n"));
    }

    fn hold_options(&self, body: &Value, exchange: &str) {
        for connection in connections(body) {
            let Some(Value::Object(options)) = connection.get("options") else { continue };
            // Null is "absent" on the wire (`recordings/05`), which the document does not say.
            let given = options.iter().filter(|(_, value)| !value.is_null());
            let given: Map<String, Value> = given.map(|(name, value)| (name.clone(), value.clone())).collect();
            self.hold_value(&json!({ "$ref": "#/components/schemas/ConnectionOptionsOIDC" }), &given.into(), exchange);
        }
    }

    fn operation(&self, method: &Method, path: &str) -> Option<&Value> {
        let path = path.split('?').next().unwrap_or_default();
        let segments: Vec<&str> = path.split('/').collect();
        let paths = self.document["paths"].as_object().expect("paths");
        let (_, operations) = paths.iter().find(|(template, _)| {
            let template: Vec<&str> = template.trim_start_matches('/').split('/').collect();
            template.len() == segments.len()
                && template.iter().zip(&segments).all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
        })?;
        operations.get(method.as_str().to_ascii_lowercase())
    }

    fn compiled(&self, schema: &Value) -> Arc<Validator> {
        let mut compiled = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        let compiled = compiled.entry(schema.to_string()).or_insert_with(|| {
            let schema = json!({ "allOf": [schema], "components": self.document["components"] });
            Arc::new(jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema"))
        });
        Arc::clone(compiled)
    }
}

fn schema(response_or_request: &Value) -> Option<&Value> {
    response_or_request.pointer("/content/application~1json/schema")
}

/// The connections in a body of any shape.
fn connections(body: &Value) -> Vec<&Value> {
    match (body, body.get("connections")) {
        (_, Some(Value::Array(connections))) | (Value::Array(connections), None) => connections.iter().collect(),
        _ => vec![body],
    }
}

fn assert_json(answer: &Answer, exchange: &str) {
    let content_type = answer.header("content-type");
    assert!(content_type.starts_with("application/json"), "{content_type:?}: {exchange}");
}

/// `{statusCode, error, message, errorCode?}`, and at 401 `attributes`.
fn hold_error(answer: &Answer, exchange: &str) {
    assert_json(answer, exchange);
    let members = answer.body.as_object().unwrap_or_else(|| panic!("not an object: {exchange}"));
    for (member, value) in members {
        let right = match member.as_str() {
            "statusCode" => *value == answer.status,
            "error" => {
                let reason = StatusCode::from_u16(answer.status).ok().and_then(|status| status.canonical_reason());
                value.as_str() == reason
            }
            "message" => value.as_str().is_some_and(|message| !message.is_empty()),
            "errorCode" => value.as_str().is_some_and(|code| ERROR_CODES.contains(&code)),
            "attributes" => answer.status == 401 && *value == json!({ "error": members["message"] }),
            _ => false,
        };
        assert!(right, "{member} of an error: {exchange}");
    }
    for member in ["statusCode", "error", "message"] {
        assert!(members.contains_key(member), "{member} is missing in an error: {exchange}");
    }
}

/// Where a list of values says by its type that null is one of them, and leaves it out, the type is believed.
fn allow_null(value: &mut Value) {
    if let Value::Object(object) = value {
        let nullable = object.get("type").and_then(Value::as_array).is_some_and(|types| types.contains(&"null".into()));
        if let (true, Some(Value::Array(values))) = (nullable, object.get_mut("enum")) {
            values.push(Value::Null);
        }
        object.values_mut().for_each(allow_null);
    }
}

/// The shapes of a list are published as exclusive. The last page of a checkpoint list, which has no `next`, fits the offset
/// shape as well, since nothing is required there.
fn relax_lists(document: &mut Value) {
    let lists = [
        "/components/schemas/ListConnectionsResponseContent",
        "/components/schemas/ListOrganizationsResponseContent",
        "/paths/~1clients/get/responses/200/content/application~1json/schema",
    ];
    for list in lists {
        let schema = document.pointer_mut(list).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("no {list}"));
        let shapes = schema.shift_remove("oneOf").unwrap_or_else(|| panic!("{list} is published in another way now"));
        schema.insert("anyOf".to_owned(), shapes);
    }
}

/// How many patterns were relaxed.
fn relax(value: &mut Value) -> usize {
    match value {
        Value::Object(object) => object
            .iter_mut()
            .map(|(name, value)| {
                if name == "pattern" && value == HTTPS {
                    *value = HTTPS_OR_LOOPBACK.into();
                    return 1;
                }
                relax(value)
            })
            .sum(),
        Value::Array(items) => items.iter_mut().map(relax).sum(),
        _ => 0,
    }
}
