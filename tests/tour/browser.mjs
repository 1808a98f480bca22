// A browser that the system opens, without a screen: `xdg-open` on the path, which signs in at the practice provider by its forms.
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Puts it first on the path of what is started from now on. */
export async function playBrowser(folder) {
  const path = join(folder, "xdg-open");
  await writeFile(path, `#!/usr/bin/env node\n(${signIn})(process.argv[2]);\n`);
  await chmod(path, 0o755);
  process.env.PATH = `${folder}:${process.env.PATH}`;
}

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
