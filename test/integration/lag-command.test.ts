// ottla lag: once, as a table and as JSON, with the exit code for scripts; and the log file that begins anew when it is full.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { lagConfigOf } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { openLog } from "../../packages/cli/src/commands/lag/open-log.ts";
import { RotatingFile } from "../../packages/cli/src/commands/lag/rotating-file.ts";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { startCli } from "../support/cli-process.ts";
import { until } from "../support/until.ts";

interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function lag(...args: string[]): Promise<Run> {
  const io = capturedIo();
  const status = await runCommand(["lag", ...args], io);
  return { status, out: io.out(), err: io.err() };
}

describe("ottla lag", () => {
  let broker: Broker;
  const group = "readers of orders";

  before(async () => {
    broker = await Broker.start();
    const bootstrapServers = broker.bootstrapServers;
    await using admin = new Admin({ bootstrapServers });
    (await admin.createTopics([{ name: "orders", numPartitions: 1 }])).throwIfAnyFailed();
    await using producer = new Producer({ bootstrapServers });
    for (let index = 0; index < 5; index++) await producer.send({ topic: "orders", value: "x" });
    await using consumer = new Consumer({ bootstrapServers, groupId: group, enableAutoCommit: false });
    await consumer.commitSync([{ topic: "orders", partition: 0, offset: 2 }]);
  });
  after(() => broker.stop());

  it("--once prints a table", async () => {
    const { status, out, err } = await lag("--bootstrap-server", broker.bootstrapServers, "--once");
    assert.equal(err, "");
    assert.equal(status, 0);
    const [header = "", row = "", ...rest] = out.split("\n");
    assert.match(header, /^CLUSTER +GROUP +STATUS +LAG +BEHIND +CAUGHT UP IN +PARTITIONS +WORST$/);
    assert.match(row, /^local +readers of orders +OK +3 +(?:-|\d+ m?s) +- +1 +orders-0 OK 3$/);
    assert.deepEqual(rest, [""]);
  });

  it("--json prints a line a group, --group chooses among them", async () => {
    const { out } = await lag("--bootstrap-server", broker.bootstrapServers, "--once", "--json", "--group", "^readers");
    const parsed = JSON.parse(out) as Record<string, unknown>;
    assert.deepEqual([parsed["group"], parsed["status"], parsed["lag"], parsed["caughtUpInS"]], [group, "OK", 3, null]);
    const none = await lag("--bootstrap-server", broker.bootstrapServers, "--once", "--json", "--group", "nobody");
    assert.deepEqual([none.status, none.out], [0, ""]);
  });

  it("a configuration with an evaluator as Burrow's judges at once, and --strict-exit tells", async () => {
    const directory = mkdtempSync(join(tmpdir(), "ottla-lag-"));
    const file = join(directory, "burrow.yaml");
    writeFileSync(
      file,
      `cluster:\n  a:\n    class-name: kafka\n    servers: ["${broker.bootstrapServers}"]\n    offset-refresh: 1\n` +
        `consumer:\n  a:\n    class-name: kafka\n    cluster: a\nhttpserver:\n  default:\n    address: "127.0.0.1:0"\n`,
    );
    await until("the group to be ERR", async () => {
      const { status, out } = await lag("--config", file, "--once", "--strict-exit");
      return status === 3 && out.includes("STOP");
    });
    rmSync(directory, { recursive: true });
  });

  it("lag config general.pidfile, logging.filename and logging.level: one at a time, and what it says to a file", async () => {
    const directory = mkdtempSync(join(tmpdir(), "ottla-lag-"));
    const [file, pidFile, logFile] = ["burrow.toml", "burrow.pid", "logs/burrow.log"].map((name) =>
      join(directory, name),
    );
    const write = (level: string): void =>
      writeFileSync(
        file ?? "",
        `[general]\npidfile="${pidFile}"\n[logging]\nfilename="${logFile}"\nlevel="${level}"\n` +
          `[cluster.a]\nclass-name="kafka"\nservers=["${broker.bootstrapServers}"]\n` +
          `[httpserver.default]\naddress="127.0.0.1:0"\n`,
      );
    write("info");
    writeFileSync(pidFile ?? "", `${process.ppid}\n`);
    const refused = await lag("--config", file ?? "", "--once");
    assert.deepEqual(
      [refused.status, refused.err],
      [1, `${pidFile} names process ${process.ppid}, which is running\n`],
    );
    writeFileSync(pidFile ?? "", "999999999\n");
    const { status, err } = await lag("--config", file ?? "", "--once");
    assert.deepEqual([status, err], [0, ""]);
    assert(!existsSync(pidFile ?? ""));
    const said = readFileSync(logFile ?? "", "utf8");
    assert.match(said, /started listener/);
    write("error");
    await lag("--config", file ?? "", "--once");
    assert.equal(readFileSync(logFile ?? "", "utf8"), said);
    rmSync(directory, { recursive: true });
  });

  it("--watch shows the groups again and again until it is told to stop", async () => {
    const child = startCli(["lag", "--bootstrap-server", broker.bootstrapServers, "--watch", "--interval", "1"]);
    await child.until(/^local +readers of orders +OK +3 [^]*^local +readers of orders +OK +3 /m);
    await using consumer = new Consumer({
      bootstrapServers: broker.bootstrapServers,
      groupId: group,
      enableAutoCommit: false,
    });
    await consumer.commitSync([{ topic: "orders", partition: 0, offset: 4 }]);
    await child.until(/^local +readers of orders +OK +1 /m);
    await consumer.commitSync([{ topic: "orders", partition: 0, offset: 2 }]);
    child.kill("SIGTERM");
    assert.equal((await child.end()).status, 0);
  });

  const WRONG: readonly (readonly [string, RegExp])[] = [
    ["", /^Say what to watch: /],
    ["--bootstrap-server a:1 --config b", /^Say what to watch: /],
    ["--bootstrap-server a:1 --json", /^--json needs --once or --watch/],
    ["--bootstrap-server a:1 --once --watch", /exclude each other/],
    ["--bootstrap-server a:1 --strict-exit", /^--strict-exit needs --once/],
    ["--bootstrap-server a:1 --once --state-topic t", /^--state-topic is for the monitor of one cluster/],
    ["--bootstrap-server a:1 --port x", /^--port x is not a port/],
    ["--config /none", /^\/none cannot be read: /],
    ["--bootstrap-server nowhere --once", /servers are host:port each; nowhere is not/],
    ["--bootstrap-server a:1 --zzz", /unknown option '--zzz'/],
  ];
  for (const [args, wanted] of WRONG) {
    it(`refuses ${args === "" ? "nothing" : args}`, async () => {
      const { status, out, err } = await lag(...args.split(" ").filter(Boolean));
      assert.equal(status, 1);
      assert.equal(out, "");
      assert.match(err, wanted);
    });
  }
});

describe("a log file that is full", () => {
  it("lag config general.stdout-logfile, logging.maxsize, logging.maxbackups, logging.maxage, logging.use-localtime and logging.use-compression", async () => {
    const directory = mkdtempSync(join(tmpdir(), "ottla-log-"));
    const rotated = async (name: string, logging: object, lines: number): Promise<string[]> => {
      const path = join(directory, `${name}.log`);
      const config = lagConfigOf({ general: { "stdout-logfile": path }, logging: { maxsize: 1, ...logging } });
      const log = openLog(config, capturedIo());
      for (let line = 0; line < lines; line++) {
        log.write(`${"x".repeat(700_000)}\n`);
        const from = Date.now();
        await until("the clock to move", () => Date.now() > from);
      }
      await log[Symbol.asyncDispose]();
      return readdirSync(directory).filter((one) => one.startsWith(`${name}-`));
    };
    assert.equal((await rotated("two", { maxbackups: 2, maxage: 0 }, 5)).length, 2);
    assert.equal((await rotated("all", { maxbackups: 0, maxage: 0 }, 4)).length, 3);
    assert.deepEqual(await rotated("large", { maxsize: 3 }, 4), []);
    const [packed = ""] = await rotated("packed", { "use-compression": true }, 2);
    assert.match(packed, /\.log\.gz$/);
    const old = join(directory, "aged-2020-01-01T00-00-00.000.log");
    writeFileSync(old, "old");
    utimesSync(old, new Date("2020-01-01"), new Date("2020-01-01"));
    const aged = await rotated("aged", { maxage: 1 }, 2);
    assert(aged.length === 1 && !existsSync(old), aged.join());
    const before = process.env["TZ"];
    process.env["TZ"] = "Asia/Tokyo";
    const hoursOf = (names: string[]): number => Date.parse(`${/\d{4}-\d\d-\d\dT\d\d/.exec(names[0] ?? "")?.[0]}:00Z`);
    const [local, utc] = [
      hoursOf(await rotated("local", { "use-localtime": true }, 2)),
      hoursOf(await rotated("utc", {}, 2)),
    ];
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
    // An hour may have passed in between.
    assert([8, 9].includes(Math.round((local - utc) / 3_600_000)), `${local} ${utc}`);
    rmSync(directory, { recursive: true });
  });

  it("is renamed, compressed, and goes when there are too many", async () => {
    const directory = mkdtempSync(join(tmpdir(), "ottla-log-"));
    const path = join(directory, "logs", "burrow.log");
    const options = { path, bytesMax: 20, backupsMax: 2, ageMaxMs: 0, isLocalTime: false, isCompressed: true };
    const file = new RotatingFile(options);
    for (let line = 0; line < 6; line++) {
      file.write(`line ${line} is long\n`);
      // Names differ by the millisecond.
      const from = Date.now();
      await until("the clock to move", () => Date.now() > from);
    }
    await file.close();
    assert.equal(readFileSync(path, "utf8"), "line 5 is long\n");
    const old = readdirSync(join(directory, "logs")).filter((name) => name !== "burrow.log");
    assert(old.length >= 2 && old.length <= 3, old.join(", "));
    assert(
      old.every((name) => /^burrow-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}\.log(\.gz)?$/.test(name)),
      old.join(", "),
    );
    rmSync(directory, { recursive: true });
  });
});
