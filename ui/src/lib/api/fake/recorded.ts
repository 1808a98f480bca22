// Recorded from the console by crates/console/tests/it/recorded.rs, which holds it. What varies is masked.
import type { HistoryEntry, PracticeView, TrialView } from "../bindings";

export const recorded: {
  practice: PracticeView;
  passed: { back: TrialView; front: TrialView; through: TrialView };
  failed: Record<string, TrialView>;
  history: HistoryEntry[];
} = {
  "practice": {
    "issuer": "{issuer}",
    "discovery_url": "{issuer}/.well-known/openid-configuration",
    "client_id": "{client_id}",
    "dials": [
      {
        "name": "document-missing",
        "group": "Discovery document",
        "title": "No discovery document",
        "description": "The address answers 404, as when the path of a realm or an application is missing from it.",
        "on": false
      },
      {
        "name": "document-is-html",
        "group": "Discovery document",
        "title": "A web page in its place",
        "description": "The address answers with a sign-in page, as a firewall or a single-page application does for any path.",
        "on": false
      },
      {
        "name": "document-unavailable",
        "group": "Discovery document",
        "title": "Discovery document unavailable",
        "description": "The address answers 503, as a provider does during maintenance.",
        "on": false
      },
      {
        "name": "document-cut-off",
        "group": "Discovery document",
        "title": "Discovery document cut off",
        "description": "The JSON ends in the middle, as behind a proxy that limits the length of an answer.",
        "on": false
      },
      {
        "name": "document-too-large",
        "group": "Discovery document",
        "title": "Discovery document too large",
        "description": "The document has 140 KB, and Auth0 reads 128.",
        "on": false
      },
      {
        "name": "issuer-with-slash",
        "group": "Discovery document",
        "title": "Issuer with a slash at its end",
        "description": "The document's issuer ends with a slash, and the one in responses and ID tokens does not.",
        "on": false
      },
      {
        "name": "issuer-is-template",
        "group": "Discovery document",
        "title": "Issuer with {tenantid} in it",
        "description": "The issuer is a template, as in the document that Microsoft publishes for all tenants together.",
        "on": false
      },
      {
        "name": "issuer-missing",
        "group": "Discovery document",
        "title": "No issuer",
        "description": "The document says nothing of its issuer, as that of a plain OAuth 2.0 server.",
        "on": false
      },
      {
        "name": "authorization-endpoint-missing",
        "group": "Discovery document",
        "title": "No authorization endpoint",
        "description": "The document leaves out where people sign in.",
        "on": false
      },
      {
        "name": "token-endpoint-missing",
        "group": "Discovery document",
        "title": "No token endpoint",
        "description": "The document leaves out where codes are redeemed, as a provider of the implicit flow alone.",
        "on": false
      },
      {
        "name": "jwks-uri-missing",
        "group": "Discovery document",
        "title": "No address of keys",
        "description": "The document leaves out jwks_uri, without which no signature can be verified.",
        "on": false
      },
      {
        "name": "form-post-missing",
        "group": "Discovery document",
        "title": "form_post is not offered",
        "description": "The document lists query and fragment alone, and Front Channel wants ID tokens in a form.",
        "on": false
      },
      {
        "name": "openid-scope-missing",
        "group": "Discovery document",
        "title": "The scope openid is not offered",
        "description": "The document lists profile and email alone, as that of an OAuth 2.0 server.",
        "on": false
      },
      {
        "name": "pkce-not-advertised",
        "group": "Discovery document",
        "title": "PKCE is not advertised",
        "description": "The document says nothing of PKCE, although the provider knows it, as Microsoft Entra ID does.",
        "on": false
      },
      {
        "name": "keys-missing",
        "group": "Key set",
        "title": "No key set",
        "description": "The address of the keys answers 404.",
        "on": false
      },
      {
        "name": "keys-are-html",
        "group": "Key set",
        "title": "A web page in place of the keys",
        "description": "The address of the keys answers with a page, as a firewall does.",
        "on": false
      },
      {
        "name": "keys-empty",
        "group": "Key set",
        "title": "Empty key set",
        "description": "The key set holds no key: the provider has no signing key, or publishes none.",
        "on": false
      },
      {
        "name": "keys-for-encryption",
        "group": "Key set",
        "title": "Keys for encryption alone",
        "description": "The only key says use: enc, so that it verifies no signature.",
        "on": false
      },
      {
        "name": "keys-unknown-type",
        "group": "Key set",
        "title": "Keys of an unknown type",
        "description": "The only key is of a type that no library reads.",
        "on": false
      },
      {
        "name": "keys-short-coordinate",
        "group": "Key set",
        "title": "Coordinate without its leading zero",
        "description": "The only key is for ES256, and its x has 31 octets where the curve needs 32.",
        "on": false
      },
      {
        "name": "keys-without-kid",
        "group": "Key set",
        "title": "Keys without kid",
        "description": "ID tokens name their key, and the key set does not.",
        "on": false
      },
      {
        "name": "keys-share-kid",
        "group": "Key set",
        "title": "Two keys of one name",
        "description": "Two keys have the same kid, and nothing tells which of them signed.",
        "on": false
      },
      {
        "name": "keys-behind",
        "group": "Key set",
        "title": "Key set behind the signatures",
        "description": "The key that signs is not in the set, as when it comes from a cache after a rotation.",
        "on": false
      },
      {
        "name": "keys-other-modulus",
        "group": "Key set",
        "title": "Another key under the same name",
        "description": "The key in the set has the name of the one that signs and other numbers.",
        "on": false
      },
      {
        "name": "keys-too-short",
        "group": "Key set",
        "title": "Key of 1024 bits",
        "description": "The key in the set is too short to prove anything.",
        "on": false
      },
      {
        "name": "keys-private",
        "group": "Key set",
        "title": "Private key in the key set",
        "description": "The key set shows everybody a private half, with which anybody can sign in as anybody.",
        "on": false
      },
      {
        "name": "client-unknown",
        "group": "Sign-in at the provider",
        "title": "Client unknown",
        "description": "The provider stops on its own page: it does not know the client ID, or in another directory only.",
        "on": false
      },
      {
        "name": "callback-not-registered",
        "group": "Sign-in at the provider",
        "title": "Callback not registered",
        "description": "The provider stops on its own page: the callback URL is not registered, be it by one character.",
        "on": false
      },
      {
        "name": "implicit-off",
        "group": "Sign-in at the provider",
        "title": "ID tokens are not allowed",
        "description": "The client may not have ID tokens directly (implicit), which Front Channel asks for.",
        "on": false
      },
      {
        "name": "code-flow-off",
        "group": "Sign-in at the provider",
        "title": "Codes are not allowed",
        "description": "The client may not use the authorization code flow, which Back Channel asks for.",
        "on": false
      },
      {
        "name": "scope-refused",
        "group": "Sign-in at the provider",
        "title": "Scope refused",
        "description": "The provider does not offer the scope email to this client.",
        "on": false
      },
      {
        "name": "pkce-required",
        "group": "Sign-in at the provider",
        "title": "PKCE demanded",
        "description": "A request without a code challenge is refused. It shows where PKCE is disabled on the connection.",
        "on": false
      },
      {
        "name": "pkce-plain-only",
        "group": "Sign-in at the provider",
        "title": "PKCE plain alone",
        "description": "The provider knows no S256. It shows where the connection sends that.",
        "on": false
      },
      {
        "name": "pkce-refused",
        "group": "Sign-in at the provider",
        "title": "PKCE refused",
        "description": "A request with a code challenge is refused, as by a provider that takes known parameters alone.",
        "on": false
      },
      {
        "name": "nonce-required",
        "group": "Sign-in at the provider",
        "title": "Nonce demanded",
        "description": "A request without a nonce is refused. It shows on Back Channel where Nonce is off.",
        "on": false
      },
      {
        "name": "request-object-required",
        "group": "Sign-in at the provider",
        "title": "Pushed or signed requests alone",
        "description": "The provider takes no plain request from this client, and a connection sends no other.",
        "on": false
      },
      {
        "name": "login-required",
        "group": "Sign-in at the provider",
        "title": "Sign-in forbidden",
        "description": "The provider says that nobody is signed in there and that it may not ask.",
        "on": false
      },
      {
        "name": "consent-required",
        "group": "Sign-in at the provider",
        "title": "Administrator has not consented",
        "description": "The provider waits for an administrator who agrees for everybody.",
        "on": false
      },
      {
        "name": "consent-denied",
        "group": "Sign-in at the provider",
        "title": "Consent denied",
        "description": "The person signs in and does not agree to what the application asks for.",
        "on": false
      },
      {
        "name": "user-not-assigned",
        "group": "Sign-in at the provider",
        "title": "Person not assigned",
        "description": "The person signs in and may not use this application.",
        "on": false
      },
      {
        "name": "provider-fails",
        "group": "Sign-in at the provider",
        "title": "Provider fails",
        "description": "After the sign-in something breaks down at the provider.",
        "on": false
      },
      {
        "name": "provider-busy",
        "group": "Sign-in at the provider",
        "title": "Provider overloaded",
        "description": "The provider has no time now.",
        "on": false
      },
      {
        "name": "state-wrong",
        "group": "The way back",
        "title": "Another state",
        "description": "The response carries a state that nobody sent, as an answer to another window.",
        "on": false
      },
      {
        "name": "state-missing",
        "group": "The way back",
        "title": "No state",
        "description": "The response leaves the state out.",
        "on": false
      },
      {
        "name": "response-issuer-foreign",
        "group": "The way back",
        "title": "Response from another issuer",
        "description": "iss of the response names another authorization server.",
        "on": false
      },
      {
        "name": "response-issuer-missing",
        "group": "The way back",
        "title": "Response without the promised issuer",
        "description": "The metadata promises iss in every response, and it is not there.",
        "on": false
      },
      {
        "name": "nothing-comes-back",
        "group": "The way back",
        "title": "Neither code nor ID token",
        "description": "The response says who sent it and to which request, and nothing else.",
        "on": false
      },
      {
        "name": "parameter-twice",
        "group": "The way back",
        "title": "State comes twice",
        "description": "The response carries the same parameter two times, as behind a proxy that adds what is there.",
        "on": false
      },
      {
        "name": "answers-in-fragment",
        "group": "The way back",
        "title": "Answer behind the #",
        "description": "The provider answers in the fragment of the address, which no browser sends to a server.",
        "on": false
      },
      {
        "name": "answers-in-query",
        "group": "The way back",
        "title": "ID token in the address",
        "description": "The provider sends the ID token in the query, although Front Channel asks for a form.",
        "on": false
      },
      {
        "name": "secret-rejected",
        "group": "Token endpoint",
        "title": "Client secret rejected",
        "description": "The token endpoint refuses the right client secret, as a provider does after a secret has expired.",
        "on": false
      },
      {
        "name": "basic-only",
        "group": "Token endpoint",
        "title": "HTTP Basic alone",
        "description": "The token endpoint wants the secret in the Authorization header, and Auth0 sends it in the body.",
        "on": false
      },
      {
        "name": "code-rejected",
        "group": "Token endpoint",
        "title": "Code rejected",
        "description": "The token endpoint calls the code expired, as on a cluster whose servers do not share them.",
        "on": false
      },
      {
        "name": "verifier-rejected",
        "group": "Token endpoint",
        "title": "PKCE verifier rejected",
        "description": "The token endpoint compares the verifier with another challenge than it was sent.",
        "on": false
      },
      {
        "name": "grant-not-allowed",
        "group": "Token endpoint",
        "title": "Grant not allowed",
        "description": "The client may not redeem codes: authorization_code is not among its grants.",
        "on": false
      },
      {
        "name": "grant-unknown",
        "group": "Token endpoint",
        "title": "No token endpoint for codes",
        "description": "What answers knows no authorization codes, as another endpoint of the same server.",
        "on": false
      },
      {
        "name": "id-token-left-out",
        "group": "Token endpoint",
        "title": "No ID token",
        "description": "The token response has an access token alone, as from a plain OAuth 2.0 server.",
        "on": false
      },
      {
        "name": "error-with-200",
        "group": "Token endpoint",
        "title": "Error under 200 OK",
        "description": "The token endpoint answers 200 and says an error in it.",
        "on": false
      },
      {
        "name": "tokens-as-form",
        "group": "Token endpoint",
        "title": "Tokens are not JSON",
        "description": "The token endpoint answers as a form does, as old OAuth servers do.",
        "on": false
      },
      {
        "name": "tokens-are-html",
        "group": "Token endpoint",
        "title": "A web page in place of tokens",
        "description": "The token endpoint answers with a page, as a wrong address or a proxy does.",
        "on": false
      },
      {
        "name": "tokens-as-text",
        "group": "Token endpoint",
        "title": "Tokens call themselves text",
        "description": "The token response is JSON under text/plain. A sign-in reads it; stricter programs do not.",
        "on": false
      },
      {
        "name": "lifetime-as-text",
        "group": "Token endpoint",
        "title": "Lifetime as text",
        "description": "expires_in is “3600” in quotes. A sign-in reads it; stricter programs do not.",
        "on": false
      },
      {
        "name": "token-endpoint-fails",
        "group": "Token endpoint",
        "title": "Token endpoint fails",
        "description": "The token endpoint answers 500.",
        "on": false
      },
      {
        "name": "token-endpoint-limits",
        "group": "Token endpoint",
        "title": "Too many requests",
        "description": "The token endpoint answers 429 and wants to be left alone for a minute.",
        "on": false
      },
      {
        "name": "token-endpoint-moved",
        "group": "Token endpoint",
        "title": "Token endpoint moved",
        "description": "The token endpoint sends on to another address, where no code is sent.",
        "on": false
      },
      {
        "name": "token-endpoint-slow",
        "group": "Token endpoint",
        "title": "Token endpoint too slow",
        "description": "The token endpoint answers after 15 seconds. A sign-in waits for 10.",
        "on": false
      },
      {
        "name": "wrong-issuer",
        "group": "ID token",
        "title": "Wrong issuer in the ID token",
        "description": "The ID token's issuer carries a path that the discovery document does not have, as when two versions of one provider are mixed.",
        "on": false
      },
      {
        "name": "audience-other",
        "group": "ID token",
        "title": "ID token for another client",
        "description": "aud names another application, as when two client IDs are mixed up.",
        "on": false
      },
      {
        "name": "authorized-party-other",
        "group": "ID token",
        "title": "Issued to another client",
        "description": "Two audiences, of which one is right, and azp names the other.",
        "on": false
      },
      {
        "name": "expired",
        "group": "ID token",
        "title": "ID token expired",
        "description": "The ID token was over ten minutes ago, as one that comes from a cache.",
        "on": false
      },
      {
        "name": "expiry-missing",
        "group": "ID token",
        "title": "ID token without an end",
        "description": "The ID token does not say until when it is valid.",
        "on": false
      },
      {
        "name": "expiry-in-milliseconds",
        "group": "ID token",
        "title": "End in milliseconds",
        "description": "exp counts milliseconds, so that it is some fifty thousand years ahead.",
        "on": false
      },
      {
        "name": "issued-in-future",
        "group": "ID token",
        "title": "Issued in the future",
        "description": "iat is five minutes ahead, and no clock of the provider is.",
        "on": false
      },
      {
        "name": "not-yet-valid",
        "group": "ID token",
        "title": "Not valid yet",
        "description": "nbf is five minutes ahead.",
        "on": false
      },
      {
        "name": "clock-ahead",
        "group": "ID token",
        "title": "Clock ten minutes ahead",
        "description": "The clock of the provider is ahead, in its tokens and in the Date of its answers.",
        "on": false
      },
      {
        "name": "clock-behind",
        "group": "ID token",
        "title": "Clock an hour behind",
        "description": "The clock of the provider is 70 minutes behind, so that its tokens are over when they come.",
        "on": false
      },
      {
        "name": "nonce-missing",
        "group": "ID token",
        "title": "No nonce",
        "description": "The nonce that was sent does not come back. It shows where one is sent.",
        "on": false
      },
      {
        "name": "nonce-other",
        "group": "ID token",
        "title": "Another nonce",
        "description": "The ID token carries a nonce that nobody sent, as one from a cache.",
        "on": false
      },
      {
        "name": "subject-missing",
        "group": "ID token",
        "title": "No subject",
        "description": "The ID token does not say who signed in.",
        "on": false
      },
      {
        "name": "access-token-other",
        "group": "ID token",
        "title": "Access token of another sign-in",
        "description": "at_hash is that of another access token.",
        "on": false
      },
      {
        "name": "not-signed",
        "group": "ID token",
        "title": "Not signed",
        "description": "The ID token says alg: none and has no signature.",
        "on": false
      },
      {
        "name": "shared-secret",
        "group": "ID token",
        "title": "Signed with the client secret",
        "description": "The ID token is signed with HS256, as some providers do for clients with a secret.",
        "on": false
      },
      {
        "name": "es256-only",
        "group": "ID token",
        "title": "ES256 alone",
        "description": "The provider signs with ES256. It shows where the connection's ID token algorithms list RS256 alone.",
        "on": false
      },
      {
        "name": "kid-unknown",
        "group": "ID token",
        "title": "Key of an unknown name",
        "description": "The ID token names a key that is not in the key set.",
        "on": false
      },
      {
        "name": "signature-broken",
        "group": "ID token",
        "title": "Signature does not fit",
        "description": "The ID token was changed after it was signed.",
        "on": false
      },
      {
        "name": "critical-header",
        "group": "ID token",
        "title": "A critical header that nobody knows",
        "description": "crit demands that the header parameter b64 is understood.",
        "on": false
      },
      {
        "name": "access-token-in-place",
        "group": "ID token",
        "title": "An access token in its place",
        "description": "What comes as ID token is of the type at+jwt.",
        "on": false
      },
      {
        "name": "encrypted",
        "group": "ID token",
        "title": "Encrypted",
        "description": "The ID token is encrypted, in five parts, and a connection has no key to read it.",
        "on": false
      },
      {
        "name": "not-a-token",
        "group": "ID token",
        "title": "No token at all",
        "description": "What comes as ID token is a random text.",
        "on": false
      },
      {
        "name": "email-missing",
        "group": "ID token",
        "title": "No e-mail address",
        "description": "Neither the ID token nor userinfo holds an e-mail address, as for people without a mailbox.",
        "on": false
      },
      {
        "name": "email-verified-as-text",
        "group": "ID token",
        "title": "email_verified as text",
        "description": "email_verified is the text “true”, which is no truth value.",
        "on": false
      },
      {
        "name": "userinfo-unauthorized",
        "group": "Userinfo",
        "title": "Access token refused",
        "description": "Userinfo answers 401: the access token is meant for something else.",
        "on": false
      },
      {
        "name": "userinfo-forbidden",
        "group": "Userinfo",
        "title": "Scope does not reach",
        "description": "Userinfo answers 403: the access token lacks a scope.",
        "on": false
      },
      {
        "name": "userinfo-fails",
        "group": "Userinfo",
        "title": "Userinfo fails",
        "description": "Userinfo answers 500.",
        "on": false
      },
      {
        "name": "userinfo-is-html",
        "group": "Userinfo",
        "title": "A web page in place of userinfo",
        "description": "Userinfo answers with a page.",
        "on": false
      },
      {
        "name": "userinfo-signed",
        "group": "Userinfo",
        "title": "Userinfo is signed",
        "description": "Userinfo comes as a signed token, and a connection reads plain JSON alone.",
        "on": false
      },
      {
        "name": "userinfo-other-person",
        "group": "Userinfo",
        "title": "Userinfo of somebody else",
        "description": "sub of userinfo is not that of the ID token.",
        "on": false
      },
      {
        "name": "userinfo-bare",
        "group": "Userinfo",
        "title": "Userinfo says who alone",
        "description": "Userinfo holds sub and nothing else, as at AD FS.",
        "on": false
      }
    ]
  },
  "passed": {
    "back": {
      "id": "varies",
      "connection_id": "{connection}",
      "connection_name": "back",
      "way": "direct",
      "place": "window",
      "elsewhere": false,
      "window_refused": false,
      "application": null,
      "organization": null,
      "state": "passed",
      "headline": "Login works",
      "detail": "Ada Lovelace signed in. 7 steps and 15 checks passed.",
      "diagnosis": null,
      "fix": null,
      "ask": null,
      "also_failed": [],
      "trace": {
        "id": "varies",
        "channel": "back_channel",
        "started_at": "2026-07-29T09:30:00Z",
        "steps": [
          {
            "kind": "discovery",
            "state": "passed",
            "summary": "Configuration and 1 key loaded",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "read from",
                    "value": "the provider’s metadata, from {issuer}/.well-known/openid-configuration",
                    "masked": false
                  },
                  {
                    "name": "issuer",
                    "value": "{issuer}",
                    "masked": false
                  },
                  {
                    "name": "authorization_endpoint",
                    "value": "{issuer}/authorize",
                    "masked": false
                  },
                  {
                    "name": "token_endpoint",
                    "value": "{issuer}/token",
                    "masked": false
                  },
                  {
                    "name": "userinfo_endpoint",
                    "value": "{issuer}/userinfo",
                    "masked": false
                  },
                  {
                    "name": "jwks_uri",
                    "value": "{issuer}/jwks.json",
                    "masked": false
                  }
                ]
              },
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/jwks.json",
                "status": null,
                "fields": []
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "keys",
                    "value": "varies",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_request",
            "state": "passed",
            "summary": "Code flow with PKCE S256, scopes openid profile email",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/authorize",
                "status": null,
                "fields": [
                  {
                    "name": "response_type",
                    "value": "code",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge_method",
                    "value": "S256",
                    "masked": false
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "sign_in",
            "state": "passed",
            "summary": "The browser came back",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_response",
            "state": "passed",
            "summary": "Code received, state matches",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": "GET",
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "iss",
                    "value": "{issuer}",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "state-mismatch",
                "title": "State matches",
                "member": "state",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "RFC 6749, section 10.12"
              },
              {
                "code": "response-issuer-mismatch",
                "title": "The response comes from the issuer",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "RFC 9207, section 2.4"
              },
              {
                "code": "duplicate-parameter",
                "title": "Each parameter comes once",
                "member": null,
                "state": "passed",
                "expected": "each parameter once",
                "got": "each parameter once",
                "literal": false,
                "spec": "RFC 6749, section 3.1"
              },
              {
                "code": "response-incomplete",
                "title": "The response carries what the channel needs",
                "member": "code",
                "state": "passed",
                "expected": "code",
                "got": "43 characters",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5"
              }
            ],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "token_request",
            "state": "passed",
            "summary": "Code redeemed with client_secret_post, ID token returned",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "POST",
                "url": "{issuer}/token",
                "status": null,
                "fields": [
                  {
                    "name": "grant_type",
                    "value": "authorization_code",
                    "masked": false
                  },
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "client_secret",
                    "value": "34 characters, sha256 77909e74…",
                    "masked": true
                  },
                  {
                    "name": "code_verifier",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "access_token",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "token_type",
                    "value": "Bearer",
                    "masked": false
                  },
                  {
                    "name": "expires_in",
                    "value": "3600",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  },
                  {
                    "name": "id_token",
                    "value": "varies",
                    "masked": true
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "id_token",
            "state": "passed",
            "summary": "Signature valid, 11 checks passed",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "alg",
                    "value": "RS256",
                    "masked": false
                  },
                  {
                    "name": "typ",
                    "value": "JWT",
                    "masked": false
                  },
                  {
                    "name": "kid",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "signature",
                    "value": "varies",
                    "masked": true
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "id-token-crit",
                "title": "Nothing critical that is not understood",
                "member": "crit",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the header",
                "literal": false,
                "spec": "RFC 7515, section 4.1.11"
              },
              {
                "code": "id-token-header",
                "title": "The header is that of an ID token",
                "member": "typ",
                "state": "passed",
                "expected": "JWT",
                "got": "JWT",
                "literal": false,
                "spec": "RFC 7515, sections 4.1.4 and 4.1.9; RFC 8725, section 3.11"
              },
              {
                "code": "id-token-algorithm",
                "title": "Algorithm allowed",
                "member": "alg",
                "state": "passed",
                "expected": "RS256, RS384, RS512, PS256, PS384, ES256, ES384",
                "got": "RS256",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (7)"
              },
              {
                "code": "id-token-key",
                "title": "Signing key in the key set",
                "member": "kid",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 10.1"
              },
              {
                "code": "id-token-key-short",
                "title": "Signing key long enough",
                "member": "kid",
                "state": "passed",
                "expected": "2048 bits or more",
                "got": "2048 bits",
                "literal": false,
                "spec": "RFC 7518, sections 3.3 and 3.5"
              },
              {
                "code": "id-token-signature",
                "title": "Signature verifies",
                "member": "signature",
                "state": "passed",
                "expected": "signed with a key of the set",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (6)"
              },
              {
                "code": "id-token-issuer",
                "title": "Issuer matches",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
              },
              {
                "code": "id-token-audience",
                "title": "Audience is this client",
                "member": "aud",
                "state": "passed",
                "expected": "{client_id}",
                "got": "{client_id}",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (3)"
              },
              {
                "code": "id-token-authorized-party",
                "title": "Authorized party is this client",
                "member": "azp",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section incorporating errata set 2, section 3.1.3.7 (4, 5)"
              },
              {
                "code": "id-token-expired",
                "title": "Not expired",
                "member": "exp",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (9)"
              },
              {
                "code": "id-token-issued-at",
                "title": "Issued in the past",
                "member": "iat",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (10)"
              },
              {
                "code": "id-token-not-before",
                "title": "Valid already",
                "member": "nbf",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "RFC 7519, section 4.1.5"
              },
              {
                "code": "id-token-nonce",
                "title": "Nonce matches",
                "member": "nonce",
                "state": "not_applicable",
                "expected": null,
                "got": "none was sent",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (11)"
              },
              {
                "code": "id-token-subject",
                "title": "Subject present",
                "member": "sub",
                "state": "passed",
                "expected": "1 to 255 characters",
                "got": "ada-lovelace",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 2"
              },
              {
                "code": "id-token-at-hash",
                "title": "Access token belongs to the ID token",
                "member": "at_hash",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.8"
              },
              {
                "code": "id-token-claims",
                "title": "Claims have their types",
                "member": "id_token",
                "state": "not_applicable",
                "expected": null,
                "got": "the claims that are there have their types",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 2 and 5.1"
              }
            ],
            "findings": [],
            "claims": [
              {
                "name": "iss",
                "value": "{issuer}",
                "note": "Equals the issuer"
              },
              {
                "name": "sub",
                "value": "ada-lovelace",
                "note": "Becomes the user ID"
              },
              {
                "name": "aud",
                "value": "{client_id}",
                "note": "Equals the client ID"
              },
              {
                "name": "iat",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "exp",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "auth_time",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "at_hash",
                "value": "varies",
                "note": null
              },
              {
                "name": "name",
                "value": "Ada Lovelace",
                "note": null
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "note": null
              },
              {
                "name": "given_name",
                "value": "Ada",
                "note": null
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "note": null
              },
              {
                "name": "nickname",
                "value": "Ada",
                "note": null
              },
              {
                "name": "locale",
                "value": "en-GB",
                "note": null
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "note": null
              },
              {
                "name": "updated_at",
                "value": 0,
                "note": null
              },
              {
                "name": "department",
                "value": "Analytical Engines",
                "note": null
              },
              {
                "name": "employee_id",
                "value": "000418",
                "note": null
              },
              {
                "name": "groups",
                "value": [
                  "Engineering",
                  "Administrators"
                ],
                "note": null
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "note": null
              },
              {
                "name": "email_verified",
                "value": true,
                "note": null
              }
            ],
            "attributes": [],
            "page": null
          },
          {
            "kind": "claims_mapping",
            "state": "passed",
            "summary": "12 attributes filled",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [
              {
                "code": "reserved-claim-left-out",
                "severity": "note",
                "member": "groups",
                "message": "“groups” came, and is left out of the profile: the name is reserved.",
                "expected": "a name that is not reserved",
                "got": "groups",
                "literal": false,
                "remedy": "Choose Use map, and map ${context.tokenset.groups} to “federated_groups”. A list stays a list here; Auth0 was reported to join it into one text.",
                "spec": "Auth0, restricted claims"
              }
            ],
            "claims": [],
            "attributes": [
              {
                "name": "name",
                "value": "Ada Lovelace",
                "from": "name"
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "from": "preferred_username"
              },
              {
                "name": "given_name",
                "value": "Ada",
                "from": "given_name"
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "from": "family_name"
              },
              {
                "name": "nickname",
                "value": "Ada",
                "from": "nickname"
              },
              {
                "name": "locale",
                "value": "en-GB",
                "from": "locale"
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "from": "zoneinfo"
              },
              {
                "name": "updated_at",
                "value": 0,
                "from": "updated_at"
              },
              {
                "name": "department",
                "value": "Analytical Engines",
                "from": "department"
              },
              {
                "name": "employee_id",
                "value": "000418",
                "from": "employee_id"
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "from": "email"
              },
              {
                "name": "email_verified",
                "value": true,
                "from": "email_verified"
              }
            ],
            "page": null
          }
        ],
        "outcome": {
          "kind": "accepted",
          "profile": {
            "name": "Ada Lovelace",
            "preferred_username": "alovelace",
            "given_name": "Ada",
            "family_name": "Lovelace",
            "nickname": "Ada",
            "locale": "en-GB",
            "zoneinfo": "Europe/London",
            "updated_at": 0,
            "department": "Analytical Engines",
            "employee_id": "000418",
            "email": "ada.lovelace@acme.example",
            "email_verified": true
          }
        }
      },
      "finished_at": "2026-07-29T09:30:00Z"
    },
    "front": {
      "id": "varies",
      "connection_id": "varies",
      "connection_name": "front",
      "way": "direct",
      "place": "window",
      "elsewhere": false,
      "window_refused": false,
      "application": null,
      "organization": null,
      "state": "passed",
      "headline": "Login works",
      "detail": "Ada Lovelace signed in. 6 steps and 16 checks passed.",
      "diagnosis": null,
      "fix": null,
      "ask": null,
      "also_failed": [],
      "trace": {
        "id": "varies",
        "channel": "front_channel",
        "started_at": "2026-07-29T09:30:00Z",
        "steps": [
          {
            "kind": "discovery",
            "state": "passed",
            "summary": "Configuration and 1 key loaded",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "read from",
                    "value": "the provider’s metadata, from {issuer}/.well-known/openid-configuration",
                    "masked": false
                  },
                  {
                    "name": "issuer",
                    "value": "{issuer}",
                    "masked": false
                  },
                  {
                    "name": "authorization_endpoint",
                    "value": "{issuer}/authorize",
                    "masked": false
                  },
                  {
                    "name": "jwks_uri",
                    "value": "{issuer}/jwks.json",
                    "masked": false
                  }
                ]
              },
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/jwks.json",
                "status": null,
                "fields": []
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "keys",
                    "value": "varies",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_request",
            "state": "passed",
            "summary": "ID token by form_post, scopes openid profile email",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/authorize",
                "status": null,
                "fields": [
                  {
                    "name": "response_type",
                    "value": "id_token",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  },
                  {
                    "name": "response_mode",
                    "value": "form_post",
                    "masked": false
                  },
                  {
                    "name": "nonce",
                    "value": "varies",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "sign_in",
            "state": "passed",
            "summary": "The browser came back",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_response",
            "state": "passed",
            "summary": "ID token received, state matches",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": "POST",
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "id_token",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "iss",
                    "value": "{issuer}",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "state-mismatch",
                "title": "State matches",
                "member": "state",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "RFC 6749, section 10.12"
              },
              {
                "code": "response-issuer-mismatch",
                "title": "The response comes from the issuer",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "RFC 9207, section 2.4"
              },
              {
                "code": "duplicate-parameter",
                "title": "Each parameter comes once",
                "member": null,
                "state": "passed",
                "expected": "each parameter once",
                "got": "each parameter once",
                "literal": false,
                "spec": "RFC 6749, section 3.1"
              },
              {
                "code": "response-not-posted",
                "title": "The ID token comes in a form",
                "member": "id_token",
                "state": "passed",
                "expected": "in a form",
                "got": "in a form",
                "literal": false,
                "spec": "OAuth 2.0 Multiple Response Type Encoding Practices, section 3; OAuth 2.0 Form Post Response Mode, section 2"
              },
              {
                "code": "response-incomplete",
                "title": "The response carries what the channel needs",
                "member": "id_token",
                "state": "passed",
                "expected": "id_token",
                "got": "1128 characters",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5"
              }
            ],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "id_token",
            "state": "passed",
            "summary": "Signature valid, 11 checks passed",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "alg",
                    "value": "RS256",
                    "masked": false
                  },
                  {
                    "name": "typ",
                    "value": "JWT",
                    "masked": false
                  },
                  {
                    "name": "kid",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "signature",
                    "value": "varies",
                    "masked": true
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "id-token-crit",
                "title": "Nothing critical that is not understood",
                "member": "crit",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the header",
                "literal": false,
                "spec": "RFC 7515, section 4.1.11"
              },
              {
                "code": "id-token-header",
                "title": "The header is that of an ID token",
                "member": "typ",
                "state": "passed",
                "expected": "JWT",
                "got": "JWT",
                "literal": false,
                "spec": "RFC 7515, sections 4.1.4 and 4.1.9; RFC 8725, section 3.11"
              },
              {
                "code": "id-token-algorithm",
                "title": "Algorithm allowed",
                "member": "alg",
                "state": "passed",
                "expected": "RS256, RS384, RS512, PS256, PS384, ES256, ES384",
                "got": "RS256",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (7)"
              },
              {
                "code": "id-token-key",
                "title": "Signing key in the key set",
                "member": "kid",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 10.1"
              },
              {
                "code": "id-token-key-short",
                "title": "Signing key long enough",
                "member": "kid",
                "state": "passed",
                "expected": "2048 bits or more",
                "got": "2048 bits",
                "literal": false,
                "spec": "RFC 7518, sections 3.3 and 3.5"
              },
              {
                "code": "id-token-signature",
                "title": "Signature verifies",
                "member": "signature",
                "state": "passed",
                "expected": "signed with a key of the set",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (6)"
              },
              {
                "code": "id-token-issuer",
                "title": "Issuer matches",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
              },
              {
                "code": "id-token-audience",
                "title": "Audience is this client",
                "member": "aud",
                "state": "passed",
                "expected": "{client_id}",
                "got": "{client_id}",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (3)"
              },
              {
                "code": "id-token-authorized-party",
                "title": "Authorized party is this client",
                "member": "azp",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section incorporating errata set 2, section 3.1.3.7 (4, 5)"
              },
              {
                "code": "id-token-expired",
                "title": "Not expired",
                "member": "exp",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (9)"
              },
              {
                "code": "id-token-issued-at",
                "title": "Issued in the past",
                "member": "iat",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (10)"
              },
              {
                "code": "id-token-not-before",
                "title": "Valid already",
                "member": "nbf",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "RFC 7519, section 4.1.5"
              },
              {
                "code": "id-token-nonce",
                "title": "Nonce matches",
                "member": "nonce",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (11)"
              },
              {
                "code": "id-token-subject",
                "title": "Subject present",
                "member": "sub",
                "state": "passed",
                "expected": "1 to 255 characters",
                "got": "ada-lovelace",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 2"
              },
              {
                "code": "id-token-at-hash",
                "title": "Access token belongs to the ID token",
                "member": "at_hash",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.8"
              },
              {
                "code": "id-token-claims",
                "title": "Claims have their types",
                "member": "id_token",
                "state": "not_applicable",
                "expected": null,
                "got": "the claims that are there have their types",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 2 and 5.1"
              }
            ],
            "findings": [],
            "claims": [
              {
                "name": "iss",
                "value": "{issuer}",
                "note": "Equals the issuer"
              },
              {
                "name": "sub",
                "value": "ada-lovelace",
                "note": "Becomes the user ID"
              },
              {
                "name": "aud",
                "value": "{client_id}",
                "note": "Equals the client ID"
              },
              {
                "name": "iat",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "exp",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "auth_time",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "nonce",
                "value": "varies",
                "note": "Equals the one sent"
              },
              {
                "name": "name",
                "value": "Ada Lovelace",
                "note": null
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "note": null
              },
              {
                "name": "given_name",
                "value": "Ada",
                "note": null
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "note": null
              },
              {
                "name": "nickname",
                "value": "Ada",
                "note": null
              },
              {
                "name": "locale",
                "value": "en-GB",
                "note": null
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "note": null
              },
              {
                "name": "updated_at",
                "value": 0,
                "note": null
              },
              {
                "name": "department",
                "value": "Analytical Engines",
                "note": null
              },
              {
                "name": "employee_id",
                "value": "000418",
                "note": null
              },
              {
                "name": "groups",
                "value": [
                  "Engineering",
                  "Administrators"
                ],
                "note": null
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "note": null
              },
              {
                "name": "email_verified",
                "value": true,
                "note": null
              }
            ],
            "attributes": [],
            "page": null
          },
          {
            "kind": "claims_mapping",
            "state": "passed",
            "summary": "12 attributes filled",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [
              {
                "code": "reserved-claim-left-out",
                "severity": "note",
                "member": "groups",
                "message": "“groups” came, and is left out of the profile: the name is reserved.",
                "expected": "a name that is not reserved",
                "got": "groups",
                "literal": false,
                "remedy": "Choose Use map, and map ${context.tokenset.groups} to “federated_groups”. A list stays a list here; Auth0 was reported to join it into one text.",
                "spec": "Auth0, restricted claims"
              }
            ],
            "claims": [],
            "attributes": [
              {
                "name": "name",
                "value": "Ada Lovelace",
                "from": "name"
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "from": "preferred_username"
              },
              {
                "name": "given_name",
                "value": "Ada",
                "from": "given_name"
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "from": "family_name"
              },
              {
                "name": "nickname",
                "value": "Ada",
                "from": "nickname"
              },
              {
                "name": "locale",
                "value": "en-GB",
                "from": "locale"
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "from": "zoneinfo"
              },
              {
                "name": "updated_at",
                "value": 0,
                "from": "updated_at"
              },
              {
                "name": "department",
                "value": "Analytical Engines",
                "from": "department"
              },
              {
                "name": "employee_id",
                "value": "000418",
                "from": "employee_id"
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "from": "email"
              },
              {
                "name": "email_verified",
                "value": true,
                "from": "email_verified"
              }
            ],
            "page": null
          }
        ],
        "outcome": {
          "kind": "accepted",
          "profile": {
            "name": "Ada Lovelace",
            "preferred_username": "alovelace",
            "given_name": "Ada",
            "family_name": "Lovelace",
            "nickname": "Ada",
            "locale": "en-GB",
            "zoneinfo": "Europe/London",
            "updated_at": 0,
            "department": "Analytical Engines",
            "employee_id": "000418",
            "email": "ada.lovelace@acme.example",
            "email_verified": true
          }
        }
      },
      "finished_at": "2026-07-29T09:30:00Z"
    },
    "through": {
      "id": "varies",
      "connection_id": "{connection}",
      "connection_name": "back",
      "way": "through_tenant",
      "place": "window",
      "elsewhere": false,
      "window_refused": false,
      "application": "Sample application",
      "organization": null,
      "state": "passed",
      "headline": "Login works",
      "detail": "Ada Lovelace signed in. 9 steps and 32 checks passed.",
      "diagnosis": null,
      "fix": null,
      "ask": null,
      "also_failed": [],
      "trace": {
        "id": "varies",
        "channel": "back_channel",
        "started_at": "2026-07-29T09:30:00Z",
        "steps": [
          {
            "kind": "discovery",
            "state": "passed",
            "summary": "Configuration and 1 key loaded",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "read from",
                    "value": "the provider’s metadata, from {issuer}/.well-known/openid-configuration",
                    "masked": false
                  },
                  {
                    "name": "issuer",
                    "value": "{issuer}",
                    "masked": false
                  },
                  {
                    "name": "authorization_endpoint",
                    "value": "{issuer}/authorize",
                    "masked": false
                  },
                  {
                    "name": "token_endpoint",
                    "value": "{issuer}/token",
                    "masked": false
                  },
                  {
                    "name": "userinfo_endpoint",
                    "value": "{issuer}/userinfo",
                    "masked": false
                  },
                  {
                    "name": "jwks_uri",
                    "value": "{issuer}/jwks.json",
                    "masked": false
                  }
                ]
              },
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/jwks.json",
                "status": null,
                "fields": []
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "keys",
                    "value": "varies",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_request",
            "state": "passed",
            "summary": "Code flow with PKCE S256, scopes openid profile email",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/authorize",
                "status": null,
                "fields": [
                  {
                    "name": "response_type",
                    "value": "code",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge_method",
                    "value": "S256",
                    "masked": false
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "sign_in",
            "state": "passed",
            "summary": "The browser came back",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_response",
            "state": "passed",
            "summary": "Code received, state matches",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": "GET",
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "iss",
                    "value": "{issuer}",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "state-mismatch",
                "title": "State matches",
                "member": "state",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "RFC 6749, section 10.12"
              },
              {
                "code": "response-issuer-mismatch",
                "title": "The response comes from the issuer",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "RFC 9207, section 2.4"
              },
              {
                "code": "duplicate-parameter",
                "title": "Each parameter comes once",
                "member": null,
                "state": "passed",
                "expected": "each parameter once",
                "got": "each parameter once",
                "literal": false,
                "spec": "RFC 6749, section 3.1"
              },
              {
                "code": "response-incomplete",
                "title": "The response carries what the channel needs",
                "member": "code",
                "state": "passed",
                "expected": "code",
                "got": "43 characters",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5"
              }
            ],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "token_request",
            "state": "passed",
            "summary": "Code redeemed with client_secret_post, ID token returned",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "POST",
                "url": "{issuer}/token",
                "status": null,
                "fields": [
                  {
                    "name": "grant_type",
                    "value": "authorization_code",
                    "masked": false
                  },
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "client_secret",
                    "value": "34 characters, sha256 77909e74…",
                    "masked": true
                  },
                  {
                    "name": "code_verifier",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "access_token",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "token_type",
                    "value": "Bearer",
                    "masked": false
                  },
                  {
                    "name": "expires_in",
                    "value": "3600",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  },
                  {
                    "name": "id_token",
                    "value": "varies",
                    "masked": true
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "id_token",
            "state": "passed",
            "summary": "Signature valid, 11 checks passed",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "alg",
                    "value": "RS256",
                    "masked": false
                  },
                  {
                    "name": "typ",
                    "value": "JWT",
                    "masked": false
                  },
                  {
                    "name": "kid",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "signature",
                    "value": "varies",
                    "masked": true
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "id-token-crit",
                "title": "Nothing critical that is not understood",
                "member": "crit",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the header",
                "literal": false,
                "spec": "RFC 7515, section 4.1.11"
              },
              {
                "code": "id-token-header",
                "title": "The header is that of an ID token",
                "member": "typ",
                "state": "passed",
                "expected": "JWT",
                "got": "JWT",
                "literal": false,
                "spec": "RFC 7515, sections 4.1.4 and 4.1.9; RFC 8725, section 3.11"
              },
              {
                "code": "id-token-algorithm",
                "title": "Algorithm allowed",
                "member": "alg",
                "state": "passed",
                "expected": "RS256, RS384, RS512, PS256, PS384, ES256, ES384",
                "got": "RS256",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (7)"
              },
              {
                "code": "id-token-key",
                "title": "Signing key in the key set",
                "member": "kid",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 10.1"
              },
              {
                "code": "id-token-key-short",
                "title": "Signing key long enough",
                "member": "kid",
                "state": "passed",
                "expected": "2048 bits or more",
                "got": "2048 bits",
                "literal": false,
                "spec": "RFC 7518, sections 3.3 and 3.5"
              },
              {
                "code": "id-token-signature",
                "title": "Signature verifies",
                "member": "signature",
                "state": "passed",
                "expected": "signed with a key of the set",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (6)"
              },
              {
                "code": "id-token-issuer",
                "title": "Issuer matches",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
              },
              {
                "code": "id-token-audience",
                "title": "Audience is this client",
                "member": "aud",
                "state": "passed",
                "expected": "{client_id}",
                "got": "{client_id}",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (3)"
              },
              {
                "code": "id-token-authorized-party",
                "title": "Authorized party is this client",
                "member": "azp",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section incorporating errata set 2, section 3.1.3.7 (4, 5)"
              },
              {
                "code": "id-token-expired",
                "title": "Not expired",
                "member": "exp",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (9)"
              },
              {
                "code": "id-token-issued-at",
                "title": "Issued in the past",
                "member": "iat",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (10)"
              },
              {
                "code": "id-token-not-before",
                "title": "Valid already",
                "member": "nbf",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "RFC 7519, section 4.1.5"
              },
              {
                "code": "id-token-nonce",
                "title": "Nonce matches",
                "member": "nonce",
                "state": "not_applicable",
                "expected": null,
                "got": "none was sent",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (11)"
              },
              {
                "code": "id-token-subject",
                "title": "Subject present",
                "member": "sub",
                "state": "passed",
                "expected": "1 to 255 characters",
                "got": "ada-lovelace",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 2"
              },
              {
                "code": "id-token-at-hash",
                "title": "Access token belongs to the ID token",
                "member": "at_hash",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.8"
              },
              {
                "code": "id-token-claims",
                "title": "Claims have their types",
                "member": "id_token",
                "state": "not_applicable",
                "expected": null,
                "got": "the claims that are there have their types",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 2 and 5.1"
              }
            ],
            "findings": [],
            "claims": [
              {
                "name": "iss",
                "value": "{issuer}",
                "note": "Equals the issuer"
              },
              {
                "name": "sub",
                "value": "ada-lovelace",
                "note": "Becomes the user ID"
              },
              {
                "name": "aud",
                "value": "{client_id}",
                "note": "Equals the client ID"
              },
              {
                "name": "iat",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "exp",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "auth_time",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "at_hash",
                "value": "varies",
                "note": null
              },
              {
                "name": "name",
                "value": "Ada Lovelace",
                "note": null
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "note": null
              },
              {
                "name": "given_name",
                "value": "Ada",
                "note": null
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "note": null
              },
              {
                "name": "nickname",
                "value": "Ada",
                "note": null
              },
              {
                "name": "locale",
                "value": "en-GB",
                "note": null
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "note": null
              },
              {
                "name": "updated_at",
                "value": 0,
                "note": null
              },
              {
                "name": "department",
                "value": "Analytical Engines",
                "note": null
              },
              {
                "name": "employee_id",
                "value": "000418",
                "note": null
              },
              {
                "name": "groups",
                "value": [
                  "Engineering",
                  "Administrators"
                ],
                "note": null
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "note": null
              },
              {
                "name": "email_verified",
                "value": true,
                "note": null
              }
            ],
            "attributes": [],
            "page": null
          },
          {
            "kind": "claims_mapping",
            "state": "passed",
            "summary": "12 attributes filled",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [
              {
                "code": "reserved-claim-left-out",
                "severity": "note",
                "member": "groups",
                "message": "“groups” came, and is left out of the profile: the name is reserved.",
                "expected": "a name that is not reserved",
                "got": "groups",
                "literal": false,
                "remedy": "Choose Use map, and map ${context.tokenset.groups} to “federated_groups”. A list stays a list here; Auth0 was reported to join it into one text.",
                "spec": "Auth0, restricted claims"
              }
            ],
            "claims": [],
            "attributes": [
              {
                "name": "name",
                "value": "Ada Lovelace",
                "from": "name"
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "from": "preferred_username"
              },
              {
                "name": "given_name",
                "value": "Ada",
                "from": "given_name"
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "from": "family_name"
              },
              {
                "name": "nickname",
                "value": "Ada",
                "from": "nickname"
              },
              {
                "name": "locale",
                "value": "en-GB",
                "from": "locale"
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "from": "zoneinfo"
              },
              {
                "name": "updated_at",
                "value": 0,
                "from": "updated_at"
              },
              {
                "name": "department",
                "value": "Analytical Engines",
                "from": "department"
              },
              {
                "name": "employee_id",
                "value": "000418",
                "from": "employee_id"
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "from": "email"
              },
              {
                "name": "email_verified",
                "value": true,
                "from": "email_verified"
              }
            ],
            "page": null
          },
          {
            "kind": "profile",
            "state": "passed",
            "summary": "User created",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [
              {
                "name": "user_id",
                "value": "oidc|back|ada-lovelace",
                "from": "oidc, the connection's name and sub"
              },
              {
                "name": "name",
                "value": "Ada Lovelace",
                "from": "name"
              },
              {
                "name": "nickname",
                "value": "Ada",
                "from": "nickname"
              },
              {
                "name": "given_name",
                "value": "Ada",
                "from": "given_name"
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "from": "family_name"
              },
              {
                "name": "picture",
                "value": "data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHZpZXdCb3g9JzAgMCA4MCA4MCc+PHJlY3Qgd2lkdGg9JzgwJyBoZWlnaHQ9JzgwJyBmaWxsPScjNWI2NDcyJy8+PHRleHQgeD0nNDAnIHk9JzUxJyBmb250LWZhbWlseT0nc2Fucy1zZXJpZicgZm9udC1zaXplPSczMicgZmlsbD0nI2ZmZicgdGV4dC1hbmNob3I9J21pZGRsZSc+QUw8L3RleHQ+PC9zdmc+",
                "from": "set by the tenant"
              }
            ],
            "page": null
          },
          {
            "kind": "application",
            "state": "passed",
            "summary": "Sample application verified its ID token from the tenant and read userinfo",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": "GET",
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "iss",
                    "value": "{tenant}/",
                    "masked": false
                  }
                ]
              },
              {
                "direction": "sent",
                "method": "POST",
                "url": "{tenant}/oauth/token",
                "status": null,
                "fields": [
                  {
                    "name": "grant_type",
                    "value": "authorization_code",
                    "masked": false
                  },
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/sample/callback",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "client_secret",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "code_verifier",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "access_token",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "token_type",
                    "value": "Bearer",
                    "masked": false
                  },
                  {
                    "name": "expires_in",
                    "value": "86400",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  },
                  {
                    "name": "id_token",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "alg",
                    "value": "RS256",
                    "masked": false
                  },
                  {
                    "name": "typ",
                    "value": "JWT",
                    "masked": false
                  },
                  {
                    "name": "kid",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "signature",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "sent",
                "method": "GET",
                "url": "{tenant}/userinfo",
                "status": null,
                "fields": [
                  {
                    "name": "access_token",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": []
              }
            ],
            "checks": [
              {
                "code": "state-mismatch",
                "title": "State matches",
                "member": "state",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "RFC 6749, section 10.12"
              },
              {
                "code": "response-issuer-mismatch",
                "title": "The response comes from the issuer",
                "member": "iss",
                "state": "passed",
                "expected": "{tenant}/",
                "got": "{tenant}/",
                "literal": false,
                "spec": "RFC 9207, section 2.4"
              },
              {
                "code": "duplicate-parameter",
                "title": "Each parameter comes once",
                "member": null,
                "state": "passed",
                "expected": "each parameter once",
                "got": "each parameter once",
                "literal": false,
                "spec": "RFC 6749, section 3.1"
              },
              {
                "code": "response-incomplete",
                "title": "The response carries what the channel needs",
                "member": "code",
                "state": "passed",
                "expected": "code",
                "got": "43 characters",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5"
              },
              {
                "code": "id-token-crit",
                "title": "Nothing critical that is not understood",
                "member": "crit",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the header",
                "literal": false,
                "spec": "RFC 7515, section 4.1.11"
              },
              {
                "code": "id-token-header",
                "title": "The header is that of an ID token",
                "member": "typ",
                "state": "passed",
                "expected": "JWT",
                "got": "JWT",
                "literal": false,
                "spec": "RFC 7515, sections 4.1.4 and 4.1.9; RFC 8725, section 3.11"
              },
              {
                "code": "id-token-algorithm",
                "title": "Algorithm allowed",
                "member": "alg",
                "state": "passed",
                "expected": "RS256, RS384, RS512, PS256, PS384, ES256, ES384",
                "got": "RS256",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (7)"
              },
              {
                "code": "id-token-key",
                "title": "Signing key in the key set",
                "member": "kid",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 10.1"
              },
              {
                "code": "id-token-key-short",
                "title": "Signing key long enough",
                "member": "kid",
                "state": "passed",
                "expected": "2048 bits or more",
                "got": "2048 bits",
                "literal": false,
                "spec": "RFC 7518, sections 3.3 and 3.5"
              },
              {
                "code": "id-token-signature",
                "title": "Signature verifies",
                "member": "signature",
                "state": "passed",
                "expected": "signed with a key of the set",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (6)"
              },
              {
                "code": "id-token-issuer",
                "title": "Issuer matches",
                "member": "iss",
                "state": "passed",
                "expected": "{tenant}/",
                "got": "{tenant}/",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
              },
              {
                "code": "id-token-audience",
                "title": "Audience is this client",
                "member": "aud",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (3)"
              },
              {
                "code": "id-token-authorized-party",
                "title": "Authorized party is this client",
                "member": "azp",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section incorporating errata set 2, section 3.1.3.7 (4, 5)"
              },
              {
                "code": "id-token-expired",
                "title": "Not expired",
                "member": "exp",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (9)"
              },
              {
                "code": "id-token-issued-at",
                "title": "Issued in the past",
                "member": "iat",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (10)"
              },
              {
                "code": "id-token-not-before",
                "title": "Valid already",
                "member": "nbf",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "RFC 7519, section 4.1.5"
              },
              {
                "code": "id-token-nonce",
                "title": "Nonce matches",
                "member": "nonce",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (11)"
              },
              {
                "code": "id-token-subject",
                "title": "Subject present",
                "member": "sub",
                "state": "passed",
                "expected": "1 to 255 characters",
                "got": "oidc|back|ada-lovelace",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 2"
              },
              {
                "code": "id-token-at-hash",
                "title": "Access token belongs to the ID token",
                "member": "at_hash",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.8"
              },
              {
                "code": "id-token-claims",
                "title": "Claims have their types",
                "member": "updated_at",
                "state": "warned",
                "expected": "a number of seconds since 1970",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 2 and 5.1"
              },
              {
                "code": "userinfo-subject",
                "title": "Userinfo is about the same person",
                "member": "sub",
                "state": "passed",
                "expected": "oidc|back|ada-lovelace",
                "got": "oidc|back|ada-lovelace",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 5.3.2"
              }
            ],
            "findings": [],
            "claims": [
              {
                "name": "sub",
                "value": "oidc|back|ada-lovelace",
                "note": null
              },
              {
                "name": "name",
                "value": "Ada Lovelace",
                "note": null
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "note": null
              },
              {
                "name": "given_name",
                "value": "Ada",
                "note": null
              },
              {
                "name": "nickname",
                "value": "Ada",
                "note": null
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "note": null
              },
              {
                "name": "picture",
                "value": "data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHZpZXdCb3g9JzAgMCA4MCA4MCc+PHJlY3Qgd2lkdGg9JzgwJyBoZWlnaHQ9JzgwJyBmaWxsPScjNWI2NDcyJy8+PHRleHQgeD0nNDAnIHk9JzUxJyBmb250LWZhbWlseT0nc2Fucy1zZXJpZicgZm9udC1zaXplPSczMicgZmlsbD0nI2ZmZicgdGV4dC1hbmNob3I9J21pZGRsZSc+QUw8L3RleHQ+PC9zdmc+",
                "note": null
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "note": null
              },
              {
                "name": "locale",
                "value": "en-GB",
                "note": null
              },
              {
                "name": "updated_at",
                "value": "varies",
                "note": null
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "note": null
              },
              {
                "name": "email_verified",
                "value": true,
                "note": null
              }
            ],
            "attributes": [],
            "page": null
          }
        ],
        "outcome": {
          "kind": "accepted",
          "profile": {
            "name": "Ada Lovelace",
            "preferred_username": "alovelace",
            "given_name": "Ada",
            "family_name": "Lovelace",
            "nickname": "Ada",
            "locale": "en-GB",
            "zoneinfo": "Europe/London",
            "updated_at": 0,
            "department": "Analytical Engines",
            "employee_id": "000418",
            "email": "ada.lovelace@acme.example",
            "email_verified": true
          }
        }
      },
      "finished_at": "2026-07-29T09:30:00Z"
    }
  },
  "failed": {
    "wrong-issuer": {
      "id": "varies",
      "connection_id": "{connection}",
      "connection_name": "back",
      "way": "direct",
      "place": "window",
      "elsewhere": false,
      "window_refused": false,
      "application": null,
      "organization": null,
      "state": "failed",
      "headline": "Login failed at the ID token checks",
      "detail": "The ID token is issued by {issuer}/v2.0; the connection's issuer is {issuer}; they differ from character 23.",
      "diagnosis": {
        "code": "id-token-issuer",
        "severity": "error",
        "member": "iss",
        "message": "The ID token is issued by {issuer}/v2.0; the connection's issuer is {issuer}; they differ from character 23.",
        "expected": "{issuer}",
        "got": "{issuer}/v2.0",
        "literal": true,
        "remedy": "If {issuer}/v2.0 is your provider, set the connection's issuer to exactly that. Otherwise the discovery URL belongs to another authorization server than the one that signs in.",
        "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
      },
      "fix": null,
      "ask": "Our sign-ins at {issuer} as client {client_id} fail (id-token-issuer). The issuer must be the same, character by character, in the discovery document, in iss of ID tokens and here, where it is {issuer}. Say which one is meant, if the received one is.",
      "also_failed": [],
      "trace": {
        "id": "varies",
        "channel": "back_channel",
        "started_at": "2026-07-29T09:30:00Z",
        "steps": [
          {
            "kind": "discovery",
            "state": "passed",
            "summary": "Configuration and 1 key loaded",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "read from",
                    "value": "the provider’s metadata, from {issuer}/.well-known/openid-configuration",
                    "masked": false
                  },
                  {
                    "name": "issuer",
                    "value": "{issuer}",
                    "masked": false
                  },
                  {
                    "name": "authorization_endpoint",
                    "value": "{issuer}/authorize",
                    "masked": false
                  },
                  {
                    "name": "token_endpoint",
                    "value": "{issuer}/token",
                    "masked": false
                  },
                  {
                    "name": "userinfo_endpoint",
                    "value": "{issuer}/userinfo",
                    "masked": false
                  },
                  {
                    "name": "jwks_uri",
                    "value": "{issuer}/jwks.json",
                    "masked": false
                  }
                ]
              },
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/jwks.json",
                "status": null,
                "fields": []
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "keys",
                    "value": "varies",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_request",
            "state": "passed",
            "summary": "Code flow with PKCE S256, scopes openid profile email",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/authorize",
                "status": null,
                "fields": [
                  {
                    "name": "response_type",
                    "value": "code",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge_method",
                    "value": "S256",
                    "masked": false
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "sign_in",
            "state": "passed",
            "summary": "The browser came back",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_response",
            "state": "passed",
            "summary": "Code received, state matches",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": "GET",
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "iss",
                    "value": "{issuer}",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "state-mismatch",
                "title": "State matches",
                "member": "state",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "RFC 6749, section 10.12"
              },
              {
                "code": "response-issuer-mismatch",
                "title": "The response comes from the issuer",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "RFC 9207, section 2.4"
              },
              {
                "code": "duplicate-parameter",
                "title": "Each parameter comes once",
                "member": null,
                "state": "passed",
                "expected": "each parameter once",
                "got": "each parameter once",
                "literal": false,
                "spec": "RFC 6749, section 3.1"
              },
              {
                "code": "response-incomplete",
                "title": "The response carries what the channel needs",
                "member": "code",
                "state": "passed",
                "expected": "code",
                "got": "43 characters",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5"
              }
            ],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "token_request",
            "state": "passed",
            "summary": "Code redeemed with client_secret_post, ID token returned",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "POST",
                "url": "{issuer}/token",
                "status": null,
                "fields": [
                  {
                    "name": "grant_type",
                    "value": "authorization_code",
                    "masked": false
                  },
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "client_secret",
                    "value": "34 characters, sha256 77909e74…",
                    "masked": true
                  },
                  {
                    "name": "code_verifier",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "access_token",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "token_type",
                    "value": "Bearer",
                    "masked": false
                  },
                  {
                    "name": "expires_in",
                    "value": "3600",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  },
                  {
                    "name": "id_token",
                    "value": "varies",
                    "masked": true
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "id_token",
            "state": "failed",
            "summary": "The ID token is issued by {issuer}/v2.0; the connection's issuer is {issuer}; they differ from character 23.",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "alg",
                    "value": "RS256",
                    "masked": false
                  },
                  {
                    "name": "typ",
                    "value": "JWT",
                    "masked": false
                  },
                  {
                    "name": "kid",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "signature",
                    "value": "varies",
                    "masked": true
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "id-token-crit",
                "title": "Nothing critical that is not understood",
                "member": "crit",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the header",
                "literal": false,
                "spec": "RFC 7515, section 4.1.11"
              },
              {
                "code": "id-token-header",
                "title": "The header is that of an ID token",
                "member": "typ",
                "state": "passed",
                "expected": "JWT",
                "got": "JWT",
                "literal": false,
                "spec": "RFC 7515, sections 4.1.4 and 4.1.9; RFC 8725, section 3.11"
              },
              {
                "code": "id-token-algorithm",
                "title": "Algorithm allowed",
                "member": "alg",
                "state": "passed",
                "expected": "RS256, RS384, RS512, PS256, PS384, ES256, ES384",
                "got": "RS256",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (7)"
              },
              {
                "code": "id-token-key",
                "title": "Signing key in the key set",
                "member": "kid",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 10.1"
              },
              {
                "code": "id-token-key-short",
                "title": "Signing key long enough",
                "member": "kid",
                "state": "passed",
                "expected": "2048 bits or more",
                "got": "2048 bits",
                "literal": false,
                "spec": "RFC 7518, sections 3.3 and 3.5"
              },
              {
                "code": "id-token-signature",
                "title": "Signature verifies",
                "member": "signature",
                "state": "passed",
                "expected": "signed with a key of the set",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (6)"
              },
              {
                "code": "id-token-issuer",
                "title": "Issuer matches",
                "member": "iss",
                "state": "failed",
                "expected": "{issuer}",
                "got": "{issuer}/v2.0",
                "literal": true,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
              },
              {
                "code": "id-token-audience",
                "title": "Audience is this client",
                "member": "aud",
                "state": "passed",
                "expected": "{client_id}",
                "got": "{client_id}",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (3)"
              },
              {
                "code": "id-token-authorized-party",
                "title": "Authorized party is this client",
                "member": "azp",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section incorporating errata set 2, section 3.1.3.7 (4, 5)"
              },
              {
                "code": "id-token-expired",
                "title": "Not expired",
                "member": "exp",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (9)"
              },
              {
                "code": "id-token-issued-at",
                "title": "Issued in the past",
                "member": "iat",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (10)"
              },
              {
                "code": "id-token-not-before",
                "title": "Valid already",
                "member": "nbf",
                "state": "not_applicable",
                "expected": null,
                "got": "not in the token",
                "literal": false,
                "spec": "RFC 7519, section 4.1.5"
              },
              {
                "code": "id-token-nonce",
                "title": "Nonce matches",
                "member": "nonce",
                "state": "not_applicable",
                "expected": null,
                "got": "none was sent",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (11)"
              },
              {
                "code": "id-token-subject",
                "title": "Subject present",
                "member": "sub",
                "state": "passed",
                "expected": "1 to 255 characters",
                "got": "ada-lovelace",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 2"
              },
              {
                "code": "id-token-at-hash",
                "title": "Access token belongs to the ID token",
                "member": "at_hash",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, section 3.1.3.8"
              },
              {
                "code": "id-token-claims",
                "title": "Claims have their types",
                "member": "id_token",
                "state": "not_applicable",
                "expected": null,
                "got": "the claims that are there have their types",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 2 and 5.1"
              }
            ],
            "findings": [
              {
                "code": "id-token-issuer",
                "severity": "error",
                "member": "iss",
                "message": "The ID token is issued by {issuer}/v2.0; the connection's issuer is {issuer}; they differ from character 23.",
                "expected": "{issuer}",
                "got": "{issuer}/v2.0",
                "literal": true,
                "remedy": "If {issuer}/v2.0 is your provider, set the connection's issuer to exactly that. Otherwise the discovery URL belongs to another authorization server than the one that signs in.",
                "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
              }
            ],
            "claims": [
              {
                "name": "iss",
                "value": "{issuer}/v2.0",
                "note": null
              },
              {
                "name": "sub",
                "value": "ada-lovelace",
                "note": "Becomes the user ID"
              },
              {
                "name": "aud",
                "value": "{client_id}",
                "note": "Equals the client ID"
              },
              {
                "name": "iat",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "exp",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "auth_time",
                "value": 0,
                "note": "varies"
              },
              {
                "name": "at_hash",
                "value": "varies",
                "note": null
              },
              {
                "name": "name",
                "value": "Ada Lovelace",
                "note": null
              },
              {
                "name": "preferred_username",
                "value": "alovelace",
                "note": null
              },
              {
                "name": "given_name",
                "value": "Ada",
                "note": null
              },
              {
                "name": "family_name",
                "value": "Lovelace",
                "note": null
              },
              {
                "name": "nickname",
                "value": "Ada",
                "note": null
              },
              {
                "name": "locale",
                "value": "en-GB",
                "note": null
              },
              {
                "name": "zoneinfo",
                "value": "Europe/London",
                "note": null
              },
              {
                "name": "updated_at",
                "value": 0,
                "note": null
              },
              {
                "name": "department",
                "value": "Analytical Engines",
                "note": null
              },
              {
                "name": "employee_id",
                "value": "000418",
                "note": null
              },
              {
                "name": "groups",
                "value": [
                  "Engineering",
                  "Administrators"
                ],
                "note": null
              },
              {
                "name": "email",
                "value": "ada.lovelace@acme.example",
                "note": null
              },
              {
                "name": "email_verified",
                "value": true,
                "note": null
              }
            ],
            "attributes": [],
            "page": null
          }
        ],
        "outcome": {
          "kind": "refused",
          "step": "id_token",
          "finding": {
            "code": "id-token-issuer",
            "severity": "error",
            "member": "iss",
            "message": "The ID token is issued by {issuer}/v2.0; the connection's issuer is {issuer}; they differ from character 23.",
            "expected": "{issuer}",
            "got": "{issuer}/v2.0",
            "literal": true,
            "remedy": "If {issuer}/v2.0 is your provider, set the connection's issuer to exactly that. Otherwise the discovery URL belongs to another authorization server than the one that signs in.",
            "spec": "OpenID Connect Core 1.0, section 3.1.3.7 (2)"
          }
        }
      },
      "finished_at": "2026-07-29T09:30:00Z"
    },
    "secret-rejected": {
      "id": "varies",
      "connection_id": "{connection}",
      "connection_name": "back",
      "way": "direct",
      "place": "window",
      "elsewhere": false,
      "window_refused": false,
      "application": null,
      "organization": null,
      "state": "failed",
      "headline": "Login failed at the token request",
      "detail": "The token endpoint refused the client: 401 invalid_client: The client secret is wrong.",
      "diagnosis": {
        "code": "client-rejected",
        "severity": "error",
        "member": "client_secret",
        "message": "The token endpoint refused the client: 401 invalid_client: The client secret is wrong.",
        "expected": "a client that the provider knows by this secret",
        "got": "401 invalid_client",
        "literal": false,
        "remedy": "Compare the client ID with the provider's, create a new client secret there and paste its value.",
        "spec": "RFC 6749, section 5.2"
      },
      "fix": null,
      "ask": "Our sign-ins at {issuer} as client {client_id} fail (client-rejected). Look client {client_id} up. Check that it may use client_secret_post, and whether its secret has ended or was replaced. A new secret is to be sent on a way that is safe, not as an answer to this text.",
      "also_failed": [],
      "trace": {
        "id": "varies",
        "channel": "back_channel",
        "started_at": "2026-07-29T09:30:00Z",
        "steps": [
          {
            "kind": "discovery",
            "state": "passed",
            "summary": "Configuration and 1 key loaded",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "read from",
                    "value": "the provider’s metadata, from {issuer}/.well-known/openid-configuration",
                    "masked": false
                  },
                  {
                    "name": "issuer",
                    "value": "{issuer}",
                    "masked": false
                  },
                  {
                    "name": "authorization_endpoint",
                    "value": "{issuer}/authorize",
                    "masked": false
                  },
                  {
                    "name": "token_endpoint",
                    "value": "{issuer}/token",
                    "masked": false
                  },
                  {
                    "name": "userinfo_endpoint",
                    "value": "{issuer}/userinfo",
                    "masked": false
                  },
                  {
                    "name": "jwks_uri",
                    "value": "{issuer}/jwks.json",
                    "masked": false
                  }
                ]
              },
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/jwks.json",
                "status": null,
                "fields": []
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 200,
                "fields": [
                  {
                    "name": "keys",
                    "value": "varies",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_request",
            "state": "passed",
            "summary": "Code flow with PKCE S256, scopes openid profile email",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "GET",
                "url": "{issuer}/authorize",
                "status": null,
                "fields": [
                  {
                    "name": "response_type",
                    "value": "code",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "code_challenge_method",
                    "value": "S256",
                    "masked": false
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "scope",
                    "value": "openid profile email",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "sign_in",
            "state": "passed",
            "summary": "The browser came back",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [],
            "checks": [],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "authorization_response",
            "state": "passed",
            "summary": "Code received, state matches",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "received",
                "method": "GET",
                "url": null,
                "status": null,
                "fields": [
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "state",
                    "value": "varies",
                    "masked": false
                  },
                  {
                    "name": "iss",
                    "value": "{issuer}",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [
              {
                "code": "state-mismatch",
                "title": "State matches",
                "member": "state",
                "state": "passed",
                "expected": "varies",
                "got": "varies",
                "literal": false,
                "spec": "RFC 6749, section 10.12"
              },
              {
                "code": "response-issuer-mismatch",
                "title": "The response comes from the issuer",
                "member": "iss",
                "state": "passed",
                "expected": "{issuer}",
                "got": "{issuer}",
                "literal": false,
                "spec": "RFC 9207, section 2.4"
              },
              {
                "code": "duplicate-parameter",
                "title": "Each parameter comes once",
                "member": null,
                "state": "passed",
                "expected": "each parameter once",
                "got": "each parameter once",
                "literal": false,
                "spec": "RFC 6749, section 3.1"
              },
              {
                "code": "response-incomplete",
                "title": "The response carries what the channel needs",
                "member": "code",
                "state": "passed",
                "expected": "code",
                "got": "43 characters",
                "literal": false,
                "spec": "OpenID Connect Core 1.0, sections 3.1.2.5 and 3.2.2.5"
              }
            ],
            "findings": [],
            "claims": [],
            "attributes": [],
            "page": null
          },
          {
            "kind": "token_request",
            "state": "failed",
            "summary": "The token endpoint refused the client: 401 invalid_client: The client secret is wrong.",
            "started_ms": 0,
            "elapsed_ms": 0,
            "messages": [
              {
                "direction": "sent",
                "method": "POST",
                "url": "{issuer}/token",
                "status": null,
                "fields": [
                  {
                    "name": "grant_type",
                    "value": "authorization_code",
                    "masked": false
                  },
                  {
                    "name": "code",
                    "value": "varies",
                    "masked": true
                  },
                  {
                    "name": "redirect_uri",
                    "value": "{tenant}/login/callback",
                    "masked": false
                  },
                  {
                    "name": "client_id",
                    "value": "{client_id}",
                    "masked": false
                  },
                  {
                    "name": "client_secret",
                    "value": "34 characters, sha256 77909e74…",
                    "masked": true
                  },
                  {
                    "name": "code_verifier",
                    "value": "varies",
                    "masked": true
                  }
                ]
              },
              {
                "direction": "received",
                "method": null,
                "url": null,
                "status": 401,
                "fields": [
                  {
                    "name": "error",
                    "value": "invalid_client",
                    "masked": false
                  },
                  {
                    "name": "error_description",
                    "value": "The client secret is wrong.",
                    "masked": false
                  }
                ]
              }
            ],
            "checks": [],
            "findings": [
              {
                "code": "client-rejected",
                "severity": "error",
                "member": "client_secret",
                "message": "The token endpoint refused the client: 401 invalid_client: The client secret is wrong.",
                "expected": "a client that the provider knows by this secret",
                "got": "401 invalid_client",
                "literal": false,
                "remedy": "Compare the client ID with the provider's, create a new client secret there and paste its value.",
                "spec": "RFC 6749, section 5.2"
              }
            ],
            "claims": [],
            "attributes": [],
            "page": null
          }
        ],
        "outcome": {
          "kind": "refused",
          "step": "token_request",
          "finding": {
            "code": "client-rejected",
            "severity": "error",
            "member": "client_secret",
            "message": "The token endpoint refused the client: 401 invalid_client: The client secret is wrong.",
            "expected": "a client that the provider knows by this secret",
            "got": "401 invalid_client",
            "literal": false,
            "remedy": "Compare the client ID with the provider's, create a new client secret there and paste its value.",
            "spec": "RFC 6749, section 5.2"
          }
        }
      },
      "finished_at": "2026-07-29T09:30:00Z"
    }
  },
  "history": [
    {
      "id": 2,
      "at": "2026-07-29T09:30:00Z",
      "kind": "applications",
      "state": "done",
      "by": "varies",
      "restored": null,
      "switched": {
        "client_ids": [
          "varies"
        ],
        "enabled": true
      },
      "address": null,
      "has_requests": true,
      "changes": [],
      "problem": null
    },
    {
      "id": 1,
      "at": "2026-07-29T09:30:00Z",
      "kind": "created",
      "state": "done",
      "by": "varies",
      "restored": null,
      "switched": null,
      "address": null,
      "has_requests": true,
      "changes": [],
      "problem": null
    }
  ]
};
