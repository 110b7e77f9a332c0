// What the scenarios cover, as a matrix: API × version × error code. Which codes an API can answer stands in
// error-codes-by-api.ts; a code that no scenario sees in some version needs a reason in matrix-reasons.ts.
import { describeError } from "@ottla/protocol";
import { apiByKey, decodeResponse, versionsOf } from "./api.ts";
import type { AnyApi } from "./api.ts";
import { API_SCHEMAS, walkMessage } from "./api-schemas.ts";
import { APIS } from "./apis.ts";
import type { ErrorEntry } from "./error-codes-by-api.ts";
import { ERROR_CODES_BY_API } from "./error-codes-by-api.ts";
import { REASONS } from "./matrix-reasons.ts";
import type { Reason } from "./matrix-reasons.ts";
import type { Transcript } from "./transcript.ts";

/** API → version → error name → scenarios that saw it. */
export type Coverage = ReadonlyMap<string, ReadonlyMap<number, ReadonlyMap<string, ReadonlySet<string>>>>;

export interface Matrix {
  /** MATRIX.md. */
  readonly markdown: string;
  /** Empty cells without a reason, codes that stand in no list, reasons that no cell needs. */
  readonly faults: readonly string[];
}

export function coverageOf(transcripts: Iterable<Transcript>): Coverage {
  const coverage = new Map<string, Map<number, Map<string, Set<string>>>>();
  const see = (api: AnyApi, version: number, code: number, scenario: string): void => {
    const versions = coverage.get(api.name) ?? new Map<number, Map<string, Set<string>>>();
    coverage.set(api.name, versions);
    const codes = versions.get(version) ?? new Map<string, Set<string>>();
    versions.set(version, codes);
    const name = describeError(code)?.name ?? String(code);
    codes.set(name, (codes.get(name) ?? new Set()).add(scenario));
  };
  for (const { scenario, exchanges } of transcripts) {
    for (const { apiKey, version, frame } of exchanges) {
      const api = apiByKey(apiKey);
      const schema = API_SCHEMAS.get(apiKey);
      if (api === undefined || schema === undefined || frame === undefined) continue;
      const { body } = decodeResponse(api, version, frame);
      let count = 0;
      walkMessage(schema.response, version, body as object, ({ field, value }) => {
        if (!/^(errorCode|\w+ErrorCode)$/.test(field.name) || typeof value !== "number") return;
        see(api, version, value, scenario);
        count++;
      });
      // Where a version has no field for an error an answer is a success.
      if (count === 0) see(api, version, 0, scenario);
    }
  }
  return coverage;
}

/** What a matrix says was seen, as far as names of scenarios do not matter. */
export function coverageIn(markdown: string): Coverage {
  const coverage = new Map<string, Map<number, Map<string, Set<string>>>>();
  for (const section of markdown.split("\n## ").slice(1)) {
    const [title = "", ...lines] = section.split("\n");
    const [head = [], , ...rows] = lines
      .filter((text) => text.startsWith("|"))
      .map((text) =>
        text
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    const versions = new Map<number, Map<string, Set<string>>>();
    for (const [name = "", ...cells] of rows) {
      for (const [column, cell] of cells.entries()) {
        if (cell !== "●") continue;
        const version = Number(head[column + 1]?.slice(1));
        versions.set(version, (versions.get(version) ?? new Map<string, Set<string>>()).set(name, new Set(["matrix"])));
      }
    }
    coverage.set(title, versions);
  }
  return coverage;
}

/** What either of two has seen. */
export function joinCoverage(one: Coverage, other: Coverage): Coverage {
  const joined = new Map<string, Map<number, Map<string, Set<string>>>>();
  for (const coverage of [one, other]) {
    for (const [api, versions] of coverage) {
      const ofApi = joined.get(api) ?? new Map<number, Map<string, Set<string>>>();
      joined.set(api, ofApi);
      for (const [version, codes] of versions) {
        const ofVersion = ofApi.get(version) ?? new Map<string, Set<string>>();
        ofApi.set(version, ofVersion);
        for (const [code, scenarios] of codes)
          ofVersion.set(code, new Set([...(ofVersion.get(code) ?? []), ...scenarios]));
      }
    }
  }
  return joined;
}

export function buildMatrix(coverage: Coverage): Matrix {
  const faults: string[] = [];
  const used = new Set<Reason>();
  const sections = APIS.map((api) => section(api, coverage, used, faults));
  for (const reason of REASONS) {
    if (!used.has(reason)) faults.push(`no empty cell needs this reason: ${reason.api} ${reason.codes.join(" ")}`);
  }
  const reasons = REASONS.map(({ api, codes, versions, reason }, index) => {
    const where = `${api === "*" ? "every API" : api}${versions === undefined ? "" : ` v${versions[0]}–${versions[1]}`}`;
    return `${index + 1}. ${where}: ${codes.join(", ")}. ${reason}`;
  });
  return { markdown: [HEADER, ...sections, "## Reasons", "", ...reasons, ""].join("\n"), faults };
}

const HEADER = `# What the differential suite covers

Generated by the suite: \`npm test -- differential\` fails when it is not up to date, and rewrites it with
\`OTTLA_UPDATE=1\`. A ● is an error code that at least one scenario saw in that version, on Apache Kafka and on our broker alike
(or with an explained difference). A number is the reason, below, why no scenario can see it. A blank is a version without
that code.
`;

/** What an exception inside a server becomes: never expected, shown where it was met. */
const ACCIDENT = "UNKNOWN_SERVER_ERROR";

function section(api: AnyApi, coverage: Coverage, used: Set<Reason>, faults: string[]): string {
  const versions = versionsOf(api);
  const expected = ERROR_CODES_BY_API[api.name] ?? [];
  const seen = coverage.get(api.name);
  for (const [version, codes] of seen ?? []) {
    for (const name of codes.keys()) {
      if (name !== ACCIDENT && !expected.some((entry) => entry.name === name))
        faults.push(`${api.name} v${version} answers ${name}, which is in no list`);
    }
  }
  const hasAccident = [...(seen?.values() ?? [])].some((codes) => codes.has(ACCIDENT));
  const accident: ErrorEntry[] = hasAccident ? [{ name: ACCIDENT }] : [];
  const rows = [...expected, ...accident].map(({ name, from = 0, to = Infinity }) => {
    const cells = versions.map((version) => {
      if (version < from || version > to) return " ";
      if (seen?.get(version)?.has(name) === true) return "●";
      if (name === ACCIDENT) return " ";
      const index = REASONS.findIndex((reason) => excuses(reason, api.name, version, name));
      const reason = REASONS[index];
      if (reason === undefined) faults.push(`${api.name} v${version}: no scenario sees ${name}`);
      else used.add(reason);
      return reason === undefined ? "?" : String(index + 1);
    });
    return [name, ...cells];
  });
  const header = ["error code", ...versions.map((version) => `v${version}`)];
  return [`## ${api.name}`, "", ...table([header, ...rows]), ""].join("\n");
}

/** Rows as a Markdown table with aligned columns, the first row its head. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)];
}

function excuses(reason: Reason, api: string, version: number, code: string): boolean {
  const [low, high] = reason.versions ?? [0, Infinity];
  return (reason.api === "*" || reason.api === api) && reason.codes.includes(code) && version >= low && version <= high;
}
