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
        "name": "wrong-issuer",
        "title": "Wrong issuer in the ID token",
        "description": "The ID token's issuer carries a path that the discovery document does not have, as when two versions of one provider are mixed.",
        "on": false
      },
      {
        "name": "secret-rejected",
        "title": "Client secret rejected",
        "description": "The token endpoint refuses the right client secret, as a provider does after a secret has expired.",
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
      "fix": {
        "label": "Use the issuer it sends",
        "change": {
          "field": "metadata",
          "value": {
            "issuer": {
              "kind": "set",
              "value": "{issuer}/v2.0"
            }
          }
        }
      },
      "ask": "Our sign-ins at {issuer} as client {client_id} stop, and this does not hold: Issuer matches (id-token-issuer). The issuer must be the same, character by character, in the discovery document, in iss of ID tokens and in this report ({issuer}). Say which one is meant, if the received one is.",
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
      "ask": "Our sign-ins at {issuer} as client {client_id} stop, and this does not hold: The provider accepts the client's credentials (client-rejected). Look client {client_id} up. Check that it may use client_secret_post, and whether its secret has ended or was replaced. A new secret is to be sent on a way that is safe, not as an answer to this text.",
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
