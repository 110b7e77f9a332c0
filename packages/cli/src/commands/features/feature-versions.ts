// Kafka's features by version: the names of metadata versions, and with which metadata version each level of a feature begins (Apache Kafka 4.3.0:
// MetadataVersion, Feature).
import type { CommandIo, Row } from "../../command.ts";
import { UsageError } from "../../failure.ts";

export const METADATA_VERSION = "metadata.version";

/** Names of metadata versions by level, from the lowest that a cluster can have. */
const NAMES: ReadonlyMap<number, string> = new Map(
  [
    "3.3-IV3 3.4-IV0 3.5-IV0 3.5-IV1 3.5-IV2 3.6-IV0 3.6-IV1 3.6-IV2 3.7-IV0 3.7-IV1 3.7-IV2 3.7-IV3 3.7-IV4",
    "3.8-IV0 3.9-IV0 4.0-IV0 4.0-IV1 4.0-IV2 4.0-IV3 4.1-IV0 4.1-IV1 4.2-IV0 4.2-IV1 4.3-IV0",
  ]
    .flatMap((line) => line.split(" "))
    .map((name, index) => [7 + index, name]),
);

/** The newest metadata version. */
export const LATEST = "4.3-IV0";

interface Level {
  readonly level: number;
  /** The metadata version with which it is the default. */
  readonly since: string;
  /** What must be finalized for it. */
  readonly needs?: readonly (readonly [string, string])[];
}

/** The levels of the other features, in the order in which tools print them. */
const FEATURES: ReadonlyMap<string, readonly Level[]> = new Map([
  ["kraft.version", [{ level: 1, since: "3.9-IV0" }]],
  [
    "transaction.version",
    [
      { level: 1, since: "4.0-IV2" },
      { level: 2, since: "4.0-IV2" },
    ],
  ],
  ["group.version", [{ level: 1, since: "4.0-IV0" }]],
  ["eligible.leader.replicas.version", [{ level: 1, since: "4.1-IV0", needs: [[METADATA_VERSION, "4.0-IV1"]] }]],
  ["share.version", [{ level: 1, since: "4.2-IV0" }]],
  ["streams.version", [{ level: 1, since: "4.2-IV1" }]],
]);

function levelOf(name: string): number | undefined {
  const exact = [...NAMES].find(([, one]) => one === name);
  if (exact !== undefined) return exact[0];
  // A release stands for the newest of its versions.
  return [...NAMES].findLast(([, one]) => one.split("-")[0] === name)?.[0];
}

/** The level of a metadata version or release. @throws UsageError for one that is not known */
export function metadataLevel(version: string): number {
  const level = levelOf(version);
  if (level !== undefined) return level;
  throw new UsageError(
    `Unknown metadata.version '${version}'. Supported metadata.version are: ${[...NAMES.values()].join(", ")}`,
  );
}

/** A level as tools print it: metadata versions have names. */
export function levelText(feature: string, level: number): string {
  if (feature !== METADATA_VERSION) return String(level);
  return NAMES.get(level) ?? `UNKNOWN [${level}]`;
}

/** The levels of the features that go with a metadata version. */
export function mappedLevels(metadata: number): [string, number][] {
  return [...FEATURES].map(([feature, levels]) => {
    const reached = levels.filter(({ since }) => (levelOf(since) ?? Infinity) <= metadata);
    return [feature, reached.at(-1)?.level ?? 0];
  });
}

/** Something that a tool prints: as a row, and as Kafka's lines. */
export interface Printed {
  readonly row: Row;
  readonly lines: readonly string[];
}

/** Prints them in the form that is asked for. */
export function print(all: readonly Printed[], io: CommandIo): void {
  for (const { row, lines } of all) {
    if (io.row !== undefined) io.row(row);
    else for (const line of lines) io.stdout.write(`${line}\n`);
  }
}

/** What `version-mapping` prints. @throws UsageError for a version that is not known */
export function versionMapping(version: string): Printed[] {
  const metadata = metadataLevel(version);
  const first = {
    row: { feature: METADATA_VERSION, level: metadata, version },
    lines: [levelLine(METADATA_VERSION, metadata, version)],
  };
  const others = mappedLevels(metadata).map(([feature, level]) => ({
    row: { feature, level },
    lines: [levelLine(feature, level)],
  }));
  return [first, ...others];
}

function levelLine(feature: string, level: number, version?: string): string {
  return `${feature}=${level}${version === undefined ? "" : ` (${version})`}`;
}

/** `feature=level`. @throws UsageError for what is not that */
export function nameAndLevel(text: string): [string, number] {
  const at = text.indexOf("=");
  if (at < 0) throw new UsageError(`Can't parse feature=level string ${text}: equals sign not found.`);
  const [name, level] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  if (!/^[+-]?\d{1,5}$/.test(level) || Math.abs(Number(level)) > 32_767) {
    throw new UsageError(`Can't parse feature=level string ${text}: unable to parse ${level} as a short.`);
  }
  return [name, Number(level)];
}

/** What `feature-dependencies` prints of one feature. @throws UsageError for what is not known */
export function dependencies(text: string): Printed {
  const [feature, level] = nameAndLevel(text);
  if (feature === METADATA_VERSION) {
    const name = NAMES.get(level);
    if (name === undefined) throw new UsageError(`Unknown metadata.version ${level}.`);
    const row = { feature, level, version: name, dependencies: [] };
    return { row, lines: [`${feature}=${level} (${name}) has no dependencies.`] };
  }
  const levels = FEATURES.get(feature);
  if (levels === undefined) throw new UsageError(`Unknown feature: ${feature}`);
  const found = level === 0 ? { needs: [] } : levels.find((one) => one.level === level);
  if (found === undefined) throw new UsageError(`No feature:${feature} with feature level ${level}`);
  const needs = found.needs ?? [];
  const needed = needs.map(([name, version]) => ({ feature: name, level: levelOf(version) ?? 0, version }));
  const row = { feature, level, dependencies: needed };
  if (needs.length === 0) return { row, lines: [`${text} has no dependencies.`] };
  const lines = needed.map((one) => `    ${levelLine(one.feature, one.level, one.version)}`);
  return { row, lines: [`${feature}=${level} requires:`, ...lines] };
}
