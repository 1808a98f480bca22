import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const tauri = { group: ["@tauri-apps/*"], message: "Only src/lib/api talks to the program." };
const features = { group: ["$lib/features/*", "$lib/features/**"], message: "Parts know nothing of features." };
const routes = {
  group: ["**/routes/*", "**/routes", "**/shell/*"],
  message: "Pages use features, not the other way round.",
};
const router = { group: ["$lib/router*"], message: "Only pages navigate; take a callback or render a link." };
const api = { group: ["$lib/api", "$lib/api/*", "$bindings"], message: "Parts know nothing of the program." };
const bindings = { group: ["$bindings", "$lib/api/*"], message: "Import from $lib/api." };

const tier = (files, ...patterns) => ({
  files,
  ignores: ["**/*.test.ts"],
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

export default ts.config(
  { ignores: ["dist", "node_modules", "src/lib/api/bindings.ts", "src/lib/api/fake/recorded.ts"] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
    // The window's policy allows no inline style; a directive sets its property from the script.
    rules: { "svelte/prefer-style-directive": "error" },
  },
  tier(["src/lib/ui/**"], tauri, api, features, routes, router),
  tier(["src/lib/model/**"], tauri, bindings, features, routes, router),
  tier(["src/lib/features/**"], tauri, bindings, routes, router),
  tier(["src/routes/**", "src/shell/**", "src/*"], tauri, bindings),
);
