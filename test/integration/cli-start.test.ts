// `ottla start` as a process: every flag, the line that says ready, an orderly end, and one clear sentence for what is wrong.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, ConfigResourceType } from "@ottla/client";
import { runCli, startCli } from "../support/cli-process.ts";
import type { CliProcess } from "../support/cli-process.ts";
import { until } from "../support/until.ts";

const READY = /^ottla is ready on (\S+:\d+), data in (.*)\n$/;

let home: string;

before(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "ottla-start-")));
});

after(() => rmSync(home, { recursive: true, force: true }));

interface Started {
  readonly process: CliProcess;
  readonly address: string;
  readonly data: string;
}

async function start(args: readonly string[], cwd: string = home): Promise<Started> {
  const process = startCli(["start", ...args], { cwd });
  const [, address = "", data = ""] = await process.until(READY);
  return { process, address, data };
}

async function stop({ process }: Started, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  process.kill(signal);
  assert.equal((await process.end()).status, 0, process.stderr);
}

async function brokerConfig(address: string, name: string): Promise<string | null | undefined> {
  await using admin = new Admin({ "bootstrap.servers": address });
  const entries = (await admin.describeConfigs([{ type: ConfigResourceType.BROKER, name: "1" }])).values();
  return entries.flat().find((entry) => entry.name === name)?.value;
}

function properties(name: string, lines: readonly string[]): string {
  const file = join(home, name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/** What Kafka demands of every server.properties. */
function nodeProperties(data: string): string[] {
  return [
    "node.id=1",
    "process.roles=broker,controller",
    "listeners=PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:0",
    "controller.listener.names=CONTROLLER",
    "controller.quorum.voters=1@127.0.0.1:9093",
    `log.dirs=${join(home, data)}`,
  ];
}

describe("ottla start", () => {
  it("listens on 127.0.0.1 and keeps its data in ./ottla-data unless told otherwise", async () => {
    const cwd = join(home, "work");
    mkdirSync(cwd);
    const broker = await start(["--port", "0"], cwd);
    assert.match(broker.address, /^127\.0\.0\.1:\d+$/);
    assert.equal(broker.data, join(cwd, "ottla-data"));
    assert.ok(existsSync(join(cwd, "ottla-data", "meta.properties")));
    await stop(broker);
    assert.match(broker.process.stdout, READY, "nothing else on stdout");
  });

  for (const [roles, listeners] of [
    ["controller", "CONTROLLER://127.0.0.1:0"],
    ["broker", "PLAINTEXT://127.0.0.1:0"],
    ["broker,controller", "PLAINTEXT://127.0.0.1:0,CONTROLLER://127.0.0.1:0"],
  ] as const) {
    it(`as ${roles}, ends at once on SIGTERM while it waits for its quorum`, { timeout: 60_000 }, async () => {
      const data = join(home, `waits-${roles.replace(",", "-")}`);
      const file = properties("waits.properties", [
        `process.roles=${roles}`,
        `node.id=${roles === "broker" ? 3 : 1}`,
        `listeners=${listeners}`,
        "controller.listener.names=CONTROLLER",
        "controller.quorum.voters=1@127.0.0.1:1,2@127.0.0.1:2",
        `log.dirs=${data}`,
      ]);
      const id = (await runCli(["format", "--random-uuid"])).stdout.trim();
      assert.equal((await runCli(["format", "--cluster-id", id, "--config", file])).status, 0);
      const waiting = startCli(["start", "--config", file, "--no-lag"], { cwd: home });
      await until("it has begun", () => existsSync(join(data, ".lock-journal")));
      waiting.kill("SIGTERM");
      assert.deepEqual(await waiting.end(), { status: 0, stdout: "", stderr: waiting.stderr });
    });
  }

  it("ends in order on SIGINT, and finds everything again", async () => {
    const first = await start(["--port", "0", "--data", "kept"]);
    assert.equal(first.data, join(home, "kept"));
    const flags = ["--bootstrap-server", first.address, "--create", "--topic", "kept-topic"];
    assert.equal((await runCli(["topics", ...flags])).stdout, "Created topic kept-topic.\n");
    await stop(first, "SIGINT");
    const second = await start(["--port", "0", "--data", "kept"]);
    assert.equal((await runCli(["topics", "--bootstrap-server", second.address, "--list"])).stdout, "kept-topic\n");
    await stop(second);
  });

  it("listens on the host it was given", async () => {
    const broker = await start(["--host", "localhost", "--port", "0", "--data", "host"]);
    assert.match(broker.address, /^localhost:\d+$/);
    const { status, stderr } = await runCli(["broker-api-versions", "--bootstrap-server", broker.address]);
    assert.equal(status, 0, stderr);
    await stop(broker);
  });

  it("takes --override, again and again", async () => {
    const broker = await start([
      "--port",
      "0",
      "--data",
      "o",
      "--override",
      "num.partitions=7",
      "--override=message.max.bytes=5000",
    ]);
    assert.equal(await brokerConfig(broker.address, "num.partitions"), "7");
    assert.equal(await brokerConfig(broker.address, "message.max.bytes"), "5000");
    await stop(broker);
  });

  it("takes a server.properties, which flags and --override win over, and names a key it does not know", async () => {
    const file = properties("server.properties", [
      ...nodeProperties("file"),
      "num.partitions=3",
      "message.max.bytes=6000",
      "foo.bar=1",
    ]);
    const plain = await start(["--config", file]);
    assert.equal(plain.data, join(home, "file"));
    assert.equal(await brokerConfig(plain.address, "num.partitions"), "3");
    assert.match(plain.process.stderr, /WARN .*'foo\.bar' is not known/);
    await stop(plain);
    const flags = ["--config", file, "--data", "flag", "--override", "num.partitions=4"];
    const overridden = await start(flags);
    assert.equal(overridden.data, join(home, "flag"));
    assert.equal(await brokerConfig(overridden.address, "num.partitions"), "4");
    assert.equal(await brokerConfig(overridden.address, "message.max.bytes"), "6000");
    await stop(overridden);
  });

  it("prints its flags with --help", async () => {
    const { status, stdout } = await runCli(["start", "--help"]);
    assert.equal(status, 0);
    for (const flag of ["--host", "--port", "--data", "--config", "--override"]) assert.ok(stdout.includes(flag), flag);
  });
});

describe("ottla start says in one sentence what is wrong, and ends with 1", () => {
  /** Answers with the sentence: the last line of stderr, behind what a broker tells on its way. */
  async function refusal(...args: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await runCli(["start", ...args], { cwd: home });
    assert.equal(status, 1, stdout + stderr);
    assert.equal(stdout, "");
    assert.doesNotMatch(stderr, /^\s+at /m);
    return stderr.trimEnd().split("\n").at(-1) ?? "";
  }

  it("a port in use", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    assert.equal(
      await refusal("--port", String(address.port), "--data", "x"),
      `Error: cannot listen on 127.0.0.1:${address.port}: the port is in use`,
    );
    server.close();
  });

  it("a directory that another broker has", async () => {
    const first = await start(["--port", "0", "--data", "shared"]);
    assert.match(await refusal("--port", "0", "--data", "shared"), /^Error: .*shared.*(?:lock|in use|another)/i);
    await stop(first);
  });

  it("a directory that cannot be", async () => {
    const file = properties("a-file", []);
    assert.equal(await refusal("--port", "0", "--data", file), `--data ${file} is not a directory`);
    assert.match(await refusal("--port", "0", "--data", join(file, "below")), /^Error: .*a-file\/below/);
  });

  it("a server.properties that is not there, is broken, or lacks what it needs", async () => {
    assert.equal(
      await refusal("--config", join(home, "none")),
      `Unable to read file ${join(home, "none")}: there is no such file`,
    );
    const broken = properties("broken.properties", ["log.dirs=\\u00zz"]);
    assert.equal(await refusal("--config", broken), `Unable to read file ${broken}: Malformed \\uxxxx encoding.`);
    const empty = properties("empty.properties", ["# nothing"]);
    assert.match(await refusal("--config", empty), /^Error: Missing required configuration "node\.id"/);
  });

  it("a configuration that is not served, or has no such value", async () => {
    assert.match(
      await refusal("--port", "0", "--data", "x", "--override", "sasl.enabled.mechanisms=PLAIN"),
      /^Error: .*sasl\.enabled\.mechanisms.*not served/,
    );
    assert.equal(
      await refusal("--port", "0", "--data", "x", "--override", "num.partitions=many"),
      "Error: Invalid value many for configuration num.partitions: Not a number of type INT",
    );
    assert.equal(await refusal("--override", "nonsense"), "Invalid property 'nonsense': write key=value");
  });

  it("flags that are not its own, and ports that are none", async () => {
    assert.equal(await refusal("--port", "99999"), "--port 99999 is not a port: 0 to 65535");
    assert.equal(await refusal("--port", "http"), "--port http is not a port: 0 to 65535");
    assert.match(await refusal("--zzz"), /^unknown option '--zzz'/);
    assert.match(await refusal("extra"), /^too many arguments/);
    assert.match(
      await refusal("--host", "999.1.1.1", "--port", "0", "--data", "x"),
      /^Error: cannot listen on 999\.1\.1\.1:0: /,
    );
  });
});
