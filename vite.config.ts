import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

// Every frontend/src/NAME.ts is a page's entry; templates name it as `src/NAME.ts`.
const root = resolve(import.meta.dirname, "frontend");
const entries = readdirSync(resolve(root, "src"))
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.endsWith(".d.ts"))
  .map((name) => resolve(root, "src", name));

export default defineConfig({
  root,
  base: "/static/app/",
  build: {
    outDir: resolve(root, "dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    rollupOptions: {
      input: entries,
      // Django names entries anew by their content: what the studio's late panels import may not lie in its entry, or it
      // would be run a second time under its other name.
      output: { codeSplitting: { groups: [{ name: "bench", test: /src\/studio\/[a-z]+\.ts$/ }] } },
    },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
