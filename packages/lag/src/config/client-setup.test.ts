// Burrow's client profiles as options of our client; what those do is seen with real brokers (test/interop/client-security.test.ts).
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { clientSetup } from "./client-setup.ts";
import { lagConfigOf } from "./lag-config.ts";

function optionsOf(sections: object, profile: object): Record<string, unknown> {
  const config = lagConfigOf({ ...sections, "client-profile": { p: profile } });
  return Object.fromEntries(clientSetup(config, ["a:1", "b:2"], "P").options);
}

const PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
const SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

describe("a client profile", () => {
  it("names the servers, and Burrow's client id where none is given", () => {
    assert.deepEqual(optionsOf({}, {}), { "bootstrap.servers": "a:1,b:2", "client.id": "burrow-lagchecker" });
  });

  it("lag config client-profile.sasl, sasl.mechanism, sasl.username and sasl.password: PLAIN unless another mechanism is named", () => {
    for (const [mechanism, module] of [
      ["", PLAIN],
      ["SCRAM-SHA-256", SCRAM],
      ["SCRAM-SHA-512", SCRAM],
    ]) {
      const options = optionsOf({ sasl: { s: { mechanism, username: "ops", password: 'a"b\\c' } } }, { sasl: "s" });
      assert.equal(options["security.protocol"], "SASL_PLAINTEXT");
      assert.equal(options["sasl.mechanism"], mechanism === "" ? "PLAIN" : mechanism);
      assert.equal(options["sasl.jaas.config"], `${module} required username="ops" password="a\\"b\\\\c";`);
    }
  });

  it("with TLS and SASL it has both", () => {
    const sections = { tls: { t: {} }, sasl: { s: { username: "ops", password: "x" } } };
    assert.equal(optionsOf(sections, { sasl: "s", tls: "t" })["security.protocol"], "SASL_SSL");
  });

  it("lag config client-profile.iam, iam.region and iam.profile: tokens for Amazon MSK, with the credentials of a profile or of the environment", async (context) => {
    const directory = mkdtempSync(join(tmpdir(), "ottla-aws-"));
    context.after(() => rmSync(directory, { recursive: true, force: true }));
    const file = join(directory, "credentials");
    const theirs = "aws_access_key_id = AKIATHEIRS\n aws_secret_access_key=x\naws_session_token = temporary\n";
    writeFileSync(file, `[default]\naws_access_key_id = AKIADEFAULT\n# a remark\n\n[ ops ]\n${theirs}\n[empty]\n`);
    const environment = {
      AWS_SHARED_CREDENTIALS_FILE: file,
      AWS_ACCESS_KEY_ID: "AKIAOURS",
      AWS_SECRET_ACCESS_KEY: "y",
    };
    const before = { ...process.env };
    Object.assign(process.env, environment);
    context.after(() => {
      for (const name of Object.keys(environment)) delete process.env[name];
      Object.assign(process.env, before);
    });
    const urlOf = async (iam: object): Promise<URL> => {
      const options = optionsOf({ iam: { i: iam } }, { iam: "I" });
      assert.equal(options["security.protocol"], "SASL_SSL");
      assert.equal(options["sasl.mechanism"], "OAUTHBEARER");
      const tokenOf = options["sasl.login.callback.handler.class"];
      assert(typeof tokenOf === "function");
      const { value } = (await tokenOf()) as { value: string };
      return new URL(Buffer.from(value, "base64url").toString());
    };
    const own = await urlOf({ region: "eu-west-1" });
    assert.equal(own.host, "kafka.eu-west-1.amazonaws.com");
    assert.match(own.searchParams.get("X-Amz-Credential") ?? "", /^AKIAOURS\//);
    const other = await urlOf({ region: "us-east-1", profile: "ops" });
    assert.equal(other.host, "kafka.us-east-1.amazonaws.com");
    assert.match(other.searchParams.get("X-Amz-Credential") ?? "", /^AKIATHEIRS\//);
    assert.equal(other.searchParams.get("X-Amz-Security-Token"), "temporary");
    for (const profile of ["empty", "nobody"])
      await assert.rejects(urlOf({ region: "eu-west-1", profile }), { message: /has no aws_access_key_id and/ });
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = join(directory, "nothing");
    await assert.rejects(urlOf({ region: "eu-west-1", profile: "ops" }), { message: /cannot be read from/ });
  });

  it("IAM needs a region, a section, and no SASL beside it", () => {
    const profile = { iam: "i" };
    assert.throws(() => optionsOf({ iam: { i: {} } }, profile), { message: /iam\.i\.region/ });
    assert.throws(() => optionsOf({}, profile), { message: /client-profile\.p\.iam names i, and there is no such/ });
    const both = { iam: { i: { region: "x" } }, sasl: { s: { username: "u", password: "p" } } };
    assert.throws(() => optionsOf(both, { iam: "i", sasl: "s" }), { message: /exclude each other$/ });
  });

  it("lag config client-profile.dial-timeout: seconds", () => {
    assert.equal(optionsOf({}, { "dial-timeout": 7 })["socket.connection.setup.timeout.ms"], "7000");
  });

  it("a mechanism that there is not is refused", () => {
    const sections = { sasl: { s: { mechanism: "GSSAPI", username: "ops", password: "x" } } };
    assert.throws(() => optionsOf(sections, { sasl: "s" }), { message: /^sasl\.s\.mechanism is one of / });
  });
});
