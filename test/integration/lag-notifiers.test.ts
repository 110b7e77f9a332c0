// An incident from its beginning to its end, as notifiers and exporters of a running monitor tell it: by HTTP, by e-mail, and to where measurements go.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server as TcpServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Admin, Consumer, Producer } from "@ottla/client";
import { JsonLogger, LagMonitor, lagConfigOf } from "@ottla/lag";
import { Broker } from "@ottla/testkit";
import { until } from "../support/until.ts";

interface Request {
  readonly line: string;
  readonly authorization: string;
  readonly team: string;
  readonly body: string;
}

function portOf(server: Server | TcpServer): number {
  const address: AddressInfo | string | null = server.address();
  assert(typeof address === "object" && address !== null);
  return address.port;
}

/** Keeps what it is asked; the first request to /fails is refused. */
async function receiver(): Promise<{ server: Server; requests: Request[] }> {
  const requests: Request[] = [];
  let refusals = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const isRefused = request.url === "/fails" && refusals++ === 0;
      const { authorization = "" } = request.headers;
      const team = String(request.headers["x-team"] ?? "");
      if (!isRefused) requests.push({ line: `${request.method} ${request.url}`, authorization, team, body });
      response.writeHead(isRefused ? 503 : 200).end("{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, requests };
}

/** As much of SMTP as a mail needs. */
async function mailServer(): Promise<{ server: TcpServer; mails: string[] }> {
  const mails: string[] = [];
  const server = createTcpServer((socket) => {
    let mail: string | undefined;
    let rest = "";
    socket.on("error", () => socket.destroy());
    socket.write("220 test\r\n");
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (mail !== undefined && line !== ".") mail += `${line}\n`;
        else if (mail !== undefined) {
          mails.push(mail);
          mail = undefined;
          socket.write("250 taken\r\n");
        } else if (line === "DATA") {
          mail = "";
          socket.write("354 go on\r\n");
        } else if (line === "QUIT") socket.end("221 bye\r\n");
        else socket.write("250 fine\r\n");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, mails };
}

describe("an incident", () => {
  let broker: Broker;
  let monitor: LagMonitor;
  let http: Awaited<ReturnType<typeof receiver>>;
  let smtp: Awaited<ReturnType<typeof mailServer>>;
  let directory: string;
  const group = 'readers "A"';

  function template(name: string, text: string): string {
    const path = join(directory, name);
    writeFileSync(path, text);
    return path;
  }

  function notifiers(url: string): object {
    return {
      post: {
        "class-name": "http",
        interval: 1,
        "url-open": `${url}/open?status={{.Result.Status}}`,
        "url-close": `${url}/close`,
        "method-close": "DELETE",
        "template-open": template("open", '{"id":"{{.ID}}","group":{{jsonencoder .Group}},"team":"{{.Extras.team}}"}'),
        "template-close": template("close", '{"id":"{{.ID}}"}'),
        "send-close": true,
        "send-once": true,
        username: "u1",
        password: "p1",
        headers: { "x-team": "core" },
        extras: { team: "core" },
      },
      slack: { "class-name": "slack", interval: 1, webhook: `${url}/slack`, "send-close": true, "send-once": true },
      stubborn: { "class-name": "teams", interval: 1, webhook: `${url}/fails`, "send-once": true, retries: 2 },
      others: { "class-name": "slack", interval: 1, webhook: `${url}/others`, "group-allowlist": "^nobody" },
      mail: {
        "class-name": "email",
        interval: 1,
        "send-once": true,
        server: "127.0.0.1",
        port: portOf(smtp.server),
        from: "ottla@example.com",
        to: "ops@example.com,dev@example.com",
        "template-open": template("mail", "Subject: {{.Group}} is {{.Result.Status}}\n\nlag {{.Result.TotalLag}}\n"),
      },
    };
  }

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "ottla-lag-"));
    http = await receiver();
    smtp = await mailServer();
    broker = await Broker.start();
    const bootstrapServers = broker.bootstrapServers;
    await using admin = new Admin({ bootstrapServers });
    (await admin.createTopics([{ name: "orders", numPartitions: 1 }])).throwIfAnyFailed();
    await using producer = new Producer({ bootstrapServers });
    for (let index = 0; index < 5; index++) await producer.send({ topic: "orders", value: "x" });
    const url = `http://127.0.0.1:${portOf(http.server)}`;
    const config = lagConfigOf({
      cluster: { a: { "class-name": "kafka", servers: [bootstrapServers], "offset-refresh": 1 } },
      consumer: { a: { "class-name": "kafka", cluster: "a" } },
      evaluator: { e: { "class-name": "caching", "expire-cache": 0 } },
      httpserver: { default: { address: "127.0.0.1:0", "metrics-sets": ["kminion"] } },
      notifier: notifiers(url),
      exporter: {
        influx: { "class-name": "influxdb", url: `${url}/write`, interval: 1, token: "t" },
        elastic: { "class-name": "elasticsearch", url, interval: 1, username: "e", password: "p" },
      },
    });
    monitor = new LagMonitor({ config, logger: new JsonLogger("fatal", () => undefined, Date.now) });
    await monitor.start();
  });

  after(async () => {
    await monitor.stop();
    await broker.stop();
    for (const server of [http.server, smtp.server]) server.close();
    http.server.closeAllConnections();
    rmSync(directory, { recursive: true });
  });

  async function commit(offset: number): Promise<void> {
    await using consumer = new Consumer({
      bootstrapServers: broker.bootstrapServers,
      groupId: group,
      enableAutoCommit: false,
    });
    await consumer.commitSync([{ topic: "orders", partition: 0, offset }]);
  }

  const to = (line: string): Request[] => http.requests.filter((one) => one.line === line);

  it("lag config notifier.send-once, notifier.headers, notifier.extras, notifier.retries and notifier.webhook: is told once when it begins, to everybody whom it concerns", async () => {
    await commit(2);
    await until(
      "all messages",
      () => to("POST /open?status=ERR").length > 0 && to("POST /slack").length > 0 && smtp.mails.length > 0,
    );
    await until("the message that was refused at first", () => to("POST /fails").length > 0);
    const [opened] = to("POST /open?status=ERR");
    assert.equal(opened?.authorization, `Basic ${Buffer.from("u1:p1").toString("base64")}`);
    assert.equal(opened.team, "core");
    const { id, ...rest } = JSON.parse(opened.body) as { id: string };
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, { group, team: "core" });
    assert((JSON.parse(to("POST /slack")[0]?.body ?? "") as { attachments: unknown[] }).attachments.length === 1);
    const [mail = ""] = smtp.mails;
    assert.match(mail, /^To: ops@example\.com, dev@example\.com$/m);
    assert.match(mail, /^Subject: .*is[_ ]ERR/m);
    assert.match(mail, /^lag 3$/m);
    assert.equal(to("POST /others").length, 0);
  });

  it("lag config notifier.send-close, notifier.url-close, notifier.method-close and notifier.template-close: is told when it ends", async () => {
    await commit(5);
    await until("the end", () => to("DELETE /close").length > 0 && to("POST /slack").length > 1);
    const opened = JSON.parse(to("POST /open?status=ERR")[0]?.body ?? "") as { id: string };
    assert.deepEqual(JSON.parse(to("DELETE /close")[0]?.body ?? ""), { id: opened.id });
    assert.equal(to("POST /open?status=ERR").length, 1);
    assert.equal(smtp.mails.length, 1);
  });

  it("lag config exporter.class-name and exporter.token: is measured meanwhile", async () => {
    await until("measurements", () => to("POST /write").length > 0 && to("POST /_bulk").length > 0);
    const template = to("PUT /_index_template/ottla-lag");
    assert.equal(template.length, 1);
    const written = to("POST /write").find(({ body }) => body.includes("burrow_group"));
    assert.equal(written?.authorization, "Token t");
    assert.match(written.body, /^burrow_group,cluster=a,group=readers\\ "A" .*total_lag=\d+i/m);
    const metrics = await (await fetch(`http://127.0.0.1:${monitor.ports.get("default") ?? 0}/metrics`)).text();
    assert.match(metrics, /^burrow_kafka_consumer_lag_total\{cluster="a",consumer_group="readers \\"A\\""\} 0$/m);
    assert.match(metrics, /^kminion_kafka_consumer_group_topic_lag\{/m);
  });
});
