use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, authority, target) = (call.method, &call.authority, &call.target);
    let connection = if call.secure { "HTTPSConnection" } else { "HTTPConnection" };
    let (payload, content_type, argument) = match &call.body {
        Some(body) => (
            format!("payload = (\n    {}\n)\n", literal::python(body, "    ")),
            "    \"content-type\": \"application/json\",\n",
            "payload.encode(\"utf-8\")",
        ),
        None => (String::new(), "", "None"),
    };
    format!(
        r#"import http.client

{comments}conn = http.client.{connection}("{authority}")
{payload}headers = {{
    "authorization": "Bearer {TOKEN}",
{content_type}}}
conn.request("{method}", "{target}", {argument}, headers)

response = conn.getresponse()
print(response.read().decode("utf-8"))
if response.status >= 400:
    raise SystemExit(f"{{response.status}} {{response.reason}}")
"#
    )
}
