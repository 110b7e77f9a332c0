// Clusters by name: the file, what chooses one, and where its secrets come from.
import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import { Broker } from "@ottla/testkit";
import { loadContext } from "../../packages/cli/src/contexts/contexts-file.ts";
import { runCommand } from "../../packages/cli/src/run.ts";
import { capturedIo } from "../../packages/cli/src/testing/captured-io.ts";

let directory: string;
let file: string;
let broker: Broker;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), "ottla-contexts-"));
  file = join(directory, "deep", "contexts.yaml");
  process.env["OTTLA_CONTEXTS"] = file;
  broker = await Broker.start();
});

after(async () => {
  delete process.env["OTTLA_CONTEXTS"];
  await broker.stop();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  delete process.env["OTTLA_CONTEXT"];
});

async function run(line: string): Promise<{ code: number; out: string; err: string }> {
  const io = capturedIo();
  const code = await runCommand(line.split(" "), io);
  return { code, out: io.out(), err: io.err() };
}

describe("a context", () => {
  it("is added, listed, shown without its secrets, and only its owner may read the file", async () => {
    assert.equal((await run("topics --list")).err, "--bootstrap-server must be specified\n");
    const secret = "--command-property sasl.jaas.config=x --command-property ssl.key.password=${env:KEY}";
    assert.equal((await run(`context add far --bootstrap-server far:9092 ${secret}`)).code, 0);
    assert.equal((await run(`context add near --bootstrap-server ${broker.bootstrapServers}`)).code, 0);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal((await run("context list")).out, `  far  far:9092\n  near  ${broker.bootstrapServers}\n`);
    assert.equal(
      (await run("context show far")).out,
      "bootstrap.servers=far:9092\nsasl.jaas.config=[hidden]\nssl.key.password=${env:KEY}\n",
    );
    assert.match((await run("context add far --bootstrap-server x:1")).err, /There is a context far already/);
  });

  it("is written with the whole file or not at all: who reads meanwhile sees one of both", async () => {
    const before = readFileSync(file, "utf8");
    const reader = openSync(file, "r");
    assert.equal((await run("context add other --bootstrap-server other:9092")).code, 0);
    assert.equal(readFileSync(reader, "utf8"), before);
    closeSync(reader);
    assert.match(readFileSync(file, "utf8"), /other:9092/);
    assert.deepEqual(readdirSync(join(directory, "deep")), ["contexts.yaml"]);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal((await run("context remove other")).code, 0);
  });

  it("is chosen by the option, by the environment, or by `use`; a call's own servers win over the latter", async () => {
    await run(`topics --bootstrap-server ${broker.bootstrapServers} --create --topic here`);
    assert.equal((await run("topics --context near --list")).out, "here\n");
    process.env["OTTLA_CONTEXT"] = "near";
    assert.equal((await run("topics --list")).out, "here\n");
    process.env["OTTLA_CONTEXT"] = "nowhere";
    assert.match((await run("topics --list")).err, /There is no context nowhere in .*: there are far, near/);
    assert.equal((await run(`topics --list --bootstrap-server ${broker.bootstrapServers}`)).out, "here\n");
    delete process.env["OTTLA_CONTEXT"];
    assert.equal((await run("context use near")).code, 0);
    assert.equal((await run("topics --list")).out, "here\n");
    assert.match((await run("cluster cluster-id")).out, /^Cluster ID: /);
    assert.match((await run("metadata-quorum describe --status")).out, /^ClusterId: /);
    assert.match((await run("topics --list --context near --bootstrap-server x:1")).err, /exclude each other/);
    assert.match((await run("context list")).out, /^\* near /m);
  });

  it("gives its configurations to the tool's client, below those of the call", async () => {
    writeFileSync(
      file,
      `# ours\ncontexts:\n  slow:\n    bootstrap.servers: ${broker.bootstrapServers}\n    request.timeout.ms: soon\n`,
    );
    assert.match((await run("topics --context slow --list")).err, /request\.timeout\.ms/);
    const own = join(directory, "own.properties");
    writeFileSync(own, "request.timeout.ms=30000\n");
    assert.equal((await run(`topics --context slow --list --command-config ${own}`)).out, "here\n");
    writeFileSync(own, "bootstrap.servers=elsewhere:1\nclient.id=ours\n");
    await run(`context add other --bootstrap-server x:1 --command-config ${own}`);
    assert.equal((await run("context show other")).out, "bootstrap.servers=x:1\nclient.id=ours\n");
    assert.match(readFileSync(file, "utf8"), /^# ours$/m);
    assert.equal((await run("context remove other")).code, 0);
    assert.match((await run("context remove other")).err, /There is no context other/);
  });

  it("takes secrets from the environment and from files, in Kafka's words", () => {
    const secrets = join(directory, "secrets.properties");
    writeFileSync(secrets, "password=from file\n");
    writeFileSync(join(directory, "token"), "from directory\n");
    const text = `contexts:
  c:
    bootstrap.servers: x:1
    a: \${env:A}
    b: "<\${file:${secrets}:password}>"
    c: \${directory:${directory}:token}
  bad:
    bootstrap.servers: x:1
    a: \${file:${secrets}:nothing}
`;
    writeFileSync(file, text);
    const environment = { OTTLA_CONTEXTS: file, A: "from environment" };
    assert.deepEqual(Object.fromEntries(loadContext("c", environment)), {
      "bootstrap.servers": "x:1",
      a: "from environment",
      b: "<from file>",
      c: "from directory",
    });
    assert.throws(() => loadContext("c", { OTTLA_CONTEXTS: file }), /the environment has no A/);
    assert.throws(() => loadContext("bad", environment), /has no nothing/);
  });

  it("of a malformed file is refused with what is wrong", () => {
    const environment = { OTTLA_CONTEXTS: file };
    for (const [text, sentence] of [
      ["contexts: [", /is not YAML/],
      ["context:\n  a: {}\n", /context is not 'current' or 'contexts'/],
      ["contexts:\n  a: host:1\n", /a holds configurations/],
      ["contexts:\n  a:\n    b: [1]\n", /b is neither text nor a number/],
      ["contexts:\n  a:\n    b: 1\n", /has no bootstrap\.servers/],
    ] as const) {
      writeFileSync(file, text);
      assert.throws(() => loadContext("a", environment), sentence);
    }
  });
});
