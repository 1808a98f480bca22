// An OpenID Provider that signs everybody in at once, with as many claims as it is given.
import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function provide(claims) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const nonces = new Map();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, issuer);
    const answer = (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body));
    if (url.pathname === "/keys") return answer({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", alg: "RS256", use: "sig" }] });
    if (url.pathname === "/.well-known/openid-configuration") return answer(metadata());
    if (url.pathname === "/authorize") {
      const back = new URL(url.searchParams.get("redirect_uri"));
      const code = randomUUID();
      nonces.set(code, { nonce: url.searchParams.get("nonce") ?? undefined, aud: url.searchParams.get("client_id") });
      back.searchParams.set("code", code);
      back.searchParams.set("state", url.searchParams.get("state"));
      return response.writeHead(303, { location: back.href }).end();
    }
    if (url.pathname === "/token") {
      const body = Buffer.concat(await request.toArray()).toString();
      const now = Math.floor(Date.now() / 1000);
      const token = { iss: issuer, sub: "big", iat: now, exp: now + 600, ...nonces.get(new URLSearchParams(body).get("code")), ...claims };
      const signed = `${base64url({ alg: "RS256", kid: "1", typ: "JWT" })}.${base64url(token)}`;
      const signature = createSign("RSA-SHA256").update(signed).sign(privateKey).toString("base64url");
      return answer({ access_token: "a", token_type: "Bearer", expires_in: 60, id_token: `${signed}.${signature}` });
    }
    response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const metadata = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["S256"],
  });
  return { issuer, metadata, stop: () => server.closeAllConnections() || server.close() };
}
