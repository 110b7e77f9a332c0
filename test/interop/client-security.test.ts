// The client's encryption and authentication with a real Apache Kafka 4.3: every mechanism, certificates as files and as text, tokens from an endpoint.
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  AclOperation,
  AclPermissionType,
  Admin,
  Consumer,
  KafkaError,
  PatternType,
  Producer,
  ResourceType,
} from "@ottla/client";
import { startApache } from "../apache/broker.ts";
import type { ApacheBroker } from "../apache/broker.ts";
import { apacheSkip } from "../apache/jars.ts";
import { freePorts } from "../apache/ports.ts";

const TLS = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));
const text = (file: string): string => readFileSync(join(TLS, file), "utf8");

const MODULES = "org.apache.kafka.common.security";
/** How long the broker takes a client's word for it. */
const REAUTH_MS = 1_500;

const TRUST = { sslTruststoreLocation: join(TLS, "ca.pem"), sslTruststoreType: "PEM" } as const;

function scram(mechanism: "SCRAM-SHA-256" | "SCRAM-SHA-512", password = "pencil") {
  const saslJaasConfig = `${MODULES}.scram.ScramLoginModule required username="bob" password="${password}";`;
  return { securityProtocol: "SASL_SSL", saslMechanism: mechanism, saslJaasConfig, ...TRUST } as const;
}

const PLAIN = {
  securityProtocol: "SASL_SSL",
  saslMechanism: "PLAIN",
  saslJaasConfig: `${MODULES}.plain.PlainLoginModule required username="alice" password="alice-secret";`,
  ...TRUST,
} as const;

const OAUTH = { securityProtocol: "SASL_SSL", saslMechanism: "OAUTHBEARER", ...TRUST } as const;

function base64Url(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString("base64url");
}

/** A token that nobody signed, as Kafka's own default validator takes it. */
function unsecured(sub: string, claims: object = {}): string {
  const iat = Date.now() / 1_000;
  return `${base64Url({ alg: "none" })}.${base64Url({ sub, iat, exp: iat + 3_600, ...claims })}.`;
}

interface Asked {
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
}

/** A token endpoint that gives a token to whoever asks, and remembers how it was asked. */
class TokenEndpoint {
  readonly asked: Asked[] = [];
  /** Statuses to answer with first. */
  readonly failures: number[] = [];
  /** The field and the claims of what it gives. */
  token = unsecured("oauth-user", { scope: ["a"] });
  #server: Server | undefined;
  isSilent = false;

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#body(request).then((body) => {
        this.asked.push({ authorization: request.headers.authorization, form: new URLSearchParams(body) });
        if (this.isSilent) return;
        const failure = this.failures.shift();
        response.writeHead(failure ?? 200, { "content-type": "application/json" });
        const refusal = { error: "invalid_client", error_description: "who are you" };
        response.end(JSON.stringify(failure === undefined ? { access_token: this.token } : refusal));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }

  get url(): string {
    const address = this.#server?.address();
    assert.ok(typeof address === "object" && address !== null);
    return `http://127.0.0.1:${address.port}/token`;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async #body(request: IncomingMessage): Promise<string> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    return body;
  }
}

/** Repeats until the condition holds: a broker hears of what the controller decided a moment later. Fails after 15 s. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 15_000;
  while (!(await condition())) assert.ok(Date.now() < deadlineMs, "waited in vain");
}

describe("the client's security with Apache Kafka", { skip: apacheSkip() }, () => {
  let apache: ApacheBroker | undefined;
  let ports: { plain: number; sasl: number; mutual: number };
  const endpoint = new TokenEndpoint();
  const directory = mkdtempSync(join(tmpdir(), "ottla-security-"));

  before(async () => {
    const [plain = 0, controller = 0, sasl = 0, mutual = 0] = await freePorts(4);
    ports = { plain, sasl, mutual };
    const login = (module: string, options = ""): string => `${MODULES}.${module} required ${options};`;
    apache = await startApache({
      ports: [plain, controller],
      overrides: {
        listeners: `PLAINTEXT://127.0.0.1:${plain},CONTROLLER://127.0.0.1:${controller},SASL_SSL://127.0.0.1:${sasl},SSL://127.0.0.1:${mutual}`,
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL",
        "ssl.keystore.type": "PEM",
        "ssl.keystore.location": join(TLS, "broker.pem"),
        "ssl.truststore.type": "PEM",
        "ssl.truststore.location": join(TLS, "ca.pem"),
        "listener.name.ssl.ssl.client.auth": "required",
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
        "listener.name.sasl_ssl.plain.sasl.jaas.config": login("plain.PlainLoginModule", 'user_alice="alice-secret"'),
        "listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config": login("scram.ScramLoginModule"),
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": login("scram.ScramLoginModule"),
        "listener.name.sasl_ssl.oauthbearer.sasl.jaas.config": login("oauthbearer.OAuthBearerLoginModule"),
        "connections.max.reauth.ms": String(REAUTH_MS),
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users": "User:ANONYMOUS",
        "allow.everyone.if.no.acl.found": "true",
        "delegation.token.secret.key": "secret",
      },
    });
    await using admin = new Admin({ bootstrapServers: `127.0.0.1:${plain}` });
    const both = [
      { user: "bob", mechanism: "SCRAM-SHA-256", password: "pencil" },
      { user: "bob", mechanism: "SCRAM-SHA-512", password: "pencil", iterations: 8_192 },
    ] as const;
    // Kafka alters a user once in a request.
    for (const one of both) (await admin.alterUserScramCredentials([one])).throwIfAnyFailed();
    (await admin.createTopics([{ name: "secured" }])).throwIfAnyFailed();
    await endpoint.start();
  });

  after(async () => {
    rmSync(directory, { recursive: true, force: true });
    await endpoint.stop();
    await apache?.stop();
  });

  const file = (name: string, content: string): string => {
    const path = join(directory, name);
    writeFileSync(path, content);
    return path;
  };

  /** Whether a client with these options gets an answer; the code of the error if not. */
  async function outcome(options: object, port = ports.sasl): Promise<string> {
    const given = { bootstrapServers: `127.0.0.1:${port}`, defaultApiTimeoutMs: 8_000, requestTimeoutMs: 8_000 };
    await using admin = new Admin({ ...given, ...options });
    try {
      await admin.describeCluster();
      return "ok";
    } catch (error) {
      assert.ok(error instanceof KafkaError, String(error));
      return error.code;
    }
  }

  it("the passwords are kept as they were set", async () => {
    await using admin = new Admin({ bootstrapServers: `127.0.0.1:${ports.plain}` });
    const [bob] = (await admin.describeUserScramCredentials(["bob"])).values();
    assert.deepEqual(
      [...(bob?.credentialInfos ?? [])].sort((left, right) => left.iterations - right.iterations),
      [
        { mechanism: "SCRAM-SHA-256", iterations: 4_096 },
        { mechanism: "SCRAM-SHA-512", iterations: 8_192 },
      ],
    );
    const unknown = await admin.describeUserScramCredentials(["nobody"]);
    assert.equal(unknown.errors()[0]?.[1].code, "RESOURCE_NOT_FOUND");
  });

  for (const [name, options] of [
    ["PLAIN", PLAIN],
    ["SCRAM-SHA-256", scram("SCRAM-SHA-256")],
    ["SCRAM-SHA-512", scram("SCRAM-SHA-512")],
  ] as const) {
    it(`records come and go with ${name}, over several sessions (KIP-368)`, async () => {
      const bootstrapServers = `127.0.0.1:${ports.sasl}`;
      await using producer = new Producer({ bootstrapServers, lingerMs: 0, ...options });
      const groupId = `group-${name}`;
      await using consumer = new Consumer<Uint8Array | null, string>({
        ...{ bootstrapServers, groupId, autoOffsetReset: "latest", valueDeserializer: "StringDeserializer" },
        ...options,
      });
      consumer.assign([{ topic: "secured", partition: 0 }]);
      consumer.seekToEnd();
      await consumer.position({ topic: "secured", partition: 0 });
      const endMs = Date.now() + 2 * REAUTH_MS;
      const got: string[] = [];
      let sent = 0;
      while (Date.now() < endMs || got.length < sent) {
        if (Date.now() < endMs) await producer.send({ topic: "secured", value: `${name}-${sent++}` });
        for (const record of await consumer.poll({ timeoutMs: 20 })) got.push(record.value);
      }
      assert.deepEqual(
        got,
        Array.from({ length: sent }, (_unused, index) => `${name}-${index}`),
      );
    });
  }

  it("permissions are given, told and taken away, and felt", async () => {
    await using admin = new Admin({ bootstrapServers: `127.0.0.1:${ports.plain}` });
    (await admin.createTopics([{ name: "guarded" }])).throwIfAnyFailed();
    const pattern = { resourceType: ResourceType.TOPIC, name: "guarded", patternType: PatternType.LITERAL };
    const reads = { operation: AclOperation.READ, permissionType: AclPermissionType.ALLOW };
    const entry = { principal: "User:bob", host: "*", ...reads };
    (await admin.createAcls([{ pattern, entry }])).throwIfAnyFailed();
    await until(async () => (await admin.describeAcls({ patternFilter: { name: "guarded" } })).length === 1);
    assert.deepEqual(await admin.describeAcls({ entryFilter: { principal: "User:bob" } }), [{ pattern, entry }]);
    assert.deepEqual(await admin.describeAcls({ entryFilter: { principal: "User:nobody" } }), []);
    await using bob = new Producer({ bootstrapServers: `127.0.0.1:${ports.sasl}`, ...scram("SCRAM-SHA-256") });
    await assert.rejects(bob.send({ topic: "guarded", value: "x" }), { code: "TOPIC_AUTHORIZATION_FAILED" });
    const wrong = await admin.createAcls([{ pattern, entry: { ...entry, principal: "bob" } }]);
    assert.equal(wrong.errors()[0]?.[1].code, "INVALID_REQUEST");
    const [[, deleted] = assert.fail()] = (await admin.deleteAcls([{ patternFilter: { name: "guarded" } }])).all();
    assert.deepEqual(deleted, [{ pattern, entry, error: undefined }]);
    await until(async () => (await admin.describeAcls({ patternFilter: { name: "guarded" } })).length === 0);
    await bob.send({ topic: "guarded", value: "x" });
  });

  it("quotas are tried, set, told and taken away", async () => {
    await using admin = new Admin({ bootstrapServers: `127.0.0.1:${ports.plain}` });
    const entity = new Map([["user", "bob"]]);
    const alteration = { entity, ops: new Map([["producer_byte_rate", 1e9]]) };
    const filter = { components: [{ entityType: "user", match: "bob" }] } as const;
    (await admin.alterClientQuotas([alteration], { validateOnly: true })).throwIfAnyFailed();
    assert.deepEqual(await admin.describeClientQuotas(filter), []);
    (await admin.alterClientQuotas([alteration])).throwIfAnyFailed();
    await until(async () => (await admin.describeClientQuotas(filter)).length === 1);
    const expected = [{ entity, quotas: new Map([["producer_byte_rate", 1e9]]) }];
    assert.deepEqual(
      await admin.describeClientQuotas({ components: [{ entityType: "user" }], strict: true }),
      expected,
    );
    assert.deepEqual(await admin.describeClientQuotas({ components: [{ entityType: "user", match: null }] }), []);
    (await admin.alterClientQuotas([{ entity, ops: new Map([["producer_byte_rate", null]]) }])).throwIfAnyFailed();
    await until(async () => (await admin.describeClientQuotas(filter)).length === 0);
    const unknown = await admin.alterClientQuotas([{ entity, ops: new Map([["no_such_rate", 1]]) }]);
    assert.equal(unknown.errors()[0]?.[1].code, "INVALID_REQUEST");
  });

  it("delegation tokens are made, told, renewed, and let their holder in until they expire", async () => {
    const bootstrapServers = `127.0.0.1:${ports.sasl}`;
    await using bob = new Admin({ bootstrapServers, ...scram("SCRAM-SHA-256") });
    const token = await bob.createDelegationToken({ maxLifetimeMs: 3_600_000 });
    assert.deepEqual(token.owner, { principalType: "User", name: "bob" });
    assert.ok(token.maxTimestamp - token.issueTimestamp === 3_600_000, JSON.stringify(token));
    await until(async () => (await bob.describeDelegationToken()).length === 1);
    const [told] = await bob.describeDelegationToken({ owners: [token.owner] });
    assert.equal(told?.tokenId, token.tokenId);
    assert.ok((await bob.renewDelegationToken(token.hmac, { renewTimePeriodMs: 1_800_000 })) > Date.now());
    const password = Buffer.from(token.hmac).toString("base64");
    const line = `username="${token.tokenId}" password="${password}" tokenauth="true"`;
    const saslJaasConfig = `${MODULES}.scram.ScramLoginModule required ${line};`;
    const holder = { ...scram("SCRAM-SHA-256"), saslJaasConfig };
    await until(async () => (await outcome(holder)) === "ok");
    await bob.expireDelegationToken(token.hmac);
    await until(async () => (await outcome(holder)) === "SASL_AUTHENTICATION_FAILED");
    await using anonymous = new Admin({ bootstrapServers: `127.0.0.1:${ports.plain}` });
    await assert.rejects(anonymous.createDelegationToken(), { code: "DELEGATION_TOKEN_REQUEST_NOT_ALLOWED" });
  });

  it("replicas are found in their directories; members of the cluster that are not there are refused by name", async () => {
    await using admin = new Admin({ bootstrapServers: `127.0.0.1:${ports.plain}` });
    const replica = { topic: "secured", partition: 0, brokerId: 1 };
    const gone = { topic: "secured", partition: 7, brokerId: 1 };
    const nowhere = { topic: "secured", partition: 0, brokerId: 9 };
    const described = await admin.describeReplicaLogDirs([replica, gone]);
    assert.equal(described.value(replica).currentReplicaLogDir, apache?.logDir);
    assert.equal(described.value(replica).futureReplicaLogDir, undefined);
    assert.equal(described.value(gone).currentReplicaLogDir, undefined);
    const moved = await admin.alterReplicaLogDirs([{ ...replica, logDir: "/no/such/directory" }]);
    assert.equal(moved.errors()[0]?.[1].code, "LOG_DIR_NOT_FOUND");
    const same = await admin.alterReplicaLogDirs([{ ...replica, logDir: apache?.logDir ?? "" }]);
    same.throwIfAnyFailed();
    const impatient = { timeoutMs: 500 };
    assert.equal((await admin.describeReplicaLogDirs([nowhere], impatient)).errors()[0]?.[1].code, "TIMEOUT");
    await assert.rejects(admin.unregisterBroker(42), { code: "BROKER_ID_NOT_REGISTERED" });
    const voter = { id: 7, directoryId: "AAAAAAAAAAAAAAAAAAAAAQ" };
    await assert.rejects(admin.removeRaftVoter(voter), { code: "UNSUPPORTED_VERSION" });
    const endpoints = [{ name: "CONTROLLER", host: "127.0.0.1", port: 1 }];
    await assert.rejects(admin.addRaftVoter({ ...voter, endpoints }), { code: "UNSUPPORTED_VERSION" });
  });

  it("a wrong password is refused, and a mechanism that is not enabled", async () => {
    assert.equal(await outcome(scram("SCRAM-SHA-512", "crayon")), "SASL_AUTHENTICATION_FAILED");
    const wrong = { ...PLAIN, saslJaasConfig: PLAIN.saslJaasConfig.replace("alice-secret", "wrong") };
    assert.equal(await outcome(wrong), "SASL_AUTHENTICATION_FAILED");
  });

  it("client config ssl.truststore.location, client config ssl.truststore.type and client config ssl.truststore.certificates: who is trusted", async () => {
    const asText = { ...PLAIN, sslTruststoreLocation: undefined, sslTruststoreType: undefined };
    assert.equal(await outcome({ ...asText, sslTruststoreCertificates: text("ca.pem").replaceAll("\n", " ") }), "ok");
    assert.equal(await outcome(asText), "SSL_AUTHENTICATION_FAILED");
    assert.equal(
      await outcome({ ...PLAIN, sslTruststoreLocation: join(TLS, "client.crt") }),
      "SSL_AUTHENTICATION_FAILED",
    );
  });

  it("client config ssl.endpoint.identification.algorithm: the certificate must be for the host that was dialled", async () => {
    // The certificate is for localhost and 127.0.0.1; this is the same address by another name.
    const elsewhere = { ...PLAIN, bootstrapServers: `127.1:${ports.sasl}` };
    assert.equal(await outcome(elsewhere), "SSL_AUTHENTICATION_FAILED");
    assert.equal(await outcome({ ...elsewhere, sslEndpointIdentificationAlgorithm: "" }), "ok");
  });

  it("client config ssl.keystore.location, client config ssl.keystore.type, client config ssl.keystore.password, client config ssl.keystore.key, client config ssl.keystore.certificate.chain and client config ssl.key.password: who we are", async () => {
    const base = { securityProtocol: "SSL", ...TRUST };
    const stores = {
      "PEM file": { sslKeystoreType: "PEM", sslKeystoreLocation: join(TLS, "client.pem") },
      "PEM file with a password": {
        ...{ sslKeystoreType: "PEM", sslKeystoreLocation: join(TLS, "client-encrypted.pem") },
        sslKeyPassword: "key-secret",
      },
      "PEM text": { sslKeystoreKey: text("client.key"), sslKeystoreCertificateChain: text("client.crt") },
      "PKCS#12": {
        ...{ sslKeystoreType: "PKCS12", sslKeystoreLocation: join(TLS, "client.p12") },
        sslKeystorePassword: "store-secret",
      },
    };
    for (const [name, store] of Object.entries(stores)) {
      assert.equal(await outcome({ ...base, ...store }, ports.mutual), "ok", name);
    }
    const wrongKey = { ...stores["PEM file with a password"], sslKeyPassword: "wrong" };
    assert.equal(await outcome({ ...base, ...wrongKey }, ports.mutual), "SSL_AUTHENTICATION_FAILED");
    const wrongStore = { ...stores["PKCS#12"], sslKeystorePassword: "wrong" };
    assert.equal(await outcome({ ...base, ...wrongStore }, ports.mutual), "SSL_AUTHENTICATION_FAILED");
    assert.equal(await outcome(base, ports.mutual), "SSL_AUTHENTICATION_FAILED", "nobody in particular");
  });

  it("client config ssl.enabled.protocols and client config ssl.cipher.suites: how it is encrypted", async () => {
    const one = { ...PLAIN, sslEnabledProtocols: "TLSv1.2", sslCipherSuites: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" };
    assert.equal(await outcome(one), "ok");
    assert.equal(await outcome({ ...PLAIN, sslEnabledProtocols: ["TLSv1.3"] }), "ok");
    // A certificate with an RSA key cannot serve a suite for ECDSA.
    const none = { ...one, sslCipherSuites: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256" };
    assert.equal(await outcome(none), "SSL_AUTHENTICATION_FAILED");
  });

  it("client config sasl.login.callback.handler.class: a function gives the token, with extensions, once for all connections", async () => {
    let calls = 0;
    const provider = () => {
      calls++;
      return { value: unsecured("function"), extensions: { traceId: "123" } };
    };
    const options = { ...OAUTH, saslLoginCallbackHandlerClass: provider };
    assert.equal(await outcome(options), "ok");
    assert.equal(calls, 1);
    const wrong = { ...OAUTH, saslLoginCallbackHandlerClass: () => unsecured("function", { exp: 1 }) };
    assert.equal(await outcome(wrong), "SASL_AUTHENTICATION_FAILED");
    const broken = () => {
      throw new Error("no token today");
    };
    assert.equal(await outcome({ ...OAUTH, saslLoginCallbackHandlerClass: broken }), "SASL_AUTHENTICATION_FAILED");
  });

  it("tokens that nobody signed, from the login line", async () => {
    const module = `${MODULES}.oauthbearer.OAuthBearerLoginModule required`;
    const options = { ...OAUTH, saslJaasConfig: `${module} unsecuredLoginStringClaim_sub="carol";` };
    assert.equal(await outcome(options), "ok");
  });

  const CREDENTIALS = {
    saslOauthbearerClientCredentialsClientId: "me+you",
    saslOauthbearerClientCredentialsClientSecret: "s/cret",
  };

  it("client config sasl.oauthbearer.token.endpoint.url, client config sasl.oauthbearer.client.credentials.client.id, client config sasl.oauthbearer.client.credentials.client.secret, client config sasl.oauthbearer.scope and client config sasl.oauthbearer.header.urlencode: client credentials", async () => {
    const options = { ...OAUTH, ...CREDENTIALS, saslOauthbearerTokenEndpointUrl: endpoint.url };
    assert.equal(await outcome({ ...options, saslOauthbearerScope: "kafka read" }), "ok");
    const [first] = endpoint.asked.splice(0);
    assert.equal(first?.authorization, `Basic ${Buffer.from("me+you:s/cret").toString("base64")}`);
    assert.equal(first?.form.toString(), "grant_type=client_credentials&scope=kafka+read");
    assert.equal(await outcome({ ...options, saslOauthbearerHeaderUrlencode: true }), "ok");
    const [second] = endpoint.asked.splice(0);
    assert.equal(second?.authorization, `Basic ${Buffer.from("me%2Byou:s%2Fcret").toString("base64")}`);
    const older = `${MODULES}.oauthbearer.OAuthBearerLoginModule required clientId="id" clientSecret="secret" scope="x";`;
    assert.equal(
      await outcome({ ...OAUTH, saslOauthbearerTokenEndpointUrl: endpoint.url, saslJaasConfig: older }),
      "ok",
    );
    const [third] = endpoint.asked.splice(0);
    assert.equal(third?.authorization, `Basic ${Buffer.from("id:secret").toString("base64")}`);
    assert.equal(third?.form.get("scope"), "x");
  });

  it("client config sasl.login.retry.backoff.ms and client config sasl.login.retry.backoff.max.ms: an endpoint that fails is asked again, one that refuses is not", async () => {
    const options = { ...OAUTH, ...CREDENTIALS, saslOauthbearerTokenEndpointUrl: endpoint.url };
    endpoint.failures.push(503, 500);
    const startMs = Date.now();
    assert.equal(await outcome({ ...options, saslLoginRetryBackoffMs: 100 }), "ok");
    assert.ok(Date.now() - startMs >= 200, "waited 80 to 120 ms, then 160 to 240 ms");
    assert.equal(endpoint.asked.splice(0).length, 3);
    endpoint.failures.push(503, 503);
    assert.equal(await outcome({ ...options, saslLoginRetryBackoffMaxMs: 10 }), "SASL_AUTHENTICATION_FAILED");
    endpoint.failures.length = 0;
    endpoint.asked.length = 0;
    endpoint.failures.push(401);
    assert.equal(await outcome(options), "SASL_AUTHENTICATION_FAILED");
    assert.equal(endpoint.asked.splice(0).length, 1);
  });

  it("client config sasl.login.connect.timeout.ms and client config sasl.login.read.timeout.ms: an endpoint that is silent", async () => {
    const options = { ...OAUTH, ...CREDENTIALS, saslOauthbearerTokenEndpointUrl: endpoint.url };
    endpoint.isSilent = true;
    for (const limit of [{ saslLoginConnectTimeoutMs: 100 }, { saslLoginReadTimeoutMs: 100 }]) {
      const startMs = Date.now();
      assert.equal(
        await outcome({ ...options, ...limit, saslLoginRetryBackoffMaxMs: 1 }),
        "SASL_AUTHENTICATION_FAILED",
      );
      assert.ok(Date.now() - startMs < 9_000);
    }
    endpoint.isSilent = false;
    endpoint.asked.length = 0;
  });

  it("client config sasl.oauthbearer.jwt.retriever.class: a token from a file", async () => {
    const path = file("token.jwt", `${unsecured("file", { scope: "b" })}\n`);
    const options = { ...OAUTH, saslOauthbearerTokenEndpointUrl: `file://${path}` };
    assert.equal(await outcome(options), "ok");
    const byName = { ...options, saslOauthbearerJwtRetrieverClass: `${MODULES}.oauthbearer.FileJwtRetriever` };
    assert.equal(await outcome(byName), "ok");
  });

  it("client config sasl.oauthbearer.scope.claim.name and client config sasl.oauthbearer.sub.claim.name: where a token says for whom and for what it is", async () => {
    const options = { ...OAUTH, ...CREDENTIALS, saslOauthbearerTokenEndpointUrl: endpoint.url };
    const token = endpoint.token;
    endpoint.token = unsecured("x", { client: "me", scope: "a", rights: 5 });
    const outcomes: string[] = [];
    for (const names of [
      {},
      { saslOauthbearerScopeClaimName: "rights" },
      { saslOauthbearerSubClaimName: "client" },
      { saslOauthbearerSubClaimName: "nobody" },
    ]) {
      outcomes.push(await outcome({ ...options, ...names }));
    }
    endpoint.token = token;
    endpoint.asked.length = 0;
    const refused = "SASL_AUTHENTICATION_FAILED";
    assert.deepEqual(outcomes, ["ok", refused, "ok", refused], "rights is a number, and nobody is not there");
  });

  function claims(jwt: string, key: KeyObject): { header: unknown; payload: Record<string, unknown> } {
    const [header = "", payload = "", signature = ""] = jwt.split(".");
    const options = { key, dsaEncoding: "ieee-p1363" } as const;
    assert.ok(verify("sha256", Buffer.from(`${header}.${payload}`), options, Buffer.from(signature, "base64url")));
    const parse = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
    return { header: parse(header), payload: parse(payload) as Record<string, unknown> };
  }

  it("client config sasl.oauthbearer.assertion.algorithm, client config sasl.oauthbearer.assertion.claim.aud, client config sasl.oauthbearer.assertion.claim.exp.seconds, client config sasl.oauthbearer.assertion.claim.iss, client config sasl.oauthbearer.assertion.claim.jti.include, client config sasl.oauthbearer.assertion.claim.nbf.seconds, client config sasl.oauthbearer.assertion.claim.sub, client config sasl.oauthbearer.assertion.private.key.file, client config sasl.oauthbearer.assertion.private.key.passphrase and client config sasl.oauthbearer.assertion.template.file: JWT bearer", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open" });
    const options = {
      ...OAUTH,
      saslOauthbearerTokenEndpointUrl: endpoint.url,
      saslOauthbearerJwtRetrieverClass: "JwtBearerJwtRetriever",
      saslOauthbearerAssertionAlgorithm: "ES256",
      saslOauthbearerAssertionClaimAud: "aud",
      saslOauthbearerAssertionClaimIss: "iss",
      saslOauthbearerAssertionClaimSub: "sub",
      saslOauthbearerAssertionClaimExpSeconds: 120,
      saslOauthbearerAssertionClaimNbfSeconds: 30,
      saslOauthbearerAssertionClaimJtiInclude: true,
      saslOauthbearerAssertionPrivateKeyFile: file("key.pem", String(pem)),
      saslOauthbearerAssertionPrivateKeyPassphrase: "open",
      saslOauthbearerAssertionTemplateFile: file("template.json", '{"header":{"kid":"k1"},"payload":{"role":"r"}}'),
    };
    assert.equal(await outcome(options), "ok");
    const [asked] = endpoint.asked.splice(0);
    assert.equal(asked?.form.get("grant_type"), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    const { header, payload } = claims(asked?.form.get("assertion") ?? "", publicKey);
    assert.deepEqual(header, { kid: "k1", alg: "ES256", typ: "JWT" });
    const { iat, exp, nbf, jti, ...rest } = payload;
    assert.deepEqual(rest, { role: "r", aud: "aud", iss: "iss", sub: "sub" });
    assert.equal(Number(exp) - Number(iat), 120);
    assert.equal(Number(iat) - Number(nbf), 30);
    assert.match(String(jti), /^[0-9a-f-]{36}$/);
    const locked = { ...options, saslOauthbearerAssertionPrivateKeyPassphrase: "shut" };
    assert.equal(await outcome(locked), "SASL_AUTHENTICATION_FAILED");
  });

  it("client config sasl.oauthbearer.assertion.file: a ready assertion in place of a secret (KIP-1258)", async () => {
    const hmac = createHmac("sha256", "key").update("x").digest("base64url");
    const path = file("assertion.jwt", `ready.made.${hmac}\n`);
    const options = {
      ...OAUTH,
      ...CREDENTIALS,
      saslOauthbearerTokenEndpointUrl: endpoint.url,
      saslOauthbearerAssertionFile: path,
    };
    assert.equal(await outcome(options), "ok");
    const [asked] = endpoint.asked.splice(0);
    assert.equal(asked?.authorization, undefined);
    assert.deepEqual(Object.fromEntries(asked?.form ?? []), {
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: `ready.made.${hmac}`,
      grant_type: "client_credentials",
      client_id: "me+you",
    });
  });
});
