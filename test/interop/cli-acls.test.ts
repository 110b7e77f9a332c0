// kafka-acls as ours and as Apache's, on an Apache broker that asks an authorizer: the same lines (Apache prints them in the order of a hash table), the
// same ends, and each sees what the other has made.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { TOOLS } from "../apache/tool.ts";
import { apacheStderr, ourStderr } from "../support/cli-output.ts";
import { startToolServer } from "./cli-parity/tool-server.ts";
import type { ToolServer } from "./cli-parity/tool-server.ts";

const STEPS: readonly string[] = [
  "--add --allow-principal User:alice --operation Read --operation Write --topic {p}-m1",
  "--add --allow-principal User:alice --operation Read --topic {p}-m1",
  "--add --deny-principal User:bob --deny-host 10.0.0.1 --operation All --topic {p}-m1",
  "--add --allow-principal User:alice --operation Read --topic {p}-team- --resource-pattern-type prefixed",
  "--add --allow-principal User:{p}carol --producer --topic {p}-m2 --idempotent --transactional-id {p}-tx1",
  "--add --allow-principal User:dave --consumer --topic {p}-m2 --group {p}-g1",
  "--add --allow-principal User:{p}erin --operation Describe --cluster",
  "--list --topic {p}-m1",
  "--list --topic {p}-m2 --group {p}-g1",
  "--list --topic {p}-team-x --resource-pattern-type match",
  "--list --topic {p}-team- --resource-pattern-type any",
  "--list --principal User:{p}carol",
  "--list --topic nothing",
  "--remove --force --deny-principal User:bob --deny-host 10.0.0.1 --operation All --topic {p}-m1",
  "--remove --force --topic {p}-m2",
  "--list",
  "--add --allow-principal User:x --operation Read --topic m --resource-pattern-type match",
  "--add --operation Read --topic m",
  "--add --allow-principal User:x --operation Read",
  "--add --allow-principal User:x --producer --group g",
  "--add --allow-principal User:x --consumer --topic t",
  "--add --allow-principal User:x --topic t --idempotent",
  "--add --principal User:x --topic t --allow-principal User:x",
  "--add --list",
  "",
];
/** Lists of what a resource supports come in the order of a hash table. */
const UNORDERED_LIST = /\[([A-Z_, ]+)\]/g;

/** Each side has a word in the names of what it makes. */
function sorted(text: string): string {
  return text
    .replaceAll(/jvm|mee/g, "xxx")
    .replaceAll(UNORDERED_LIST, (_, list: string) => `[${list.split(", ").toSorted().join(", ")}]`)
    .split("\n")
    .map((line) => line.trim())
    .toSorted()
    .join("\n");
}

describe("kafka-acls", { skip: apacheSkip() }, () => {
  let apache: ApacheBroker;
  let jvm: ToolServer;

  before(async () => {
    jvm = startToolServer();
    apache = await startApache({
      overrides: {
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
      },
    });
  });
  after(async () => {
    await jvm[Symbol.asyncDispose]();
    await apache.stop();
  });

  for (const step of STEPS) {
    it(step === "" ? "without an action" : step, async () => {
      const words = (side: string): string[] => [
        "--bootstrap-server",
        apache.bootstrap,
        ...step.replaceAll("{p}", side).split(" ").filter(Boolean),
      ];
      const theirs = await jvm.run(TOOLS["kafka-acls"], words("jvm"));
      const io = capturedIo();
      const status = await runCommand(["acls", ...words("mee")], io);
      assert.equal(sorted(io.out()), sorted(theirs.stdout), "stdout");
      assert.equal(sorted(ourStderr(io.err())), sorted(apacheStderr(theirs.stderr)), "stderr");
      assert.equal(status, theirs.status, "exit code");
    });
  }

  it("operations that a resource does not have are refused with those it has", async () => {
    for (const args of ["--operation Nope --topic t", "--operation Read --cluster"]) {
      const io = capturedIo();
      const words = [
        "--bootstrap-server",
        apache.bootstrap,
        "--add",
        "--allow-principal",
        "User:x",
        ...args.split(" "),
      ];
      assert.equal(await runCommand(["acls", ...words], io), 1);
      assert.match(io.err(), /^ResourceType (?:TOPIC|CLUSTER) only supports operations \[[A-Z_, ]+\]\n$/);
    }
  });
});
