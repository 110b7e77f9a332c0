import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { formatCommand } from "../../packages/cli/src/commands/format.ts";

const CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
const home = mkdtempSync(join(tmpdir(), "ottla-format-"));
after(() => rmSync(home, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const io = capturedIo();
  assert.equal(await formatCommand.run(args, io), 0);
  return io.out();
}

function properties(name: string): { readonly file: string; readonly data: string } {
  const [file, data] = [join(home, `${name}.properties`), join(home, name)];
  const lines = [
    "node.id=2",
    "process.roles=broker,controller",
    "listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093",
    "controller.listener.names=CONTROLLER",
    "controller.quorum.voters=2@127.0.0.1:9093,3@127.0.0.1:9094",
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
