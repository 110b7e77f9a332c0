// Encryption and authentication as a scripted broker sees them, and what is refused. With real brokers: test/interop/client-security.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { utf8String } from "@ottla/base";
import { SaslAuthenticateRequest, SaslAuthenticateResponse } from "@ottla/protocol/messages/sasl-authenticate";
import { SaslHandshakeRequest, SaslHandshakeResponse } from "@ottla/protocol/messages/sasl-handshake";
import { Admin } from "../admin/admin.ts";
import { Consumer } from "../consumer/consumer.ts";
import { KafkaError } from "../errors.ts";
import { Producer } from "../producer/producer.ts";
import { ScriptedCluster } from "../testing/scripted-broker.ts";

const HANDSHAKE = { request: SaslHandshakeRequest, response: SaslHandshakeResponse };
const AUTHENTICATE = { request: SaslAuthenticateRequest, response: SaslAuthenticateResponse };

const PLAIN = {
  securityProtocol: "SASL_PLAINTEXT",
  saslMechanism: "PLAIN",
  saslJaasConfig: `org.apache.kafka.common.security.plain.PlainLoginModule required username="alice" password="s;e=c\\"ret";`,
} as const;

/** A cluster that wants to know who we are, and takes alice. */
async function started(sessionLifetimeMs = 0): Promise<ScriptedCluster> {
  const cluster = await ScriptedCluster.start();
  cluster.addTopic("t", [0]);
  cluster.on(HANDSHAKE, ({ body }) =>
    ["PLAIN", "OAUTHBEARER"].includes(body.mechanism)
      ? { mechanisms: ["PLAIN"] }
      : { errorCode: 33, mechanisms: ["PLAIN"] },
  );
  cluster.on(AUTHENTICATE, ({ body }) =>
    utf8String(body.authBytes).includes("alice")
      ? { sessionLifetimeMs }
      : { errorCode: 58, errorMessage: "Authentication failed: Invalid username or password" },
  );
  return cluster;
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => "none",
    (error: unknown) => (error instanceof KafkaError ? `${error.code} ${error.retriable}` : String(error)),
  );
}

describe("client config security.protocol, client config sasl.mechanism and client config sasl.jaas.config", () => {
  it("say who we are before anything else is asked", async () => {
    await using cluster = await started();
    const admin = new Admin({ bootstrapServers: cluster.bootstrapServers, ...PLAIN }, cluster.ports);
    const listing = admin.listTopics();
    await cluster.advance(10);
    assert.deepEqual(
      (await listing).map((one) => one.name),
      ["t"],
    );
    assert.equal(cluster.seen(SaslHandshakeRequest)[0]?.body.mechanism, "PLAIN");
    const said = cluster.seen(SaslAuthenticateRequest).map(({ body }) => utf8String(body.authBytes));
    assert.deepEqual([...new Set(said)], ['\u0000alice\u0000s;e=c"ret']);
    await admin.close();
  });

  it("a refusal ends every call at once, is not retriable, and shows no secret", async () => {
    await using cluster = await started();
    const options = { bootstrapServers: cluster.bootstrapServers, ...PLAIN };
    const wrong = { ...options, saslJaasConfig: PLAIN.saslJaasConfig.replace("alice", "mallory") };
    const admin = new Admin(wrong, cluster.ports);
    const producer = new Producer(wrong, cluster.ports);
    const consumer = new Consumer({ ...wrong, groupId: "g" }, cluster.ports);
    consumer.assign([{ topic: "t", partition: 0 }]);
    const calls = [admin.listTopics(), producer.send({ topic: "t", value: "x" }), consumer.poll({ timeoutMs: 60_000 })];
    const codes = Promise.all(calls.map(codeOf));
    await cluster.advance(10);
    const expected = "SASL_AUTHENTICATION_FAILED false";
    assert.deepEqual(await codes, [expected, expected, expected]);
    await admin.close();
    await producer.close({ timeoutMs: 0 });
    await consumer.close({ timeoutMs: 0 });
  });

  it("a mechanism that the broker does not have is said with those it has", async () => {
    await using cluster = await started();
    const line = PLAIN.saslJaasConfig.replace("Plain", "Scram");
    const options = { ...PLAIN, saslMechanism: "SCRAM-SHA-256", saslJaasConfig: line } as const;
    const admin = new Admin({ bootstrapServers: cluster.bootstrapServers, ...options }, cluster.ports);
    const listing = admin.listTopics();
    listing.catch(() => undefined);
    await cluster.advance(10);
    await assert.rejects(listing, {
      code: "UNSUPPORTED_SASL_MECHANISM",
      message: "Client SASL mechanism 'SCRAM-SHA-256' not enabled in the server, enabled mechanisms are [PLAIN]",
    });
    await admin.close();
  });

  it("say it again before the session ends (KIP-368), with what is sent meanwhile waiting", async () => {
    await using cluster = await started(10_000);
    const admin = new Admin({ bootstrapServers: cluster.bootstrapServers, ...PLAIN }, cluster.ports);
    const ask = async (): Promise<void> => {
      const listing = Promise.all([admin.listTopics(), admin.listTopics()]);
      await cluster.advance(10);
      await listing;
    };
    await ask();
    const before = cluster.seen(SaslAuthenticateRequest).length;
    await cluster.advance(8_000);
    await ask();
    assert.equal(cluster.seen(SaslAuthenticateRequest).length, before, "too early");
    await cluster.advance(1_600);
    await ask();
    assert.equal(cluster.seen(SaslAuthenticateRequest).length, before + 1);
    await ask();
    assert.equal(cluster.seen(SaslAuthenticateRequest).length, before + 1);
    await admin.close();
  });
});

describe("what contradicts itself or would have no effect is refused", () => {
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ sslTruststoreLocation: "x" }, /ssl.truststore.location has no effect with security.protocol=PLAINTEXT/],
    [{ saslMechanism: "PLAIN" }, /sasl.mechanism has no effect with security.protocol=PLAINTEXT/],
    [{ securityProtocol: "SASL_SSL" }, /sasl.mechanism must be set: its default is GSSAPI/],
    [{ securityProtocol: "SASL_SSL", saslMechanism: "GSSAPI" }, /Kerberos needs native code/],
    [{ securityProtocol: "SASL_SSL", saslMechanism: "PLAIN" }, /sasl.jaas.config must be given/],
    [{ ...PLAIN, saslJaasConfig: "PlainLoginModule required;" }, /must hold username and password/],
    [{ ...PLAIN, saslJaasConfig: "ScramLoginModule required;" }, /must name PlainLoginModule/],
    [{ ...PLAIN, saslOauthbearerScope: "x" }, /sasl.oauthbearer.scope has no effect with sasl.mechanism=PLAIN/],
    [{ securityProtocol: "SSL", sslTruststoreLocation: "x" }, /ssl.truststore.type=JKS is not supported/],
    [{ securityProtocol: "SSL", sslKeystoreLocation: "x" }, /ssl.keystore.type=JKS is not supported/],
    [{ securityProtocol: "SSL", sslKeystoreKey: "x" }, /must be given together/],
    [{ securityProtocol: "SSL", sslKeystorePassword: "x" }, /ssl.keystore.password is for a PKCS12 key store/],
    [{ securityProtocol: "SSL", sslKeyPassword: "x" }, /ssl.key.password is for a private key in PEM/],
    [{ securityProtocol: "SSL", sslTruststoreCertificates: "x" }, /No matching CERTIFICATE entries/],
    [
      { securityProtocol: "SSL", sslTruststoreLocation: "/none", sslTruststoreType: "PEM" },
      /The file of ssl.truststore.location cannot be read/,
    ],
    [{ securityProtocol: "SSL", sslEnabledProtocols: "SSLv3" }, /must hold TLSv1.2 or TLSv1.3/],
    [
      { securityProtocol: "SASL_SSL", saslMechanism: "OAUTHBEARER" },
      /needs sasl.oauthbearer.token.endpoint.url, or a function/,
    ],
  ];
  for (const [options, sentence] of cases) {
    it(String(sentence), () => {
      assert.throws(
        () => new Admin({ bootstrapServers: "localhost:1", ...options }),
        (error: unknown) =>
          error instanceof KafkaError && error.code === "INVALID_CONFIG" && sentence.test(error.message),
      );
    });
  }

  it("without showing the secret that was wrong", () => {
    for (const [name, value] of [
      ["sasl.jaas.config", 12345],
      ["ssl.key.password", { secret: 12345 }],
    ] as const) {
      const options = new Map<string, unknown>([
        ["bootstrap.servers", "localhost:1"],
        [name, value],
      ]);
      assert.throws(
        () => new Admin(options),
        (error: Error) => !error.message.includes("12345"),
      );
    }
    const line = `PlainLoginModule required username="a" password="12345"`;
    assert.throws(
      () => new Admin({ bootstrapServers: "localhost:1", ...PLAIN, saslJaasConfig: line }),
      /Invalid value \[hidden\] for option sasl.jaas.config: must end with a semicolon/,
    );
  });
});
