import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Command } from "./command.ts";
import { cluster } from "./commands/cluster.ts";
import { features } from "./commands/features.ts";
import { metadataQuorum } from "./commands/metadata-quorum.ts";
import { transactions } from "./commands/transactions.ts";
import { capturedIo } from "./testing/captured-io.ts";

async function run(line: string): Promise<{ code: number; out: string; err: string }> {
  const io = capturedIo();
  const code = await transactions.run(line.split(" ").filter(Boolean), io);
  return { code, out: io.out(), err: io.err() };
}

describe("a tool with sub-commands", () => {
  it("prints its help on stdout and ends with 1, as argparse4j does", async () => {
    const { code, out, err } = await run("--help");
    assert.deepEqual([code, err], [1, ""]);
    for (const name of ["list", "describe-producers", "find-hanging", "forceTerminateTransaction"]) {
      assert.match(out, new RegExp(`^  ${name} `, "m"));
    }
    assert.match((await run("abort --help")).out, /--start-offset/);
  });

  it("prints Kafka's version", async () => {
    assert.deepEqual(await run("--version"), { code: 0, out: "4.3.0\n", err: "" });
  });

  const refusals: readonly (readonly [string, string])[] = [
    ["", "too few arguments"],
    ["--bootstrap-server x:1", "too few arguments"],
    ["list", "argument --bootstrap-server is required"],
    ["--bootstrap-server x:1 describe", "argument --transactional-id is required"],
    ["--bootstrap-server x:1 abort --topic t", "argument --partition is required"],
    ["--bootstrap-server x:1 describe --transactional-id", "argument --transactional-id: expected one argument"],
    ["--bootstrap-server x:1 list --zzz", "unrecognized arguments: '--zzz'"],
    ["--boot x:1 list", "unrecognized arguments: '--boot'"],
    ["--bootstrap-server x:1 enumerate", "invalid choice: 'enumerate'"],
  ];
  for (const [line, sentence] of refusals) {
    it(`refuses "${line}"`, async () => {
      const { code, out, err } = await run(line);
      assert.deepEqual([code, out], [1, ""]);
      assert.equal(err.split("\n")[1], `kafka-transactions: error: ${sentence}`);
    });
  }

  const either: readonly (readonly [Command, string, string])[] = [
    [cluster, "cluster-id", "one of the arguments --bootstrap-server/-b --bootstrap-controller/-C is required"],
    [
      cluster,
      "cluster-id -b x:1 -C y:1",
      "argument --bootstrap-controller/-C: not allowed with argument --bootstrap-server/-b",
    ],
    [metadataQuorum, "describe", "one of the arguments --bootstrap-server --bootstrap-controller is required"],
    [
      features,
      "--bootstrap-server x:1 --bootstrap-controller y:1 describe",
      "argument --bootstrap-controller: not allowed with argument --bootstrap-server",
    ],
    [features, "describe", "You must specify either --bootstrap-controller or --bootstrap-server."],
  ];
  for (const [command, line, sentence] of either) {
    it(`that asks brokers or controllers refuses "${line}": ${sentence}`, async () => {
      const io = capturedIo();
      assert.equal(await command.run(line.split(" "), io), 1);
      assert.equal(
        io
          .err()
          .split("\n")[1]
          ?.replace(/^kafka-\w+(?:-\w+)?: error: /, ""),
        sentence,
      );
    });
  }
});
