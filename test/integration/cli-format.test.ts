import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { formatCommand } from "../../packages/cli/src/commands/format.ts";
import { runCommand } from "../../packages/cli/src/run.ts";
import { Admin } from "@ottla/client";
import { freePorts } from "../apache/ports.ts";
import { startCli } from "../support/cli-process.ts";

const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
const home = mkdtempSync(join(tmpdir(), "ottla-format-"));
after(() => rmSync(home, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const io = capturedIo();
  assert.equal(await formatCommand.run(args, io), 0);
  return io.out();
}

function properties(
  name: string,
  { port, controllerPort }: { port: number; controllerPort: number } | { port?: never; controllerPort?: never } = {},
): { readonly file: string; readonly data: string } {
  const [file, data] = [join(home, `${name}.properties`), join(home, name)];
  const lines = [
    "node.id=2",
    "process.roles=broker,controller",
    `listeners=PLAINTEXT://127.0.0.1:${port ?? 9092},CONTROLLER://127.0.0.1:${controllerPort ?? 9093}`,
    "controller.listener.names=CONTROLLER",
    `controller.quorum.voters=2@127.0.0.1:${controllerPort ?? "9093,3@127.0.0.1:9094"}`,
    `log.dirs=${data}`,
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return { file, data };
}

test("directories get the cluster's id and are not formatted twice", async () => {
  const { file, data } = properties("first");
  const out = await run("-t", CLUSTER_ID, "-c", file);
  assert.equal(out, `Formatting metadata directory ${data} with metadata.version 4.3-IV0.\n`);
  const meta = readFileSync(join(data, "meta.properties"), "utf8");
  assert.match(meta, new RegExp(`^cluster.id=${CLUSTER_ID}$`, "m"));
  assert.match(meta, /^node.id=2$/m);
  await assert.rejects(run("-t", CLUSTER_ID, "-c", file), /is already formatted. Use --ignore-formatted/);
  assert.equal(await run("-t", CLUSTER_ID, "-c", file, "-g"), "All of the log directories are already formatted.\n");
});

test("a cluster's id is needed, and is one", async () => {
  const { file } = properties("second");
  await assert.rejects(run("-c", file), /--cluster-id is missing/);
  await assert.rejects(run("-t", CLUSTER_ID), /--config is missing/);
  await assert.rejects(run("-t", "short", "-c", file), /does not appear to be a valid UUID/);
  assert.match(await run("--random-uuid"), /^[A-Za-z0-9_-]{22}\n$/);
});

test("kafka-storage.sh format does the same, and refuses what a node of ours cannot begin with", async () => {
  const { file, data } = properties("third");
  const storage = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const io = capturedIo();
    const code = await runCommand(["storage", "format", ...args], io);
    return { code, out: io.out(), err: io.err() };
  };
  const ids = ["-t", CLUSTER_ID, "-c", file];
  for (const [words, sentence] of [
    [["-s"], /--standalone is not served/],
    [["-N"], /--no-initial-controllers is not served/],
    [["-I", "1@x:1:id"], /--initial-controllers is not served/],
    [["-S", "SCRAM-SHA-256=[name=a]"], /^You must supply one of 'password' or 'saltedpassword' to add-scram$/m],
    [["-r", "3.9"], /--release-version 3\.9 is not served/],
    [["-r", "0.8"], /Unknown metadata\.version '0\.8'/],
    [["-f", "metadata.version=29"], /--feature metadata\.version=29 is not served/],
    [["-f", "metadata.version=30", "-r", "4.3"], /Use --release-version instead of --feature metadata\.version=X/],
    [["-f", "streams.version=1"], /--feature streams\.version=1 is not served: our nodes serve only level 0/],
    [["-f", "kraft.version=1"], /--feature kraft\.version=1 is not served/],
    [["-f", "transaction.version=3"], /--feature transaction\.version=3 is not served: our nodes serve levels 0 to 2/],
    [
      ["-f", "other=1"],
      /Unsupported feature: other\. Supported features are: eligible\.leader\.replicas\.version, group/,
    ],
  ] as const) {
    const { code, err } = await storage(...ids, ...words);
    assert.equal(code, 1);
    assert.match(err, sentence);
  }
  const formatted = `Formatting metadata directory ${data} with metadata.version 4.3-IV0.\n`;
  assert.deepEqual(await storage(...ids, "-r", "4.3-IV0", "-f", "group.version=1"), {
    code: 0,
    out: formatted,
    err: "",
  });
  assert.match((await storage(...ids)).err, /is already formatted\. Use --ignore-formatted/);
  assert.match((await storage("-c", file)).err, /argument --cluster-id is required/);
});

test("a cluster begins with the features and users that it was formatted with", async () => {
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const { file } = properties("fourth", { port, controllerPort });
  const io = capturedIo();
  const user = "SCRAM-SHA-512=[name=alice,iterations=5000,password=secret]";
  const features = ["-f", "group.version=0", "-f", "transaction.version=1", "-f", "streams.version=0"];
  assert.equal(await runCommand(["storage", "format", "-t", CLUSTER_ID, "-c", file, "-S", user, ...features], io), 0);
  const node = startCli(["start", "--config", file], { cwd: home });
  await node.until(/is ready on/);
  {
    await using admin = new Admin({ bootstrapServers: `127.0.0.1:${port}` });
    const { finalizedFeatures } = await admin.describeFeatures();
    assert.deepEqual([...finalizedFeatures].map(([name, { max }]) => [name, max]).toSorted(), [
      ["metadata.version", 30],
      ["share.version", 1],
      ["transaction.version", 1],
    ]);
    const [[name, alice] = []] = [...(await admin.describeUserScramCredentials())];
    assert.equal(name, "alice");
    assert.ok(alice?.ok);
    assert.deepEqual(alice.value.credentialInfos, [{ mechanism: "SCRAM-SHA-512", iterations: 5000 }]);
  }
  node.kill("SIGTERM");
  assert.equal((await node.end()).status, 0, node.stderr);
});
