import { expect, it } from "vitest";
import { otherTenant } from "./federation";

it.each([
  ["acme.us.auth0.com", "https://acme.us.auth0.com/", "acme-auth0"],
  [" https://acme-dev.eu.auth0.com/ ", "https://acme-dev.eu.auth0.com/", "acme-dev-auth0"],
  ["https://acme.us.auth0.com/.well-known/openid-configuration", "https://acme.us.auth0.com/", "acme-auth0"],
  ["https://manage.auth0.com/dashboard/us/acme/applications", "https://acme.us.auth0.com/", "acme-auth0"],
  ["Login.Acme.com", "https://login.acme.com/", "login-acme-com"],
  ["login.acme.com:8443", "https://login.acme.com:8443/", "login-acme-com-8443"],
  ["http://localhost:4400", "http://localhost:4400/", "local-tenant"],
  ["localhost:4400", "http://localhost:4400/", "local-tenant"],
])("%s is the tenant %s", (typed, issuer, name) => expect(otherTenant(typed)).toMatchObject({ issuer, name }));

it.each([
  ["", "The domain is empty"],
  ["acme", "“acme” is no domain"],
  ["https://", "is no domain"],
  ["http://acme.us.auth0.com", "is not reached over https"],
  ["https://manage.auth0.com/", "the address of Auth0’s dashboard"],
])("%s is told apart: %s", (typed, message) =>
  expect((otherTenant(typed) as { message: string }).message).toContain(message),
);
