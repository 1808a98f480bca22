// No circle between files, nor between features of the pages: what another one needs does not need that one in turn, however long the way.
// Reads the imports as text, and exits with 1 where there is one.
//
// An arrow goes from a file to the file that defines what it names. A `mod` line is none, and neither is a name that a `mod.rs` or an
// `index.ts` hands on: what counts is where the name comes from. Tests count as little as types that TypeScript alone sees.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const crates = [...readdirSync("crates").map((name) => join("crates", name)), "src-tauri"];
const arrows = new Map();
for (const crate of crates) for (const [file, targets] of rustArrows(join(crate, "src"))) arrows.set(file, targets);
for (const [file, targets] of pageArrows("ui/src")) arrows.set(file, targets);

const circles = knots(arrows).map((files) => files.sort());
const groups = knots(featureArrows()).map((features) => features.sort());
for (const files of circles) console.error(`These files need each other:\n${files.map((file) => tie(file, files)).join("\n")}\n`);
for (const group of groups) {
  console.error(`Features of the pages need each other: ${group.join(", ")}. What both need stands below them, in ui/src/lib/model.`);
}
if (circles.length + groups.length > 0) process.exit(1);
console.log(`${arrows.size} files, and no circle.`);

function tie(file, files) {
  const needs = [...arrows.get(file)].filter((target) => files.includes(target));
  return `    ${file} -> ${needs.join(", ")}`;
}

/** The features of the pages, each with those it needs. */
function featureArrows() {
  const featureOf = (file) => file.match(/^ui\/src\/lib\/features\/(\w+)\//)?.[1];
  const graph = new Map();
  for (const [file, targets] of arrows) {
    const feature = featureOf(file);
    if (!feature) continue;
    const needs = graph.get(feature) ?? new Set();
    for (const target of [...targets].map(featureOf)) if (target && target !== feature) needs.add(target);
    graph.set(feature, needs);
  }
  return graph;
}

/** The groups that can all reach one another (Tarjan). */
function knots(graph) {
  const state = new Map();
  const stack = [];
  const groups = [];
  let count = 0;
  const visit = (file) => {
    const own = { index: count, low: count, on: true };
    count += 1;
    state.set(file, own);
    stack.push(file);
    for (const target of graph.get(file) ?? []) {
      const seen = state.get(target) ?? visit(target);
      if (seen.on) own.low = Math.min(own.low, seen.low);
    }
    if (own.low === own.index) {
      const group = stack.splice(stack.indexOf(file));
      for (const member of group) state.get(member).on = false;
      if (group.length > 1) groups.push(group);
    }
    return own;
  };
  for (const file of graph.keys()) if (!state.has(file)) visit(file);
  return groups;
}

/** The files of a crate, each with those whose names it uses. */
function rustArrows(src) {
  const root = ["lib.rs", "main.rs"].map((name) => join(src, name)).find(existsSync);
  if (!root) return new Map();
  const modules = new Map();
  const load = (path, file) => {
    const code = bare(readFileSync(file, "utf8"));
    const module = { file, code, names: new Map(), globs: [] };
    modules.set(path, module);
    const home = /(^|\/)(mod|lib|main)\.rs$/.test(file) ? dirname(file) : file.replace(/\.rs$/, "");
    for (const [, test, name] of code.matchAll(/(#\[cfg\(test\)\]\s*)?(?:pub(?:\([^)]*\))? )?mod (\w+);/g)) {
      const child = [join(home, `${name}.rs`), join(home, name, "mod.rs")].find(existsSync);
      if (child && !test) load(`${path}::${name}`, child);
    }
    for (const [, tree] of code.matchAll(/(?<![\w:])use ([^;]+);/g)) {
      for (const { path: parts, as } of leaves(tree.replace(/\s+/g, ""))) {
        if (as === "*") module.globs.push(parts);
        else module.names.set(as, parts);
      }
    }
  };
  load("crate", root);
  /** The module that defines what `parts` name, seen from the module at `from`; null for a module itself and for what is elsewhere. */
  const resolve = (from, parts, depth = 0) => {
    if (depth > 20) return null;
    let at = null;
    let rest = parts;
    while (rest.length > 0) {
      const [first, ...others] = rest;
      const child = `${at ?? from}::${first}`;
      // A function may have the name of its module.
      const isModule = modules.has(child) && (others.length > 0 || !modules.get(at ?? from).names.has(first));
      if (first === "crate") at = "crate";
      else if (first === "self") at ??= from;
      else if (first === "super") at = (at ?? from).replace(/::\w+$/, "");
      else if (isModule) at = child;
      else {
        const here = at ?? from;
        const handed = modules.get(here).names.get(first);
        if (handed && handed.join() !== rest.join()) return resolve(here, [...handed, ...others], depth + 1);
        if (at === null) return null;
        for (const glob of modules.get(here).globs) {
          const source = resolve(here, [...glob, first], depth + 1);
          if (source && new RegExp(`\\b(?:fn|struct|enum|const|static|type|trait|union|macro_rules!)\\s+${first}\\b`).test(modules.get(source).code)) return source;
        }
        return here;
      }
      rest = others;
    }
    return null;
  };
  const result = new Map();
  for (const [path, { file, code }] of modules) {
    const targets = new Set();
    const handsOn = new Set();
    for (const [, tree] of code.matchAll(/(?<![\w:])pub(?:\([^)]*\))? use ([^;]+);/g)) handsOn.add(tree);
    for (const [, tree] of code.matchAll(/(?<![\w:])use ([^;]+);/g)) {
      if (handsOn.has(tree)) continue;
      for (const { path: parts } of leaves(tree.replace(/\s+/g, ""))) add(parts);
    }
    const said = code.replace(/(?<![\w:])use [^;]+;/g, "").replace(/pub\(in [\w:]+\)/g, "");
    for (const [words] of said.matchAll(/(?<![\w:$])[a-z_]\w*(?:::\w+)+/g)) {
      const parts = words.split("::");
      if (["crate", "super", "self"].includes(parts[0]) || modules.has(`${path}::${parts[0]}`)) add(parts);
      else {
        const imported = modules.get(path).names.get(parts[0]);
        if (imported) add([...imported, ...parts.slice(1)]);
      }
    }
    result.set(file, targets);
    function add(parts) {
      const target = resolve(path, parts);
      if (target && modules.get(target).file !== file) targets.add(modules.get(target).file);
    }
  }
  return result;
}

/** The paths of a `use` tree. */
function leaves(tree, before = []) {
  const brace = tree.indexOf("{");
  if (brace < 0) {
    const [path, as] = tree.split(/(?<=\w)as(?=[A-Z_]\w*$)/);
    const parts = [...before, ...path.split("::").filter(Boolean)];
    if (parts.at(-1) === "self") return [{ path: parts.slice(0, -1), as: parts.at(-2) }];
    if (parts.at(-1) === "*") return [{ path: parts.slice(0, -1), as: "*" }];
    return [{ path: parts, as: as ?? parts.at(-1) }];
  }
  const start = [...before, ...tree.slice(0, brace).split("::").filter(Boolean)];
  const inner = tree.slice(brace + 1, tree.lastIndexOf("}"));
  const branches = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= inner.length; at += 1) {
    if (inner[at] === "{") depth += 1;
    if (inner[at] === "}") depth -= 1;
    if (at === inner.length || (inner[at] === "," && depth === 0)) {
      if (at > from) branches.push(inner.slice(from, at));
      from = at + 1;
    }
  }
  return branches.flatMap((branch) => leaves(branch, start));
}

/** Rust without comments, texts and what is compiled for tests alone. */
function bare(code) {
  const plain = code.replace(/"(?:[^"\\]|\\[^])*"|\/\/[^\n]*/g, (match) => (match.startsWith('"') ? '""' : ""));
  return plain.replace(/#\[cfg\(test\)\]\n(?:#\[[^\n]*\n)*mod \w+ \{\n[^]*?\n\}\n/g, "");
}

/** The files of the pages, each with those it imports values from. */
function pageArrows(src) {
  const files = new Map(walk(src).filter((file) => /\.(ts|svelte)$/.test(file) && !/\.(test|d)\.ts$/.test(file)).map((file) => [file, null]));
  const exporters = new Map();
  for (const file of files.keys()) {
    const code = readFileSync(file, "utf8").replace(/\/\*[^]*?\*\/|(?<!:)\/\/[^\n]*/g, "");
    const imports = [];
    for (const [, what, from] of code.matchAll(/(?<![\w.])(?:import|export)\s+(?!type\b)((?:[\w*${}\s,]+?)\s+from\s+)?"([^"]+)"/g)) {
      const target = page(file, from);
      const names = (what ?? "").replace(/\bfrom\b/, "").replace(/[{}]/g, "").split(",").map((it) => it.trim()).filter((it) => it && !it.startsWith("type "));
      if (target && (names.length > 0 || what === undefined)) imports.push({ target, names: names.map((it) => it.split(/\s+as\s+/)[0]) });
    }
    const handed = new Map();
    for (const [, names, from] of code.matchAll(/export\s+\{([^}]*)\}\s+from\s+"([^"]+)"/g)) {
      for (const name of names.split(",").map((it) => it.trim()).filter(Boolean)) handed.set(name.split(/\s+as\s+/).at(-1), page(file, from));
    }
    files.set(file, imports);
    exporters.set(file, handed);
  }
  const result = new Map();
  for (const [file, imports] of files) {
    const handed = new Set(exporters.get(file).values());
    const targets = new Set();
    for (const { target, names } of imports) {
      if (handed.has(target)) continue;
      const through = names.map((name) => exporters.get(target)?.get(name) ?? target);
      for (const end of through.length > 0 ? through : [target]) if (end !== file) targets.add(end);
    }
    result.set(file, targets);
  }
  return result;

  function page(file, from) {
    const base = from.startsWith("$lib") ? from.replace("$lib", join(src, "lib")) : from.startsWith(".") ? normalize(join(dirname(file), from)) : null;
    if (base === null) return null;
    return [base, `${base}.ts`, base.replace(/\.js$/, ".ts"), join(base, "index.ts")].find((it) => files.has(it)) ?? null;
  }
}

function walk(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}
