// A large group whose members are restarted one after the other, as a deployment does it: how long that takes, and how long records of a
// partition that stays with its member are not given meanwhile. Every member is a consumer of @ottla/client in this process, on both brokers.
import { Consumer, Producer } from "@ottla/client";
import { alternate, median } from "./lib/bench.ts";
import type { Bench, Figure } from "./lib/bench.ts";
import { figuresOf, milliseconds } from "./lib/matrix.ts";
import type { Quantity } from "./lib/matrix.ts";
import { cpuSeconds, startApacheServer, startOttla } from "./lib/server.ts";
import type { Server } from "./lib/server.ts";
import { createTopic } from "./lib/topics.ts";

/** Smaller groups to try the benchmark out: `OTTLA_BENCH_MEMBERS=10`. */
const MEMBERS = Number(process.env["OTTLA_BENCH_MEMBERS"] ?? 100);
const PARTITIONS = MEMBERS * 10;
/** Every tenth partition gets records, so often that a pause is seen to within this. */
const WATCHED: readonly number[] = Array.from({ length: MEMBERS }, (_, i) => i * 10);
const RECORD_EVERY_MS = 20;
const HEARTBEAT_MS = 500;
const SETTLED_WITHIN_MS = 120_000;

/** The same on both: a rebalance is heard of with the next heartbeat, and nobody waits for a group to fill. */
const BROKER_CONFIG: Readonly<Record<string, string>> = {
  "group.initial.rebalance.delay.ms": "0",
  "group.consumer.min.heartbeat.interval.ms": String(HEARTBEAT_MS),
  "group.consumer.heartbeat.interval.ms": String(HEARTBEAT_MS),
};

interface Protocol {
  readonly "group.protocol"?: "consumer";
  readonly "partition.assignment.strategy"?: string;
  readonly "heartbeat.interval.ms"?: number;
}

const PROTOCOLS: ReadonlyMap<string, Protocol> = new Map<string, Protocol>([
  ["classic, eager", { "partition.assignment.strategy": "range", "heartbeat.interval.ms": HEARTBEAT_MS }],
  [
    "classic, cooperative-sticky",
    { "partition.assignment.strategy": "cooperative-sticky", "heartbeat.interval.ms": HEARTBEAT_MS },
  ],
  ["KIP-848", { "group.protocol": "consumer" }],
]);

interface Run {
  readonly formSeconds: number;
  readonly restartSeconds: number;
  readonly pauseMedianMs: number;
  readonly pauseMaxMs: number;
  readonly cpuSeconds: number;
}

const QUANTITIES: readonly Quantity<Run>[] = [
  { name: "forming the group", unit: "s", higherIsBetter: false, of: (run) => run.formSeconds },
  { name: "rolling restart", unit: "s", higherIsBetter: false, of: (run) => run.restartSeconds },
  milliseconds("longest pause of a retained partition, median restart", (run) => run.pauseMedianMs),
  milliseconds("longest pause of a retained partition, worst restart", (run) => run.pauseMaxMs),
  { name: "broker CPU of the rolling restart", unit: "s", higherIsBetter: false, of: (run) => run.cpuSeconds },
];

/** Who has which partition, and the longest time that a partition gave nothing while it stayed where it was. */
class Observer {
  readonly #owners = new Map<number, number>();
  readonly #counts = new Map<number, number>();
  readonly #last = new Map<number, { readonly member: number; readonly ms: number }>();
  longestPauseMs = 0;

  assigned(member: number, partitions: readonly { readonly partition: number }[]): void {
    for (const { partition } of partitions) this.#owners.set(partition, member);
    this.#counts.set(member, (this.#counts.get(member) ?? 0) + partitions.length);
  }

  revoked(member: number, partitions: readonly { readonly partition: number }[]): void {
    for (const { partition } of partitions) {
      if (this.#owners.get(partition) === member) this.#owners.delete(partition);
    }
    this.#counts.set(member, (this.#counts.get(member) ?? 0) - partitions.length);
  }

  gave(member: number, partition: number): void {
    const ms = performance.now();
    const last = this.#last.get(partition);
    if (last?.member === member) this.longestPauseMs = Math.max(this.longestPauseMs, ms - last.ms);
    this.#last.set(partition, { member, ms });
  }

  /** Every partition is with somebody, and these members have some each. */
  isSettled(members: Iterable<number>): boolean {
    return this.#owners.size === PARTITIONS && [...members].every((member) => (this.#counts.get(member) ?? 0) > 0);
  }
}

/** A consumer that polls until it is stopped. */
class Member {
  readonly #consumer: Consumer;
  readonly #polling: Promise<void>;
  #isOver = false;

  constructor(bootstrap: string, topic: string, number: number, protocol: Protocol, observer: Observer) {
    this.#consumer = new Consumer({
      "bootstrap.servers": bootstrap,
      "group.id": topic,
      "auto.offset.reset": "latest",
      ...protocol,
    });
    this.#consumer.subscribe([topic], {
      onPartitionsAssigned: (partitions) => observer.assigned(number, partitions),
      onPartitionsRevoked: (partitions) => observer.revoked(number, partitions),
    });
    this.#polling = this.#poll(number, observer);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#polling;
    await this.#consumer.close();
  }

  async #poll(number: number, observer: Observer): Promise<void> {
    while (!this.#isOver) {
      const partitions = new Set<number>();
      for (const { partition } of await this.#consumer.poll({ timeoutMs: 100 })) partitions.add(partition);
      for (const partition of partitions) observer.gave(number, partition);
    }
  }
}

/** Sends a record to every watched partition again and again; returns the way to end it. */
function feed(bootstrap: string, topic: string): () => Promise<void> {
  const producer = new Producer({ "bootstrap.servers": bootstrap, "linger.ms": 0 });
  const timer = setInterval(() => {
    for (const partition of WATCHED) void producer.send({ topic, partition, value: "v" }).catch(() => {});
  }, RECORD_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await producer.close();
  };
}

async function untilSettled(observer: Observer, members: ReadonlyMap<number, Member>): Promise<void> {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  while (!observer.isSettled(members.keys())) {
    if (performance.now() > deadline) throw new Error("the group does not come to rest");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

let runNumber = 0;

async function once(server: Server, protocol: Protocol, say: (text: string) => void): Promise<Run> {
  runNumber += 1;
  const topic = `rebalance-${runNumber}`;
  await createTopic(server, topic, PARTITIONS);
  const observer = new Observer();
  const members = new Map<number, Member>();
  const start = (number: number): void => {
    members.set(number, new Member(server.bootstrap, topic, number, protocol, observer));
  };
  const formStartMs = performance.now();
  for (let number = 0; number < MEMBERS; number++) start(number);
  await untilSettled(observer, members);
  const formSeconds = (performance.now() - formStartMs) / 1000;
  const stopFeeding = feed(server.bootstrap, topic);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const pauses: number[] = [];
  const [startMs, startCpu] = [performance.now(), cpuSeconds(server.pid)];
  for (const [number, member] of [...members]) {
    observer.longestPauseMs = 0;
    members.delete(number);
    await member.stop();
    start(number + MEMBERS);
    await untilSettled(observer, members);
    pauses.push(observer.longestPauseMs);
  }
  const restartSeconds = (performance.now() - startMs) / 1000;
  const cpu = cpuSeconds(server.pid) - startCpu;
  await stopFeeding();
  await Promise.all([...members.values()].map((member) => member.stop()));
  say(
    `${server.name}: ${restartSeconds.toFixed(1)} s, pauses ${median(pauses).toFixed(0)} ms, ${Math.max(...pauses).toFixed(0)} ms at most`,
  );
  return {
    formSeconds,
    restartSeconds,
    pauseMedianMs: median(pauses),
    pauseMaxMs: Math.max(...pauses),
    cpuSeconds: cpu,
  };
}

export const bench: Bench = {
  name: "group-rebalance",
  about: `A group of ${MEMBERS} members on ${PARTITIONS} partitions whose members are restarted one after the other.`,
  async run(context) {
    const ottla = await startOttla({ overrides: BROKER_CONFIG });
    const apache = await startApacheServer({ overrides: BROKER_CONFIG });
    for (const { configuration } of [ottla, apache]) context.note(configuration);
    const figures: Figure[] = [];
    for (const [name, protocol] of PROTOCOLS) {
      if (!context.wants(name)) continue;
      context.say(name);
      const runs = await alternate(
        context.rounds,
        () => once(ottla, protocol, context.say),
        () => once(apache, protocol, context.say),
      );
      figures.push(...figuresOf(name, runs, QUANTITIES));
    }
    await ottla.stop();
    await apache.stop();
    return figures;
  },
};
