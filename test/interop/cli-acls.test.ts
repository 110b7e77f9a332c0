// kafka-acls and kafka-delegation-tokens as ours and as Apache's, on an Apache broker that asks an authorizer and gives tokens, and kafka-acls on a broker of
// ours that asks one, too: the same lines (Apache prints them in the order of a hash table), the same ends, and each sees what the other has made.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { TOOLS } from "../apache/tool.ts";
import { freePorts } from "../apache/ports.ts";
import { apacheStderr, ourStderr } from "../support/cli-output.ts";
import type { ToolOutput } from "../support/cli-output.ts";
import { documentedRows, shapesOf } from "../support/cli-rows.ts";
import { startOttla } from "../support/ottla-process.ts";
import type { OttlaProcess } from "../support/ottla-process.ts";
import { until } from "../support/until.ts";
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

const AUTHORIZER = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:ANONYMOUS",
};

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

/** In the order of the columns: id, HMAC, times. */
const TOKEN_VALUES = /\b(?:[\w-]{22}(?= )|[A-Za-z0-9+/]{80,}={0,2}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2})/g;

/** What both print of tokens: ids, secrets and times are their own. */
function tokensMasked(text: string): string {
  return text.replaceAll(/(?<=tokenId : )[\w-]{22}/g, "(id)").replaceAll(TOKEN_VALUES, "(own)");
}

describe("kafka-acls and kafka-delegation-tokens", { skip: apacheSkip() }, () => {
  let apache: ApacheBroker;
  let ours: OttlaProcess;
  let jvm: ToolServer;

  const directory = mkdtempSync(join(tmpdir(), "ottla-tokens-"));
  let asAlice: string[];

  before(async () => {
    jvm = startToolServer();
    ours = await startOttla({ overrides: AUTHORIZER });
    const [plain = 0, controller = 0, sasl = 0] = await freePorts(3);
    const login = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    apache = await startApache({
      ports: [plain, controller],
      overrides: {
        listeners: `PLAINTEXT://127.0.0.1:${plain},CONTROLLER://127.0.0.1:${controller},SASL_PLAINTEXT://127.0.0.1:${sasl}`,
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
        "sasl.enabled.mechanisms": "PLAIN",
        "listener.name.sasl_plaintext.plain.sasl.jaas.config": `${login} user_alice="secret";`,
        "delegation.token.secret.key": "secret",
        ...AUTHORIZER,
      },
    });
    const file = join(directory, "alice.properties");
    const credentials = `sasl.jaas.config=${login} username="alice" password="secret";\n`;
    writeFileSync(file, `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n${credentials}`);
    asAlice = ["--bootstrap-server", `127.0.0.1:${sasl}`, "--command-config", file];
  });

  after(async () => {
    rmSync(directory, { recursive: true, force: true });
    await jvm[Symbol.asyncDispose]();
    await apache.stop();
    await ours.stop();
    ours.remove();
  });

  for (const [broker, step] of ["Apache's broker", "our broker"].flatMap((name) =>
    STEPS.map((words) => [name, words] as const),
  )) {
    it(`${step === "" ? "without an action" : step}, on ${broker}`, async () => {
      const words = (side: string): string[] => [
        "--bootstrap-server",
        (broker === "our broker" ? ours : apache).bootstrap,
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

  it("--json prints the rows that are documented", async () => {
    const io = capturedIo();
    const { bootstrap } = apache;
    assert.equal(await runCommand(["acls", "--bootstrap-server", bootstrap, "--list", "--json"], io), 0, io.err());
    assert.deepEqual(shapesOf(io.out()), documentedRows().get("acls --list"));
  });

  describe("kafka-delegation-tokens", () => {
    const apaches = (words: readonly string[]): Promise<ToolOutput> =>
      jvm.run(TOOLS["kafka-delegation-tokens"], [...asAlice, ...words]);
    const mine = async (words: readonly string[]): Promise<ToolOutput> => {
      const io = capturedIo();
      const status = await runCommand(["delegation-tokens", ...asAlice, ...words], io);
      return { status, stdout: io.out(), stderr: io.err() };
    };
    const same = (found: ToolOutput, expected: ToolOutput): void => {
      assert.equal(sorted(tokensMasked(found.stdout)), sorted(tokensMasked(expected.stdout)), "stdout");
      assert.equal(ourStderr(found.stderr), apacheStderr(expected.stderr), "stderr");
      assert.equal(found.status, expected.status, "exit code");
    };
    /** The secret of the token that was created. */
    const hmacOf = ({ stdout }: ToolOutput): string => /[A-Za-z0-9+/]{80,}={0,2}/.exec(stdout)?.[0] ?? "";
    const hmacs = { ours: "", apaches: "" };

    it("--create", async () => {
      const words = ["--create", "--max-life-time-period", "-1", "--renewer-principal", "User:carol"];
      const [created, theirs] = [await mine(words), await apaches(words)];
      same(created, theirs);
      hmacs.ours = hmacOf(created);
      hmacs.apaches = hmacOf(theirs);
      assert.notEqual(hmacs.ours, "");
    });

    it("--describe, also as rows", async () => {
      const words = ["--describe", "--owner-principal", "User:alice"];
      await until("both tokens are told", async () => /tokens : 2/.test((await mine(words)).stdout));
      same(await mine(words), await apaches(words));
      same(await mine(["--describe"]), await apaches(["--describe"]));
      const { stdout } = await mine([...words, "--json"]);
      assert.deepEqual(shapesOf(stdout), documentedRows().get("delegation-tokens --describe"));
    });

    for (const [action, period] of [
      ["--renew", "--renew-time-period"],
      ["--expire", "--expiry-time-period"],
    ] as const) {
      it(action, async () => {
        const words = (hmac: string): string[] => [action, period, "-1", "--hmac", hmac];
        same(await mine(words(hmacs.ours)), await apaches(words(hmacs.apaches)));
      });
    }

    it("a secret that nobody has", async () => {
      const words = ["--renew", "--renew-time-period", "-1", "--hmac", "bWFj"];
      const [refused, theirs] = [await mine(words), await apaches(words)];
      assert.equal(refused.status, theirs.status);
      assert.match(refused.stderr, /DelegationTokenNotFoundException/);
      assert.match(theirs.stderr, /DelegationTokenNotFoundException/);
    });
  });
});
