import http.client

# Creates a front-channel connection with a discovery endpoint.
conn = http.client.HTTPSConnection("{yourDomain}")
payload = (
    "{\n"
    "  \"strategy\": \"oidc\",\n"
    "  \"name\": \"CONNECTION_NAME\",\n"
    "  \"options\": {\n"
    "    \"type\": \"front_channel\",\n"
    "    \"discovery_url\": \"https://IDP_DOMAIN/.well-known/openid-configuration\",\n"
    "    \"client_id\": \"IDP_CLIENT_ID\",\n"
    "    \"scope\": \"openid profile\"\n"
    "  }\n"
    "}"
)
headers = {
    "authorization": "Bearer MGMT_API_ACCESS_TOKEN",
    "content-type": "application/json",
}
conn.request("POST", "/api/v2/connections", payload.encode("utf-8"), headers)

response = conn.getresponse()
print(response.read().decode("utf-8"))
if response.status >= 400:
    raise SystemExit(f"{response.status} {response.reason}")

import http.client

# Creates a back-channel connection with a discovery endpoint.
conn = http.client.HTTPSConnection("{yourDomain}")
payload = (
    "{\n"
    "  \"strategy\": \"oidc\",\n"
    "  \"name\": \"CONNECTION_NAME\",\n"
    "  \"options\": {\n"
    "    \"type\": \"back_channel\",\n"
    "    \"discovery_url\": \"https://IDP_DOMAIN/.well-known/openid-configuration\",\n"
    "    \"client_id\": \"IDP_CLIENT_ID\",\n"
    "    \"client_secret\": \"IDP_CLIENT_SECRET\",\n"
    "    \"scope\": \"openid profile\"\n"
    "  }\n"
    "}"
)
headers = {
    "authorization": "Bearer MGMT_API_ACCESS_TOKEN",
    "content-type": "application/json",
}
conn.request("POST", "/api/v2/connections", payload.encode("utf-8"), headers)

response = conn.getresponse()
print(response.read().decode("utf-8"))
if response.status >= 400:
    raise SystemExit(f"{response.status} {response.reason}")

import http.client

# Creates a back-channel connection with issuer settings.
conn = http.client.HTTPSConnection("{yourDomain}")
payload = (
    "{\n"
    "  \"strategy\": \"oidc\",\n"
    "  \"name\": \"CONNECTION_NAME\",\n"
    "  \"options\": {\n"
    "    \"type\": \"back_channel\",\n"
    "    \"issuer\": \"https://IDP_DOMAIN\",\n"
    "    \"authorization_endpoint\": \"https://IDP_DOMAIN/authorize\",\n"
    "    \"client_secret\": \"IDP_CLIENT_SECRET\",\n"
    "    \"client_id\": \"IDP_CLIENT_ID\",\n"
    "    \"scope\": \"openid profile\"\n"
    "  }\n"
    "}"
)
headers = {
    "authorization": "Bearer MGMT_API_ACCESS_TOKEN",
    "content-type": "application/json",
}
conn.request("POST", "/api/v2/connections", payload.encode("utf-8"), headers)

response = conn.getresponse()
print(response.read().decode("utf-8"))
if response.status >= 400:
    raise SystemExit(f"{response.status} {response.reason}")

import http.client

# Creates a front-channel connection with issuer settings.
conn = http.client.HTTPSConnection("{yourDomain}")
payload = (
    "{\n"
    "  \"strategy\": \"oidc\",\n"
    "  \"name\": \"CONNECTION_NAME\",\n"
    "  \"options\": {\n"
    "    \"type\": \"front_channel\",\n"
    "    \"issuer\": \"https://IDP_DOMAIN\",\n"
    "    \"authorization_endpoint\": \"https://IDP_DOMAIN/authorize\",\n"
    "    \"token_endpoint\": \"https://IDP_DOMAIN/oauth/token\",\n"
    "    \"client_id\": \"IDP_CLIENT_ID\",\n"
    "    \"scope\": \"openid profile\"\n"
    "  }\n"
    "}"
)
headers = {
    "authorization": "Bearer MGMT_API_ACCESS_TOKEN",
    "content-type": "application/json",
}
conn.request("POST", "/api/v2/connections", payload.encode("utf-8"), headers)

response = conn.getresponse()
print(response.read().decode("utf-8"))
if response.status >= 400:
    raise SystemExit(f"{response.status} {response.reason}")
