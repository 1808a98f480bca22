# Creates a front-channel connection with a discovery endpoint.
auth0 api post 'connections' --data '{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "front_channel",
    "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
    "client_id": "IDP_CLIENT_ID",
    "scope": "openid profile"
  }
}'

# Creates a back-channel connection with a discovery endpoint.
auth0 api post 'connections' --data '{
  "strategy": "oidc",
  "name": "CONNECTION_NAME",
  "options": {
    "type": "back_channel",
    "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
    "client_id": "IDP_CLIENT_ID",
    "client_secret": "IDP_CLIENT_SECRET",
    "scope": "openid profile"
  }
}'

# Creates a back-channel connection with issuer settings.
auth0 api post 'connections' --data '{
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
}'

# Creates a front-channel connection with issuer settings.
auth0 api post 'connections' --data '{
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
}'
