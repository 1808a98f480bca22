require 'net/http'
require 'uri'

# Creates a front-channel connection with a discovery endpoint.
url = URI('https://{yourDomain}/api/v2/connections')
http = Net::HTTP.new(url.host, url.port)
http.use_ssl = true

request = Net::HTTP::Post.new(url)
request['authorization'] = 'Bearer MGMT_API_ACCESS_TOKEN'
request['content-type'] = 'application/json'
request.body = <<'JSON'
{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "front_channel",
    "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
    "client_id": "IDP_CLIENT_ID",
    "scope": "openid profile"
  }
}
JSON

response = http.request(request)
puts response.read_body
response.value # raises where the API refuses

require 'net/http'
require 'uri'

# Creates a back-channel connection with a discovery endpoint.
url = URI('https://{yourDomain}/api/v2/connections')
http = Net::HTTP.new(url.host, url.port)
http.use_ssl = true

request = Net::HTTP::Post.new(url)
request['authorization'] = 'Bearer MGMT_API_ACCESS_TOKEN'
request['content-type'] = 'application/json'
request.body = <<'JSON'
{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "back_channel",
    "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
    "client_id": "IDP_CLIENT_ID",
    "client_secret": "IDP_CLIENT_SECRET",
    "scope": "openid profile"
  }
}
JSON

response = http.request(request)
puts response.read_body
response.value # raises where the API refuses

require 'net/http'
require 'uri'

# Creates a back-channel connection with issuer settings.
url = URI('https://{yourDomain}/api/v2/connections')
http = Net::HTTP.new(url.host, url.port)
http.use_ssl = true

request = Net::HTTP::Post.new(url)
request['authorization'] = 'Bearer MGMT_API_ACCESS_TOKEN'
request['content-type'] = 'application/json'
request.body = <<'JSON'
{
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
}
JSON

response = http.request(request)
puts response.read_body
response.value # raises where the API refuses

require 'net/http'
require 'uri'

# Creates a front-channel connection with issuer settings.
url = URI('https://{yourDomain}/api/v2/connections')
http = Net::HTTP.new(url.host, url.port)
http.use_ssl = true

request = Net::HTTP::Post.new(url)
request['authorization'] = 'Bearer MGMT_API_ACCESS_TOKEN'
request['content-type'] = 'application/json'
request.body = <<'JSON'
{
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
}
JSON

response = http.request(request)
puts response.read_body
response.value # raises where the API refuses
