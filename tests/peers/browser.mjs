// A browser as far as a sign-in needs one: redirects followed one by one, cookies, and forms submitted from the page they are on.
import assert from 'node:assert/strict';

const TIMEOUT = 15_000;
/** Parameters that nobody but the two ends may read. */
const SECRET = ['code', 'id_token', 'access_token', 'password'];

export class Browser {
  /** By host name alone: cookies ignore ports. */
  #cookies = new Map();
  /** Each request made, without its query. */
  visited = [];
  /** Every cookie, code, token and password that came by. */
  secrets = new Set();

  /** `application` is where the journey ends: nothing is loaded from there. */
  constructor(application) {
    this.application = new URL(application);
  }

  open(address) {
    return this.#travel('GET', new URL(address), undefined, new URL(address));
  }

  follow(page, pattern) {
    const [, href] = pattern.exec(page.html) ?? assert.fail(`no ${pattern} on ${page.url}:\n${page.html}`);
    return this.#travel('GET', new URL(unescape(href), page.url), undefined, page.url);
  }

  /** Submits the page's form with some fields filled in, and with the button that was pressed, where it has a name. */
  submit(page, filled = {}) {
    const [form, tag] = /<form([^>]*)>.*?<\/form>/s.exec(page.html) ?? assert.fail(`no form on ${page.url}:\n${page.html}`);
    assert.match(tag, /method="post"/);
    const fields = new URLSearchParams();
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const name = attribute(input, 'name');
      if (name) fields.set(name, attribute(input, 'value') ?? '');
    }
    for (const [name, value] of Object.entries(filled)) fields.set(name, value);
    this.#remember(fields);
    return this.#travel('POST', new URL(attribute(tag, 'action'), page.url), fields, page.url);
  }

  async #travel(method, url, body, from) {
    for (let redirects = 0; redirects < 20; redirects += 1) {
      this.#remember(url.searchParams);
      if (url.origin === this.application.origin && url.pathname === this.application.pathname) return { url };
      const response = await this.#request(method, url, body, from);
      if (response.status < 300 || response.status > 399) return { url, status: response.status, html: await response.text() };
      url = new URL(response.headers.get('location'), url);
      if (response.status < 307) [method, body] = ['GET', undefined];
    }
    return assert.fail(`too many redirects, at ${url}`);
  }

  async #request(method, url, body, from) {
    this.visited.push(`${method} ${url.hostname}${url.pathname}`);
    const headers = method === 'POST' ? { origin: from.origin } : {};
    // A Lax cookie, which every cookie on plain http is, stays at home when another site posts.
    const cookies = method === 'GET' || url.hostname === from.hostname ? this.#cookiesFor(url) : '';
    if (cookies) headers.cookie = cookies;
    const response = await fetch(url, { method, body, headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
    for (const line of response.headers.getSetCookie()) this.#keep(url, line);
    return response;
  }

  #cookiesFor(url) {
    const kept = [...(this.#cookies.get(url.hostname)?.values() ?? [])];
    return kept.filter(({ path }) => url.pathname.startsWith(path)).map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  #keep(url, line) {
    const [pair, ...attributes] = line.split(';').map((part) => part.trim());
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair);
    const jar = this.#cookies.get(url.hostname) ?? new Map();
    this.#cookies.set(url.hostname, jar);
    const said = (attribute) => attributes.find((part) => part.toLowerCase().startsWith(attribute))?.split('=')[1];
    const expired = said('max-age') === '0' || new Date(said('expires') ?? Infinity) < new Date();
    // No browser keeps a Secure cookie that came over plain http.
    if (expired || attributes.some((part) => part.toLowerCase() === 'secure')) return jar.delete(name);
    this.secrets.add(value);
    return jar.set(name, { name, value, path: said('path') ?? '/' });
  }

  #remember(parameters) {
    for (const name of SECRET) if (parameters.get(name)) this.secrets.add(parameters.get(name));
  }
}

function attribute(tag, name) {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescape(value);
}

function unescape(text) {
  const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&#x27;': "'", '&amp;': '&' };
  return text.replace(/&(?:lt|gt|quot|#39|#x27|amp);/g, (entity) => entities[entity]);
}
