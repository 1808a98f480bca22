use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, url) = (call.method, call.url());
    let (body, fields, content_type) = match &call.body {
        Some(body) => (
            format!("$body = <{};\n\n", literal::heredoc(body)),
            "    CURLOPT_POSTFIELDS => $body,\n",
            "        'content-type: application/json',\n",
        ),
        None => (String::new(), "", ""),
    };
    format!(
        r#"<?php

{comments}{body}$curl = curl_init();
curl_setopt_array($curl, [
    CURLOPT_URL => '{url}',
    CURLOPT_CUSTOMREQUEST => '{method}',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'authorization: Bearer {TOKEN}',
{content_type}    ],
{fields}]);

$response = curl_exec($curl);
if ($response === false) {{
    throw new RuntimeException(curl_error($curl));
}}
echo $response, PHP_EOL;

$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status >= 400) {{
    throw new RuntimeException("The API answered with $status.");
}}
"#
    )
}
