// `ottla dump-log` prints what Apache Kafka 4.3's kafka-dump-log prints of the same files: text for text on standard output, what is wrong on standard
// error, exit code.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { apacheSkip } from "../apache/jars.ts";
import { TOOLS } from "../apache/tool.ts";
import { apacheStderr, ourStderr } from "../support/cli-output.ts";
import { startToolServer } from "./cli-parity/tool-server.ts";
import type { ToolServer } from "./cli-parity/tool-server.ts";
import { damaged, writeInternalTopics, writeLog } from "./dump-log/files.ts";

interface Difference {
  /** Apache says this in a stack trace: ours on stderr must match. */
  readonly clearer?: RegExp;
}

/** What is said about each file, in the order of its text: Apache says it in the order of a hash table over the paths. */
const byFile = (stderr: string): string =>
  stderr
    .split(/\n(?! )/)
    .sort()
    .join("\n");

describe("our dump of a log is Apache's", { skip: apacheSkip() }, () => {
  let jvm: ToolServer;
  let home: string;
  let log: string;
  let internal: Readonly<Record<string, string>>;

  before(async () => {
    jvm = startToolServer();
    home = mkdtempSync(join(tmpdir(), "ottla-dump-"));
    log = await writeLog(home);
    internal = await writeInternalTopics(home);
  });
  after(async () => {
    await jvm[Symbol.asyncDispose]();
    rmSync(home, { recursive: true, force: true });
  });

  /** Returns what both printed. */
  async function compare(args: readonly string[], { clearer }: Difference = {}): Promise<string> {
    const apache = await jvm.run(TOOLS["kafka-dump-log"], args);
    const io = capturedIo();
    const status = await runCommand(["dump-log", ...args], io);
    assert.equal(io.out(), apache.stdout, "stdout");
    assert.equal(status, apache.status, "exit code");
    if (clearer === undefined) {
      assert.equal(byFile(ourStderr(io.err())), byFile(apacheStderr(apache.stderr)), "stderr");
    } else assert.match(io.err(), clearer);
    assert.doesNotMatch(io.err(), /^\s+at /m, "no stack trace");
    return io.out();
  }

  const files = (suffix: string): string[] =>
    readdirSync(log)
      .filter((name) => name.endsWith(suffix))
      .sort()
      .map((name) => join(log, name));

  for (const flags of [
    [],
    ["--deep-iteration"],
    ["--print-data-log"],
    ["--print-data-log", "--skip-record-metadata"],
    ["--deep-iteration", "--skip-record-metadata"],
    ["--max-bytes", "2500", "--print-data-log"],
    ["--max-bytes", "0"],
    ["--key-decoder-class", "org.apache.kafka.tools.api.StringDecoder", "--value-decoder-class"],
  ]) {
    it(`segments ${flags.join(" ")}`, async () => {
      const paths = files(".log");
      assert.ok(paths.length > 2, "there are segments");
      await compare(["--files", paths.join(","), ...flags]);
    });
  }

  for (const flags of [[], ["--verify-index-only"], ["--index-sanity-check"], ["--max-message-size", "700"]]) {
    it(`indexes ${flags.join(" ")}`, async () => {
      await compare([
        "--files",
        [...files(".index").slice(0, -1), ...files(".timeindex").slice(0, -1)].join(","),
        ...flags,
      ]);
    });
  }

  it("snapshots of producers, aborted transactions, files that are none", async () => {
    assert.ok(files(".snapshot").length > 1 && files(".txnindex").length > 0);
    const producers = await compare(["--files", files(".snapshot").join(",")]);
    assert.match(producers, /producerId: 7 .*lastSequence: \d+/);
    const aborted = await compare(["--files", `${files(".txnindex").join(",")},${join(log, "7.txnindex")}`]);
    assert.match(aborted, /producerId: 105 firstOffset/);
    await compare(["--files", `${join(log, "partition.metadata")},${join(log, "leader-epoch.checkpoints")}`]);
  });

  for (const [name, flag] of [
    ["offsets", "--offsets-decoder"],
    ["transactions", "--transaction-log-decoder"],
    ["shares", "--share-group-state-decoder"],
    ["metadata", "--cluster-metadata-decoder"],
    ["snapshot", "--cluster-metadata-decoder"],
    ["bootstrap", "--cluster-metadata-decoder"],
  ] as const) {
    it(`records of internal topics: ${name} ${flag}`, async () => {
      const text = await compare(["--files", internal[name] ?? "", flag]);
      assert.ok(text.split("payload: {").length > 4, "records were decoded");
      await compare(["--files", internal[name] ?? "", flag, "--skip-record-metadata"]);
    });
  }

  it("a message without a key is not a coordinator's", async () => {
    await compare(["--files", internal["metadata"] ?? "", "--offsets-decoder"], {
      clearer: /^Failed to decode message at offset 0 using the specified decoder \(message had a missing key\)\n$/,
    });
  });

  describe("what is damaged", () => {
    it("a torn tail, a wrong checksum, missing batches", async () => {
      const tail = damaged(log, "tail", ".log", (bytes) => bytes.subarray(0, bytes.length - 7));
      assert.match(await compare(["--files", tail]), /Found \d+ invalid bytes at the end of 0+\.log/);
      const flipped = damaged(log, "flipped", ".log", (bytes) => {
        bytes[30] = (bytes[30] ?? 0) ^ 1;
        return bytes;
      });
      assert.match(await compare(["--files", flipped]), /isvalid: false/);
      const gap = damaged(log, "gap", ".log", (bytes) => {
        const first = bytes.readInt32BE(8) + 12;
        const second = bytes.readInt32BE(first + 8) + 12;
        return Buffer.concat([bytes.subarray(0, first), bytes.subarray(first + second)]);
      });
      await compare(["--files", gap, "--deep-iteration"]);
      const clearer = /^Found record size \S+ smaller than minimum record overhead \(14\) in file \S+-gap\/0+\.log.\n$/;
      await compare(["--files", gap.replace(".log", ".index")], { clearer });
      await compare(["--files", gap.replace(".log", ".timeindex")], { clearer });
    });

    it("indexes that do not fit their log, end with zeros, or are cut", async () => {
      const wrong = damaged(log, "wrong", ".index", (bytes) => {
        bytes.writeInt32BE(bytes.readInt32BE(8) - 1, 8);
        return bytes;
      });
      await compare(["--files", wrong]);
      await compare(["--files", wrong, "--verify-index-only"]);
      const times = damaged(log, "times", ".timeindex", (bytes) => {
        bytes.writeBigInt64BE(bytes.readBigInt64BE(12) + 1_000_000n, 12);
        bytes.writeInt32BE(bytes.readInt32BE(32) + 1, 32);
        return bytes;
      });
      await compare(["--files", times]);
      const zeros = damaged(log, "zeros", ".index", (bytes) => Buffer.concat([bytes, Buffer.alloc(80)]));
      await compare(["--files", zeros]);
      await compare(["--files", zeros.replace(".index", ".timeindex")]);
      await compare(["--files", zeros, "--index-sanity-check"]);
      const below = damaged(log, "below", ".index", (bytes) => {
        bytes.writeInt32BE(-1, bytes.length - 8);
        return bytes;
      });
      const clearer = /^Corrupt index found, index file \(\S+\) has/;
      await compare(["--files", below, "--index-sanity-check"], { clearer });
      const cut = damaged(log, "cut", ".timeindex", (bytes) => bytes.subarray(0, bytes.length - 5));
      await compare(["--files", cut]);
      await compare(["--files", cut, "--index-sanity-check"], {
        clearer: /^Time index file \S+ is corrupt, found \d+ bytes/,
      });
      await compare(["--files", damaged(log, "empty", ".index", () => Buffer.alloc(0))]);
    });

    it("snapshots with another checksum, another version, too few bytes", async () => {
      const name = basename(files(".snapshot")[0] ?? "");
      const flip = (at: number) => (bytes: Buffer) => {
        bytes[at] = (bytes[at] ?? 0) ^ 3;
        return bytes;
      };
      const clearer = /^Producer snapshot \S+ is corrupt: /;
      await compare(["--files", damaged(log, "crc", name, flip(40))], { clearer });
      await compare(["--files", damaged(log, "version", name, flip(1))], { clearer });
    });
  });

  it("what cannot be asked for", async () => {
    await compare([], { clearer: /^Usage: / });
    await compare(["--deep-iteration"]);
    await compare(["--files", join(log, "nope.log")], { clearer: /^For input string: "nope"\n$/ });
    await compare(["--files", join(log, "7.log")], { clearer: /7\.log cannot be read: there is no such file\n$/ });
    await compare(["--files", files(".log")[0] ?? "", "--max-bytes", "x"], {
      clearer: /^Cannot parse argument 'x' of option max-bytes\n$/,
    });
    await compare(["--files", join(log, "12-3.checkpoint")], { clearer: /is not a snapshot's name/ });
    const flags = ["--files", files(".log")[0] ?? "", "--value-decoder-class", "nope.Decoder"];
    await compare(flags, { clearer: /^The decoder nope\.Decoder is a Java class that this tool does not have/ });
  });
});
