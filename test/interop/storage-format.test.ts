// Directories that one side's tool formats and the other side's node begins a cluster with: levels of features and users are those that were asked for.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { Admin } from "@ottla/client";
import { startApache } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { freePorts } from "../apache/ports.ts";
import { TOOLS, runTool } from "../apache/tool.ts";
import { runCli, startCli } from "../support/cli-process.ts";

const CLUSTER_ID = "storageFormatTestClus1";
const ASKED = [
  ...["--add-scram", "SCRAM-SHA-256=[name=alice,password=alice-secret]"],
  ...["--add-scram", 'SCRAM-SHA-512=[name=alice,iterations=8192,salt="N3E=",saltedpassword="YCE="]'],
  ...["--feature", "share.version=0", "--feature", "transaction.version=1"],
  ...["--feature", "streams.version=0", "--feature", "eligible.leader.replicas.version=0"],
];

/** What such a cluster says of itself. */
async function toldBy(bootstrapServers: string): Promise<unknown> {
  await using admin = new Admin({ bootstrapServers });
  const { finalizedFeatures } = await admin.describeFeatures();
  const levels = [...finalizedFeatures].map(([name, { max }]) => `${name}=${max}`);
  const users = [...(await admin.describeUserScramCredentials())].map(([name, told]) => {
    assert.ok(told.ok);
    return [
      name,
      ...told.value.credentialInfos.map(({ mechanism, iterations }) => `${mechanism}: ${iterations}`).toSorted(),
    ];
  });
  return { levels: levels.toSorted(), users };
}

const TOLD = {
  levels: ["group.version=1", "metadata.version=30", "transaction.version=1"],
  users: [["alice", "SCRAM-SHA-256: 4096", "SCRAM-SHA-512: 8192"]],
};

describe("directories formatted by the other side", { timeout: 120_000, skip: apacheSkip() }, () => {
  const home = mkdtempSync(join(tmpdir(), "ottla-storage-format-"));
  after(() => rmSync(home, { recursive: true, force: true }));

  /** A node's own directory, as Apache's harness has it: its configuration, and data beside it. */
  async function node(name: string): Promise<{ folder: string; file: string; ports: [number, number] }> {
    const folder = join(home, name);
    mkdirSync(folder);
    const [port = 0, controllerPort = 0] = await freePorts(2);
    const file = join(folder, "server.properties");
    const lines = [
      "process.roles=broker,controller",
      "node.id=1",
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
      "controller.listener.names=CONTROLLER",
      `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
      `log.dirs=${join(folder, "data")}`,
    ];
    writeFileSync(file, lines.join("\n"));
    return { folder, file, ports: [port, controllerPort] };
  }

  const formatWith = (file: string, asked: readonly string[]): string[] => {
    return ["format", "--cluster-id", CLUSTER_ID, "--config", file, ...asked];
  };

  it("ours: Apache Kafka begins with them", async () => {
    const { folder, file, ports } = await node("ours");
    const formatted = await runCli(["storage", ...formatWith(file, ASKED)], { cwd: home });
    assert.equal(formatted.status, 0, formatted.stderr);
    const apache = await startApache({ ports, dataDir: folder });
    try {
      assert.deepEqual(await toldBy(apache.bootstrap), TOLD);
    } finally {
      await apache.stop();
    }
  });

  it("Apache's: our node begins with them", async () => {
    const { file, ports } = await node("theirs");
    const formatted = await runTool(TOOLS["kafka-storage"], formatWith(file, ASKED));
    assert.equal(formatted.status, 0, formatted.stderr);
    const started = startCli(["start", "--config", file], { cwd: home });
    await started.until(/is ready on/);
    assert.deepEqual(await toldBy(`127.0.0.1:${ports[0]}`), TOLD);
    started.kill("SIGTERM");
    assert.equal((await started.end()).status, 0, started.stderr);
  });

  it("Apache's with features that ours do not serve: our node does not start, and names one", async () => {
    const { file } = await node("unserved");
    const formatted = await runTool(TOOLS["kafka-storage"], formatWith(file, ["--feature", "streams.version=0"]));
    assert.equal(formatted.status, 0, formatted.stderr);
    const { status, stderr } = await runCli(["start", "--config", file], { cwd: home });
    assert.equal(status, 1);
    assert.match(stderr, /cannot be served: eligible\.leader\.replicas\.version is finalized at level 1/);
  });
});
