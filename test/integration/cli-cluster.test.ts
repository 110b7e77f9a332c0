// `ottla cluster --nodes N` as a process: it is ready when all nodes are, goes on over the same data, and leaves no process behind.
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Admin, Consumer, Producer } from "@ottla/client";
import { freePortsInARow } from "../apache/ports.ts";
import { runCli, startCli } from "../support/cli-process.ts";

const READY = /^ottla cluster of (\d) is ready on (\S+), data in (.*)\n$/;

let home: string;

before(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "ottla-cluster-")));
});

after(() => rmSync(home, { recursive: true, force: true }));

/** The first port of three brokers, and of as many controllers. */
async function portsOfThreeNodes(): Promise<[number, number]> {
  const first = await freePortsInARow(6);
  return [first, first + 3];
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", () => resolve(true));
  });
}

describe("ottla cluster", () => {
  it("runs three nodes with one command, and what was written is there after an orderly stop and another start", async () => {
    const [port, controllerPort] = await portsOfThreeNodes();
    const args = ["cluster", "--nodes", "3", "--port", `${port}`, "--controller-port", `${controllerPort}`];
    const start = async (): Promise<{ stop(): Promise<void> }> => {
      const cluster = startCli([...args, "--data", home], { cwd: home });
      const [, nodes, addresses, data] = await cluster.until(READY);
      assert.equal(nodes, "3");
      assert.equal(addresses, [0, 1, 2].map((index) => `127.0.0.1:${port + index}`).join(","));
      assert.equal(data, home);
      const stop = async (): Promise<void> => {
        cluster.kill("SIGTERM");
        assert.equal((await cluster.end()).status, 0, cluster.stderr);
        for (const index of [0, 1, 2]) assert.ok(await isRefused(port + index), "no node is left behind");
      };
      return { stop };
    };
    const bootstrap = { "bootstrap.servers": `127.0.0.1:${port + 2}` };
    const first = await start();
    {
      await using admin = new Admin(bootstrap);
      // A node that serves may not have read yet that the others do.
      const deadlineMs = performance.now() + 30_000;
      const nodeCount = async (): Promise<number> => (await admin.describeCluster()).nodes.length;
      while ((await nodeCount()) < 3 && performance.now() < deadlineMs) await setTimeout(20);
      assert.equal(await nodeCount(), 3);
      const [created] = await admin.createTopics([{ name: "t", numPartitions: 1, replicationFactor: 3 }]);
      assert.ok(created?.[1].ok);
      await using producer = new Producer({ ...bootstrap, acks: "all" });
      await producer.send({ topic: "t", value: Buffer.from("kept") });
    }
    await first.stop();
    const second = await start();
    {
      await using consumer = new Consumer({ ...bootstrap, "group.id": "g", "auto.offset.reset": "earliest" });
      consumer.subscribe(["t"]);
      const values: string[] = [];
      const deadlineMs = performance.now() + 30_000;
      while (values.length === 0 && performance.now() < deadlineMs) {
        for (const record of await consumer.poll({ timeoutMs: 500 })) values.push(String(record.value));
      }
      assert.deepEqual(values, ["kept"]);
    }
    await second.stop();
    const other = await runCli([...args, "--data", home, "--controllers", "1"], { cwd: home });
    assert.equal(other.status, 1);
    assert.match(other.stderr, /is of a cluster with other controllers/);
  });

  it("leaves no node behind when it is told twice to end", { timeout: 60_000 }, async () => {
    const [port, controllerPort] = await portsOfThreeNodes();
    const ports = ["--port", `${port}`, "--controller-port", `${controllerPort}`];
    const cluster = startCli(["cluster", "--nodes", "3", ...ports, "--data", join(home, "twice")], { cwd: home });
    await cluster.until(READY);
    cluster.kill("SIGTERM");
    cluster.kill("SIGINT");
    assert.equal((await cluster.end()).status, 130, cluster.stderr);
    const isGone = (): Promise<boolean[]> => Promise.all([0, 1, 2].map((index) => isRefused(port + index)));
    const deadlineMs = performance.now() + 5_000;
    while ((await isGone()).includes(false) && performance.now() < deadlineMs) await setTimeout(20);
    assert.deepEqual(await isGone(), [true, true, true]);
  });

  it("ends when one of its nodes cannot begin, though the others wait for it", { timeout: 60_000 }, async () => {
    const [port, controllerPort] = await portsOfThreeNodes();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port + 1, "127.0.0.1", resolve));
    const ports = ["--port", `${port}`, "--controller-port", `${controllerPort}`];
    const cluster = startCli(["cluster", "--nodes", "2", ...ports, "--data", join(home, "taken")], { cwd: home });
    const { status, stderr } = await cluster.end();
    assert.equal(status, 1);
    assert.match(stderr, /^Node 2 could not be started$/m);
    assert.ok(await isRefused(port), "no node is left behind");
    other.close();
  });

  it("refuses numbers that cannot be", async () => {
    const refusal = async (...args: string[]): Promise<string> => {
      const { status, stderr } = await runCli(["cluster", ...args], { cwd: home });
      assert.equal(status, 1);
      return stderr;
    };
    assert.match(await refusal("--nodes", "0"), /--nodes 0 is not a number from 1 to 100/);
    assert.match(await refusal("--nodes", "3", "--controllers", "4"), /--controllers 4 is not a number from 1 to/);
    assert.match(await refusal("--nodes", "3", "--port", "65534"), /need room for every node/);
    assert.match(await refusal("--port", "9092", "--controller-port", "9093"), /the same ports/);
  });
});
