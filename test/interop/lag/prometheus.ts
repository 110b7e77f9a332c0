// A real Prometheus that scrapes a monitor each second and judges the shipped alert rules, in a time that runs faster: every duration and every
// threshold in seconds is divided.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
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

export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
}

interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

/** The shipped alert rules. */
export function alertRules(): readonly Rule[] {
  const file = parse(readFileSync(new URL("alerts.yml", DASHBOARDS), "utf8")) as RuleFile;
  return file.groups.flatMap((group) => group.rules);
}

function seconds(text: string): number {
  const [, number = "0", unit = "s"] = /^(\d+)([smh])$/.exec(text) ?? [];
  return Number(number) * ({ s: 1, m: 60, h: 3_600 }[unit] ?? Number.NaN);
}

function scaled(rule: Rule, faster: number): Rule {
  const wait = Math.max(1, Math.round(seconds(rule.for) / faster));
  const expr = rule.expr.replace(
    /(_seconds > )(\d+)/g,
    (_, head: string, limit: string) => `${head}${Number(limit) / faster}`,
  );
  return { ...rule, expr, for: `${wait}s` };
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
    const rules = alertRules().map((rule) => scaled(rule, faster));
    writeFileSync(join(directory, "rules.yml"), stringify({ groups: [{ name: "shipped", rules }] }));
    const config = {
      global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
      rule_files: ["rules.yml"],
      scrape_configs: [{ job_name: "lag", static_configs: [{ targets: [target] }] }],
    };
    writeFileSync(join(directory, "prometheus.yml"), stringify(config));
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
