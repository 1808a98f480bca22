use super::{call::Call, literal, names::TOKEN};

pub(super) fn write(call: &Call<'_>, comments: &str) -> String {
    let (method, url) = (call.method, call.url());
    let (import, payload, argument, content_type) = match &call.body {
        Some(body) => (
            "\t\"strings\"\n",
            format!("\tpayload := strings.NewReader({})\n\n", literal::go(body, "\t\t")),
            "payload",
            "\treq.Header.Add(\"content-type\", \"application/json\")\n",
        ),
        None => ("", String::new(), "nil", ""),
    };
    format!(
        r#"package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
{import})

{comments}func main() {{
{payload}	req, err := http.NewRequest("{method}", "{url}", {argument})
	if err != nil {{
		log.Fatal(err)
	}}
	req.Header.Add("authorization", "Bearer {TOKEN}")
{content_type}
	res, err := http.DefaultClient.Do(req)
	if err != nil {{
		log.Fatal(err)
	}}
	defer res.Body.Close()

	body, err := io.ReadAll(res.Body)
	if err != nil {{
		log.Fatal(err)
	}}
	fmt.Println(string(body))
	if res.StatusCode >= 400 {{
		log.Fatal(res.Status)
	}}
}}
"#
    )
}
