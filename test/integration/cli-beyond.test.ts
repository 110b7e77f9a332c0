// What the command line has beyond Kafka's: JSON, honest exit codes, completion, reading between two places, advice about partitions.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { Broker } from "@ottla/testkit";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { BIN } from "../support/cli-process.ts";

/** 2026-11-22T19:29:00Z. */
const BEGAN_MS = 1_795_375_740_000;
let broker: Broker;
let admin: Admin;
let directory: string;

before(async () => {
  broker = await Broker.start({ config: { "offsets.topic.num.partitions": "1" } });
  admin = new Admin({ "bootstrap.servers": broker.bootstrapServers });
  directory = mkdtempSync(join(tmpdir(), "ottla-beyond-"));
  // Its records have one day for ever: they are not too old, and not too new.
  const configs = { "message.timestamp.after.max.ms": "9223372036854775807", "retention.ms": "-1" };
  (await admin.createTopics([{ name: "times", numPartitions: 2, configs }])).throwIfAnyFailed();
  await using producer = new Producer({ "bootstrap.servers": broker.bootstrapServers });
  // Ten records a partition, a second apart.
  for (let index = 0; index < 10; index++) {
    for (const partition of [0, 1])
      await producer.send({
        topic: "times",
        partition,
        timestamp: BEGAN_MS + index * 1_000,
        key: `k${index}`,
        value: index === 9 ? Buffer.from([0xff, 0xfe]) : `${partition}-${index}`,
        headers: [{ key: "h", value: "x" }],
      });
  }
  const offsets = [0, 1].map((partition) => ({ topic: "times", partition, offset: 4 }));
  (await admin.alterConsumerGroupOffsets("readers", offsets)).throwIfAnyFailed();
});

after(async () => {
  await admin.close();
  await broker.stop();
  rmSync(directory, { recursive: true, force: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(line: string, extra: readonly string[] = []): Promise<Run> {
  const io = capturedIo();
  const [command = "", ...words] = line.split(" ");
  const code = await runCommand([command, "--bootstrap-server", broker.bootstrapServers, ...words, ...extra], io);
  return { code, out: io.out(), err: io.err() };
}

function rows({ out }: Run): Record<string, unknown>[] {
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe("--json", () => {
  it("prints a line of JSON for each topic, partition, group, offset", async () => {
    assert.deepEqual(rows(await run("topics --list --exclude-internal --json")), [{ topic: "times" }]);
    const [topic, first] = rows(await run("topics --describe --topic times --json"));
    assert.deepEqual([topic?.["topic"], topic?.["partitionCount"], topic?.["replicationFactor"]], ["times", 2, 1]);
    assert.deepEqual([first?.["partition"], first?.["leader"], first?.["isr"]], [0, 1, [1]]);
    assert.deepEqual(rows(await run("get-offsets --topic times --json")), [
      { topic: "times", partition: 0, offset: 10 },
      { topic: "times", partition: 1, offset: 10 },
    ]);
    const [described] = rows(await run("consumer-groups --describe --group readers --json"));
    assert.deepEqual(described, {
      group: "readers",
      topic: "times",
      partition: 0,
      currentOffset: 4,
      logEndOffset: 10,
      lag: 6,
      consumerId: null,
      host: null,
      clientId: null,
    });
    assert.deepEqual(rows(await run("consumer-groups --list --json")), [
      { group: "readers", type: "Classic", state: "Empty" },
    ]);
    const configs = rows(await run("configs --describe --topic times --json"));
    assert.deepEqual(configs.find((one) => one["name"] === "message.timestamp.after.max.ms")?.["entityName"], "times");
    assert.equal(rows(await run("log-dirs --describe --json"))[0]?.["broker"], 1);
    assert.equal(rows(await run("broker-api-versions --json"))[0]?.["id"], 1);
    assert.equal(rows(await run("metadata-quorum describe --status --json"))[0]?.["leaderId"], 1);
    assert.ok(rows(await run("features describe --json")).some((one) => one["feature"] === "metadata.version"));
  });

  it("of the cluster: its id and the addresses of its brokers", async () => {
    const ask = async (subcommand: string): Promise<Record<string, unknown>[]> => {
      const io = capturedIo();
      const words = ["cluster", subcommand, "--bootstrap-server", broker.bootstrapServers, "--json"];
      const code = await runCommand(words, io);
      return rows({ code, out: io.out(), err: io.err() });
    };
    const { clusterId } = await admin.describeCluster();
    assert.deepEqual(await ask("cluster-id"), [{ clusterId }]);
    const [host, port] = broker.bootstrapServers.split(":");
    const place = { host, port: Number(port), rack: null };
    assert.deepEqual(await ask("list-endpoints"), [{ id: 1, ...place, state: "unfenced", endpointType: "broker" }]);
  });

  it("says in a message what Kafka's tool says in words", async () => {
    assert.deepEqual(rows(await run("topics --create --topic in.words --json")), [
      {
        message:
          "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is best to use either, but not both.",
      },
      { message: "Created topic in.words." },
    ]);
    const refused = await run("topics --create --topic in.words --json");
    assert.equal(refused.code, 1);
    assert.match(String(rows(refused).at(-1)?.["message"]), /^Error while executing topic command : /);
    await run("topics --delete --topic in.words");
  });

  it("prints records, bytes that are no text as base64", async () => {
    const read = rows(await run("console-consumer --topic times --partition 1 --offset 8 --max-messages 2 --json"));
    assert.deepEqual(read, [
      {
        topic: "times",
        partition: 1,
        offset: 8,
        timestamp: BEGAN_MS + 8_000,
        timestampType: "CreateTime",
        headers: [{ key: "h", value: "x" }],
        key: "k8",
        value: "1-8",
      },
      {
        topic: "times",
        partition: 1,
        offset: 9,
        timestamp: BEGAN_MS + 9_000,
        timestampType: "CreateTime",
        headers: [{ key: "h", value: "x" }],
        key: "k9",
        valueBase64: "//4=",
      },
    ]);
  });
});

describe("--strict-exit", () => {
  for (const line of [
    "consumer-groups --describe --group nobody",
    "consumer-groups --delete --group nobody",
    "consumer-groups --delete-offsets --group nobody --topic times",
    "consumer-groups --validate-regex (",
    "configs --describe --topic nothing",
    "share-groups --delete --group nobody",
    "client-metrics --describe --name nobody",
  ])
    it(`tells of what failed: ${line}`, async () => {
      const kafkas = await run(line);
      assert.equal(kafkas.code, 0, kafkas.err);
      const strict = await run(line, ["--strict-exit"]);
      assert.equal(strict.code, 1);
      assert.equal(strict.out, kafkas.out);
    });

  it("tells of records that cannot be deleted", async () => {
    const file = join(directory, "far.json");
    writeFileSync(file, JSON.stringify({ partitions: [{ topic: "times", partition: 0, offset: 99 }], version: 1 }));
    assert.equal((await run(`delete-records --offset-json-file ${file}`)).code, 0);
    assert.equal((await run(`delete-records --offset-json-file ${file} --strict-exit`)).code, 1);
  });

  it("changes nothing where all went well", async () => {
    assert.equal((await run("consumer-groups --describe --group readers --strict-exit")).code, 0);
  });
});

describe("ottla consume", () => {
  const texts = async (offset: string, more = ""): Promise<string[]> => {
    const { out, code, err } = await run(`consume times --partitions 0 --offset ${offset}${more}`, [
      "--format",
      "%o:%s ",
    ]);
    assert.equal(code, 0, err);
    return out
      .trim()
      .split(" ")
      .filter((one) => one !== "");
  };

  it("reads from one offset to another", async () => {
    assert.deepEqual(await texts("2:5"), ["2:0-2", "3:0-3", "4:0-4"]);
    assert.deepEqual(await texts("-3:9"), ["7:0-7", "8:0-8"]);
    assert.deepEqual(await texts(":end", " --max-messages 2"), ["0:0-0", "1:0-1"]);
    assert.deepEqual(await texts(":end", " --max-messages -1"), await texts(":end"));
    assert.equal((await texts(":end")).length, 10);
    assert.deepEqual(await texts("end:end"), []);
  });

  it("reads from one time to another", async () => {
    const range = "@2026-11-22T19:29:03Z:2026-11-22T19:29:05Z";
    assert.deepEqual(await texts(range), ["3:0-3", "4:0-4"]);
    assert.deepEqual(await texts(`@${BEGAN_MS + 8_500}:end`, " --max-messages 1"), ["9:\ufffd\ufffd"]);
    const both = await run(`consume times --offset ${range}`, ["--format", "%p-%o %T\n"]);
    assert.deepEqual(both.out.trim().split("\n").toSorted(), [
      `0-3 ${BEGAN_MS + 3_000}`,
      `0-4 ${BEGAN_MS + 4_000}`,
      `1-3 ${BEGAN_MS + 3_000}`,
      `1-4 ${BEGAN_MS + 4_000}`,
    ]);
  });

  it("begins where it was told to, also where that is behind the end as yet", async () => {
    (await admin.createTopics([{ name: "few", numPartitions: 1 }])).throwIfAnyFailed();
    await using producer = new Producer({ "bootstrap.servers": broker.bootstrapServers });
    for (const value of ["0", "1"]) await producer.send({ topic: "few", value });
    const reading = run("consume few --offset 3:5", ["--format", "%o:%s "]);
    for (const value of ["2", "3", "4", "5"]) await producer.send({ topic: "few", value });
    assert.equal((await reading).out, "3:3 4:4 ");
  });

  it("ends before a transaction that is open, where only what is committed is read", { timeout: 30_000 }, async () => {
    (await admin.createTopics([{ name: "open", numPartitions: 1 }])).throwIfAnyFailed();
    const transactional = { "bootstrap.servers": broker.bootstrapServers, "transactional.id": "open" };
    await using producer = new Producer(transactional);
    await producer.initTransactions();
    for (const value of ["committed", "open"]) {
      producer.beginTransaction();
      await producer.send({ topic: "open", value });
      if (value === "committed") await producer.commitTransaction();
    }
    const committed = await run("consume open --offset :end --isolation-level read_committed");
    assert.deepEqual([committed.code, committed.out], [0, "committed\n"]);
    await producer.abortTransaction();
  });

  it("refuses what it does not understand", async () => {
    assert.match((await run("consume times --offset soon")).err, /--offset soon is not understood/);
    assert.match((await run("consume times --partitions x")).err, /write numbers/);
    assert.match((await run("consume times --partitions 7")).err, /None of these partitions exists/);
    assert.match((await run("consume times --format %z")).err, /%z is not a token/);
    assert.match((await run("consume times --json --format %s")).err, /exclude each other/);
    assert.match((await run("consume nowhere --offset :end")).err, /This server does not host this topic-partition/);
  });
});

describe("completion", () => {
  const words = async (...line: string[]): Promise<string[]> => {
    const io = capturedIo();
    assert.equal(await runCommand(["__complete", ...line], io), 0);
    return io
      .out()
      .split("\n")
      .filter(Boolean)
      .map((one) => one.split("\t")[0] ?? "");
  };
  const at = (): string[] => ["--bootstrap-server", broker.bootstrapServers];

  it("knows commands, options and sub-commands, and leaves out what is there already", async () => {
    assert.ok((await words("")).includes("topics"));
    assert.deepEqual(await words("console-p"), ["console-producer"]);
    assert.deepEqual(await words("topics", "--list", "--top"), ["--topic", "--topic-id", "--topics-with-overrides"]);
    assert.deepEqual(await words("topics", "--list", "--li"), []);
    assert.ok((await words("metadata-quorum", "")).includes("describe"));
    assert.deepEqual(await words("metadata-quorum", "describe", "--rep"), ["--replication"]);
    assert.deepEqual(await words("nothing", "--x"), []);
  });

  it("asks the cluster on the line for topics and groups", async () => {
    assert.deepEqual(await words("topics", ...at(), "--describe", "--topic", "t"), ["times"]);
    assert.deepEqual(await words("topics", ...at(), "--describe", "--topic", "=", "ti"), ["times"]);
    assert.deepEqual(await words("consumer-groups", ...at(), "--group", ""), ["readers"]);
    assert.deepEqual(await words("topics", "--bootstrap-server", "127.0.0.1:1", "--topic", "t"), []);
  });

  it("knows files where a file is meant", async () => {
    writeFileSync(join(directory, "client.properties"), "");
    assert.deepEqual(await words("topics", "--command-config", join(directory, "cl")), [
      join(directory, "client.properties"),
    ]);
  });

  it("works in bash", async () => {
    const io = capturedIo();
    await runCommand(["completion", "bash"], io);
    const script = `PATH=${BIN}:$PATH
${io.out()}
COMP_WORDS=(ottla topics --list --exc); COMP_CWORD=3; _ottla; echo "\${COMPREPLY[@]}"
COMP_WORDS=(kafka-topics.sh --unav); COMP_CWORD=1; _ottla; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    assert.equal(stdout, "--exclude-internal\n--unavailable-partitions\n", stderr);
  });

  it("is there for zsh and fish, and for nothing else", async () => {
    for (const shell of ["zsh", "fish"]) {
      const io = capturedIo();
      assert.equal(await runCommand(["completion", shell], io), 0);
      assert.match(io.out(), /ottla __complete/);
    }
    const io = capturedIo();
    assert.equal(await runCommand(["completion", "csh"], io), 1);
    assert.match(io.err(), /csh is not one of bash, zsh, fish/);
  });
});

describe("ottla advise partitions", () => {
  it("explains its answer from rates that are given", async () => {
    const { code, out, err } = await run(
      "advise partitions --topic times --producer-rate 900 --consumer-rate 300 --growth 2 --head-room 1.5",
    );
    assert.equal(code, 0, err);
    assert.match(out, /900 records\/s × 2 \(growth\) × 1\.5 \(head-room\) = 2700 records\/s\./);
    assert.match(out, /2700 records\/s < 300 records\/s × 10 = 3000 records\/s/);
    assert.match(out, /10 needed, 2 there: kafka-topics\.sh --alter --topic times --partitions 10/);
    // A fifth of all hashes has the same rest by 2 and by 10.
    assert.match(out, /80 % of keys get another partition \(murmur2 modulo 10 instead of 2\)/);
    assert.match(out, /Replicas: 2 → 10/);
  });

  it("says so when there are enough, and ends with 1 under --strict-exit when there are not", async () => {
    const enough = await run("advise partitions --topic times --producer-rate 10 --consumer-rate 300 --strict-exit");
    assert.equal(enough.code, 0, enough.err);
    assert.match(enough.out, /1 needed, 2 there: enough\./);
    assert.match(enough.out, /The number stays/);
    const few = await run("advise partitions --topic times --producer-rate 900 --consumer-rate 300 --strict-exit");
    assert.equal(few.code, 1);
  });

  it("measures producers by the topic's history, and a consumer by a trial run", async () => {
    (await admin.createTopics([{ name: "busy", numPartitions: 2 }])).throwIfAnyFailed();
    {
      await using producer = new Producer({ "bootstrap.servers": broker.bootstrapServers, "linger.ms": 5 });
      const sent = Array.from({ length: 4_800 }, (_, i) =>
        producer.send({ topic: "busy", partition: i % 4 === 0 ? 1 : 0, value: "v".repeat(50) }),
      );
      await Promise.all(sent);
    }
    // All of it came in the last part of 48 of these 48 minutes: 4,800 records in a minute.
    const line = "advise partitions --topic busy --duration 300ms --history 48m --processing-ms 10 --json";
    const [report] = rows(await run(line));
    const { measured, consumerRateFrom, trial, producers } = report as {
      measured: { producerRate: number; consumerRate: number; busiestShare: number; recordBytes: number };
      consumerRateFrom: string;
      trial: { records: number; keyedShare: number };
      producers: { busiestPartition: number };
    };
    assert.ok(measured.producerRate > 70 && measured.producerRate < 90, String(measured.producerRate));
    assert.equal(measured.busiestShare, 0.75);
    assert.equal(producers.busiestPartition, 0);
    assert.ok(measured.recordBytes > 50 && measured.recordBytes < 70, String(measured.recordBytes));
    assert.equal(consumerRateFrom, "trial");
    assert.ok(trial.records > 0 && trial.keyedShare === 0);
    // Ten milliseconds a record are not more than a hundred records a second, however fast they are read.
    assert.ok(measured.consumerRate > 50 && measured.consumerRate <= 100, String(measured.consumerRate));
  });

  it("measures a group that is behind by what it commits", async () => {
    let offset = 0;
    let isOver = false;
    await using member = new Consumer({
      "bootstrap.servers": broker.bootstrapServers,
      "group.id": "behind",
      "enable.auto.commit": false,
      "auto.offset.reset": "earliest",
    });
    member.subscribe(["busy"]);
    while ((await member.poll({ timeoutMs: 1_000 })).count === 0);
    // A poll then takes its time, and so many records a second are committed as if each took 20 ms.
    member.pause(member.assignment());
    const committing = (async () => {
      while (!isOver) {
        offset += 1;
        await member.commitSync([{ topic: "busy", partition: 0, offset }]);
        await member.poll({ timeoutMs: 20 });
      }
    })();
    const advised = await run("advise partitions --topic busy --group behind --duration 2500ms --history 48m");
    isOver = true;
    await committing;
    assert.equal(advised.code, 0, advised.err);
    assert.match(
      advised.out,
      /Consumers: 1 of 1 members of behind had a lag all the time and read (?:[1-5]\d|[2-9])(?:\.\d)? records/,
    );
  });

  it("refuses what it cannot work with", async () => {
    assert.match((await run("advise topics --topic times")).err, /topics is nothing to advise on/);
    assert.match((await run("advise partitions")).err, /Missing required argument "\[topic\]"/);
    assert.match(
      (await run("advise partitions --topic times --duration soon")).err,
      /--duration soon is not a duration/,
    );
    assert.match((await run("advise partitions --topic times --growth 0.5")).err, /at least 1/);
    (await admin.createTopics([{ name: "empty", numPartitions: 1 }])).throwIfAnyFailed();
    const empty = await run("advise partitions --topic empty --duration 100ms");
    assert.match(empty.err, /has nothing to read/);
  });
});
