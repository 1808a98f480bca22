use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (class, url, secure) = (call.method_capitalised(), call.url(), call.secure);
    let body = call.body.as_ref().map_or_else(String::new, |body| {
        format!("request['content-type'] = 'application/json'\nrequest.body = {}\n", literal::heredoc(body))
    });
    format!(
        r#"require 'net/http'
require 'uri'

{comments}url = URI('{url}')
http = Net::HTTP.new(url.host, url.port)
http.use_ssl = {secure}

request = Net::HTTP::{class}.new(url)
request['authorization'] = 'Bearer {TOKEN}'
{body}
response = http.request(request)
puts response.read_body
response.value # raises where the API refuses
"#
    )
}
