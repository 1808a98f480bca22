import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// Creates a front-channel connection with a discovery endpoint.
var request = URLRequest(url: URL(string: "https://{yourDomain}/api/v2/connections")!)
request.httpMethod = "POST"
request.setValue("Bearer MGMT_API_ACCESS_TOKEN", forHTTPHeaderField: "authorization")
request.setValue("application/json", forHTTPHeaderField: "content-type")
let body = #"""
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
"""#
request.httpBody = Data(body.utf8)

let (data, response) = try await URLSession.shared.data(for: request)
print(String(decoding: data, as: UTF8.self))
let status = (response as! HTTPURLResponse).statusCode
if status >= 400 {
    fatalError("The API answered with \(status).")
}

import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// Creates a back-channel connection with a discovery endpoint.
var request = URLRequest(url: URL(string: "https://{yourDomain}/api/v2/connections")!)
request.httpMethod = "POST"
request.setValue("Bearer MGMT_API_ACCESS_TOKEN", forHTTPHeaderField: "authorization")
request.setValue("application/json", forHTTPHeaderField: "content-type")
let body = #"""
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
"""#
request.httpBody = Data(body.utf8)

let (data, response) = try await URLSession.shared.data(for: request)
print(String(decoding: data, as: UTF8.self))
let status = (response as! HTTPURLResponse).statusCode
if status >= 400 {
    fatalError("The API answered with \(status).")
}

import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// Creates a back-channel connection with issuer settings.
var request = URLRequest(url: URL(string: "https://{yourDomain}/api/v2/connections")!)
request.httpMethod = "POST"
request.setValue("Bearer MGMT_API_ACCESS_TOKEN", forHTTPHeaderField: "authorization")
request.setValue("application/json", forHTTPHeaderField: "content-type")
let body = #"""
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
"""#
request.httpBody = Data(body.utf8)

let (data, response) = try await URLSession.shared.data(for: request)
print(String(decoding: data, as: UTF8.self))
let status = (response as! HTTPURLResponse).statusCode
if status >= 400 {
    fatalError("The API answered with \(status).")
}

import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// Creates a front-channel connection with issuer settings.
var request = URLRequest(url: URL(string: "https://{yourDomain}/api/v2/connections")!)
request.httpMethod = "POST"
request.setValue("Bearer MGMT_API_ACCESS_TOKEN", forHTTPHeaderField: "authorization")
request.setValue("application/json", forHTTPHeaderField: "content-type")
let body = #"""
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
"""#
request.httpBody = Data(body.utf8)

let (data, response) = try await URLSession.shared.data(for: request)
print(String(decoding: data, as: UTF8.self))
let status = (response as! HTTPURLResponse).statusCode
if status >= 400 {
    fatalError("The API answered with \(status).")
}
