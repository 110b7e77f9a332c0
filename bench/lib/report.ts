// The results of a run as a table for people: machine, versions, configurations, commands, figures.
import { spawnSync } from "node:child_process";
import { arch, cpus, release, totalmem, type } from "node:os";
import { median, number, ratio } from "./bench.ts";
import type { Figure } from "./bench.ts";

export interface BenchReport {
  readonly name: string;
  readonly about: string;
  /** Configurations and whatever else must be known. */
  readonly notes: readonly string[];
  readonly figures: readonly Figure[];
}

const output = (command: string, ...args: string[]): string => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return (stdout || stderr || "not there").trim().split("\n")[0] ?? "";
};

/** What the figures were measured on and with. */
function surroundings(): string[] {
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()} ${arch()}`,
    `commit ${output("git", "rev-parse", "--short", "HEAD")}, node ${process.version}, ${output("java", "-version")}, ` +
      `librdkafka ${output("pkg-config", "--modversion", "rdkafka")}`,
  ];
}

/** Rounds are the runs of each side of the figure. */
function row(figure: Figure): string {
  const spread = (values: readonly number[]): string =>
    values.length > 1 ? ` (${number(Math.min(...values))} – ${number(Math.max(...values))})` : "";
  const side = (values: readonly number[]): string => `${number(median(values))}${spread(values)}`;
  return `| ${figure.name} | ${figure.unit} | ${side(figure.ottla)} | ${side(figure.peer)} | ${ratio(figure).toFixed(2)}× |`;
}

/** The report in Markdown; `command` is what was typed. */
export function markdown(reports: readonly BenchReport[], command: string, rounds: number): string {
  const lines = [
    "# Benchmark results",
    "",
    `Medians of ${rounds} alternating run${rounds > 1 ? "s" : ""} of each side (least – greatest); above 1× we are better. Made by`,
    "",
    "```",
    command,
    "```",
    "",
    "on",
    "",
    ...surroundings().map((line) => `- ${line}`),
  ];
  for (const { name, about, notes, figures } of reports) {
    lines.push("", `## ${name}`, "", about, "");
    if (notes.length > 0) lines.push(...notes.map((note) => `- ${note}`), "");
    lines.push("| figure | unit | ottla | peer | better by |", "| --- | --- | --- | --- | --- |", ...figures.map(row));
  }
  return `${lines.join("\n")}\n`;
}
