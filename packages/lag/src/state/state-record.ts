// The records of the state topic: what a monitor keeps so that a restart, or another instance, goes on where it left off. Keys are JSON arrays and
// values JSON objects, so that `kafka-console-consumer` shows what is there; a key has one latest value (the topic is compacted), and a null value
// takes it away. Numbers of a row are written as the first one and the differences, which compresses well. Pure.
//
//   ["commits", cluster, group, topic, first]   windows of the partitions from `first` on
//   ["ends", cluster, topic, first]             where those partitions ended, over the last hours
//   ["incident", key]                           who has been told of a group's incident
//   ["silence", id]                             a silence that was asked for over HTTP
import type { IncidentState } from "../notify/incidents.ts";
import type { SilenceRequest } from "../notify/silences.ts";
import type { StoredTopic } from "../store/cluster-store.ts";
import type { StoredCommit } from "../store/commit-windows.ts";

export type StateKey =
  | { readonly kind: "commits"; readonly cluster: string; readonly group: string; readonly topic: string }
  | { readonly kind: "ends"; readonly cluster: string; readonly topic: string }
  | { readonly kind: "incident"; readonly key: string }
  | { readonly kind: "silence"; readonly id: string };

/** Windows by partition, commits oldest first. */
export interface CommitsValue extends StoredTopic {
  readonly windows: ReadonlyMap<number, StoredCommit[]>;
}

/** Samples by partition, oldest first. */
export interface EndsValue extends StoredTopic {
  readonly samples: ReadonlyMap<number, readonly (readonly [offset: number, timeMs: number])[]>;
}

/** Undefined for a key that is none of ours. */
export function parseKey(text: string): StateKey | undefined {
  const parts = parsed(text);
  if (!Array.isArray(parts)) return undefined;
  const [kind, ...rest]: unknown[] = parts;
  const [a, b, c] = rest.map((part) => (typeof part === "string" ? part : undefined));
  if (kind === "commits" && a !== undefined && b !== undefined && c !== undefined)
    return { kind, cluster: a, group: b, topic: c };
  if (kind === "ends" && a !== undefined && b !== undefined) return { kind, cluster: a, topic: b };
  if (kind === "incident" && a !== undefined) return { kind, key: a };
  if (kind === "silence" && a !== undefined) return { kind, id: a };
  return undefined;
}

export const commitsKey = (cluster: string, group: string, topic: string, first: number): string =>
  JSON.stringify(["commits", cluster, group, topic, first]);
export const endsKey = (cluster: string, topic: string, first: number): string =>
  JSON.stringify(["ends", cluster, topic, first]);
export const incidentKey = (key: string): string => JSON.stringify(["incident", key]);
export const silenceKey = (id: string): string => JSON.stringify(["silence", id]);

export function commitsText({ topicId, partitionCount, windows }: CommitsValue): string {
  const partitions: Record<string, unknown> = {};
  for (const [partition, commits] of windows) {
    partitions[String(partition)] = [
      steps(commits.map((one) => one.offset)),
      steps(commits.map((one) => one.order)),
      steps(commits.map((one) => one.timestampMs)),
      steps(commits.map((one) => Math.floor(one.observedAtMs / 1000))),
      commits.map((one) => one.lag),
    ];
  }
  return JSON.stringify({ id: topicId ?? null, count: partitionCount, partitions });
}

/** Undefined for a text that is no such value. */
export function parseCommits(text: string): CommitsValue | undefined {
  const read = partitionsOf(text);
  if (read === undefined) return undefined;
  const windows = new Map<number, StoredCommit[]>();
  for (const [partition, rows] of read.partitions) {
    const [offsets, orders, times, seen] = rows.slice(0, 4).map(sums);
    const lags: unknown = rows[4];
    if (offsets === undefined || orders === undefined || times === undefined || seen === undefined) return undefined;
    if (!Array.isArray(lags) || [orders, times, seen, lags].some((row) => row.length !== offsets.length))
      return undefined;
    const known: readonly unknown[] = lags;
    windows.set(
      partition,
      offsets.map((offset, index) => {
        const lag = known[index];
        const observedAtMs = (seen[index] ?? 0) * 1000;
        const [order, timestampMs] = [orders[index] ?? 0, times[index] ?? 0];
        return { offset, order, timestampMs, observedAtMs, lag: typeof lag === "number" ? lag : null };
      }),
    );
  }
  return { topicId: read.topicId, partitionCount: read.partitionCount, windows };
}

export function endsText({ topicId, partitionCount, samples }: EndsValue): string {
  const partitions: Record<string, unknown> = {};
  for (const [partition, row] of samples) {
    partitions[String(partition)] = [steps(row.map(([offset]) => offset)), steps(row.map(([, timeMs]) => timeMs))];
  }
  return JSON.stringify({ id: topicId ?? null, count: partitionCount, partitions });
}

/** Undefined for a text that is no such value. */
export function parseEnds(text: string): EndsValue | undefined {
  const read = partitionsOf(text);
  if (read === undefined) return undefined;
  const samples = new Map<number, (readonly [number, number])[]>();
  for (const [partition, rows] of read.partitions) {
    const [offsets, times] = rows.map(sums);
    if (offsets === undefined || times?.length !== offsets.length) return undefined;
    samples.set(
      partition,
      offsets.map((offset, index) => [offset, times[index] ?? 0]),
    );
  }
  return { topicId: read.topicId, partitionCount: read.partitionCount, samples };
}

export function incidentText({ id, startMs, wasSilent, lastSentMs }: IncidentState): string {
  return JSON.stringify({ id, startMs, wasSilent, lastSentMs: Object.fromEntries(lastSentMs) });
}

/** Undefined for a text that is no such value. */
export function parseIncident(text: string): IncidentState | undefined {
  const { id, startMs, wasSilent, lastSentMs } = recordOf(parsed(text));
  if (typeof id !== "string" || typeof startMs !== "number") return undefined;
  const sent = Object.entries(recordOf(lastSentMs)).flatMap(([name, ms]) =>
    typeof ms === "number" ? [[name, ms] as const] : [],
  );
  return { id, startMs, wasSilent: wasSilent === true, lastSentMs: new Map(sent) };
}

export function silenceText({ cluster, group, fromMs, untilMs, comment, createdBy }: SilenceRequest): string {
  return JSON.stringify({ cluster, group, fromMs, untilMs, comment, createdBy });
}

/** Undefined for a text that is no such value. */
export function parseSilence(text: string): SilenceRequest | undefined {
  const { cluster, group, fromMs, untilMs, comment, createdBy } = recordOf(parsed(text));
  if (typeof cluster !== "string" || typeof group !== "string") return undefined;
  if (typeof fromMs !== "number" || typeof untilMs !== "number") return undefined;
  return {
    cluster,
    group,
    fromMs,
    untilMs,
    comment: typeof comment === "string" ? comment : "",
    createdBy: typeof createdBy === "string" ? createdBy : "",
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function partitionsOf(text: string): (StoredTopic & { partitions: Map<number, unknown[]> }) | undefined {
  const { id, count, partitions } = recordOf(parsed(text));
  if (typeof count !== "number") return undefined;
  const found = new Map<number, unknown[]>();
  for (const [partition, rows] of Object.entries(recordOf(partitions))) {
    const number = Number(partition);
    if (!Number.isInteger(number) || number < 0 || number >= count || !Array.isArray(rows)) return undefined;
    found.set(number, rows);
  }
  return { topicId: typeof id === "string" ? id : undefined, partitionCount: count, partitions: found };
}

function steps(numbers: readonly number[]): number[] {
  return numbers.map((number, index) => (index === 0 ? number : number - (numbers[index - 1] ?? 0)));
}

function sums(row: unknown): number[] | undefined {
  if (!Array.isArray(row)) return undefined;
  let sum = 0;
  const numbers: number[] = [];
  for (const step of row as readonly unknown[]) {
    if (typeof step !== "number" || !Number.isSafeInteger(step)) return undefined;
    sum += step;
    numbers.push(sum);
  }
  return numbers;
}
