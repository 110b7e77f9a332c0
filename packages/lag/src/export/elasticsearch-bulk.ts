// Bodies of `_bulk` for Elasticsearch and OpenSearch: the documents that Telegraf writes, with ids that make a repeated request harmless, and a
// template in which offsets stay whole numbers.
import { createHash } from "node:crypto";
import type { Measurement } from "./measurements.ts";

/** `%Y`, `%m`, `%d` and `%H` of a time, in UTC, as Telegraf's index_name has them. */
export function indexName(pattern: string, timeMs: number): string {
  const [date = "", time = ""] = new Date(timeMs).toISOString().split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  const parts: Readonly<Record<string, string>> = { Y: year, m: month, d: day, H: time.slice(0, 2), y: year.slice(2) };
  return pattern.replaceAll(/%([YmdHy])/g, (_, letter: string) => parts[letter] ?? "");
}

/** The two lines of one document. */
export function bulkLines({ name, tags, fields }: Measurement, index: string, timeMs: number): string {
  const time = `${new Date(timeMs).toISOString().slice(0, -5)}Z`;
  const identity = JSON.stringify([name, tags.filter(([tag]) => tag !== "owner"), time]);
  const id = createHash("sha256").update(identity).digest("base64url").slice(0, 24);
  const document = {
    "@timestamp": time,
    measurement_name: name,
    tag: Object.fromEntries(tags),
    [name]: Object.fromEntries(fields),
  };
  return `${JSON.stringify({ index: { _index: index, _id: id } })}\n${JSON.stringify(document)}\n`;
}

/** What an index of these documents is like. Telegraf's template keeps offsets as floats, which are not exact beyond 2^24. */
export function indexTemplate(pattern: string): object {
  return {
    // As Telegraf does it: everything from the first part of a time on may be anything. A name without a time is itself.
    index_patterns: [pattern.replace(/%[YmdHy].*$/s, "*")],
    template: {
      settings: { index: { refresh_interval: "10s", auto_expand_replicas: "0-1", codec: "best_compression" } },
      mappings: {
        dynamic_templates: [
          {
            tags: {
              path_match: "tag.*",
              match_mapping_type: "string",
              mapping: { type: "keyword", ignore_above: 512 },
            },
          },
          { names: { path_match: "*.status", match_mapping_type: "string", mapping: { type: "keyword" } } },
          { whole: { match_mapping_type: "long", mapping: { type: "long" } } },
          { parts: { match_mapping_type: "double", mapping: { type: "double" } } },
        ],
        properties: { "@timestamp": { type: "date" }, measurement_name: { type: "keyword" } },
      },
    },
  };
}
