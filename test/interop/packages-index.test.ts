// Real input: the text of a whole Debian Packages index as keyed records, half of it through kcat and half through our console producer, with
// `kill -9` and a restart after each. It comes back byte for byte the same, each key on the partition that Java computes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { murmur2 } from "@ottla/base";
import { hasProgram, skipFor } from "../apache/jars.ts";
import { ROOT, startOttla } from "../support/ottla-process.ts";

const PARTITIONS = 12;
const TOPIC = "packages";
/** Stands for the line feeds inside of a stanza, which does not have it itself. */
const VERTICAL_TAB = "\u000b";
const HELPER = "/usr/lib/apt/apt-helper";

function indexFile(): string | undefined {
  return globSync("/var/lib/apt/lists/*_dists_*_main_binary-*_Packages*").sort((a, b) => a.length - b.length)[0];
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function run(program: string, args: readonly string[], input: string): string {
  const result = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 30, timeout: 120_000 });
  assert.equal(result.status, 0, `${program}: ${result.stderr.slice(-1000)}`);
  return result.stdout;
}

/** The partition of a key as Java's default partitioner has it. */
function javaPartition(key: string): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % PARTITIONS;
}

interface Index {
  readonly text: string;
  readonly stanzas: readonly string[];
  /** Package, version and architecture: one key a stanza. */
  readonly keys: readonly string[];
}

function readIndex(path: string): Index {
  const text = run(HELPER, ["cat-file", path], "").trimEnd();
  const stanzas = text.split("\n\n");
  assert(stanzas.length > 10_000, `${stanzas.length} stanzas`);
  assert(!text.includes(VERTICAL_TAB));
  const field = (stanza: string, name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1] ?? "";
  const keys = stanzas.map((stanza) =>
    ["Package", "Version", "Architecture"].map((name) => field(stanza, name)).join("_"),
  );
  assert.equal(new Set(keys).size, keys.length);
  return { text, stanzas, keys };
}

/** The console consumer's lines, by key. */
function byKeyOf(lines: string): Map<string, { partition: number; value: string }> {
  const byKey = new Map<string, { partition: number; value: string }>();
  for (const entry of lines.trimEnd().split("\n")) {
    const [partition, key] = entry.split("\t");
    assert(partition !== undefined && key !== undefined);
    assert(!byKey.has(key), `${key} is there twice`);
    const value = entry.slice(partition.length + key.length + 2);
    byKey.set(key, { partition: Number(partition.replace("Partition:", "")), value });
  }
  return byKey;
}

describe("a whole Debian Packages index", { timeout: 300_000 }, () => {
  const file = indexFile();
  const skip =
    file === undefined || !hasProgram(HELPER) || !hasProgram("kcat", "-V")
      ? skipFor("needs kcat, and the package lists of a Debian system (apt-get update)")
      : false;

  it("comes back byte for byte after kill -9, on Java's partitions", { skip }, async (test) => {
    const { text, stanzas, keys } = readIndex(file ?? "");
    const line = (index: number): string => `${keys[index]}\t${stanzas[index]?.replaceAll("\n", VERTICAL_TAB)}\n`;
    const half = Math.floor(stanzas.length / 2);
    const indexes = [...stanzas.keys()];

    let server = await startOttla();
    const { dataDir } = server;
    const tool = (name: string): string => join(ROOT, "bin", name);
    try {
      run(
        tool("kafka-topics.sh"),
        ["--bootstrap-server", server.bootstrap, "--create", "--topic", TOPIC, "--partitions", `${PARTITIONS}`],
        "",
      );
      run(
        "kcat",
        ["-b", server.bootstrap, "-P", "-t", TOPIC, "-K\t", "-X", "partitioner=murmur2_random", "-X", "acks=all"],
        indexes.slice(0, half).map(line).join(""),
      );
      await server.kill();
      server = await startOttla({ dataDir });
      run(
        tool("kafka-console-producer.sh"),
        [
          ...["--bootstrap-server", server.bootstrap, "--topic", TOPIC, "--reader-property", "parse.key=true"],
          ...["--request-required-acks", "all", "--request-timeout-ms", "30000"],
        ],
        indexes.slice(half).map(line).join(""),
      );
      await server.kill();
      server = await startOttla({ dataDir });
      const read = run(
        tool("kafka-console-consumer.sh"),
        [
          ...[
            "--bootstrap-server",
            server.bootstrap,
            "--topic",
            TOPIC,
            "--from-beginning",
            "--max-messages",
            `${stanzas.length}`,
          ],
          ...[
            "--timeout-ms",
            "30000",
            "--formatter-property",
            "print.key=true",
            "--formatter-property",
            "print.partition=true",
          ],
        ],
        "",
      );
      const byKey = byKeyOf(read);
      const misplaced = keys.filter((key) => byKey.get(key)?.partition !== javaPartition(key));
      assert.deepEqual(misplaced, []);
      const again = keys.map((key) => byKey.get(key)?.value.replaceAll(VERTICAL_TAB, "\n")).join("\n\n");
      assert.equal(sha256(again), sha256(text));
      test.diagnostic(`${stanzas.length} stanzas, ${Buffer.byteLength(text)} bytes`);
      assert.equal(await server.stop(), 0);
    } finally {
      if (!server.hasExited()) await server.kill();
      server.remove();
    }
  });
});
