// Routes that Burrow does not have: silences and forecasts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RecordedView } from "../testing/recorded-view.ts";
import type { HttpAnswer } from "./answer.ts";
import { answerRequest } from "./api.ts";
import { durableAnswer } from "./http-server.ts";

const ADMIN = { username: "", password: "" };

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

function ask(view: RecordedView, method: string, rawPath: string, body: unknown = ""): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const asked = { method, rawPath, query: new URLSearchParams(), authorization: "", body: text };
  const answer = answerRequest(view, asked, ADMIN);
  return { status: answer.status, body: JSON.parse(String(answer.body)) as Readonly<Record<string, unknown>> };
}

describe("/v3/silence", () => {
  it("adds, lists and takes away silences", () => {
    const view = new RecordedView();
    const wanted = { cluster: "", group: "^ops-warn$", duration: 60, comment: "deployment", "created-by": "me" };
    const added = ask(view, "POST", "/v3/silence", wanted);
    assert.equal(added.status, 200);
    const silence = {
      id: "s1",
      cluster: "",
      group: "^ops-warn$",
      from: new Date(view.now).toISOString(),
      until: new Date(view.now + 60_000).toISOString(),
      comment: "deployment",
      "created-by": "me",
      configured: false,
    };
    assert.deepEqual(added.body["silence"], silence);
    assert.deepEqual(ask(view, "GET", "/v3/silence").body["silences"], [silence]);
    assert.deepEqual(forecast(view, "ops-warn")["silenced"], true);
    assert.deepEqual(forecast(view, "ops-ok")["silenced"], false);
    assert.equal(ask(view, "DELETE", "/v3/silence/s1").status, 200);
    assert.deepEqual(ask(view, "GET", "/v3/silence").body["silences"], []);
    assert.equal(ask(view, "DELETE", "/v3/silence/s1").status, 404);
  });

  it("says so when a change could not be kept, and that it holds all the same", async () => {
    const view = new RecordedView();
    const ask = (method: string, rawPath: string, body = ""): Promise<HttpAnswer> =>
      durableAnswer(view, { method, rawPath, query: new URLSearchParams(), authorization: "", body }, ADMIN);
    view.keepingFailure = new Error("no broker");
    const added = await ask("POST", "/v3/silence", JSON.stringify({ group: "x", duration: 60 }));
    assert.equal(added.status, 503);
    assert.match(String(added.body), /"error":true,"message":"it holds until the next restart, .*: no broker"/);
    assert.equal(view.silences.list(view.now).length, 1);
    assert.equal((await ask("GET", "/v3/silence")).status, 200);
    view.keepingFailure = undefined;
    assert.equal((await ask("DELETE", "/v3/silence/s1")).status, 200);
  });

  it("a silence of the configuration stays", () => {
    const view = new RecordedView();
    const shape = { id: "c", cluster: "", group: "x", fromMs: 0, untilMs: Infinity, comment: "", createdBy: "" };
    view.silences.add({ ...shape, isConfigured: true });
    assert.equal(ask(view, "DELETE", "/v3/silence/c").status, 409);
    const [{ from, until } = { from: "", until: "" }] = ask(view, "GET", "/v3/silence").body["silences"] as {
      from: unknown;
      until: unknown;
    }[];
    assert.deepEqual([from, until], [null, null]);
  });

  const WRONG: readonly (readonly [unknown, RegExp])[] = [
    ["{", /^could not decode message body$/],
    ["[]", /^could not decode message body$/],
    [{ group: "x", duration: 60, color: "red" }, /^color is not known$/],
    [{ group: 5, duration: 60 }, /^group is no text$/],
    [{ duration: 60 }, /^neither cluster nor group is given$/],
    [{ group: "x" }, /^either until or duration is given/],
    [{ group: "x", duration: 60, until: "2030-01-01T00:00:00Z" }, /^either until or duration is given/],
    [{ group: "x", duration: -1 }, /^duration is a number of seconds$/],
    [{ group: "x", duration: 1e13 }, /^duration is too long$/],
    ['{"group": "x", "duration": 1e308}', /^duration is too long$/],
    [{ group: "x", until: "tomorrow" }, /^until is no time as /],
    [{ group: "x", until: "2001-01-01T00:00:00Z" }, /^it ends before it begins$/],
    [{ group: "(", duration: 1 }, /^group is no regular expression/],
  ];
  for (const [body, wanted] of WRONG) {
    it(`refuses ${JSON.stringify(body)}`, () => {
      const { status, body: answer } = ask(new RecordedView(), "POST", "/v3/silence", body);
      assert.equal(status, 400);
      assert.match(String(answer["message"]), wanted);
    });
  }
});

function forecast(view: RecordedView, group: string): Readonly<Record<string, unknown>> {
  const answer = ask(view, "GET", `/v3/kafka/local/consumer/${group}/forecast`);
  assert.equal(answer.status, 200);
  return answer.body["forecast"] as Readonly<Record<string, unknown>>;
}

describe("/v3/kafka/C/consumer/G/forecast", () => {
  it("says how fast a group is, and when it will have caught up", () => {
    const view = new RecordedView();
    const store = view.clusters.get("local");
    const where = { topic: "t", partition: 0 };
    for (let at = 0; at <= 10; at++) {
      const timeMs = view.now - 100_000 + at * 10_000;
      store?.onEndOffset({ ...where, partitionCount: 1, offset: 10_000 + at * 100, timeMs });
      store?.onCommit({ ...where, group: "g", offset: at * 500, order: at, timestampMs: timeMs }, timeMs);
    }
    // 11,000 − 5,000 records, 50 a second read and 10 written.
    assert.deepEqual(forecast(view, "g"), {
      cluster: "local",
      group: "g",
      status: "OK",
      totallag: 6_000,
      "lag-seconds": 600,
      "catches-up": true,
      "catch-up-seconds": 150,
      "produced-per-second": 10,
      "consumed-per-second": 50,
      partition_count: 1,
      silenced: false,
    });
  });

  it("says that a group that has stopped does not catch up, and 404 of one that is not known", () => {
    const view = new RecordedView();
    const { status, "catches-up": catchesUp, "catch-up-seconds": seconds } = forecast(view, "ops-stall");
    assert.deepEqual([status, catchesUp, seconds], ["ERR", false, null]);
    assert.equal(ask(view, "GET", "/v3/kafka/local/consumer/none/forecast").status, 404);
    assert.equal(ask(view, "GET", "/v3/kafka/none/consumer/none/forecast").status, 404);
  });
});
