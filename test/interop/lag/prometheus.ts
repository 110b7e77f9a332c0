// A real Prometheus that scrapes a monitor each second and judges the shipped alert rules, in a time that runs faster: every duration and every
// threshold in seconds is divided.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasProgram, skipFor } from "../../apache/jars.ts";
import { freePorts } from "../../apache/ports.ts";
import { until } from "../../support/until.ts";
import { OutsideServer } from "./outside-server.ts";

/** Debian's package, unpacked by .ci/install-interop; else what is on the PATH. */
const UNPACKED = new URL("../../../.cache/prometheus/usr/bin/prometheus", import.meta.url).pathname;
const DASHBOARDS = new URL("../../../packages/lag/dashboards/", import.meta.url);

function program(): string | undefined {
  if (existsSync(UNPACKED)) return UNPACKED;
  return hasProgram("prometheus") ? "prometheus" : undefined;
}

export function prometheusSkip(): string | false {
  return program() === undefined ? skipFor("prometheus is neither on the PATH nor in .cache") : false;
}

function shippedRules(): string {
  return readFileSync(new URL("alerts.yml", DASHBOARDS), "utf8");
}

/** The names of the shipped alert rules. */
export function alertNames(): string[] {
  return [...shippedRules().matchAll(/- alert: (\w+)/g)].map(([, name = ""]) => name);
}

/** The shipped rules in a faster time: a wait is a second at least. */
function scaledRules(faster: number): string {
  const seconds = (number: string, unit: string): number => Number(number) * (unit === "m" ? 60 : 1);
  return shippedRules()
    .replaceAll(/\bfor: (\d+)([sm])$/gm, (_, number: string, unit: string) => {
      return `for: ${Math.max(1, Math.round(seconds(number, unit) / faster))}s`;
    })
    .replaceAll(/(_seconds > )(\d+)/g, (_, head: string, limit: string) => `${head}${Number(limit) / faster}`);
}

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
}

export interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
}

export class Prometheus implements AsyncDisposable {
  readonly #url: string;
  readonly #server: OutsideServer;
  readonly #directory: string;

  private constructor(url: string, server: OutsideServer, directory: string) {
    this.#url = url;
    this.#server = server;
    this.#directory = directory;
  }

  /** @param target host:port of the monitor @param faster how much faster time runs in the rules */
  static async start(target: string, faster: number): Promise<Prometheus> {
    const directory = mkdtempSync(join(tmpdir(), "ottla-prometheus-"));
    writeFileSync(join(directory, "rules.yml"), scaledRules(faster));
    const config = {
      global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
      rule_files: ["rules.yml"],
      scrape_configs: [{ job_name: "lag", static_configs: [{ targets: [target] }] }],
    };
    // JSON is YAML too.
    writeFileSync(join(directory, "prometheus.yml"), JSON.stringify(config));
    const [port = 0] = await freePorts(1);
    const args = [
      `--config.file=${join(directory, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(directory, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ];
    const url = `http://127.0.0.1:${port}`;
    const started = new Prometheus(url, new OutsideServer(program() ?? "prometheus", args, directory), directory);
    await until("Prometheus to be ready", async () => {
      started.#server.assertRunning();
      return (await fetch(`${url}/-/ready`).catch(() => undefined))?.status === 200;
    });
    return started;
  }

  /** The series of an expression over the last minute. */
  async range(expression: string): Promise<readonly Sample[]> {
    const now = Date.now() / 1000;
    const { result } = (await this.#get("query_range", {
      query: expression,
      start: String(now - 60),
      end: String(now),
      step: "1",
    })) as { result: Sample[] };
    return result;
  }

  async series(match: string): Promise<readonly Readonly<Record<string, string>>[]> {
    return (await this.#get("series", { "match[]": match })) as Readonly<Record<string, string>>[];
  }

  async alerts(): Promise<readonly Alert[]> {
    const { alerts } = (await this.#get("alerts", {})) as { alerts: Alert[] };
    return alerts;
  }

  /** Rules that Prometheus could not judge, with the reason. */
  async brokenRules(): Promise<readonly string[]> {
    const { groups } = (await this.#get("rules", {})) as {
      groups: { rules: { name: string; health: string; lastError?: string }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    return rules.filter((rule) => rule.health === "err").map((rule) => `${rule.name}: ${rule.lastError ?? ""}`);
  }

  async #get(what: string, parameters: Record<string, string>): Promise<unknown> {
    const answer = await fetch(`${this.#url}/api/v1/${what}?${new URLSearchParams(parameters).toString()}`);
    const body = (await answer.json()) as { status: string; error?: string; data: unknown };
    if (body.status !== "success") throw new Error(`${what} ${JSON.stringify(parameters)}: ${body.error ?? ""}`);
    return body.data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr?: string }[];
  readonly panels?: readonly Panel[];
}

/** The expressions of the shipped dashboard by panel, with all clusters and groups chosen, and the names that its variables look for. */
export function dashboardQueries(): { panels: [title: string, expression: string][]; variables: string[] } {
  const text = readFileSync(new URL("prometheus.json", DASHBOARDS), "utf8")
    .replaceAll(/\$(?:cluster|group)\b/g, ".*")
    .replaceAll("[5m]", "[10s]");
  const dashboard = JSON.parse(text) as {
    panels: Panel[];
    templating: { list: { query?: string | { query?: string } }[] };
  };
  const targets = (panel: Panel): [string, string][] => [
    ...(panel.targets ?? []).flatMap(({ expr }): [string, string][] =>
      expr === undefined ? [] : [[panel.title, expr]],
    ),
    ...(panel.panels ?? []).flatMap(targets),
  ];
  const variables = dashboard.templating.list.flatMap(({ query }) => {
    const [, match] = /^label_values\((.*), \w+\)$/.exec(typeof query === "object" ? (query.query ?? "") : "") ?? [];
    return match === undefined ? [] : [match];
  });
  return { panels: dashboard.panels.flatMap(targets), variables };
}
