// Who may know whom. Reads `cargo metadata` and exits with 1, naming each rule that is broken.
import { execFileSync } from "node:child_process";

/** The workspace's crates, each with those that it may depend on. Tests may look further: dev-dependencies are not held. */
const layers = {
  "lintel-local-server": [],
  "lintel-oidc": [],
  "lintel-management": [],
  "lintel-scim": [],
  "lintel-as-code": ["lintel-management"],
  "lintel-practice": ["lintel-oidc", "lintel-local-server"],
  "lintel-tenant": ["lintel-oidc", "lintel-management", "lintel-scim", "lintel-local-server"],
  "lintel-console": [
    "lintel-oidc",
    "lintel-management",
    "lintel-scim",
    "lintel-as-code",
    "lintel-local-server",
    "lintel-practice",
    "lintel-tenant",
  ],
  "lintel-cli": ["lintel-as-code", "lintel-console", "lintel-oidc", "lintel-practice", "lintel-tenant"],
  "lintel-desktop": ["lintel-console"],
  "lintel-blank": [],
  "lintel-bench": ["lintel-console", "lintel-oidc", "lintel-management", "lintel-tenant"],
};
/** Programs with a window. */
const shells = ["lintel-desktop", "lintel-blank"];
const windowless = "lintel-cli";
const windowLibrary = /^(tauri|wry$|tao$|gtk|gdk|webkit2gtk|javascriptcore|soup[0-9]|webview2)/;

const [, host] = run("rustc", "-vV").match(/^host: (.+)$/m);
const metadata = JSON.parse(run("cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host));
const packages = new Map(metadata.packages.map((it) => [it.id, it]));
const members = metadata.workspace_members.map((id) => packages.get(id));
const broken = [];

for (const { name, dependencies } of members) {
  const allowed = layers[name];
  if (!allowed) {
    broken.push(`${name} has no layer: say in scripts/layers.mjs and ARCHITECTURE.md what it may depend on.`);
    continue;
  }
  for (const dependency of dependencies) {
    if (dependency.kind !== "dev" && dependency.name in layers && !allowed.includes(dependency.name)) {
      broken.push(`${name} depends on ${dependency.name}; it may know ${allowed.join(", ") || "no other crate"}.`);
    }
    if (!shells.includes(name) && windowLibrary.test(dependency.name)) {
      broken.push(`${name} depends on ${dependency.name}; only ${shells.join(" and ")} may know a window library.`);
    }
  }
}

const path = wayTo(windowless, (name) => windowLibrary.test(name));
if (path) broken.push(`${windowless} links a window library: ${path.join(" -> ")}.`);

const httpClients = new Set(metadata.packages.filter((it) => it.name === "reqwest").map((it) => major(it.version)));
if (httpClients.size !== 1) {
  broken.push(`There is to be one reqwest, and there are ${httpClients.size}: ${[...httpClients].join(", ")}.`);
}

for (const rule of broken) console.error(`- ${rule}`);
if (broken.length > 0) process.exit(1);
console.log(`${members.length} crates keep to their layers; ${windowless} links no window library; reqwest is ${[...httpClients]} alone.`);

function run(program, ...words) {
  return execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** The shortest way through normal dependencies from a crate to one that is looked for. */
function wayTo(start, found) {
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set();
  const ways = [[members.find((it) => it.name === start).id]];
  for (const way of ways) {
    const id = way.at(-1);
    if (seen.has(id)) continue;
    seen.add(id);
    if (found(packages.get(id).name)) return way.map((id) => packages.get(id).name);
    const normal = nodes.get(id).deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    ways.push(...normal.map(({ pkg }) => [...way, pkg]));
  }
  return null;
}

/** `0.13.5` and `0.12.1` do not go together either. */
function major(version) {
  const [first, second] = version.split(".");
  return first === "0" ? `0.${second}` : first;
}
