use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let method = call.method.to_string().to_lowercase();
    let url = call.url();
    let (body, content_type, send) = match &call.body {
        Some(body) => (
            format!(
                "        String body = String.join(\"\\n\",\n            {});\n\n",
                literal::java(body, "            ")
            ),
            "\n            .header(\"content-type\", \"application/json\")",
            "\n            .body(body)",
        ),
        None => (String::new(), "", ""),
    };
    format!(
        r#"import kong.unirest.core.HttpResponse;
import kong.unirest.core.Unirest;

{comments}public class Main {{
    public static void main(String[] args) {{
{body}        HttpResponse<String> response = Unirest.{method}("{url}")
            .header("authorization", "Bearer {TOKEN}"){content_type}{send}
            .asString();

        System.out.println(response.getBody());
        if (!response.isSuccess()) {{
            throw new IllegalStateException(response.getStatus() + " " + response.getStatusText());
        }}
    }}
}}
"#
    )
}
