// What the recorded answers do not hold: names with special characters, names in another case, what is no route, and who may change something.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RecordedView } from "../testing/recorded-view.ts";
import { lagConfigOf } from "../config/lag-config.ts";
import { answerRequest } from "./api.ts";
import type { HttpAnswer } from "./answer.ts";
import { Float32, goJson } from "./go-json.ts";

const EVERYBODY = { username: "", password: "" };

function ask(
  view: RecordedView,
  method: string,
  rawPath: string,
  more: { authorization?: string; body?: string } = {},
): HttpAnswer {
  const query = new URLSearchParams();
  return answerRequest(view, { method, rawPath, query, authorization: "", body: "", ...more }, EVERYBODY);
}

function withGroup(group: string): RecordedView {
  const view = new RecordedView();
  const commit = { group, topic: "ops-orders", partition: 0, offset: 940, order: 1_000, timestampMs: view.now };
  assert(view.clusters.get("local")?.onCommit(commit, view.now));
  return view;
}

describe("the HTTP API", () => {
  for (const group of ["a/b", "50%", "two words", "q?#&<>", "ä\u2028"]) {
    it(`group ${JSON.stringify(group)} is reached escaped once, or twice as Telegraf does`, () => {
      const view = withGroup(group);
      const once = encodeURIComponent(group);
      for (const escaped of [once, encodeURIComponent(once)]) {
        const answer = ask(view, "GET", `/v3/kafka/local/consumer/${escaped}/lag`);
        assert.equal(answer.status, 200, escaped);
        const parsed = JSON.parse(String(answer.body)) as { status: { group: string } };
        assert.equal(parsed.status.group, group);
      }
      assert.equal(ask(view, "DELETE", `/v3/kafka/local/consumer/${once}`).status, 200);
      assert.equal(ask(view, "GET", `/v3/kafka/local/consumer/${once}`).status, 404);
    });
  }

  it("a group that is called as another one escaped is itself", () => {
    const view = withGroup("a%20b");
    const answer = ask(view, "GET", `/v3/kafka/local/consumer/${encodeURIComponent("a%20b")}/status`);
    assert(String(answer.body).includes('"group":"a%20b"'));
  });

  it("clusters keep their case and are found in any", () => {
    const config = lagConfigOf({
      cluster: { MyProd: { "class-name": "kafka", servers: ["h:1"] } },
      consumer: { x: { "class-name": "kafka", cluster: "myprod" } },
    });
    const view = new RecordedView(config);
    assert(String(ask(view, "GET", "/v3/kafka").body).includes('"clusters":["MyProd"]'));
    for (const name of ["MyProd", "myprod", "MYPROD"]) {
      assert.equal(ask(view, "GET", `/v3/kafka/${name}`).status, 200);
      const lag = ask(view, "GET", `/v3/kafka/${name}/consumer/ops-warn/lag`);
      assert.equal(lag.status, 200);
      assert(String(lag.body).includes('"cluster":"MyProd"'));
    }
  });

  it("what is no route", () => {
    const view = new RecordedView();
    const look = (method: string, path: string): [number, string | undefined] => {
      const { status, headers } = ask(view, method, path);
      return [status, headers["Allow"] ?? headers["Location"]];
    };
    assert.deepEqual(look("HEAD", "/v3/kafka"), [405, "GET, OPTIONS"]);
    assert.deepEqual(look("PUT", "/v3/kafka/local/consumer/x"), [405, "DELETE, GET, OPTIONS"]);
    assert.deepEqual(look("OPTIONS", "/v3/admin/loglevel"), [200, "GET, OPTIONS, POST"]);
    assert.deepEqual(look("GET", "/v3//kafka/local/"), [301, "/v3/kafka/local"]);
    assert.deepEqual(look("GET", "/V3/Kafka/local/Topic"), [301, "/v3/kafka/local/topic"]);
    assert.deepEqual(look("DELETE", "/v3/kafka/local/consumer/x/"), [308, "/v3/kafka/local/consumer/x"]);
    assert.deepEqual(look("GET", "/v3/kafka/%zz/topic"), [400, undefined]);
    assert.deepEqual(look("GET", "/"), [404, undefined]);
  });

  it("it is starting until the past has been read", () => {
    const view = new RecordedView();
    view.isReady = false;
    const answer = ask(view, "GET", "/burrow/admin/ready");
    assert.deepEqual([answer.status, answer.body], [503, "STARTING"]);
  });

  it("where a name is configured, only who has it may change something", () => {
    const view = new RecordedView();
    const admin = { username: "ops", password: "s3cret" };
    const request = (method: string, rawPath: string, authorization: string): number =>
      answerRequest(
        view,
        { method, rawPath, query: new URLSearchParams(), authorization, body: '{"level":"warn"}' },
        admin,
      ).status;
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;
    assert.equal(request("DELETE", "/v3/kafka/local/consumer/ops-ok", ""), 401);
    assert.equal(request("POST", "/v3/admin/loglevel", basic("ops:wrong")), 401);
    assert.equal(view.logLevel, "info");
    assert.equal(request("POST", "/v3/admin/loglevel", basic("ops:s3cret")), 200);
    assert.equal(view.logLevel, "warn");
    assert.equal(request("GET", "/v3/kafka/local/consumer/ops-ok", ""), 200);
  });

  it("levels of the log have other names too", () => {
    const view = new RecordedView();
    for (const [name, level] of Object.entries({ trace: "debug", Warning: "warn", FATAL: "fatal" })) {
      assert.equal(ask(view, "POST", "/v3/admin/loglevel", { body: JSON.stringify({ Level: name }) }).status, 200);
      assert.equal(view.logLevel, level);
    }
    assert.equal(ask(view, "POST", "/v3/admin/loglevel", { body: "[]" }).status, 400);
    assert.equal(ask(view, "POST", "/v3/admin/loglevel", { body: "{}" }).status, 404);
  });

  it("JSON as Go writes it", () => {
    assert.equal(goJson("<a&b>\u2028"), '"\\u003ca\\u0026b\\u003e\\u2028"');
    assert.equal(
      goJson(
        new Map([
          ["b", 1],
          ["a", null],
        ]),
      ),
      '{"a":null,"b":1}',
    );
    const texts = [2 / 3, 0.1, 0.6, 1, 0, 1 / 3, 0.7].map((value) => new Float32(value).toString());
    assert.deepEqual(texts, ["0.6666667", "0.1", "0.6", "1", "0", "0.33333334", "0.7"]);
  });
});
