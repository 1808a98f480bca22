import axios from 'axios';

// Creates a front-channel connection with a discovery endpoint.
const options = {
  method: 'POST',
  url: 'https://{yourDomain}/api/v2/connections',
  headers: {
    authorization: 'Bearer MGMT_API_ACCESS_TOKEN',
    'content-type': 'application/json',
  },
  data: {
    "strategy": "oidc",
    "name": "CONNECTION_NAME",
    "options": {
      "type": "front_channel",
      "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
      "client_id": "IDP_CLIENT_ID",
      "scope": "openid profile"
    }
  },
};

try {
  const response = await axios.request(options);
  console.log(JSON.stringify(response.data, null, 2));
} catch (error) {
  console.error(error.message, error.response?.data);
  process.exitCode = 1;
}

import axios from 'axios';

// Creates a back-channel connection with a discovery endpoint.
const options = {
  method: 'POST',
  url: 'https://{yourDomain}/api/v2/connections',
  headers: {
    authorization: 'Bearer MGMT_API_ACCESS_TOKEN',
    'content-type': 'application/json',
  },
  data: {
    "strategy": "oidc",
    "name": "CONNECTION_NAME",
    "options": {
      "type": "back_channel",
      "discovery_url": "https://IDP_DOMAIN/.well-known/openid-configuration",
      "client_id": "IDP_CLIENT_ID",
      "client_secret": "IDP_CLIENT_SECRET",
      "scope": "openid profile"
    }
  },
};

try {
  const response = await axios.request(options);
  console.log(JSON.stringify(response.data, null, 2));
} catch (error) {
  console.error(error.message, error.response?.data);
  process.exitCode = 1;
}

import axios from 'axios';

// Creates a back-channel connection with issuer settings.
const options = {
  method: 'POST',
  url: 'https://{yourDomain}/api/v2/connections',
  headers: {
    authorization: 'Bearer MGMT_API_ACCESS_TOKEN',
    'content-type': 'application/json',
  },
  data: {
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
  },
};

try {
  const response = await axios.request(options);
  console.log(JSON.stringify(response.data, null, 2));
} catch (error) {
  console.error(error.message, error.response?.data);
  process.exitCode = 1;
}

import axios from 'axios';

// Creates a front-channel connection with issuer settings.
const options = {
  method: 'POST',
  url: 'https://{yourDomain}/api/v2/connections',
  headers: {
    authorization: 'Bearer MGMT_API_ACCESS_TOKEN',
    'content-type': 'application/json',
  },
  data: {
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
  },
};

try {
  const response = await axios.request(options);
  console.log(JSON.stringify(response.data, null, 2));
} catch (error) {
  console.error(error.message, error.response?.data);
  process.exitCode = 1;
}
