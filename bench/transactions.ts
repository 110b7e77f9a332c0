// Exactly once as an application does it: consume, transform, produce, commit the offsets with the records. First a transaction after the other as
// fast as it goes, then records at a fixed rate through such a loop to a read_committed reader. @ottla/client loads both brokers.
import { Consumer, Producer } from "@ottla/client";
import { alternate } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { figuresOf, milliseconds } from "./lib/matrix.ts";
import type { Quantity } from "./lib/matrix.ts";
import { cpuSeconds, startBoth } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

const TRANSACTIONS = 1000;
const WARM_UP_TRANSACTIONS = 200;
const RECORDS_A_TRANSACTION = 10;
const RECORDS_PER_SECOND = 1000;
const MEASURED_MS = 15_000;
const TICK_MS = 10;

interface Run {
  readonly transactionsPerSecond: number;
  readonly cpuMsPerTransaction: number;
  readonly p50: number;
  readonly p99: number;
}

const QUANTITIES: readonly Quantity<Run>[] = [
  { name: "rate", unit: "transactions/s", higherIsBetter: true, of: (run) => run.transactionsPerSecond },
  { name: "broker CPU", unit: "ms/transaction", higherIsBetter: false, of: (run) => run.cpuMsPerTransaction },
  milliseconds(`end to end at ${RECORDS_PER_SECOND} records/s: p50`, (run) => run.p50),
  milliseconds(`end to end at ${RECORDS_PER_SECOND} records/s: p99`, (run) => run.p99),
];

let runNumber = 0;

/** Copies records of one topic to another, each poll in one transaction, until `isOver`. */
async function copy(
  server: Server,
  topics: readonly [string, string],
  recordsMax: number,
  isOver: () => boolean,
): Promise<void> {
  const [from, to] = topics;
  await using producer = new Producer({ "bootstrap.servers": server.bootstrap, "transactional.id": `copier-${from}` });
  await using consumer = new Consumer({
    "bootstrap.servers": server.bootstrap,
    "group.id": `copiers-${from}`,
    "auto.offset.reset": "earliest",
    "enable.auto.commit": false,
    "isolation.level": "read_committed",
    "max.poll.records": recordsMax,
    "fetch.min.bytes": 1,
  });
  await producer.initTransactions();
  consumer.subscribe([from]);
  while (!isOver()) {
    const records = await consumer.poll({ timeoutMs: 50 });
    if (records.isEmpty) continue;
    producer.beginTransaction();
    let offset = 0;
    for (const record of records) {
      void producer.send({ topic: to, partition: 0, value: record.value, timestamp: record.timestamp }).catch(() => {});
      offset = record.offset + 1;
    }
    await producer.sendOffsetsToTransaction([{ topic: from, partition: 0, offset }], consumer.groupMetadata());
    await producer.commitTransaction();
    onTransaction?.();
  }
}

let onTransaction: (() => void) | undefined;

/** How long `count` transactions take after some to warm up, and what CPU the broker used for them. */
async function transactionsOf(
  server: Server,
  topics: readonly [string, string],
): Promise<Pick<Run, "transactionsPerSecond" | "cpuMsPerTransaction">> {
  await using feeder = new Producer({ "bootstrap.servers": server.bootstrap, "linger.ms": 5 });
  const count = (TRANSACTIONS + WARM_UP_TRANSACTIONS) * RECORDS_A_TRANSACTION;
  await Promise.all(
    Array.from({ length: count }, (_, i) => feeder.send({ topic: topics[0], partition: 0, value: `value-${i}` })),
  );
  let done = 0;
  let [startMs, startCpu] = [0, 0];
  onTransaction = () => {
    done += 1;
    if (done === WARM_UP_TRANSACTIONS) [startMs, startCpu] = [performance.now(), cpuSeconds(server.pid)];
  };
  await copy(server, topics, RECORDS_A_TRANSACTION, () => done >= TRANSACTIONS + WARM_UP_TRANSACTIONS);
  const seconds = (performance.now() - startMs) / 1000;
  return {
    transactionsPerSecond: TRANSACTIONS / seconds,
    cpuMsPerTransaction: ((cpuSeconds(server.pid) - startCpu) * 1000) / TRANSACTIONS,
  };
}

/** Milliseconds from when a record was due until a read_committed reader had its copy. */
async function latencies(server: Server, topics: readonly [string, string]): Promise<number[]> {
  const [from, to] = topics;
  const state = { isOver: false };
  onTransaction = undefined;
  const copying = copy(server, topics, 500, () => state.isOver);
  const found: number[] = [];
  const reading = read(server, to, found, () => state.isOver);
  await using feeder = new Producer({ "bootstrap.servers": server.bootstrap, "linger.ms": 0 });
  const startMs = performance.now();
  for (let sent = 0; performance.now() - startMs < MEASURED_MS;) {
    const due = Math.floor(((performance.now() - startMs) / 1000) * RECORDS_PER_SECOND);
    for (; sent < due; sent++) {
      const dueMs = startMs + (sent * 1000) / RECORDS_PER_SECOND;
      void feeder.send({ topic: from, partition: 0, value: String(dueMs) });
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await feeder.flush();
  await new Promise((resolve) => setTimeout(resolve, 500));
  state.isOver = true;
  await Promise.all([copying, reading]);
  // The first seconds belong to the group that forms.
  return found.slice(Math.floor(found.length / 5)).sort((a, b) => a - b);
}

async function read(server: Server, topic: string, found: number[], isOver: () => boolean): Promise<void> {
  await using consumer = new Consumer({ "bootstrap.servers": server.bootstrap, "isolation.level": "read_committed" });
  const partition = { topic, partition: 0 };
  consumer.assign([partition]);
  consumer.seekToBeginning([partition]);
  while (!isOver()) {
    for (const { value } of await consumer.poll({ timeoutMs: 50 })) {
      found.push(performance.now() - Number(Buffer.from(value ?? []).toString()));
    }
  }
}

async function once(server: Server): Promise<Run> {
  runNumber += 1;
  const names = (kind: string): readonly [string, string] => [`${kind}-from-${runNumber}`, `${kind}-to-${runNumber}`];
  const [fast, paced] = [names("fast"), names("paced")];
  for (const topic of [...fast, ...paced]) await createTopic(server, topic, 1);
  const rates = await transactionsOf(server, fast);
  const sorted = await latencies(server, paced);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { ...rates, p50: at(0.5), p99: at(0.99) };
}

export const bench: Bench = {
  name: "transactions",
  about: `Consume, transform, produce: transactions of ${RECORDS_A_TRANSACTION} records one after the other, and the way through such a loop in ms.`,
  async run(context) {
    const { ottla, apache } = await startBoth(context);
    const figures: Figure[] = [];
    const runs = await alternate(
      context.rounds,
      () => once(ottla),
      () => once(apache),
    );
    figures.push(...figuresOf("exactly once", runs, QUANTITIES));
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
