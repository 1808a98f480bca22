// What each provider calls the things a connection needs, and what is known to trip people up there.

import type { Vendor } from "$lib/api";

export type VendorGuide = {
  id: string;
  name: string;
  /** The discovery URL's shape, with the parts to fill in. */
  discovery: string;
  register: string;
  callback: string;
  secret: string;
  /** What lets Front Channel get an ID token. */
  idToken?: string;
  quirks: { tone: "warn" | "info"; text: string }[];
};

export const vendors: (VendorGuide & { name: Vendor })[] = [
  {
    id: "entra",
    name: "Microsoft Entra ID",
    discovery: "https://login.microsoftonline.com/<tenant-id>/v2.0",
    register: "Entra admin center › App registrations › New registration. Copy the **Application (client) ID**.",
    callback: "Authentication › Add a platform › **Web** › Redirect URIs. No trailing slash.",
    secret: "Certificates & secrets › New client secret. Copy the **Value**, not the Secret ID.",
    idToken: "Authentication › Implicit grant and hybrid flows › **ID tokens**.",
    quirks: [
      { tone: "warn", text: "Client secrets expire, after 24 months at most. Every login fails from that day on." },
      {
        tone: "info",
        text: "Use your tenant’s ID in the URL. With `/common` or `/organizations` the issuer never matches.",
      },
      { tone: "info", text: "`email` is sent only when the user has a mail address. Add it as an optional claim." },
    ],
  },
  {
    id: "okta",
    name: "Okta",
    discovery: "https://<org>.okta.com or https://<org>.okta.com/oauth2/default",
    register: "Admin console › Applications › Create App Integration › OIDC, Web Application. Copy the **Client ID**.",
    callback: "The application’s General tab › **Sign-in redirect URIs**.",
    secret: "The application’s General tab › **Client Secrets**.",
    quirks: [
      {
        tone: "warn",
        text: "The org and each authorization server are different issuers. Use the URL of the one that issues your tokens.",
      },
      { tone: "info", text: "Assign the users or groups to the application, or Okta refuses them." },
      { tone: "info", text: "With Back Channel the ID token may carry few claims." },
    ],
  },
  {
    id: "google",
    name: "Google Workspace",
    discovery: "https://accounts.google.com",
    register:
      "Google Cloud console › APIs & Services › Credentials › OAuth client ID, Web application. Copy the **Client ID**.",
    callback: "The client’s **Authorized redirect URIs**.",
    secret: "The **Client secret** stands on the client’s page.",
    quirks: [
      {
        tone: "warn",
        text: "Google refuses sign-in inside embedded windows with `disallowed_useragent`. A test login in this program’s window may be refused for that reason alone.",
      },
      { tone: "info", text: "Check the `hd` claim when only your own Workspace domain may log in." },
    ],
  },
  {
    id: "keycloak",
    name: "Keycloak",
    discovery: "https://<host>/realms/<realm>",
    register:
      "Admin console › your realm › Clients › Create client, OpenID Connect. Its **Client ID** is what you choose.",
    callback: "The client’s Settings › **Valid redirect URIs**.",
    secret: "The client’s **Credentials** tab › Client Secret.",
    quirks: [
      { tone: "info", text: "Older servers answer under `/auth/realms/<realm>`." },
      {
        tone: "warn",
        text: "The issuer follows the frontend URL. It differs when the server is reached by an inner name.",
      },
      { tone: "info", text: "Groups and roles need a mapper to reach the ID token." },
    ],
  },
  {
    id: "pingfederate",
    name: "PingFederate",
    discovery: "https://<host>",
    register:
      "Administrative console › Applications › OAuth › Clients › Add Client. Its **Client ID** is what you choose.",
    callback: "The client’s **Redirect URIs**.",
    secret: "The client’s **Client Secret**, under client authentication.",
    quirks: [{ tone: "info", text: "Which claims arrive is decided by the client’s OpenID Connect policy." }],
  },
  {
    id: "pingone",
    name: "PingOne",
    discovery: "https://auth.pingone.com/<environment-id>/as",
    register: "Applications › Add › OIDC Web App. Copy the **Client ID**.",
    callback: "The application’s Configuration › **Redirect URIs**.",
    secret: "The application’s Configuration › **Client Secret**.",
    quirks: [
      { tone: "info", text: "The issuer ends in `/as`." },
      { tone: "info", text: "Attribute mappings of the application decide which claims arrive." },
    ],
  },
  {
    id: "auth0",
    name: "Auth0",
    discovery: "https://<tenant>.<region>.auth0.com",
    register:
      "In the other tenant: Applications › any application, or a new one. Copy its **Domain** and **Client ID**.",
    callback: "That application’s Settings › **Allowed Callback URLs**.",
    secret:
      "That application’s Settings › **Client Secret**. Under Credentials, its authentication method is **Client Secret (Post)**.",
    idToken: "That application’s Advanced Settings › Grant Types › **Implicit**.",
    quirks: [
      { tone: "info", text: "The issuer ends with a slash." },
      { tone: "warn", text: "The application must sign with RS256: Advanced Settings › OAuth." },
    ],
  },
  {
    id: "adfs",
    name: "AD FS",
    discovery: "https://<host>/adfs",
    register: "AD FS Management › Application Groups › Add › Server application. Copy the **Client Identifier**.",
    callback: "The server application’s **Redirect URI**.",
    secret: "Configure Application Credentials › Generate a **shared secret**.",
    quirks: [
      { tone: "warn", text: "Claims need issuance rules. `email` arrives only by an LDAP claim rule." },
      { tone: "info", text: "Ask for the scope `allatclaims` to get claims into the ID token." },
    ],
  },
  {
    id: "onelogin",
    name: "OneLogin",
    discovery: "https://<subdomain>.onelogin.com/oidc/2",
    register: "Administration › Applications › Add App › OpenId Connect. The **SSO** tab holds the Client ID.",
    callback: "The app’s Configuration › **Redirect URIs**.",
    secret: "The app’s **SSO** tab › Client Secret.",
    quirks: [{ tone: "info", text: "Assign the user to the app. Without that a login looks like a fault of the app." }],
  },
];

/** The words for any other provider. */
export const anyProvider: VendorGuide = {
  id: "any",
  name: "Your provider",
  discovery: "https://login.example.com",
  register: "Register a web application there. Copy its **Client ID**, also called Application ID.",
  callback: "Look for Redirect URI, Callback URL or Reply URL.",
  secret: "Create a client secret, and copy it while it is shown.",
  quirks: [],
};

export function vendorById(id: string | null): VendorGuide | null {
  return vendors.find((vendor) => vendor.id === id) ?? null;
}

export function vendorByName(name: Vendor | null): VendorGuide | null {
  return vendors.find((vendor) => vendor.name === name) ?? null;
}
