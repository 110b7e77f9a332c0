// A real OpenSearch server, from its jars: fetched through Maven into .cache/opensearch the first time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { hasProgram, skipFor } from "../../apache/jars.ts";
import { until } from "../../support/until.ts";
import { OutsideServer } from "./outside-server.ts";

const here = dirname(fileURLToPath(import.meta.url));
const LIBS = new URL("../../../.cache/opensearch/libs", import.meta.url).pathname;
const STAMP = new URL("../../../.cache/opensearch/libs.sha256", import.meta.url).pathname;

/** Fetches the jars when they are not there. False, or why the server cannot run. */
export function searchSkip(): string | false {
  if (!hasProgram("java", "-version")) return skipFor("java is not on the PATH: OpenSearch cannot run");
  const pom = join(here, "pom.xml");
  const stamp = createHash("sha256").update(readFileSync(pom)).digest("hex");
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === stamp) return false;
  if (!hasProgram("mvn")) return skipFor("mvn is not on the PATH: OpenSearch's jars cannot be fetched");
  rmSync(LIBS, { recursive: true, force: true });
  mkdirSync(LIBS, { recursive: true });
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${LIBS}`, "-DincludeScope=runtime"];
  const maven = spawnSync("mvn", ["-q", "-B", "-f", pom, ...goal], { encoding: "utf8" });
  if (maven.status !== 0)
    return skipFor(`Maven could not fetch OpenSearch's jars: ${(maven.stdout + maven.stderr).slice(-500)}`);
  writeFileSync(STAMP, stamp);
  return false;
}

export class SearchServer implements AsyncDisposable {
  readonly url: string;
  readonly #server: OutsideServer;
  readonly #directory: string;

  private constructor(url: string, server: OutsideServer, directory: string) {
    this.url = url;
    this.#server = server;
    this.#directory = directory;
  }

  static async start(): Promise<SearchServer> {
    const directory = mkdtempSync(join(tmpdir(), "ottla-opensearch-"));
    const jvm = ["-Xmx700m", "-XX:TieredStopAtLevel=1", "-cp", `${LIBS}/*`];
    const args = [...jvm, join(here, "SearchServer.java"), directory];
    const server = new OutsideServer("java", args, directory);
    let port = "";
    await until(
      "OpenSearch to be ready",
      () => {
        server.assertRunning();
        [, port = ""] = /\bport (\d+)\s/.exec(server.output) ?? [];
        return port !== "";
      },
      90_000,
    );
    return new SearchServer(`http://127.0.0.1:${port}`, server, directory);
  }

  /** The answer to a search over an index. @throws Error when it is refused */
  async search(index: string, body: object): Promise<Found> {
    const answer = await fetch(`${this.url}/${index}/_search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const found = (await answer.json()) as Found & { error?: unknown };
    if (answer.status !== 200) throw new Error(`${index}: ${JSON.stringify(found.error)}`);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

export interface Bucket {
  readonly key: string;
  readonly metric: { readonly value: number | null };
  readonly time: { readonly buckets: readonly { readonly metric: { readonly value: number | null } }[] };
}

export interface Found {
  readonly hits: { readonly total: { readonly value: number }; readonly hits: readonly { readonly _source: object }[] };
  readonly aggregations?: { readonly terms: { readonly buckets: readonly Bucket[] } };
}

interface Target {
  readonly query: string;
  readonly metrics: readonly { readonly type: string; readonly field: string }[];
  readonly bucketAggs: readonly { readonly type: string; readonly field: string }[];
}

/** What Grafana makes of the panels of the shipped dashboard, by title: a search with all clusters and groups chosen. */
export function dashboardSearches(): [title: string, body: object][] {
  const file = new URL("../../../packages/lag/dashboards/elasticsearch.json", import.meta.url);
  const dashboard = JSON.parse(readFileSync(file, "utf8")) as { panels: { title: string; targets?: Target[] }[] };
  return dashboard.panels.flatMap(({ title, targets = [] }): [string, object][] =>
    targets.map(({ query, metrics, bucketAggs }) => {
      const [metric] = metrics;
      const terms = bucketAggs.find((one) => one.type === "terms");
      if (metric === undefined || terms === undefined) throw new Error(`${title} has no metric by terms`);
      const measured = { metric: { [metric.type]: { field: metric.field } } };
      const histogram = { date_histogram: { field: "@timestamp", fixed_interval: "1s", min_doc_count: 0 } };
      return [
        title,
        {
          size: 0,
          query: { query_string: { analyze_wildcard: true, query: query.replaceAll(/\$(?:cluster|group)\b/g, "*") } },
          aggs: {
            terms: {
              terms: { field: terms.field, size: 20, order: { metric: "desc" } },
              aggs: { ...measured, time: { ...histogram, aggs: measured } },
            },
          },
        },
      ];
    }),
  );
}
