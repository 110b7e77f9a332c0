// The advice in words: what was measured, how the number comes out of it, what it costs, and what becomes of keys.
import type { GroupMeasure, ProducerMeasure, TrialMeasure } from "./measure.ts";
import type { Advice, Cost, Measured, Wishes } from "./partition-advice.ts";

export interface Report extends Wishes {
  readonly topic: string;
  readonly measured: Measured;
  /** undefined where the rates were given. */
  readonly producers: ProducerMeasure | undefined;
  readonly group: (GroupMeasure & { readonly name: string }) | undefined;
  readonly trial: TrialMeasure | undefined;
  /** What was said that a record takes, in ms. */
  readonly processingMs: number;
  readonly consumerRateFrom: "given" | "group" | "trial";
  readonly durationMs: number;
  readonly advice: Advice;
  readonly costNow: Cost;
  readonly costThen: Cost;
  readonly replicasByBroker: ReadonlyMap<number, number>;
  /** The share of keys that get another partition, 0 to 1. */
  readonly movedKeys: number;
  readonly isCompacted: boolean;
}

const rate = (value: number): string => `${value >= 100 ? Math.round(value) : value.toFixed(1)} records/s`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

function size(bytes: number): string {
  for (const [unit, least] of [
    ["GiB", 2 ** 30],
    ["MiB", 2 ** 20],
    ["KiB", 2 ** 10],
  ] as const)
    if (bytes >= least) return `${(bytes / least).toFixed(1)} ${unit}`;
  return `${Math.round(bytes)} bytes`;
}

function producers({ producers: seen, measured, durationMs }: Report): string[] {
  if (seen === undefined) return [`Producers: ${rate(measured.producerRate)}, as you said.`];
  const from = new Date(seen.busiestFromMs).toISOString();
  const lines = [
    `Producers: ${rate(seen.liveRate)} over the last ${Math.round(durationMs / 1_000)} s; ${rate(seen.busiestRate)} in the busiest ` +
      `${Math.round(seen.partMs / 60_000)} min, from ${from}. A record takes ${size(measured.recordBytes)} on disk.`,
  ];
  if (measured.partitionCount > 1 && !Number.isNaN(seen.busiestShare))
    lines.push(
      `Partition ${seen.busiestPartition} gets ${percent(seen.busiestShare)} of them; ${percent(1 / measured.partitionCount)} would be even.`,
    );
  return lines;
}

function consumers({ group, trial, consumerRateFrom, processingMs, measured }: Report): string[] {
  const lines: string[] = [];
  if (group !== undefined && consumerRateFrom === "group") {
    lines.push(
      `Consumers: ${group.busyMembers} of ${group.members} members of ${group.name} had a lag all the time and read ${rate(group.rate)} together, ` +
        `${rate(measured.consumerRate)} each.`,
    );
  } else if (group !== undefined && consumerRateFrom === "trial") {
    lines.push(`Group ${group.name} keeps up: what it reads is what is written, and what it could read is not seen.`);
  }
  if (trial !== undefined) {
    lines.push(
      `Consumers: a trial run read ${trial.records} records at ${rate(trial.rate)}.`,
      processingMs > 0
        ? `With ${processingMs} ms for each record that is ${rate(measured.consumerRate)}.`
        : "It did nothing with them: a consumer that works is slower (--processing-ms, --consumer-rate).",
    );
  }
  if (consumerRateFrom === "given") lines.push(`Consumers: ${rate(measured.consumerRate)} each, as you said.`);
  return lines;
}

function answer({ topic, measured, advice, growth, headRoom }: Report): string[] {
  const { neededPartitions, requiredRate, isEnough } = advice;
  const { consumerRate, partitionCount, producerRate } = measured;
  const lines = [
    `Expected: ${rate(producerRate)} × ${growth} (growth) × ${headRoom} (head-room) = ${rate(requiredRate)}.`,
    "Producers must be slower than consumers together, and a partition has one consumer of a group at most:",
    `  ${rate(requiredRate)} < ${rate(consumerRate)} × ${neededPartitions} = ${rate(consumerRate * neededPartitions)}`,
    isEnough
      ? `${neededPartitions} needed, ${partitionCount} there: enough.`
      : `${neededPartitions} needed, ${partitionCount} there: kafka-topics.sh --alter --topic ${topic} --partitions ${neededPartitions}`,
  ];
  if (advice.isOnePartitionTooBusy) {
    lines.push(
      "One partition alone gets more than one consumer can read. More partitions help where many keys share it; a single key that is so busy has to be split.",
    );
  }
  return lines;
}

function cost({ costNow, costThen, measured, advice, replicasByBroker }: Report): string[] {
  const brokers = Math.max(1, replicasByBroker.size);
  const present = [...replicasByBroker.values()].reduce((sum, count) => sum + count, 0);
  const more = costThen.replicas - costNow.replicas;
  const change = (now: string, then: string): string => (now === then ? now : `${now} → ${then}`);
  return [
    `Replicas: ${change(String(costNow.replicas), String(costThen.replicas))}; the ${brokers} broker${brokers === 1 ? " has" : "s have"} ${present} now, ` +
      `${((present + more) / brokers).toFixed(1)} each then.`,
    `Files: ${change(String(costNow.files), String(costThen.files))}, and indexes of the segments being written reserve ` +
      `${change(size(costNow.indexBytes), size(costThen.indexBytes))} of address space.`,
    `A producer may hold ${change(size(costNow.producerBytes), size(costThen.producerBytes))} in batches (batch.size 16384), the consumers ` +
      `${change(size(costNow.consumerBytes), size(costThen.consumerBytes))} fetched (max.partition.fetch.bytes 1048576).`,
    ...(measured.partitionCount === advice.advisedPartitions ? [] : ["Partitions can be added, never taken away."]),
  ];
}

function keys({ movedKeys, advice, measured, trial, isCompacted }: Report): string[] {
  if (advice.advisedPartitions === measured.partitionCount)
    return ["The number stays, and so does the partition of each key."];
  const keyed = trial === undefined || Number.isNaN(trial.keyedShare) ? undefined : trial.keyedShare;
  if (keyed === 0) return ["No record that was read has a key: nothing depends on which partition it is in."];
  const lines = [
    `${percent(movedKeys)} of keys get another partition (murmur2 modulo ${advice.advisedPartitions} instead of ${measured.partitionCount})` +
      `${keyed === undefined ? "" : `; ${percent(keyed)} of the records that were read have one`}.`,
    "Their old records stay where they are: the order of a key's records, and whatever a consumer keeps by partition, breaks at that moment. " +
      "Let consumers read to the end first, or fill a new topic.",
  ];
  if (isCompacted)
    lines.push("The topic is compacted: the last value in the old partition is never replaced by one in the new.");
  return lines;
}

/** The whole report, a paragraph for each question. */
export function explain(report: Report): string {
  const { topic, measured } = report;
  const paragraphs: (readonly [string, readonly string[]])[] = [
    [`Topic ${topic}: ${measured.partitionCount} partitions, replication factor ${measured.replicationFactor}`, []],
    ["Measured", [...producers(report), ...consumers(report)]],
    ["Answer", answer(report)],
    ["What it costs", cost(report)],
    ["What becomes of keys", keys(report)],
  ];
  return paragraphs.map(([title, lines]) => `${[title, ...lines.map((line) => `  ${line}`)].join("\n")}\n`).join("\n");
}
