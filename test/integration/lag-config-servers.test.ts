// What the sections about the HTTP API, notifiers, exporters and the state of a monitor's configuration do: seen by who asks it and who is told.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createHttpsServer, request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Admin, Producer } from "@ottla/client";
import { JsonLogger, LagMonitor, lagConfigOf } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { MailServer } from "../support/mail-server.ts";
import { until } from "../support/until.ts";

const TLS = fileURLToPath(new URL("../fixtures/tls/", import.meta.url));
const stack = new AsyncDisposableStack();
after(() => stack.disposeAsync());

/** A request as it came: what was asked, by whom, over which connection. */
interface Told {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** Requests of one connection have the same. */
  readonly connection: number | undefined;
}

/** Takes everything that comes, and keeps it. */
class Receiver {
  readonly told: Told[] = [];
  readonly url: string;

  private constructor(server: Server, scheme: string) {
    const address = server.address();
    assert(typeof address === "object" && address !== null);
    this.url = `${scheme}://127.0.0.1:${address.port}`;
  }

  static async start(isTls: boolean = false): Promise<Receiver> {
    let receiver: Receiver | undefined;
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const line = `${request.method} ${request.url}`;
        const connection = request.socket.remotePort;
        receiver?.told.push({ line, headers: request.headers, body, connection });
        // Who asks for nothing gets nothing.
        if (request.url !== "/never") response.end("{}");
      });
    };
    const pem = readFileSync(`${TLS}broker.pem`);
    const server = isTls ? createHttpsServer({ cert: pem, key: pem }, onRequest) : createHttpServer(onRequest);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    stack.defer(() => {
      server.close();
      server.closeAllConnections();
    });
    receiver = new Receiver(server, isTls ? "https" : "http");
    return receiver;
  }

  at(path: string): Told[] {
    return this.told.filter(({ line }) => line.endsWith(` ${path}`));
  }
}

/** A monitor, and what it has said. */
async function monitorOf(sections: object): Promise<{ monitor: LagMonitor; log: string[]; port: number }> {
  const log: string[] = [];
  const config = lagConfigOf({
    evaluator: { e: { "class-name": "caching", "expire-cache": 0 } },
    httpserver: { default: { address: "127.0.0.1:0" } },
    ...sections,
  });
  const monitor = new LagMonitor({ config, logger: new JsonLogger("info", (line) => log.push(line), Date.now) });
  await monitor.start();
  stack.use(monitor);
  return { monitor, log, port: monitor.ports.get("default") ?? 0 };
}

describe("the HTTP API as it is configured", () => {
  it("lag config httpserver.admin-username and httpserver.admin-password: who may change something", async () => {
    const { port } = await monitorOf({
      httpserver: { default: { address: "127.0.0.1:0", "admin-username": "ops", "admin-password": "s3cret" } },
    });
    const remove = async (authorization: string): Promise<number> =>
      (await fetch(`http://127.0.0.1:${port}/v3/kafka/a/consumer/g`, { method: "DELETE", headers: { authorization } }))
        .status;
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;
    assert.deepEqual([await remove(basic("ops:wrong")), await remove(basic("ops:s3cret"))], [401, 200]);
  });

  it("lag config httpserver.tls: it is served with that certificate, or not at all", async () => {
    const httpserver = { default: { address: "127.0.0.1:0", tls: "t" } };
    const pem = `${TLS}broker.pem`;
    const { port } = await monitorOf({ tls: { t: { certfile: pem, keyfile: pem } }, httpserver });
    const request = httpsRequest({ host: "127.0.0.1", port, path: "/burrow/admin", ca: readFileSync(`${TLS}ca.pem`) });
    request.end();
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    answer.resume();
    assert.equal(answer.statusCode, 200);
    await assert.rejects(monitorOf({ tls: { t: { certfile: pem } }, httpserver }), /lacks certfile or keyfile/);
  });

  it("lag config httpserver.timeout: who does not finish a request in so many seconds is hung up on", async () => {
    const { port } = await monitorOf({ httpserver: { default: { address: "127.0.0.1:0", timeout: 1 } } });
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /burrow/admin HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
    socket.resume();
    await once(socket, "end");
    socket.destroy();
  });

  it("lag config httpserver.address: a port that is taken is told of", async () => {
    const { port } = await monitorOf({});
    const address = `127.0.0.1:${port}`;
    await assert.rejects(
      monitorOf({ httpserver: { default: { address } } }),
      new RegExp(`cannot listen on ${address}`),
    );
  });

  it("lag config httpserver.metrics-sets: names of other exporters", async () => {
    const httpserver = { default: { address: "127.0.0.1:0", "metrics-sets": ["nagios"] } };
    await assert.rejects(monitorOf({ httpserver }), /httpserver.default.metrics-sets: nagios is none of/);
  });
});

describe("who is told, as it is configured", () => {
  let broker: Broker;
  let http: Receiver;
  let https: Receiver;
  let mail: MailServer;
  let directory: string;
  let told: Awaited<ReturnType<typeof monitorOf>>;

  function template(name: string, text: string): string {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  }

  function notifiers(): object {
    const body = template("body", "{{.Group}}");
    const one = { "class-name": "http", interval: 1, "template-open": body, "group-allowlist": "^stopped$" };
    const letter = {
      "class-name": "email",
      interval: 1,
      "send-once": true,
      "group-allowlist": "^stopped$",
      server: "127.0.0.1",
      port: mail.port,
      from: "ottla@example.com",
      "template-open": template("mail", "Subject: trouble\n\n{{.Group}}\n"),
      username: "ops",
      password: "s3cret",
      noverify: "true",
    };
    return {
      denied: { ...one, "group-allowlist": "", "group-denylist": "-test$", "url-open": `${http.url}/denied` },
      kept: { ...one, "url-open": `${http.url}/kept`, "method-open": "PUT", keepalive: 60 },
      once: { ...one, "url-open": `${http.url}/anew`, "disable-http-keepalive": true },
      seldom: { ...one, "url-open": `${http.url}/seldom`, "send-interval": 3600 },
      trusting: { ...one, "url-open": `${https.url}/trusting`, "extra-ca": `${TLS}ca.pem` },
      careless: { ...one, "url-open": `${https.url}/careless`, noverify: "true" },
      careful: { ...one, "url-open": `${https.url}/careful` },
      patient: { ...one, "url-open": `${http.url}/never`, timeout: 1 },
      all: { ...one, "url-open": `${http.url}/all`, threshold: 3 },
      pager: {
        "class-name": "pagerduty",
        interval: 1,
        "routing-key": "k",
        threshold: 3,
        "group-allowlist": "^none$",
      },
      plain: { ...letter, "auth-type": "plain", to: "plain@example.com" },
      crammd5: { ...letter, "auth-type": "crammd5", to: "crammd5@example.com" },
      wrong: { ...letter, "auth-type": "plain", to: "wrong@example.com", password: "wrong" },
    };
  }

  function exporters(): object {
    return {
      trusting: { "class-name": "influxdb", url: `${https.url}/influx`, interval: 1, "extra-ca": `${TLS}ca.pem` },
      careful: { "class-name": "influxdb", url: `${https.url}/refused`, interval: 1 },
      careless: { "class-name": "influxdb", url: `${https.url}/any`, interval: 1, noverify: true },
      patient: { "class-name": "influxdb", url: `${http.url}/never`, interval: 1, timeout: 1 },
      named: {
        "class-name": "elasticsearch",
        url: `${http.url}/named`,
        interval: 1,
        index: "lag-%Y",
        "template-name": "lag",
        username: "u",
        password: "p",
        headers: { "x-team": "core" },
      },
      bare: { "class-name": "elasticsearch", url: `${http.url}/bare`, interval: 1, "manage-template": false },
    };
  }

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "ottla-lag-"));
    stack.defer(() => rmSync(directory, { recursive: true }));
    [http, https, mail] = await Promise.all([
      Receiver.start(),
      Receiver.start(true),
      MailServer.start("ops", "s3cret"),
    ]);
    stack.use(mail);
    broker = await Broker.start({ topics: { orders: 1 } });
    stack.defer(() => broker.stop());
    const { bootstrapServers } = broker;
    await using producer = new Producer({ bootstrapServers });
    for (let index = 0; index < 5; index++) await producer.send({ topic: "orders", value: "x" });
    await using admin = new Admin({ bootstrapServers });
    const offsets = [{ topic: "orders", partition: 0, offset: 1 }];
    for (const group of ["stopped", "stopped-test"])
      (await admin.alterConsumerGroupOffsets(group, offsets)).throwIfAnyFailed();
    told = await monitorOf({
      cluster: { a: { "class-name": "kafka", servers: [bootstrapServers], "offset-refresh": 1 } },
      consumer: { a: { "class-name": "kafka", cluster: "a" } },
      notifier: notifiers(),
      exporter: exporters(),
    });
  });

  const said = (what: RegExp): boolean => told.log.some((line) => what.test(line));

  it("lag config notifier.class-name, notifier.interval, notifier.url-open, notifier.method-open and notifier.template-open", async () => {
    await until("messages", () => http.at("/kept").length > 1);
    const [first] = http.at("/kept");
    assert.deepEqual(
      [first?.line, first?.body, first?.headers["content-type"]],
      ["PUT /kept", "stopped", "application/json"],
    );
  });

  it("lag config notifier.group-allowlist, notifier.group-denylist and notifier.threshold: of whom", async () => {
    await until("messages", () => http.at("/denied").length > 1 && http.at("/all").length > 0);
    assert(http.at("/denied").every(({ body }) => body === "stopped"));
  });

  it("lag config notifier.send-interval: how often", async () => {
    await until("messages", () => http.at("/kept").length > 3);
    assert.equal(http.at("/seldom").length, 1);
  });

  it("lag config notifier.keepalive and notifier.disable-http-keepalive: over one connection, or each over its own", async () => {
    await until("messages", () => http.at("/anew").length > 2 && http.at("/kept").length > 2);
    const connections = (path: string): number => new Set(http.at(path).map(({ connection }) => connection)).size;
    assert.equal(connections("/kept"), 1);
    assert.equal(connections("/anew"), http.at("/anew").length);
  });

  it("lag config notifier.extra-ca and notifier.noverify: whose certificate is taken", async () => {
    await until("messages", () => https.at("/trusting").length > 0 && https.at("/careless").length > 0);
    await until("the refusal", () => said(/notifier careful could not send.*certificate/));
    assert.equal(https.at("/careful").length, 0);
  });

  it("lag config notifier.timeout: who does not answer in so many seconds is told of in the log", async () => {
    await until("the sentence", () => said(/notifier patient could not send.*did not answer within 1000 ms/));
  });

  it("lag config notifier.server, notifier.port, notifier.from, notifier.to, notifier.auth-type, notifier.username and notifier.password: by e-mail", async () => {
    await until("mails", () => mail.mails.length > 1);
    await until("the refusal", () => said(/notifier wrong could not send/));
    const seen = mail.mails.map(({ to, mechanism, from }) => `${to} ${mechanism} ${from}`).toSorted();
    assert.deepEqual(seen, [
      "crammd5@example.com CRAM-MD5 ottla@example.com",
      "plain@example.com PLAIN ottla@example.com",
    ]);
  });

  it("lag config exporter.url, exporter.interval, exporter.extra-ca and exporter.noverify: to whom, how often", async () => {
    await until("measurements", () => https.at("/influx").length > 1 && https.at("/any").length > 0);
    await until("the refusal", () => said(/exporter careful.*certificate/));
    assert.equal(https.at("/refused").length, 0);
  });

  it("lag config exporter.timeout: who does not answer in so many seconds is told of in the log", async () => {
    await until("the sentence", () => said(/exporter patient.*did not answer within 1000 ms/));
  });

  it("lag config exporter.index, exporter.template-name, exporter.manage-template, exporter.headers, exporter.username and exporter.password", async () => {
    await until("documents", () => http.at("/named/_bulk").length > 0 && http.at("/bare/_bulk").length > 0);
    const [put] = http.at("/named/_index_template/lag");
    assert.match(put?.body ?? "", /"index_patterns":\["lag-\*"\]/);
    const [bulk] = http.at("/named/_bulk");
    assert.match(bulk?.body ?? "", new RegExp(`"_index":"lag-${new Date().getUTCFullYear()}"`));
    assert.equal(bulk?.headers.authorization, `Basic ${Buffer.from("u:p").toString("base64")}`);
    assert.equal(bulk.headers["x-team"], "core");
    assert.deepEqual(
      http.told.filter(({ line }) => line.includes("/bare/_index_template")),
      [],
    );
  });

  it("lag config state.topic, state.servers, state.client-profile, state.replication-factor and state.group: where it is kept", async () => {
    const { bootstrapServers } = broker;
    const { monitor } = await monitorOf({
      cluster: { a: { "class-name": "kafka", servers: [bootstrapServers], "offset-refresh": 1 } },
      "client-profile": { p: { "client-id": "keeper" } },
      state: {
        s: {
          "class-name": "kafka",
          servers: [bootstrapServers],
          "client-profile": "p",
          topic: "kept",
          "replication-factor": 1,
          group: "keepers",
        },
      },
    });
    await until("the active instance", () => monitor.isActive);
    await using admin = new Admin({ bootstrapServers });
    const topic = (await admin.describeTopics(["kept"])).value("kept");
    assert.deepEqual(
      topic.partitions.map(({ replicas }) => replicas.length),
      [1],
    );
    const group = (await admin.describeConsumerGroups(["keepers"])).value("keepers");
    assert.deepEqual(
      group.members.map(({ clientId }) => clientId),
      ["keeper"],
    );
  });

  it("lag config state.replication-factor: as many brokers as there are not", async () => {
    const { log } = await monitorOf({
      state: {
        s: { "class-name": "kafka", servers: [broker.bootstrapServers], topic: "too-many", "replication-factor": 3 },
      },
    });
    await until("the reason", () => log.some((line) => /INVALID_REPLICATION_FACTOR|[Uu]nable to replicate/.test(line)));
  });
});
