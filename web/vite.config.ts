import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Tells the service worker which files are the shell. The engine's wasm is left out: what must work offline
 * (crisis card, landing page) does not need it, and it is cached when it is first fetched.
 */
function shellList(): Plugin {
  return {
    name: "stayhere-shell-list",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") return;
      const files = Object.keys(bundle)
        .filter((name) => /\.(js|css|woff2)$/.test(name) && name !== "sw.js" && !name.includes("wasm"))
        .sort();
      const version = createHash("sha256");
      for (const name of files) {
        const part = bundle[name];
        if (part) version.update(name).update(part.type === "chunk" ? part.code : part.source);
      }
      worker.code = worker.code
        .replaceAll("__SHELL_VERSION__", version.digest("hex").slice(0, 12))
        .replaceAll("__SHELL_FILES__", files.map((name) => `/${name}`).join(" "));
    },
  };
}

export default defineConfig({
  plugins: [svelte(), shellList()],
  resolve: {
    alias: { $lib: here("./src/lib"), $app: here("./src/app") },
    ...(process.env["VITEST"] ? { conditions: ["browser"] } : {}),
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { main: here("./index.html"), sw: here("./src/sw.ts") },
      output: { entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
  server: { proxy: { "/v1": { target: "http://127.0.0.1:8080", ws: true } } },
  test: { environment: "jsdom", include: ["tests/**/*.test.ts"], setupFiles: ["tests/setup.ts"], css: false },
});
