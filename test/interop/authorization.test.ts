// Apache Kafka's Java clients on our broker with an authorizer (java/Authorization.java): each denial is the exception that Kafka has for it, and the clients
// that were turned away go on when an entry lets them in, without a restart of anything.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { compileJava } from "../apache/compile-java.ts";
import { apacheSkip, hasProgram, skipFor } from "../apache/jars.ts";
import { runTool } from "../apache/tool.ts";
import { ROOT, startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";

/** Everybody may use what has no entries: the clients guard what they use themselves. */
const CONFIG = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "allow.everyone.if.no.acl.found": "true",
};

const STEPS = [
  "unseen: TopicAuthorizationException",
  "unwritable: TopicAuthorizationException",
  "written",
  "groupless: GroupAuthorizationException",
  "unreadable: TopicAuthorizationException",
  "read",
  "no more: TopicAuthorizationException",
  "without transaction: TransactionalIdAuthorizationException",
  "committed",
  "",
];

describe("Apache Kafka's Java clients on a broker with an authorizer", { timeout: 180_000 }, () => {
  const skip = apacheSkip() || (hasProgram("javac", "-version") ? false : skipFor("javac is not on the PATH"));
  let server: OttlaProcess;
  let classes = "";

  before(async () => {
    if (skip !== false) return;
    server = await startOttla({ overrides: CONFIG });
    classes = compileJava(join(ROOT, "test/interop/java/Authorization.java"));
  });

  after(async () => {
    if (skip !== false) return;
    await server.stop();
    server.remove();
    rmSync(classes, { recursive: true, force: true });
  });

  for (const protocol of ["classic", "consumer"]) {
    it(`are turned away and let in, with the ${protocol} group protocol`, { skip }, async () => {
      const ran = await runTool("Authorization", [server.bootstrap, protocol], {
        extraClassPath: [classes],
        timeoutMs: 80_000,
      });
      assert.equal(ran.status, 0, ran.stdout + ran.stderr);
      assert.deepEqual(ran.stdout.split("\n"), STEPS);
    });
  }
});
