// The browser that the system opens in the tour, without a screen: it signs in at the practice provider by its forms.
/** Goes on through redirects and forms until a page has none. */
async function signIn(url) {
  const jar = new Map();
  let [method, body] = ["GET", undefined];
  for (let step = 0; step < 20; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const type = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
    const answer = await fetch(url, { method, body, redirect: "manual", headers: { cookie, ...type } });
    for (const set of answer.headers.getSetCookie()) {
      const [pair] = set.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const to = answer.headers.get("location");
    if (to) {
      [url, method, body] = [new URL(to, url).href, "GET", undefined];
      continue;
    }
    const page = await answer.text();
    const form = /<form[^>]*>[^]*?<\/form>/.exec(page)?.[0];
    if (!form) return;
    const attribute = (tag, name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const fields = new URLSearchParams();
    for (const [tag] of form.matchAll(/<input[^>]*>/g)) fields.append(attribute(tag, "name"), attribute(tag, "value"));
    const press = /<button[^>]*name=[^>]*>/.exec(form)?.[0];
    if (press) fields.append(attribute(press, "name"), attribute(press, "value"));
    url = new URL(attribute(form, "action") || url, url).href;
    [method, body] = ["POST", fields.toString()];
  }
}

await signIn(process.argv[2]);
