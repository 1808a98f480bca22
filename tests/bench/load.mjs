// What people and programs do to a tenant all day: sign in through it, change its connections, list them.
import assert from 'node:assert/strict';
import { Browser } from '../peers/browser.mjs';

const CALLBACK = 'http://localhost:3000/callback';
const CONNECTIONS = 10;
/** Who signs in, again and again: a person who is new is a user more, and users stay. */
const PEOPLE = 40;

/** A tenant with connections to a provider, as `lintel practice serve` is one, and an application. The tenant is what `lintel tenant serve`
 *  says of it, whoever serves it by now. */
export class Load {
  done = { logins: 0, saves: 0, listings: 0 };
  #tenant;
  #token;
  #application;
  #connections = [];

  constructor(tenant) {
    this.#tenant = tenant;
  }

  async prepare({ issuer, client_id, client_secret }) {
    this.#application = await this.#api('POST', 'clients', { name: 'Soak', app_type: 'regular_web', callbacks: [CALLBACK] });
    const discovery_url = `${issuer}/.well-known/openid-configuration`;
    const options = { type: 'back_channel', client_id, client_secret, discovery_url, scope: 'openid profile email' };
    for (let number = 1; number <= CONNECTIONS; number += 1) {
      const connection = await this.#api('POST', 'connections', { name: `soak-${number}`, strategy: 'oidc', options });
      await this.#api('PATCH', `connections/${connection.id}/clients`, [{ client_id: this.#application.client_id, status: true }]);
      this.#connections.push(connection);
    }
  }

  /** From the application through the provider's page back to the application, which redeems its code. */
  async login() {
    const number = this.done.logins++;
    const url = new URL('/authorize', this.#tenant.url);
    const { client_id, client_secret } = this.#application;
    const connection = this.#connections[number % CONNECTIONS].name;
    url.search = new URLSearchParams({ response_type: 'code', client_id, redirect_uri: CALLBACK, scope: 'openid profile email', connection, state: `state-${number}` });
    const browser = new Browser(CALLBACK);
    const who = `person-${number % PEOPLE}@soak.example`;
    const { url: back, html } = await browser.submit(await browser.open(url), { email: who });
    assert.ok(back.searchParams.get('code'), `${back} ${html}`);
    const form = { grant_type: 'authorization_code', client_id, client_secret, code: back.searchParams.get('code'), redirect_uri: CALLBACK };
    const answer = await fetch(new URL('/oauth/token', this.#tenant.url), { method: 'POST', body: new URLSearchParams(form) });
    const tokens = await answer.json();
    assert.ok(tokens.id_token, JSON.stringify(tokens));
  }

  async save() {
    const number = this.done.saves++;
    const { id, options } = this.#connections[number % CONNECTIONS];
    const display_name = `Saved ${number}`;
    const saved = await this.#api('PATCH', `connections/${id}`, { display_name, options: { ...options, domain_aliases: [`d${number}.example`] } });
    assert.equal(saved.display_name, display_name);
  }

  async list() {
    this.done.listings++;
    const { connections } = await this.#api('GET', 'connections?take=100');
    assert.ok(connections.length >= CONNECTIONS);
  }

  async #api(method, path, body) {
    this.#token ??= await this.#granted();
    const headers = { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' };
    const answer = await fetch(new URL(`/api/v2/${path}`, this.#tenant.url), { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  }

  async #granted() {
    const { url, client_id, client_secret, audience } = this.#tenant;
    const form = { grant_type: 'client_credentials', client_id, client_secret, audience };
    const answer = await fetch(new URL('/oauth/token', url), { method: 'POST', body: new URLSearchParams(form) });
    return (await answer.json()).access_token;
  }
}

/** Does each work so often a second until it is told to stop; none of them more than so many times at once. */
export function atRates(works, { atOnce = 8, stopped }) {
  return Promise.all(
    works.map(async ([perSecond, work]) => {
      const [under, failures, begun] = [new Set(), [], performance.now()];
      for (let number = 0; !stopped() && failures.length === 0; number += 1) {
        const wait = begun + (1000 * number) / perSecond - performance.now();
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
        if (under.size >= atOnce) await Promise.race(under);
        const doing = work().catch((error) => failures.push(error)).finally(() => under.delete(doing));
        under.add(doing);
      }
      await Promise.all(under);
      if (failures.length > 0) throw failures[0];
    }),
  );
}
