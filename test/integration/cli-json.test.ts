// --json and --strict-exit of every command: what its rows hold is what docs/command-line.md says, each line of stdout is JSON, and what fails ends with 1.
// The test walks the table of commands, so that a new one has to be here and there.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, ConfigResourceType, Producer } from "@ottla/client";
import { Broker } from "@ottla/broker";
import { KafkaConfig } from "@ottla/config";
import { COMMANDS } from "../../packages/cli/src/command-table.ts";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { TOOLS } from "../apache/tool.ts";
import { cliSample, recordedCalls } from "../support/cli-sample.ts";
import { documentedRows, shapesOf } from "../support/cli-rows.ts";

const CONFIG = {
  listeners: "PLAINTEXT://127.0.0.1:0",
  "group.initial.rebalance.delay.ms": "0",
  "offsets.topic.num.partitions": "1",
  "transaction.state.log.num.partitions": "1",
  "share.coordinator.state.topic.num.partitions": "1",
  // A member of a share group learns of its partitions by the next heartbeat.
  "group.share.min.heartbeat.interval.ms": "500",
  "group.share.heartbeat.interval.ms": "500",
};

/** What is asked of each command, in this order: `call` stands in the docs, `more` makes it whole. */
const CALLS: readonly (readonly [call: string, more: string])[] = [
  ["topics --list", "{B}"],
  ["topics --describe", "{B} --topic j"],
  ["configs --describe", "{B} --topic j --all"],
  ["get-offsets", "{B} --topic j"],
  ["console-consumer", "{B} --topic j --partition 0 --offset 0 --max-messages 1"],
  ["consume", "{B} j --offset :end"],
  ["consumer-groups --list", "{B} --state"],
  ["consumer-groups --describe", "{B} --group g --verbose"],
  ["consumer-groups --describe --state", "{B} --group g"],
  ["consumer-groups --reset-offsets", "{B} --group g --all-topics --to-earliest --dry-run"],
  ["console-share-consumer", "{B} --topic j --group s --max-messages 1"],
  ["share-groups --list", "{B}"],
  ["share-groups --describe", "{B} --group s"],
  ["share-groups --describe --state", "{B} --group s"],
  ["groups --list", "{B}"],
  ["transactions {B} list", ""],
  ["transactions {B} describe", "--transactional-id tx"],
  ["transactions {B} describe-producers", "--topic j --partition 0"],
  ["log-dirs --describe", "{B} --topic-list j"],
  ["broker-api-versions", "{B}"],
  ["cluster cluster-id", "{B}"],
  ["cluster list-endpoints", "{B}"],
  ["metadata-quorum {B} describe --status", ""],
  ["metadata-quorum {B} describe --replication", ""],
  ["features {B} describe", ""],
  ["features version-mapping", ""],
  ["features feature-dependencies", "--feature eligible.leader.replicas.version=1"],
  ["client-metrics --describe", "{B} --name m"],
  ["leader-election", "{B} --election-type preferred --topic j --partition 0"],
  ["reassign-partitions --generate", "{B} --topics-to-move-json-file {dir}/topics.json --broker-list 1"],
  ["reassign-partitions --execute", "{B} --reassignment-json-file {dir}/plan.json"],
  ["reassign-partitions --verify", "{B} --reassignment-json-file {dir}/plan.json --preserve-throttles"],
  ["storage info", "--config {dir}/server.properties"],
  ["storage random-uuid", ""],
  ["dump-log", "--files {log} --print-data-log"],
  ["producer-perf-test", "{B} --topic j --num-records 5 --record-size 9 --throughput -1"],
  ["consumer-perf-test", "{B} --topic j --num-records 5"],
  ["verifiable-producer", "{B} --topic j --max-messages 1"],
  ["verifiable-consumer", "{B} --topic j --group-id v --max-messages 1 --reset-policy earliest"],
  ["delete-records", "{B} --offset-json-file {dir}/delete.json"],
  ["advise partitions", "{B} --topic j --producer-rate 10 --consumer-rate 300"],
  ["context list", ""],
];

/** Commands whose rows cannot be seen here, and where or why not. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  acls: "this broker has no authorizer: test/interop/cli-acls.test.ts",
  "delegation-tokens": "our broker has no tokens: test/interop/cli-acls.test.ts",
  "streams-groups": "our broker has no groups of Kafka Streams: test/interop/cli-parity.test.ts",
  completion: "prints a script",
  "console-producer": "prints nothing",
  format: "says what it has done in words",
  lag: "test/integration/lag-command.test.ts",
  start: "runs until it is stopped",
};

/** A call of each command that fails; Kafka's tool may end with 0. */
const FAILURES: readonly string[] = [
  "acls {B} --list",
  "advise partitions {B} --topic nope --producer-rate 1 --consumer-rate 1",
  "broker-api-versions --bootstrap-server 127.0.0.1:1 --command-config {dir}/quick.properties",
  "client-metrics {B} --describe --name nope",
  "cluster cluster-id --bootstrap-server 127.0.0.1:1 --command-config {dir}/quick.properties",
  "completion csh",
  "configs {B} --describe --topic nope",
  "console-consumer {B} --topic j --partition x",
  "console-producer {B} --topic j --batch-size x",
  "console-share-consumer {B} --topic j --reject --release",
  "consume {B} nope",
  "consumer-groups {B} --describe --group nope",
  "consumer-perf-test {B} --num-records 5",
  "context use nope",
  "delegation-tokens {B} --describe --command-config {dir}/quick.properties",
  "delete-records {B} --offset-json-file {dir}/far.json",
  "dump-log --files {dir}/nope.log",
  "features {B} upgrade --feature nope=1",
  "format --config {dir}/nope --cluster-id x",
  "get-offsets {B} --topic nope",
  "groups {B}",
  "lag --config {dir}/nope.toml",
  "leader-election {B} --election-type preferred --topic nope --partition 0",
  "log-dirs {B} --describe --broker-list 9",
  "metadata-quorum {B} describe",
  "producer-perf-test {B} --topic j --num-records 5",
  "reassign-partitions {B} --execute --reassignment-json-file {dir}/unknown.json",
  "share-groups {B} --delete --group nope",
  "start --config {dir}/nope",
  "storage info --config {dir}/empty.properties",
  "streams-groups {B} --delete --group nope",
  "topics {B} --describe --topic nope",
  "transactions {B} describe --transactional-id nope",
  "verifiable-consumer {B} --topic j",
  "verifiable-producer {B}",
];

let broker: Broker;
let directory: string;

const nameOf = (call: string): string => call.split(" ")[0] ?? "";

async function run(call: string, ...more: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = capturedIo();
  const text = call
    .replaceAll("{B}", `--bootstrap-server ${broker.bootstrapAddress}`)
    .replaceAll("{dir}", directory)
    .replaceAll("{log}", segmentOf("j-0"));
  const code = await runCommand([...text.split(" ").filter(Boolean), ...more], io);
  return { code, out: io.out(), err: io.err() };
}

/** The first segment of a partition. */
function segmentOf(partition: string): string {
  const home = join(directory, "data", partition);
  const [name = ""] = readdirSync(home).filter((one) => one.endsWith(".log"));
  return join(home, name);
}

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "ottla-cli-json-"));
  process.env["OTTLA_CONTEXTS"] = join(directory, "contexts.yaml");
  const properties = new Map([...Object.entries(CONFIG), ["log.dirs", join(directory, "data")] as const]);
  broker = await Broker.start({ config: KafkaConfig.standalone(properties) });
  const files = {
    "delete.json": { partitions: [{ topic: "j", partition: 0, offset: 1 }], version: 1 },
    "far.json": { partitions: [{ topic: "j", partition: 0, offset: 999 }], version: 1 },
    "topics.json": { topics: [{ topic: "j" }], version: 1 },
    "plan.json": { version: 1, partitions: [{ topic: "j", partition: 0, replicas: [1] }] },
    "unknown.json": { version: 1, partitions: [{ topic: "nope", partition: 0, replicas: [1] }] },
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), JSON.stringify(content));
  writeFileSync(join(directory, "quick.properties"), "default.api.timeout.ms=300\nrequest.timeout.ms=300\n");
  writeFileSync(join(directory, "server.properties"), `log.dirs=${join(directory, "data")}\n`);
  writeFileSync(join(directory, "empty.properties"), `log.dirs=${join(directory, "nothing")}\n`);
  const bootstrapServers = broker.bootstrapAddress;
  await using admin = new Admin({ bootstrapServers });
  (await admin.createTopics([{ name: "j", numPartitions: 1 }])).throwIfAnyFailed();
  await using producer = new Producer({ bootstrapServers, transactionalId: "tx" });
  await producer.initTransactions();
  producer.beginTransaction();
  await producer.send({ topic: "j", key: "k", value: "v" });
  await producer.send({ topic: "j", value: Buffer.from([0xff]) });
  await producer.commitTransaction();
  (await admin.alterConsumerGroupOffsets("g", [{ topic: "j", partition: 0, offset: 1 }])).throwIfAnyFailed();
  const set = (type: ConfigResourceType, name: string, option: string, value: string) => ({
    type,
    name,
    ops: [{ name: option, op: 0 as const, value }],
  });
  const configs = [
    set(ConfigResourceType.GROUP, "s", "share.auto.offset.reset", "earliest"),
    set(ConfigResourceType.CLIENT_METRICS, "m", "interval.ms", "5000"),
  ];
  (await admin.incrementalAlterConfigs(configs)).throwIfAnyFailed();
  assert.equal((await run("context add here {B}")).code, 0);
});

after(async () => {
  delete process.env["OTTLA_CONTEXTS"];
  await broker.stop();
  rmSync(directory, { recursive: true, force: true });
});

describe("every command", () => {
  it("has rows that are documented, or a reason why not", () => {
    const asked = [...CALLS.map(([call]) => nameOf(call)), ...Object.keys(ELSEWHERE)];
    assert.deepEqual([...new Set(asked)].toSorted(), [...COMMANDS.keys()].toSorted());
    const calls = CALLS.map(([call]) => call.replace(" {B}", ""));
    const others = [...documentedRows().keys()].filter((call) => !calls.includes(call));
    const elsewhere = new Set(others.map(nameOf));
    assert.deepEqual([...elsewhere].toSorted(), ["acls", "configs", "delegation-tokens", "streams-groups"]);
  });

  it("of Kafka's stands in the table of recorded and live calls, with as many as there are", () => {
    const counts = new Map<string, number>();
    for (const name of recordedCalls()) {
      const { tool } = cliSample(name);
      counts.set(tool, (counts.get(tool) ?? 0) + 1);
    }
    const lines = readFileSync(new URL("../../docs/command-line.md", import.meta.url), "utf8").split("\n");
    const cells = lines.flatMap((line) => {
      const [, tool = "", count] = /^\| ([a-z-]+) +\| +(\d+) +\|/.exec(line) ?? [];
      return count === undefined ? [] : [[tool, Number(count)] as const];
    });
    assert.deepEqual(cells, [...counts].toSorted());
    const kafkas = Object.keys(TOOLS).map((script) => script.slice("kafka-".length));
    assert.deepEqual(
      kafkas.filter((tool) => COMMANDS.has(tool) && !counts.has(tool)),
      [],
    );
  });

  it("has a call that fails", () => {
    assert.deepEqual(FAILURES.map(nameOf), [...COMMANDS.keys()].toSorted());
  });

  for (const [name, entry] of COMMANDS) {
    it(`${name} takes --json and --strict-exit`, async () => {
      const { options, subcommands } = (await entry.load()).shape();
      for (const shape of [{ options }, ...subcommands.values()]) {
        const names = shape.options.map((one) => one.name);
        assert(names.includes("--json") && names.includes("--strict-exit"), names.join(" "));
      }
    });
  }
});

describe("--json", () => {
  for (const [call, more] of CALLS) {
    const shown = call.replace(" {B}", "");
    it(shown, async () => {
      const { code, out, err } = await run(`${call} ${more}`, "--json");
      assert.equal(code, 0, `${out}${err}`);
      assert.deepEqual(shapesOf(out), documentedRows().get(shown));
    });
  }
});

describe("--strict-exit", () => {
  for (const call of FAILURES) {
    it(call, async () => {
      const { code, out, err } = await run(call, "--strict-exit");
      assert.equal(code, 1, `${out}${err}`);
      assert.doesNotMatch(out + err, /^\s+at /m, "no stack trace");
    });
  }
});
