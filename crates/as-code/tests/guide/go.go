package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
)

// Creates a front-channel connection with a discovery endpoint.
func main() {
	payload := strings.NewReader(`{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "front_channel",
    "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
    "client_id": "IDP_CLIENT_ID",
    "scope": "openid profile"
  }
}`)

	req, err := http.NewRequest("POST", "https://{yourDomain}/api/v2/connections", payload)
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Add("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
	req.Header.Add("content-type", "application/json")

	res, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer res.Body.Close()

	body, err := io.ReadAll(res.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))
	if res.StatusCode >= 400 {
		log.Fatal(res.Status)
	}
}

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
)

// Creates a back-channel connection with a discovery endpoint.
func main() {
	payload := strings.NewReader(`{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "back_channel",
    "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
    "client_id": "IDP_CLIENT_ID",
    "client_secret": "IDP_CLIENT_SECRET",
    "scope": "openid profile"
  }
}`)

	req, err := http.NewRequest("POST", "https://{yourDomain}/api/v2/connections", payload)
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Add("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
	req.Header.Add("content-type", "application/json")

	res, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer res.Body.Close()

	body, err := io.ReadAll(res.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))
	if res.StatusCode >= 400 {
		log.Fatal(res.Status)
	}
}

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
)

// Creates a back-channel connection with issuer settings.
func main() {
	payload := strings.NewReader(`{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "back_channel",
    "issuer": "https://IDP_DOMAIN",
    "authorization_endpoint": "https://IDP_DOMAIN/authorize",
    "client_secret": "IDP_CLIENT_SECRET",
    "client_id": "IDP_CLIENT_ID",
    "scope": "openid profile"
  }
}`)

	req, err := http.NewRequest("POST", "https://{yourDomain}/api/v2/connections", payload)
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Add("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
	req.Header.Add("content-type", "application/json")

	res, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer res.Body.Close()

	body, err := io.ReadAll(res.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))
	if res.StatusCode >= 400 {
		log.Fatal(res.Status)
	}
}

package main

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
)

// Creates a front-channel connection with issuer settings.
func main() {
	payload := strings.NewReader(`{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "front_channel",
    "issuer": "https://IDP_DOMAIN",
    "authorization_endpoint": "https://IDP_DOMAIN/authorize",
    "token_endpoint": "https://IDP_DOMAIN/oauth/token",
    "client_id": "IDP_CLIENT_ID",
    "scope": "openid profile"
  }
}`)

	req, err := http.NewRequest("POST", "https://{yourDomain}/api/v2/connections", payload)
	if err != nil {
		log.Fatal(err)
	}
	req.Header.Add("authorization", "Bearer MGMT_API_ACCESS_TOKEN")
	req.Header.Add("content-type", "application/json")

	res, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Fatal(err)
	}
	defer res.Body.Close()

	body, err := io.ReadAll(res.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(body))
	if res.StatusCode >= 400 {
		log.Fatal(res.Status)
	}
}
