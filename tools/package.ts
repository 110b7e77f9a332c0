// Makes packages as they are published: client, serdes, listener and test kit, each as one bundled entry with chunks for what is loaded when it is needed, and types.
// What is installed from them needs no compiler, and of this workspace nothing but the packages themselves.
// Usage: node tools/package.ts OUT [NAME…] → OUT/NAME (a directory for `npm pack`)
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What stands in a package.json, as far as it matters here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Published {
  readonly name: string;
  /** Modules beside the index that must stand as files of their own: threads begin with them. */
  readonly entries: readonly string[];
  /** Packages of this workspace that are published too, and so are dependencies. */
  readonly siblings: readonly string[];
}

const PUBLISHED: readonly Published[] = [
  {
    name: "client",
    entries: ["workers/consumer.worker", "workers/handler.worker", "workers/decompression.worker"],
    siblings: [],
  },
  { name: "serdes", entries: [], siblings: [] },
  { name: "listener", entries: [], siblings: ["@ottla/client"] },
  { name: "testkit", entries: [], siblings: ["@ottla/client"] },
];

/** The oldest Node with all that is used: zstd in node:zlib, `process.getBuiltinModule`, `require` of ES modules. */
const NODE = ">=22.15";

/** Code without characters that make the engine keep all of a file, and read it, as 16 bits each: in texts, where else they do not stand, escapes mean the same. */
function asciiOnly(code: string): string {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

async function bundle(published: Published, external: readonly string[], outDir: string): Promise<void> {
  const source = join(root, "packages", published.name, "src");
  const entries = published.entries.map((entry) => [entry.split("/").at(-1) ?? entry, join(source, `${entry}.ts`)]);
  const bundled = await rolldown({
    input: { index: join(source, "index.ts"), ...(Object.fromEntries(entries) as Record<string, string>) },
    platform: "node",
    external: external.map((name) => new RegExp(`^${name}(/|$)`)),
    resolve: { conditionNames: ["@ottla/source", "node", "import", "default"] },
    // Types that a module gives beside others are imported by `import()` too, which makes no chunk of its own.
    logLevel: "silent",
    treeshake: { moduleSideEffects: false },
    transform: { target: "node22" },
    plugins: [
      {
        name: "ascii",
        generateBundle: (_options, output) => {
          for (const one of Object.values(output)) if (one.type === "chunk") one.code = asciiOnly(one.code);
        },
      },
    ],
  });
  // Not minified: an error that nobody catches prints the line that it was thrown in, and that would be the whole client.
  // All in one folder: whoever starts a thread names its file beside his own, which may be a chunk.
  // Comments stand in the sources that the maps name, and in the types.
  const options = { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js", comments: false };
  await bundled.write({ dir: outDir, format: "esm", sourcemap: true, ...options });
  await bundled.close();
}

const SPECIFIER = /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)"([^"]+)"/g;

/** Copies the declarations that the index needs, with those of bundled packages beside them, and makes imports between them relative. */
function copyTypes(published: Published, external: readonly string[], outDir: string): void {
  const packages = join(root, "packages");
  const seen = new Set<string>();
  const waiting = [join(packages, published.name, "dist", "index.d.ts")];
  const target = (file: string): string => join(outDir, relative(packages, file).replace("/dist/", "/"));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const from = file;
    const text = readFileSync(from, "utf8").replace(SPECIFIER, (whole, before: string, specifier: string) => {
      const isOurs = specifier.startsWith("@ottla/") && !external.includes(specifier);
      if (!isOurs && !specifier.startsWith(".")) return whole;
      const found = isOurs
        ? declarationOf(specifier)
        : resolve(dirname(from), specifier.replace(/\.(ts|js)$/, ".d.ts"));
      waiting.push(found);
      const path = relative(dirname(target(from)), target(found)).replace(/\.d\.ts$/, ".js");
      return `${before}"${path.startsWith(".") ? path : `./${path}`}"`;
    });
    mkdirSync(dirname(target(from)), { recursive: true });
    writeFileSync(target(from), text.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
  }
}

/** The declarations behind a name such as `@ottla/protocol/messages/fetch`, by the exports of its package. */
function declarationOf(specifier: string): string {
  const [, name = "", ...rest] = specifier.split("/");
  const folder = join(root, "packages", name);
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly types: string }>>;
  };
  const subpath = rest.length === 0 ? "." : `./${rest.join("/")}`;
  for (const [pattern, { types }] of Object.entries(exports)) {
    const [before = "", after] = pattern.split("*");
    if (after === undefined ? pattern === subpath : subpath.startsWith(before)) {
      return join(folder, types.replace("*", subpath.slice(before.length)));
    }
  }
  throw new Error(`${specifier} is not exported`);
}

/** Makes the directory of one package below `outDir`. */
async function stage(published: Published, outDir: string): Promise<string> {
  const source = join(root, "packages", published.name);
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Manifest;
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).filter(
      ([name]) => !name.startsWith("@ottla/") || published.siblings.includes(name),
    ),
  );
  const folder = join(outDir, published.name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await bundle(published, Object.keys(dependencies), join(folder, "dist"));
  copyTypes(published, Object.keys(dependencies), join(folder, "dist", "types"));
  const { name, version, description, license } = manifest;
  const types = `./dist/types/${published.name}/index.d.ts`;
  const packed = {
    ...{ name, version, description, license, type: "module", sideEffects: false, files: ["dist"] },
    exports: { ".": { types, default: "./dist/index.js" }, "./package.json": "./package.json" },
    ...{ dependencies, engines: { node: NODE } },
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(packed, null, 2)}\n`);
  const readme = join(root, "docs", "client", "README.md");
  cpSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  if (existsSync(readme) && published.name === "client") cpSync(readme, join(folder, "README.md"));
  return folder;
}

const [outDir, ...names] = process.argv.slice(2);
if (outDir === undefined) throw new Error("usage: node tools/package.ts OUT [NAME…]");
const wanted = PUBLISHED.filter((one) => names.length === 0 || names.includes(one.name));
for (const { name } of wanted) {
  const built = spawnSync("tsc", ["-b", join(root, "packages", name, "tsconfig.build.json")], { stdio: "inherit" });
  if (built.status !== 0) process.exit(1);
}
for (const published of wanted) process.stdout.write(`${await stage(published, resolve(outDir))}\n`);
