use serde_json::{Number, Value};

use super::{call::Call, literal, names::TOKEN};

/// The largest integer that JavaScript counts to one by one.
const SAFE: u64 = (1 << 53) - 1;

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, url) = (call.method, call.url());
    let (content_type, data) = match (&call.body, call.value) {
        (Some(body), Some(value)) => ("    'content-type': 'application/json',\n", data(body, value)),
        _ => ("", String::new()),
    };
    format!(
        r#"import axios from 'axios';

{comments}const options = {{
  method: '{method}',
  url: '{url}',
  headers: {{
    authorization: 'Bearer {TOKEN}',
{content_type}  }},
{data}}};

try {{
  const response = await axios.request(options);
  console.log(JSON.stringify(response.data, null, 2));
}} catch (error) {{
  console.error(error.message, error.response?.data);
  process.exitCode = 1;
}}
"#
    )
}

/// JSON is JavaScript, so the body is a value of the language, except where that would not send what stands there.
fn data(body: &str, value: &Value) -> String {
    if survives(value) {
        return format!("  data: {},\n", body.replace('\n', "\n  "));
    }
    format!(
        "  // As text: as an object, JavaScript would change a number or a member of it.\n  data: [\n    {},\n  ].join('\\n'),\n  \
         transformRequest: (text) => text,\n",
        literal::javascript(body, "    ")
    )
}

/// Whether JavaScript writes it again as it reads it: `__proto__` is no member of an object literal, members that look like an index move to
/// the front, and numbers are floating.
fn survives(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().all(|(name, value)| stays(name) && survives(value)),
        Value::Array(items) => items.iter().all(survives),
        Value::Number(number) => exact(number),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

fn stays(name: &str) -> bool {
    name != "__proto__" && (name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()))
}

fn exact(number: &Number) -> bool {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(integer), ..) => integer.unsigned_abs() <= SAFE,
        (_, Some(_), _) => false,
        // `1.0` would become `1`.
        (.., Some(float)) => float.fract() != 0.0,
        _ => false,
    }
}
