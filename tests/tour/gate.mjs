// Stands in front of a tenant that is served, and can end between two of its requests, as a network does.
import { once } from "node:events";
import { createServer } from "node:http";

const KEPT = ["authorization", "content-type"];

/** Passes everything on to the tenant, until `endAfter` says otherwise and `open` again. */
export async function before(tenant) {
  const gate = new Gate(tenant);
  await gate.listen();
  return gate;
}

class Gate {
  #tenant;
  #server = createServer((request, response) => void this.#pass(request, response));
  #last = null;
  #ended = false;

  constructor(tenant) {
    this.#tenant = tenant;
  }

  async listen() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** This request is the last that passes. */
  endAfter(method, path) {
    this.#last = `${method} ${path}`;
  }

  open() {
    [this.#last, this.#ended] = [null, false];
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #pass(request, response) {
    const parts = [];
    for await (const part of request) parts.push(part);
    if (this.#ended) return void request.socket.destroy();
    const headers = Object.fromEntries(KEPT.filter((name) => request.headers[name]).map((name) => [name, request.headers[name]]));
    const body = this.#body(request.url, Buffer.concat(parts));
    const answer = await fetch(`${this.#tenant.url}${request.url}`, { method: request.method, headers, ...(body.length > 0 ? { body } : {}) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" }).end(bytes);
    this.#ended ||= `${request.method} ${request.url}` === this.#last;
  }

  /** Tokens are asked for the tenant's own address. */
  #body(url, body) {
    if (url !== "/oauth/token") return body;
    const form = new URLSearchParams(body.toString());
    form.set("audience", this.#tenant.audience);
    return Buffer.from(form.toString());
  }
}
