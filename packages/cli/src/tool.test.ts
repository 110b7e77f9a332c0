import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { COMMANDS } from "./command-table.ts";
import { UsageError } from "./failure.ts";
import { capturedIo } from "./testing/captured-io.ts";

async function run(name: string, args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const entry = COMMANDS.get(name);
  assert(entry !== undefined);
  const io = capturedIo();
  const code = await (await entry.load()).run(args, io);
  return { code, out: io.out(), err: io.err() };
}

// Tools with sub-commands have help and refusals of another kind (subcommand-tool.test.ts); start, format and lag are not of Kafka.
const OTHERS = [
  "start",
  "format",
  "lag",
  "context",
  "completion",
  "consume",
  "advise",
  "transactions",
  "cluster",
  "metadata-quorum",
  "features",
  "storage",
];
const tools = [...COMMANDS.keys()].filter((name) => !OTHERS.includes(name));
// kafka-dump-log reads files.
const connecting = tools.filter((name) => name !== "dump-log");

describe("every Kafka tool", () => {
  it("prints its usage on stderr and ends with 1 when called without arguments or with --help", async () => {
    for (const name of tools) {
      for (const args of [[], ["--help"]]) {
        const { code, out, err } = await run(name, args);
        assert.equal(code, 1, name);
        assert.equal(out, "", name);
        assert.match(err, connecting.includes(name) ? /--bootstrap-server/ : /--files/, name);
      }
    }
  });

  it("prints Kafka's version", async () => {
    for (const name of tools) assert.deepEqual(await run(name, ["--version"]), { code: 0, out: "4.3.0\n", err: "" });
  });

  it("refuses an unknown flag and an abbreviated one with one sentence", async () => {
    for (const name of tools) {
      await assert.rejects(run(name, ["--zzz"]), new UsageError("zzz is not a recognized option"));
      await assert.rejects(run(name, ["--boot", "x:1"]), new UsageError("boot is not a recognized option"));
    }
  });
});

describe("a value", () => {
  it("is given once, unless the option may be repeated", async () => {
    for (const name of connecting) {
      const twice = run(name, ["--bootstrap-server", "x:1", "--bootstrap-server=y:1"]);
      const sentence = "Found multiple arguments for option bootstrap-server, but you asked for only one";
      await assert.rejects(twice, new UsageError(sentence));
    }
  });

  it("that should be a whole number is one", async () => {
    for (const args of ["--batch-size x", "--timeout 1.5", "--max-block-ms 1e3"]) {
      const [option = "", value = ""] = args.split(" ");
      await assert.rejects(
        run("console-producer", ["--bootstrap-server", "x:1", "--topic", "t", option, value]),
        new UsageError(`Cannot parse argument '${value}' of option ${option.slice(2)}`),
      );
    }
  });
});

describe("options that exclude each other", () => {
  const refusals: readonly (readonly [string, string, RegExp])[] = [
    ["topics", "--bootstrap-server x:1", /exactly one action/],
    ["topics", "--bootstrap-server x:1 --list --describe", /exactly one action/],
    ["topics", "--list", /--bootstrap-server must be specified/],
    ["topics", "--bootstrap-server x:1 --create", /Missing required argument "\[topic\]"/],
    ["topics", "--bootstrap-server x:1 --list --partitions 3", /"\[partitions\]" can't be used with option "\[list\]"/],
    ["topics", "--bootstrap-server x:1 --alter --topic t --config a=b", /kafka-configs tool/],
    ["consumer-groups", "--bootstrap-server x:1 --describe", /takes one of these options: \[group\], \[all-groups\]/],
    ["consumer-groups", "--bootstrap-server x:1 --list --members", /\[members\] are unavailable/],
    ["consumer-groups", "--bootstrap-server x:1 --reset-offsets --group g --dry-run --execute", /only accepts one of/],
    ["configs", "--bootstrap-server x:1", /exactly one action: --describe, --alter/],
    ["configs", "--bootstrap-server x:1 --describe", /At least one entity type must be specified/],
    ["configs", "--bootstrap-server x:1 --describe --entity-type planets", /Invalid entity type planets/],
    ["configs", "--bootstrap-server x:1 --describe --broker one", /must be a valid integer broker id, but it is: one/],
    ["configs", "--bootstrap-server x:1 --describe --topic t --broker 1", /'users' and 'clients' entity types may be/],
    ["configs", "--bootstrap-server x:1 --describe --ip a_b", /must be a valid IP or resolvable host, but it is: a_b/],
    ["configs", "--bootstrap-server x:1 --describe --topic t --user u", /'users' and 'clients' entity types may be/],
    ["configs", "--bootstrap-server x:1 --alter --user-defaults", /must be specified with --alter/],
    [
      "configs",
      "--bootstrap-controller x:1 --bootstrap-server x:1 --describe --topic t",
      /^Only one of --bootstrap-server/,
    ],
    ["configs", "--bootstrap-controller x:1 --context c --describe --topic t", /exclude each other$/],
    ["configs", "--bootstrap-server x:1 --alter --broker-defaults", /must be specified with --alter/],
    ["console-consumer", "--bootstrap-server x:1", /\[topic\], \[include\]/],
    ["console-consumer", "--bootstrap-server x:1 --topic t --offset 1", /The partition is required/],
    ["console-consumer", "--bootstrap-server x:1 --topic t --partition 0 --offset soon", /'soon' is incorrect/],
    ["console-producer", "--bootstrap-server x:1", /Missing required argument "\[topic\]"/],
  ];
  for (const [name, args, sentence] of refusals) {
    it(`${name} ${args}`, async () => {
      await assert.rejects(
        run(name, args.split(" ")),
        (error) => error instanceof UsageError && sentence.test(error.message),
      );
    });
  }

  it("a malformed time of get-offsets is named", async () => {
    const { code, err } = await run("get-offsets", ["--bootstrap-server", "x:1", "--topic", "t", "--time", "zzz"]);
    assert.equal(code, 1);
    assert.match(err, /^Error occurred: Malformed time argument zzz\. Please use -1 or latest/);
  });
});
