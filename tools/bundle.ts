// Bundles the `ottla` executable into packages/cli/dist: one entry, one for the thread that decompresses, and a chunk for each module that is imported lazily, so
// that a start loads only what its first request needs. Type checks and the per-package build are `npm run check` and
// `npm run build`; this is the fast path of `npm start`.
import { chmodSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "packages", "cli", "dist");
/** Made beside it and put in its place at once: a broker that runs from it loads some of its files only when they are needed. */
const outDir = `${dist}.next`;
/** The heap of short-lived things stays small (decisions/011-memory-that-is-used-again.md). */
const NODE_FLAGS = "--max-semi-space-size=16";

rmSync(outDir, { recursive: true, force: true });
const bundle = await rolldown({
  input: {
    ottla: join(root, "packages", "cli", "src", "main.ts"),
    // A thread begins with a file of its own, which whoever starts it looks for beside itself: in the chunks.
    "chunks/decompression.worker": join(root, "packages", "client", "src", "workers", "decompression.worker.ts"),
  },
  platform: "node",
  resolve: { conditionNames: ["@ottla/source", "node", "import", "default"] },
  logLevel: "warn",
  // No module is there for what it does when loaded, so one that nobody uses is left out: a tool that needs the admin client does not load the
  // consumer that stands in the same index.
  treeshake: { moduleSideEffects: false },
});
await bundle.write({
  dir: outDir,
  format: "esm",
  sourcemap: true,
  entryFileNames: "[name].js",
  chunkFileNames: "chunks/[name]-[hash].js",
  banner: (chunk) => (chunk.name === "ottla" ? `#!/usr/bin/env -S node ${NODE_FLAGS}` : ""),
});
await bundle.close();
chmodSync(join(outDir, "ottla.js"), 0o755);
writeFileSync(join(outDir, "package.json"), '{ "type": "module" }\n');
rmSync(dist, { recursive: true, force: true });
renameSync(outDir, dist);
