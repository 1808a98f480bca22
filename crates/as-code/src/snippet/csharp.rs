use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, url) = (call.method_capitalised(), call.url());
    let (constant, add) = match &call.body {
        Some(body) => (
            format!("    const string Body = {};\n\n", literal::verbatim(body)),
            "        request.AddStringBody(Body, DataFormat.Json);\n",
        ),
        None => (String::new(), ""),
    };
    format!(
        r#"using System;
using RestSharp;

{comments}class Program
{{
{constant}    static void Main()
    {{
        var client = new RestClient("{url}");
        var request = new RestRequest("", Method.{method});
        request.AddHeader("authorization", "Bearer {TOKEN}");
{add}
        var response = client.Execute(request);
        Console.WriteLine(response.Content);
        if (!response.IsSuccessful)
        {{
            throw new Exception($"{{(int)response.StatusCode}} {{response.ErrorMessage}}");
        }}
    }}
}}
"#
    )
}
