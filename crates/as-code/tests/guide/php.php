<?php

// Creates a front-channel connection with a discovery endpoint.
$body = <<<'JSON'
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
JSON;

$curl = curl_init();
curl_setopt_array($curl, [
    CURLOPT_URL => 'https://{yourDomain}/api/v2/connections',
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'authorization: Bearer MGMT_API_ACCESS_TOKEN',
        'content-type: application/json',
    ],
    CURLOPT_POSTFIELDS => $body,
]);

$response = curl_exec($curl);
if ($response === false) {
    throw new RuntimeException(curl_error($curl));
}
echo $response, PHP_EOL;

$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status >= 400) {
    throw new RuntimeException("The API answered with $status.");
}

<?php

// Creates a back-channel connection with a discovery endpoint.
$body = <<<'JSON'
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
JSON;

$curl = curl_init();
curl_setopt_array($curl, [
    CURLOPT_URL => 'https://{yourDomain}/api/v2/connections',
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'authorization: Bearer MGMT_API_ACCESS_TOKEN',
        'content-type: application/json',
    ],
    CURLOPT_POSTFIELDS => $body,
]);

$response = curl_exec($curl);
if ($response === false) {
    throw new RuntimeException(curl_error($curl));
}
echo $response, PHP_EOL;

$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status >= 400) {
    throw new RuntimeException("The API answered with $status.");
}

<?php

// Creates a back-channel connection with issuer settings.
$body = <<<'JSON'
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
JSON;

$curl = curl_init();
curl_setopt_array($curl, [
    CURLOPT_URL => 'https://{yourDomain}/api/v2/connections',
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'authorization: Bearer MGMT_API_ACCESS_TOKEN',
        'content-type: application/json',
    ],
    CURLOPT_POSTFIELDS => $body,
]);

$response = curl_exec($curl);
if ($response === false) {
    throw new RuntimeException(curl_error($curl));
}
echo $response, PHP_EOL;

$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status >= 400) {
    throw new RuntimeException("The API answered with $status.");
}

<?php

// Creates a front-channel connection with issuer settings.
$body = <<<'JSON'
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
JSON;

$curl = curl_init();
curl_setopt_array($curl, [
    CURLOPT_URL => 'https://{yourDomain}/api/v2/connections',
    CURLOPT_CUSTOMREQUEST => 'POST',
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_HTTPHEADER => [
        'authorization: Bearer MGMT_API_ACCESS_TOKEN',
        'content-type: application/json',
    ],
    CURLOPT_POSTFIELDS => $body,
]);

$response = curl_exec($curl);
if ($response === false) {
    throw new RuntimeException(curl_error($curl));
}
echo $response, PHP_EOL;

$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
if ($status >= 400) {
    throw new RuntimeException("The API answered with $status.");
}
