use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, url) = (call.method, call.url());
    let body = call.body.as_ref().map_or_else(String::new, |body| {
        format!(
            r#"request.setValue("application/json", forHTTPHeaderField: "content-type")
let body = {}
request.httpBody = Data(body.utf8)
"#,
            literal::swift(body)
        )
    });
    format!(
        r#"import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

{comments}var request = URLRequest(url: URL(string: "{url}")!)
request.httpMethod = "{method}"
request.setValue("Bearer {TOKEN}", forHTTPHeaderField: "authorization")
{body}
let (data, response) = try await URLSession.shared.data(for: request)
print(String(decoding: data, as: UTF8.self))
let status = (response as! HTTPURLResponse).statusCode
if status >= 400 {{
    fatalError("The API answered with \(status).")
}}
"#
    )
}
