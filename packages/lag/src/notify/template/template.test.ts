// Templates as Go fills them in: language, helpers, and the requests that a real Burrow was recorded to send.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { Status } from "../../evaluation/status.ts";
import type { GroupStatus } from "../../evaluation/group-status.ts";
import { presetOf } from "../presets.ts";
import { templateData } from "../template-data.ts";
import { TemplateError } from "./nodes.ts";
import { formatTime } from "./time-layout.ts";
import { Template } from "./template.ts";
import { StatusValue, Struct } from "./values.ts";
import type { TemplateValue } from "./values.ts";

const RECORDED = readFileSync(new URL("../../../fixtures/burrow/notifier-requests.txt", import.meta.url), "utf8");

/** What Burrow knew when it sent the first of the recorded requests. */
function recordedStatus(): GroupStatus {
  const partition = {
    topic: "ops-orders",
    partition: 0,
    owner: "",
    clientId: "",
    status: Status.STALL,
    start: { offset: 50, timestampMs: 1_795_377_206_581, observedAtMs: 1_795_377_206_000, lag: 895 },
    end: { offset: 50, timestampMs: 1_795_377_224_618, observedAtMs: 1_795_377_224_000, lag: 895 },
    currentLag: 895,
    complete: 1,
  };
  return {
    cluster: "local",
    group: "ops-ndemo",
    status: Status.ERR,
    complete: Math.fround(2 / 3),
    partitions: [partition],
    partitionCount: 3,
    maxLag: partition,
    totalLag: 895,
  };
}

const EXTRAS = new Map([
  ["api_key", "REDACTED"],
  ["app", "burrow"],
  ["tier", "STG"],
  ["fabric", "mydc"],
]);
const START_MS = Date.UTC(2026, 10, 22, 19, 53, 45, 415);
const MESSAGE = {
  notifier: "n",
  isClose: false,
  id: "3d1cee73-2445-4a36-b02c-8d3937ec98f1",
  startMs: START_MS,
};

function recordedBody(path: string): string {
  const at = RECORDED.indexOf(`POST ${path}`);
  const from = RECORDED.indexOf("Accept-Encoding: gzip\n", at) + "Accept-Encoding: gzip\n".length;
  return RECORDED.slice(from, RECORDED.indexOf("\n\n\n", from)).trimEnd();
}

function fill(text: string, data: TemplateValue = templateData(recordedStatus(), MESSAGE, EXTRAS)): string {
  return new Template(text).fill(data);
}

describe("templates of notifiers", () => {
  // Recorded in UTC.
  const isUtc = new Date(START_MS).getTimezoneOffset() === 0;

  it("an event for an HTTP service, as recorded", { skip: isUtc ? false : "the recorded times are UTC" }, () => {
    const severity = "{{if eq .Result.Status 0 2}}WARN{{else}}ERR{{end}}";
    const event =
      `"severity":"${severity}","tier":"{{.Extras.tier}}","group":"{{.Group}}",` +
      '"start":"{{.Start.Format "Jan 02, 2006 15:04:05 UTC"}}","complete":{{jsonencoder .Result.Complete}},' +
      '"partitions":{{.Result.Partitions | jsonencoder}}';
    const text =
      '{"api_key":"{{index .Extras "api_key"}}","app":"{{- .Extras.app -}}","block":false,' +
      `"events":[{"id":"{{.ID}}","event":{${event}}}]}`;
    assert.equal(fill(text), recordedBody("/default"));
  });

  it("every helper, as recorded", { skip: isUtc ? false : "the recorded times are UTC" }, () => {
    const text =
      "status={{.Result.Status.String}} json={{jsonencoder .Result}} bystatus={{topicsbystatus .Result.Partitions}} " +
      "counts={{partitioncounts .Result.Partitions}} add={{add 2 3}} minus={{minus 5 3}} mul={{multiply 2 3}} div={{divide 7 2}} " +
      'maxlag={{maxlag .Result.Maxlag}} ts={{formattimestamp .Result.Maxlag.End.Timestamp "2006-01-02T15:04:05Z07:00"}} id={{.ID}} ' +
      "start={{.Start}} extras={{.Extras}}";
    const ours = new Template(text).fill(templateData(recordedStatus(), MESSAGE, new Map()));
    // Go's clock has nanoseconds and shows its monotonic reading.
    const masked = recordedBody("/help")
      .replace(/45\.415578863/, "45.415")
      .replace(/ m=\+[\d.]+/, "");
    assert.equal(ours, masked.replace(" +0000 UTC extras", " +0000 UTC extras"));
  });

  const CASES: readonly (readonly [string, string])[] = [
    ["a{{/* nothing */}}b", "ab"],
    ["a {{- 1 -}} b", "a1b"],
    ['{{if and .Group (eq .Cluster "local")}}yes{{else}}no{{end}}', "yes"],
    ["{{if not .Group}}a{{else if eq .Result.TotalLag 895}}b{{else}}c{{end}}", "b"],
    ['{{if eq .Result.Status 3}}x{{end}}{{if eq .Result.Status.String "ERR"}}y{{end}}', "xy"],
    [
      "{{range $i, $p := .Result.Partitions}}{{$i}}:{{$p.Topic}}/{{$.Group}}{{else}}none{{end}}",
      "0:ops-orders/ops-ndemo",
    ],
    [
      "{{range $status, $topics := topicsbystatus .Result.Partitions}}{{$status}}={{range $topics}}{{.}};{{end}}{{end}}",
      "STALL=ops-orders;",
    ],
    ["{{range $k, $v := .Extras}}{{$k}}={{$v}} {{end}}", "api_key=REDACTED app=burrow fabric=mydc tier=STG "],
    ["{{with .Result.Maxlag}}{{.CurrentLag}}{{end}}", "895"],
    ["{{$x := 1}}{{range .Result.Partitions}}{{$x = add $x 1}}{{end}}{{$x}}", "2"],
    ['{{define "t"}}<{{.}}>{{end}}{{template "t" .Group}}', "<ops-ndemo>"],
    ['{{block "t" .Cluster}}({{.}}){{end}}', "(local)"],
    ['{{printf "%-6s|%4d|%05.1f|%v|%q" "ab" 42 3.14159 .Result.Status "q"}}', 'ab    |  42|003.1|ERR|"q"'],
    ["{{len .Result.Partitions}} {{len .Group}} {{index (index .Result.Partitions 0).Topic}}", "1 9 ops-orders"],
    ["{{.Extras.missing}}|{{.Result.Maxlag.Start.Lag.Value}}", "<no value>|895"],
    ['{{"a\\"b\\n"}}{{`raw\\n`}}', 'a"b\nraw\\n'],
    ['{{html "<a&b>"}} {{urlquery "a b&c"}}', "&lt;a&amp;b&gt; a+b%26c"],
    ["{{range .Result.Partitions}}{{break}}x{{end}}ok", "ok"],
  ];
  for (const [text, wanted] of CASES) {
    it(text, () => assert.equal(fill(text), wanted));
  }

  const WRONG: readonly string[] = [
    "{{.Nope}}",
    "{{nope 1}}",
    "{{if .Group}}",
    "{{end}}",
    "{{.Group",
    "{{divide 1 0}}",
    "{{index .Result.Partitions 7}}",
    '{{template "none"}}',
    '{{define "t"}}{{template "t"}}{{end}}{{template "t"}}',
    "{{.Group ]}}",
  ];
  for (const text of WRONG) {
    it(`refuses ${text}`, () => assert.throws(() => fill(text), TemplateError));
  }

  it("Go's layouts of times", () => {
    const date = new Date(2026, 1, 3, 14, 5, 9, 70);
    const shown = (layout: string): string => formatTime(date.getTime(), layout);
    assert.equal(shown("Mon Monday Jan January 1 01 2 02 _2 06 2006"), "Tue Tuesday Feb February 2 02 3 03  3 26 2026");
    assert.equal(shown("3:04PM 03:4:5 pm 15:04:05.000 .999 002"), "2:05PM 02:5:9 pm 14:05:09.070 .07 034");
    assert.equal(formatTime(undefined, "Jan 02, 2006 15:04:05 MST"), "Jan 01, 0001 00:00:00 UTC");
    assert.equal(formatTime(undefined, "2006-01-02T15:04:05Z07:00 -0700"), "0001-01-01T00:00:00Z +0000");
  });

  for (const name of ["slack", "teams", "pagerduty"]) {
    it(`the preset for ${name} is JSON, at the beginning and at the end`, () => {
      const preset = presetOf(name, "http://hook", "key");
      assert(preset !== undefined);
      const status = { ...recordedStatus(), group: 'a"b\n<c>' };
      for (const text of [preset.open, preset.close]) {
        const filled = new Template(text).fill(templateData(status, MESSAGE, EXTRAS));
        assert.doesNotThrow(() => JSON.parse(filled), filled);
      }
      const opened = new Template(preset.open).fill(templateData(status, MESSAGE, EXTRAS));
      assert(opened.includes("895"), opened);
    });
  }

  it("a status compares with its number and its name", () => {
    const data = new Struct({ S: new StatusValue(Status.WARN) });
    assert.equal(fill('{{if gt .S 1}}a{{end}}{{if eq .S "WARN"}}b{{end}}{{if ne .S 3}}c{{end}}', data), "abc");
  });
});
