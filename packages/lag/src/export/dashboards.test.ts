// The dashboards and alert rules that are shipped ask only for what is exported, under the names it has.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { RecordedView } from "../testing/recorded-view.ts";
import { measurements } from "./measurements.ts";
import { prometheusText } from "./prometheus.ts";

const OPTIONS = { intervals: 10, allowedLag: 0, minimumComplete: 0, youngGraceMs: 0 };
const view = new RecordedView();
const watched = { clusters: view.clusters, options: OPTIONS, silences: view.silences, nowMs: view.now };

function shipped(name: string): string {
  return readFileSync(new URL(`../../dashboards/${name}`, import.meta.url), "utf8");
}

/** What every text at that key says, wherever it stands. */
function textsAt(value: unknown, key: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    name === key && typeof one === "string" ? [one] : textsAt(one, key),
  );
}

describe("what is shipped for dashboards", () => {
  const families = new Set(
    [...[...prometheusText(watched, [])].join("").matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name),
  );

  it("the dashboard for Prometheus and the alert rules know the metrics", () => {
    const parsed: unknown = JSON.parse(shipped("prometheus.json"));
    const rules: unknown = parse(shipped("alerts.yml"));
    const expressions = [...textsAt(parsed, "expr"), ...textsAt(parsed, "query"), ...textsAt(rules, "expr")];
    const asked = expressions.flatMap((text) => text.match(/\b(?:burrow|ottla)_\w+/g) ?? []);
    assert(asked.length > 15);
    assert.deepEqual(
      asked.filter((name) => !families.has(name)),
      [],
    );
  });

  it("the dashboard for Elasticsearch knows the documents", () => {
    const parsed: unknown = JSON.parse(shipped("elasticsearch.json"));
    const fields = new Set(
      [...measurements(watched)].flatMap(({ name, tags, fields: values }) => [
        ...tags.map(([tag]) => `tag.${tag}`),
        ...values.map(([field]) => `${name}.${field}`),
      ]),
    );
    const asked = textsAt(parsed, "field").filter((field) => field !== "@timestamp");
    assert(asked.length > 8);
    assert.deepEqual(
      asked.filter((field) => !fields.has(field)),
      [],
    );
  });
});
