// The packages as they are published: what is installed from them needs no compiler and nothing but the registry, is imported within 60 ms, has its types, and
// works on Node 22, 24 and 26 and on Bun.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin } from "@ottla/client";
import { Broker } from "@ottla/testkit";
import { skipFor } from "../apache/jars.ts";
import { ROOT } from "../support/ottla-process.ts";
import { NPM, installClient, run } from "./client-package/install.ts";

/** How much longer a process may take that imports the client than one that does nothing, in milliseconds. */
const IMPORT_MS_MAX = 60;
const ROUNDS_MAX = 20;
const RUNTIMES = join(ROOT, ".cache", "runtimes");

/** The executable of a runtime from the registry, in the cache; undefined when the registry does not have it. */
function runtime(name: string, version: string): string | undefined {
  const folder = join(RUNTIMES, `${name.replaceAll("/", "-")}-${version}`);
  const executable = (): string | undefined =>
    globSync(["bin/node", "bin/bun"], { cwd: join(folder, "node_modules", name) }).map((file) =>
      join(folder, "node_modules", name, file),
    )[0];
  if (executable() === undefined) {
    const args = ["install", "--prefix", folder, "--ignore-scripts", ...NPM, `${name}@${version}`];
    spawnSync("npm", args, { cwd: ROOT, encoding: "utf8", timeout: 120_000 });
  }
  return executable();
}

/** What the import loads, which its time follows. */
const FILES_MAX = 16;
const BYTES_MAX = 800_000;
/** Prints how many files and bytes the import loads, and which modules of Node. */
const LOADED = `
import { registerHooks } from "node:module";
const [files, builtins] = [new Map(), new Set()];
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (url.startsWith("node:")) builtins.add(url);
    else files.set(url, loaded.source.length);
    return loaded;
  },
});
await import("@ottla/client");
console.log(JSON.stringify([files.size, [...files.values()].reduce((sum, one) => sum + one, 0), ...builtins]));
`;

/** How long a process takes, and how much of the processor, in milliseconds. */
function timed(code: string, cwd: string): Cost {
  const startedMs = performance.now();
  const told = "const { user, system } = process.cpuUsage(); console.log((user + system) / 1000)";
  const cpuMs = Number(run(process.execPath, ["--input-type=module", "-e", `${code}; ${told}`], cwd));
  return { ms: performance.now() - startedMs, cpuMs };
}

interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

function best(left: Cost, right: Cost): Cost {
  return { ms: Math.min(left.ms, right.ms), cpuMs: Math.min(left.cpuMs, right.cpuMs) };
}

describe("the packages as they are published", { timeout: 600_000 }, () => {
  let folder = "";
  let broker: Broker;
  before(async () => {
    folder = installClient(["client", "serdes", "listener"]);
    cpSync(join(ROOT, "test/interop/client-package/smoke.mjs"), join(folder, "smoke.mjs"));
    broker = await Broker.start();
    await using admin = new Admin({ bootstrapServers: broker.bootstrapServers });
    await admin.describeCluster();
  });
  after(async () => {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("install with no compiler, no script and no native file, the client with no other package", () => {
    assert.deepEqual(globSync("node_modules/{*,@*/*}/package.json", { cwd: folder }), [
      "node_modules/@ottla/client/package.json",
    ]);
    assert.deepEqual(globSync("node_modules/**/{*.node,binding.gyp}", { cwd: folder }), []);
    const manifest = readFileSync(join(folder, "node_modules/@ottla/client/package.json"), "utf8");
    assert.ok(!/"(scripts|optionalDependencies|gypfile)"/.test(manifest), manifest);
  });

  it(`import the client within ${IMPORT_MS_MAX} ms`, (context) => {
    let bare: Cost = { ms: Infinity, cpuMs: Infinity };
    let imported: Cost = bare;
    const over = (): Cost => ({ ms: imported.ms - bare.ms, cpuMs: imported.cpuMs - bare.cpuMs });
    // Other work on the machine makes single runs slower and never faster, so the best of each are compared. Where it never rests, the processor's time
    // tells how long the import takes on a machine of its own.
    for (let round = 0; round < ROUNDS_MAX && (round < 5 || over().ms > IMPORT_MS_MAX); round++) {
      bare = best(bare, timed("", folder));
      imported = best(imported, timed("await import('@ottla/client')", folder));
    }
    const { ms, cpuMs } = over();
    context.diagnostic(
      `import: ${ms.toFixed(1)} ms, of the processor ${cpuMs.toFixed(1)} ms; node alone ${bare.ms.toFixed(1)} ms`,
    );
    assert.ok(Math.min(ms, cpuMs) <= IMPORT_MS_MAX, `${ms} ms, of the processor ${cpuMs} ms`);
  });

  it("load at most 16 files and 0.8 MB of code to import the client, and of Node neither sockets nor cryptography", (context) => {
    writeFileSync(join(folder, "loaded.mjs"), LOADED);
    const [files = 0, bytes = 0, ...builtins] = JSON.parse(run(process.execPath, ["loaded.mjs"], folder)) as [
      number,
      number,
      ...string[],
    ];
    context.diagnostic(`${files} files, ${bytes} bytes, ${builtins.join(", ")}`);
    assert.ok(files > 1 && files <= FILES_MAX, `${files} files`);
    assert.ok(bytes > 100_000 && bytes <= BYTES_MAX, `${bytes} bytes`);
    const small = ["node:buffer", "node:diagnostics_channel", "node:fs", "node:perf_hooks"];
    assert.deepEqual(builtins.sort(), small);
  });

  it("have their types, and are found by require as well", () => {
    writeFileSync(
      join(folder, "typed.ts"),
      `import { Consumer, Producer, topic } from "@ottla/client";
       import type { ConsumerRecord, RecordMetadata } from "@ottla/client";
       const producer = new Producer({ bootstrapServers: "localhost:9092", lingerMs: 5 });
       export const sent: Promise<RecordMetadata> = producer.send({ topic: "t", value: "x" });
       export const read = (consumer: Consumer<string, number>) => consumer.run({
         eachRecord: (record: ConsumerRecord<string, number>) => void record.value.toFixed(),
       });
       // @ts-expect-error an option that does not exist
       export const wrong = new Producer({ bootstrapServers: "localhost:9092", linger: 5 });
       export { topic };\n`,
    );
    const types = ["--types", "node", "--typeRoots", join(ROOT, "node_modules/@types")];
    const flags = [
      "--noEmit",
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--lib",
      "es2024,esnext.disposable",
    ];
    run(join(ROOT, "node_modules/.bin/tsc"), [...flags, ...types, "typed.ts"], folder);
    const required = run(process.execPath, ["-p", "typeof require('@ottla/client').Producer"], folder);
    assert.equal(required.trim(), "function");
  });

  it("install serdes and listener from the registry's packages alone", () => {
    const other = join(folder, "others");
    run("mkdir", [other], folder);
    writeFileSync(join(other, "package.json"), '{ "type": "module", "private": true }\n');
    const tarballs = ["client", "serdes", "listener"].map((name) => `../ottla-${name}-0.1.0.tgz`);
    run("npm", ["install", "--prefer-offline", "--ignore-scripts", ...NPM, ...tarballs], other);
    assert.deepEqual(globSync("node_modules/**/{*.node,binding.gyp}", { cwd: other }), []);
    const code = `import { KafkaMessageListenerContainer } from "@ottla/listener"; import { avroFormat, jsonSerde } from "@ottla/serdes";
      import { KafkaError } from "@ottla/client"; console.log(typeof jsonSerde, typeof avroFormat, typeof KafkaError, typeof KafkaMessageListenerContainer)`;
    const printed = run(process.execPath, ["--input-type=module", "-e", code], other);
    assert.equal(printed.trim(), "function function function function");
  });

  const { platform, arch } = process;
  const runtimes = [
    ...["22", "24", "26"].map((version) => ({ name: `node-${platform}-${arch}`, version, says: `node-${version}.` })),
    { name: `@oven/bun-${platform}-${arch}`, version: "1", says: "bun-1." },
  ];
  for (const { name, version, says } of runtimes) {
    it(`work on ${name.replace("@oven/", "")} ${version}`, async (context) => {
      const executable = runtime(name, version);
      if (executable === undefined || !existsSync(executable)) {
        context.skip(skipFor(`the registry does not have ${name}@${version}`));
        return;
      }
      const child = spawn(executable, ["smoke.mjs", broker.bootstrapServers], {
        cwd: folder,
        env: { ...process.env, NODE_TEST_CONTEXT: undefined, NODE_OPTIONS: undefined },
        timeout: 90_000,
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (output += String(chunk)));
      const status = await new Promise((resolve) => child.on("close", resolve));
      assert.equal(status, 0, output);
      assert.ok(output.includes(`ok ${says}`), output);
    });
  }
});
