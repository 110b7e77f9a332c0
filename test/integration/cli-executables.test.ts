// The command line as processes: Kafka's script names, signals, pipes, addresses that do not answer, and what a command does not load.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Admin, Producer } from "@ottla/client";
import { BIN, CliProcess, runCli, startCli } from "../support/cli-process.ts";
import type { ToolOutput } from "../support/cli-output.ts";

let home: string;
let broker: CliProcess;
let port: string;
let bootstrap: string;

before(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "ottla-executables-")));
  broker = startCli(["start", "--port", "0", "--data", join(home, "data")], { cwd: home });
  [, bootstrap = "", port = ""] = await broker.until(/ready on (127\.0\.0\.1:(\d+)),/);
});

after(async () => {
  broker.kill("SIGTERM");
  await broker.end();
  rmSync(home, { recursive: true, force: true });
});

function runScript(path: string, args: readonly string[], cwd: string = home): Promise<ToolOutput> {
  return new CliProcess(path, args, { cwd, stdin: "" }).end();
}

describe("Kafka's script names", () => {
  for (const script of readdirSync(BIN).filter((name) => name.startsWith("kafka-"))) {
    it(script, async () => {
      assert.deepEqual(await runScript(join(BIN, script), ["--version"]), { status: 0, stdout: "4.3.0\n", stderr: "" });
    });
  }

  it("work through symbolic links, absolute and relative, and links to links", async () => {
    symlinkSync(join(BIN, "kafka-topics.sh"), join(home, "absolute"));
    symlinkSync("absolute", join(home, "a link with blanks"));
    for (const name of ["./absolute", "./a link with blanks"]) {
      assert.equal((await runScript(name, ["--version"])).stdout, "4.3.0\n", name);
    }
    symlinkSync(join(BIN, "ottla"), join(home, "o"));
    assert.match((await runScript(join(home, "o"), ["--version"], "/")).stdout, /^ottla \d/);
  });

  it("create a topic as Kafka's documentation does", async () => {
    const words = `--create --bootstrap-server localhost:${port} --topic test-topic --config unclean.leader.election.enable=false`;
    const created = await runScript(join(BIN, "kafka-topics.sh"), words.split(" "));
    assert.deepEqual(created, { status: 0, stdout: "Created topic test-topic.\n", stderr: "" });
  });

  it("show the lag of a group as Kafka's documentation does", async () => {
    await using admin = new Admin({ "bootstrap.servers": bootstrap });
    (await admin.createTopics([{ name: "paid", numPartitions: 1 }])).throwIfAnyFailed();
    await using producer = new Producer({ "bootstrap.servers": bootstrap });
    for (let index = 0; index < 5; index++) await producer.send({ topic: "paid", value: "v" });
    const offsets = [{ topic: "paid", partition: 0, offset: 2 }];
    (await admin.alterConsumerGroupOffsets("billing", offsets)).throwIfAnyFailed();
    const words = ["--bootstrap-server", `localhost:${port}`, "--group", "billing", "--describe"];
    const { status, stdout, stderr } = await runScript(join(BIN, "kafka-consumer-groups.sh"), words);
    assert.deepEqual([status, stderr], [0, "\nConsumer group 'billing' has no active members.\n"]);
    const [, header = "", row = ""] = stdout.split("\n").map((line) => line.trim().split(/ +/).join(" "));
    assert.equal(header, "GROUP TOPIC PARTITION CURRENT-OFFSET LOG-END-OFFSET LAG CONSUMER-ID HOST CLIENT-ID");
    assert.equal(row, "billing paid 0 2 5 3 - - -");
  });
});

describe("addresses", () => {
  it("localhost is 127.0.0.1 too where it is ::1 first", async () => {
    const resolver = `import dns from "node:dns";
      const both = [{ address: "::1", family: 6 }, { address: "127.0.0.1", family: 4 }];
      dns.lookup = (host, options, done) => process.nextTick(done, null, options.all ? both : "::1", 6);`;
    const nodeArgs = ["--import", `data:text/javascript,${encodeURIComponent(resolver)}`];
    const { status, stderr } = await runCli(["topics", "--bootstrap-server", `localhost:${port}`, "--list"], {
      nodeArgs,
    });
    assert.equal(status, 0, stderr);
  });

  it("where nobody listens it says so at once, goes on trying for its time, and ends with 1", async () => {
    const file = join(home, "hasty.properties");
    writeFileSync(file, "default.api.timeout.ms=300\nrequest.timeout.ms=200\nlinger.ms=5\n");
    const args = ["topics", "--bootstrap-server", "127.0.0.1:1", "--command-config", file, "--list"];
    const { status, stdout, stderr } = await runCli(args);
    assert.equal(status, 1);
    assert.equal(
      stdout,
      "Error while executing topic command : Timed out waiting for a node assignment. Call: listTopics\n",
    );
    const warnings = stderr.trimEnd().split("\n");
    assert.equal(warnings.length, 2, stderr);
    assert.equal(warnings[0], "WARN The configuration 'linger.ms' was supplied but isn't a known config.");
    assert.match(
      warnings[1] ?? "",
      /^WARN Connection to 127\.0\.0\.1:1 could not be established\. Node may not be available\. /,
    );
  });

  it("a name without an address is refused at once", async () => {
    const { status, stdout, stderr } = await runCli(["topics", "--bootstrap-server", "nowhere.invalid:9092", "--list"]);
    assert.deepEqual({ status, stdout }, { status: 1, stdout: "" });
    assert.equal(stderr, "No resolvable bootstrap urls given in bootstrap.servers: nowhere.invalid:9092\n");
  });
});

describe("signals and pipes", () => {
  async function fill(topic: string, count: number): Promise<void> {
    await using producer = new Producer({ "bootstrap.servers": bootstrap });
    const value = "v".repeat(100);
    await Promise.all(Array.from({ length: count }, () => producer.send({ topic, value })));
  }

  it("Ctrl-C ends a console consumer with its count", async () => {
    await fill("read-on", 1);
    const consumer = startCli([
      "console-consumer",
      "--bootstrap-server",
      bootstrap,
      "--topic",
      "read-on",
      "--from-beginning",
    ]);
    await consumer.until(/^v+\n/);
    consumer.kill("SIGINT");
    const { status, stderr } = await consumer.end();
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "Processed a total of 1 messages\n" });
  });

  it("a console consumer whose reader has gone ends", async () => {
    await fill("piped", 20_000);
    const consumer = startCli([
      "console-consumer",
      "--bootstrap-server",
      bootstrap,
      "--topic",
      "piped",
      "--from-beginning",
    ]);
    await consumer.until(/^v+\n/);
    consumer.closeStdout();
    const { status, stderr } = await consumer.end();
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^Unable to write to standard out, closing consumer\.\nProcessed a total of \d+ messages\n$/);
  });

  it("Ctrl-C at a console producer sends what was typed", async () => {
    const producer = startCli([
      "console-producer",
      "--bootstrap-server",
      bootstrap,
      "--topic",
      "typed",
      "--timeout",
      "60000",
    ]);
    producer.write("one\ntwo\n");
    // A topic that is asked for is created: then the lines have been read.
    for (;;) {
      const { stdout } = await runCli(["topics", "--bootstrap-server", bootstrap, "--list", "--topic", "typed"]);
      if (stdout === "typed\n") break;
    }
    producer.kill("SIGINT");
    assert.equal((await producer.end()).status, 130);
    const flags = "--topic typed --from-beginning --max-messages 2";
    const read = await runCli(["console-consumer", "--bootstrap-server", bootstrap, ...flags.split(" ")]);
    assert.equal(read.stdout, "one\ntwo\n");
  });

  it("a record that cannot be printed ends a consumer, or is skipped when asked for", async () => {
    await using producer = new Producer({ "bootstrap.servers": bootstrap });
    for (const value of ["four", "too long", "five"].map((text) => Buffer.from(text)))
      await producer.send({ topic: "ints", value });
    const flags = "--topic ints --partition 0 --offset 0 --max-messages 3 --value-deserializer IntegerDeserializer";
    const args = ["console-consumer", "--bootstrap-server", bootstrap, ...flags.split(" ")];
    const sentence = "Size of data received by IntegerDeserializer is not 4";
    const printed = (text: string): number => Buffer.from(text).readInt32BE();
    assert.deepEqual(await runCli(args), {
      status: 1,
      stdout: `${printed("four")}\n`,
      stderr: `Unknown error when running consumer: ${sentence}\nProcessed a total of 2 messages\n`,
    });
    assert.deepEqual(await runCli([...args, "--skip-message-on-error"]), {
      status: 0,
      stdout: `${printed("four")}\n${printed("five")}\n`,
      stderr: `Error processing message, skipping this message: ${sentence}\nProcessed a total of 3 messages\n`,
    });
  });

  it("a consumer gives back what it did not print", async () => {
    await fill("shared-reading", 10);
    const flags = "--topic shared-reading --group g --from-beginning --max-messages";
    for (const [count, total] of [
      ["4", 4],
      ["6", 6],
    ] as const) {
      const { stderr } = await runCli([
        "console-consumer",
        "--bootstrap-server",
        bootstrap,
        ...flags.split(" "),
        count,
      ]);
      assert.equal(stderr, `Processed a total of ${total} messages\n`);
    }
    const group = await runCli(["consumer-groups", "--bootstrap-server", bootstrap, "--describe", "--group", "g"]);
    assert.match(group.stdout, /shared-reading +0 +10 +10 +0 /);
  });
});

describe("what a command does not need is not loaded", () => {
  /** The source files that a process loaded, by the bundle's source maps. */
  async function loadedSources(run: (nodeArgs: readonly string[]) => Promise<string>): Promise<string[]> {
    const hook = `import { registerHooks } from "node:module";
      registerHooks({ load(url, context, next) {
        if (url.startsWith("file:")) process.stderr.write("loaded " + url + "\\n");
        return next(url, context);
      } });`;
    const stderr = await run(["--import", `data:text/javascript,${encodeURIComponent(hook)}`]);
    const chunks = [...stderr.matchAll(/^loaded (\S+)$/gm)].map(([, url = ""]) => fileURLToPath(url));
    assert.ok(chunks.length > 1, stderr);
    return chunks.flatMap((chunk) => {
      // The bundler's own runtime has no sources.
      if (!existsSync(`${chunk}.map`)) return [];
      const map: unknown = JSON.parse(readFileSync(`${chunk}.map`, "utf8"));
      assert.ok(typeof map === "object" && map !== null && "sources" in map && Array.isArray(map.sources));
      return map.sources.map((source) => resolve(dirname(chunk), String(source)));
    });
  }

  it("a broker loads no client", async () => {
    const sources = await loadedSources(async (nodeArgs) => {
      const process = startCli(["start", "--port", "0", "--data", join(home, "light")], { nodeArgs });
      await process.until(/is ready on/);
      process.kill("SIGTERM");
      return (await process.end()).stderr;
    });
    assert.ok(sources.some((source) => source.includes("packages/broker/src/")));
    assert.deepEqual(
      sources.filter((source) => source.includes("packages/client/src/")),
      [],
    );
  });

  it("a consumer decompresses large batches on a thread, which has its file in the bundle", async () => {
    await using producer = new Producer({ bootstrapServers: bootstrap, compressionType: "lz4", batchSize: 1_000_000 });
    // As large when they are compressed.
    const values = Array.from({ length: 2_000 }, () => randomBytes(60).toString("hex"));
    await producer.sendBatch(values.map((value) => ({ topic: "large-batches", partition: 0, value })));
    const flags = "--topic large-batches --partition 0 --offset 0 --max-messages 2000";
    const args = ["console-consumer", "--bootstrap-server", bootstrap, ...flags.split(" ")];
    const sources = await loadedSources(async (nodeArgs) => {
      const { stdout, stderr } = await runCli(args, { nodeArgs });
      assert.deepEqual(stdout.split("\n"), [...values, ""]);
      return stderr;
    });
    assert.ok(sources.some((source) => source.endsWith("packages/client/src/workers/decompression.worker.ts")));
  });

  it("a tool loads no broker, and kafka-topics no consumer and no producer", async () => {
    const sources = await loadedSources(async (nodeArgs) => {
      const { stderr } = await runCli(["topics", "--bootstrap-server", bootstrap, "--list"], { nodeArgs });
      return stderr;
    });
    assert.ok(sources.some((source) => source.includes("packages/client/src/")));
    const unneeded =
      /packages\/(?:broker|storage|metadata)\/src\/|config\/src\/(?!properties\.|config-exception\.)|client\/src\/(?:consumer|producer)\//;
    assert.deepEqual(
      sources.filter((source) => unneeded.test(source)),
      [],
    );
  });
});
