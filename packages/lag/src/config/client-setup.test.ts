// Burrow's client profiles as options of our client; what those do is seen with real brokers (test/interop/client-security.test.ts).
import assert from "node:assert/strict";
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

  it("lag config client-profile.dial-timeout: seconds", () => {
    assert.equal(optionsOf({}, { "dial-timeout": 7 })["socket.connection.setup.timeout.ms"], "7000");
  });

  it("a mechanism that there is not is refused", () => {
    const sections = { sasl: { s: { mechanism: "GSSAPI", username: "ops", password: "x" } } };
    assert.throws(() => optionsOf(sections, { sasl: "s" }), { message: /^sasl\.s\.mechanism is one of / });
  });
});
