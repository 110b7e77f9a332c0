// Golden test: each recorded answer of a real Burrow 1.9.5 is what our API answers after the same history: status, headers and body, byte for byte;
// only lists, which Burrow gives in the order of a hash table, are compared sorted.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { lagConfigOf } from "../config/lag-config.ts";
import { RECORDED_CONFIG } from "../testing/recorded-history.ts";
import { RecordedView } from "../testing/recorded-view.ts";
import { answerRequest } from "./api.ts";
import type { HttpAnswer } from "./answer.ts";

const FIXTURES = new URL("../../fixtures/burrow/", import.meta.url);
const EVERYBODY = { username: "", password: "" };
/** What the server adds. */
const TRANSPORT = new Set(["date", "content-length", "transfer-encoding"]);
/** Not answers of the API. */
const OTHERS = new Set(["metrics.txt", "notifier-requests.txt", "telegraf-line-protocol.txt"]);

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly sent: string;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

function recorded(name: string): Recorded {
  const text = readFileSync(new URL(name, FIXTURES), "utf8").replaceAll("\r", "");
  const [, method = "", path = ""] = /^(\S+) (\S+)/.exec(text) ?? [];
  const [, sent = ""] = /^body: (.*)$/m.exec(text) ?? [];
  const at = text.indexOf("HTTP/1.1");
  const end = text.indexOf("\n\n", at);
  const [statusLine = "", ...headerLines] = text.slice(at, end).split("\n");
  const headers = headerLines.map((line): [string, string] => {
    const [header = "", value = ""] = line.split(": ", 2);
    return [header.toLowerCase(), value];
  });
  return {
    method,
    path,
    sent,
    status: Number(statusLine.split(" ")[1]),
    headers: new Map(headers),
    body: text.slice(end + 2),
  };
}

/** The members of the lists that come in the order of a hash table, sorted; everything else as it stands. */
function sortedLists(body: string): string {
  return body.replaceAll(/"(?:clusters|topics|consumers|modules)":\[([^\]]*)\]/g, (list, inside: string) =>
    list.replace(inside, inside.split(",").toSorted().join(",")),
  );
}

function ask(view: RecordedView, asked: { method: string; path: string; sent?: string }): HttpAnswer {
  const query = new URLSearchParams();
  const request = { method: asked.method, rawPath: asked.path, query, authorization: "", body: asked.sent ?? "" };
  return answerRequest(view, request, EVERYBODY);
}

function assertRecorded(view: RecordedView, name: string): void {
  const wanted = recorded(name);
  const answer = ask(view, wanted);
  const body = typeof answer.body === "string" ? answer.body : [...answer.body].join("");
  assert.equal(answer.status, wanted.status);
  assert.equal(sortedLists(body), sortedLists(wanted.body));
  const headers = new Map(Object.entries(answer.headers).map(([header, value]) => [header.toLowerCase(), value]));
  const others = [...wanted.headers].filter(([header]) => !TRANSPORT.has(header));
  assert.deepEqual(new Map([...headers].toSorted()), new Map(others.toSorted()));
}

describe("recorded answers of Burrow", () => {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith(".txt") && !OTHERS.has(name));

  for (const name of names.filter((one) => !one.startsWith("delete-") && !one.startsWith("loglevel-back"))) {
    it(name.slice(0, -4), () => assertRecorded(new RecordedView(), name));
  }

  it("a group that was deleted is still shown until the evaluator's cache expires", () => {
    const view = new RecordedView();
    assertRecorded(view, "status-young.txt");
    view.now += 1_000;
    for (const name of ["delete-topic", "delete-unknown", "delete-unknown-cluster"])
      assertRecorded(view, `${name}.txt`);
    ask(view, { method: "DELETE", path: "/v3/kafka/local/consumer/ops-young" });
    assertRecorded(view, "delete-after.txt");
    view.now += 2_000;
    const wanted = readFileSync(new URL("delete-after-cache-expiry.body", FIXTURES), "utf8");
    assert.equal(ask(view, { method: "GET", path: "/v3/kafka/local/consumer/ops-young/status" }).body, wanted);
  });

  it("the log level is what was set last", () => {
    const view = new RecordedView();
    assertRecorded(view, "loglevel-set.txt");
    assert.equal(view.logLevel, "debug");
    assertRecorded(view, "loglevel-back.txt");
    assertRecorded(view, "loglevel.txt");
  });

  it("lag config general.access-control-allow-origin: a configuration with ZooKeeper and one with a notifier", () => {
    const zookeeper = { servers: ["127.0.0.1:22181"] };
    const general = { pidfile: "/var/lib/run/n/burrow.pid", "access-control-allow-origin": "*" };
    const logging = { filename: "/var/lib/run/n/burrow.log" };
    const httpserver = { default: { address: "127.0.0.1:18001" } };
    const withZooKeeper = lagConfigOf({ ...RECORDED_CONFIG, general, logging, httpserver, zookeeper });
    assert(withZooKeeper.warnings.some((warning) => warning.includes("zookeeper.servers")));
    const wanted = readFileSync(new URL("config-with-zk.body", FIXTURES), "utf8");
    const answer = ask(new RecordedView(withZooKeeper), { method: "GET", path: "/v3/config" });
    assert.equal(answer.body, wanted);
    assert.equal(answer.headers["Access-Control-Allow-Origin"], "*");
    const notifier = {
      deflt: {
        "class-name": "http",
        "group-allowlist": "^ops-n.*",
        interval: 5,
        threshold: 1,
        "url-open": "http://127.0.0.1:18011/default?g={{.Group}}&st={{.Result.Status}}",
        "url-close": "http://127.0.0.1:18011/default-close",
        "method-close": "DELETE",
        "template-open": "/var/lib/run-src/config/default-http-post.tmpl",
        "template-close": "/var/lib/run-src/config/default-http-delete.tmpl",
        extras: { api_key: "REDACTED", app: "burrow", tier: "STG", fabric: "mydc" },
        "send-close": true,
      },
    };
    const view = new RecordedView(lagConfigOf({ ...RECORDED_CONFIG, notifier }));
    const shown = readFileSync(new URL("config-notifier-http.body", FIXTURES), "utf8");
    assert.equal(ask(view, { method: "GET", path: "/v3/config/notifier/deflt" }).body, shown);
  });

  it("a group with a member has owners", () => {
    const view = new RecordedView();
    view.now = 1_795_376_192_000;
    const store = view.clusters.get("local");
    const topic = "ops-orders";
    const member = { host: "/127.0.0.1", clientId: "ops-kcat-1" };
    const timestampMs = 1_795_376_188_812;
    store?.onCommit({ group: "ops-live", topic, partition: 0, offset: 941, order: 999, timestampMs }, timestampMs);
    for (const [partition, offset] of [942, 942, 940].entries()) {
      store?.onEndOffset({ topic, partition, partitionCount: 3, offset, timeMs: view.now });
      store?.onOwner("ops-live", { topic, partition }, member);
    }
    const wanted = readFileSync(new URL("lag-live-active.body", FIXTURES), "utf8");
    assert.equal(ask(view, { method: "GET", path: "/v3/kafka/local/consumer/ops-live/lag" }).body, wanted);
  });

  it("the test sees an altered answer", () => {
    const view = new RecordedView();
    view.clusters.get("local")?.onEndOffset({
      topic: "ops-orders",
      partition: 0,
      partitionCount: 3,
      offset: 941,
      timeMs: view.now,
    });
    assert.throws(() => assertRecorded(view, "lag-ok.txt"), assert.AssertionError);
  });
});
