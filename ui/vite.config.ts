import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests and `npm run dev:fake` talk to an in-memory desk; every other mode talks to the program.
// The choice is a path, so the one that is not chosen never reaches the bundle.
export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  base: "./",
  resolve: {
    alias: {
      $bindings: at(mode === "fake" || mode === "test" ? "./src/lib/api/fake.ts" : "./src/lib/api/bindings.ts"),
      $lib: at("./src/lib"),
    },
    ...(mode === "test" ? { conditions: ["browser"] } : {}),
  },
  build: { target: "es2022", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
  server: { port: 5173, strictPort: true },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts"],
    setupFiles: ["./src/test/setup.ts"],
    testTimeout: 30_000, // a machine that builds meanwhile takes long for a page with everything in it
  },
}));
