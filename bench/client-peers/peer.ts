// What a client under comparison can do, and how it is measured. What a client has no call for is left out.
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Quantity } from "../lib/matrix.ts";
import { milliseconds } from "../lib/matrix.ts";
import type { Server } from "../lib/server.ts";

export const VALUE: Buffer = Buffer.alloc(100, "x");
export const BATCH = 1_000;
export const PARTITIONS = 3;
export const OUTSTANDING = 10_000;
/** How long paced records are sent, and how many a second. */
const PACED_SECONDS = 3;
export const PACED_PER_SECOND = 1_000;
export const PACED_RECORDS: number = PACED_SECONDS * PACED_PER_SECOND;

/** What a run found; whatever does not apply is left out. */
export interface Run {
  readonly perSecond?: number;
  /** Of this process; of a client in a process of its own it is not known. */
  readonly cpuMicros?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** p99.9 of the time that this process's only thread did not get round to anything else. */
  readonly blockedMs?: number;
}

export const QUANTITIES: readonly Quantity<Run>[] = [
  { name: "rate", unit: "records/s", higherIsBetter: true, of: (run) => run.perSecond ?? Number.NaN },
  { name: "client CPU", unit: "µs/record", higherIsBetter: false, of: (run) => run.cpuMicros ?? Number.NaN },
  milliseconds("p50", (run) => run.p50Ms ?? Number.NaN),
  milliseconds("p99", (run) => run.p99Ms ?? Number.NaN),
  milliseconds("p99.9 of the loop's delay", (run) => run.blockedMs ?? Number.NaN),
];

/** A topic that holds records. */
export interface FullTopic {
  readonly name: string;
  readonly count: number;
}

/** A client; each call is one run of a case. */
export interface Peer {
  readonly name: string;
  /** Ten thousand sends of a record each under way at any time. */
  singles?(server: Server, topic: string): Promise<Run>;
  /** A call with a thousand records after the other. */
  thousands?(server: Server, topic: string): Promise<Run>;
  /** A call with one record after the other. */
  awaited?(server: Server, topic: string): Promise<Run>;
  /** From the first record on, however the client gives many at once. */
  readBatches?(server: Server, topic: FullTopic): Promise<Run>;
  /** From the first record on, by a loop or a handler that is given each. */
  readEach?(server: Server, topic: FullTopic): Promise<Run>;
  /** From when a record was due to be sent until it is read, a thousand a second. */
  endToEnd?(server: Server, topic: string, lingerMs: number): Promise<Run>;
}

let groupNumber = 0;

/** A group that nobody was in before. */
export function freshGroup(): string {
  return `bench-${process.pid}-${groupNumber++}`;
}

export async function measured(count: number, work: () => Promise<unknown>): Promise<Run> {
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  await work();
  return ended(count, startMs, startCpu);
}

function ended(count: number, startMs: number, startCpu: NodeJS.CpuUsage): Run {
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(startCpu);
  return { perSecond: count / seconds, cpuMicros: (user + system) / count };
}

/** So few that a client may have fetched all of them before it gives the first. */
const FEW = 10_000;

/**
 * Measures from the first records of a topic until the last; the first come when the group is formed and connections are made. Of few records all is measured,
 * joining the group too.
 */
export class Reading {
  readonly #count: number;
  readonly #delay = monitorEventLoopDelay({ resolution: 1 });
  #read = 0;
  #first = 0;
  #startMs = 0;
  #startCpu: NodeJS.CpuUsage = { user: 0, system: 0 };

  /** To be made before the client begins. */
  constructor(count: number) {
    this.#count = count;
    if (count < FEW) this.#begin();
  }

  #begin(): void {
    [this.#startMs, this.#startCpu] = [performance.now(), process.cpuUsage()];
    this.#delay.enable();
  }

  /** Some records were read; true when these were the last. */
  gave(count: number): boolean {
    if (this.#read === 0 && this.#count >= FEW) {
      this.#first = count;
      this.#begin();
    }
    this.#read += count;
    return this.#read >= this.#count;
  }

  end(): Run {
    this.#delay.disable();
    const blockedMs = this.#delay.percentile(99.9) / 1e6;
    return { ...ended(this.#read - this.#first, this.#startMs, this.#startCpu), blockedMs };
  }
}

export async function oneAfterTheOther(count: number, send: () => Promise<unknown>): Promise<Run> {
  const times: number[] = [];
  const run = await measured(count, async () => {
    for (let sent = 0; sent < count; sent++) {
      const startMs = performance.now();
      await send();
      times.push(performance.now() - startMs);
    }
  });
  return { ...run, ...percentiles(times) };
}

export async function outstanding(count: number, send: () => Promise<unknown>): Promise<Run> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < count) {
      begun++;
      await send();
    }
  };
  return await measured(count, () => Promise.all(Array.from({ length: Math.min(OUTSTANDING, count) }, worker)));
}

function percentiles(times: number[]): Run {
  times.sort((left, right) => left - right);
  const at = (share: number): number => times[Math.floor((times.length - 1) * share)] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Records with the time when they were due to be sent: a sender that falls behind does not hide it. */
export class Paced {
  readonly #times: number[] = [];
  readonly #all = Promise.withResolvers<void>();

  /** Sends one after the other when it is due; resolves when all have been read. */
  async send(send: (value: Buffer) => Promise<unknown>): Promise<Run> {
    const startMs = performance.now();
    for (let sent = 0; sent < PACED_RECORDS;) {
      const dueMs = startMs + (sent * 1_000) / PACED_PER_SECOND;
      if (dueMs > performance.now()) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      const value = Buffer.alloc(VALUE.length);
      value.writeDoubleLE(dueMs);
      send(value).catch(this.#all.reject);
      sent++;
    }
    await this.#all.promise;
    return percentiles(this.#times);
  }

  /** A record was read; true when it was the last. */
  got(value: Uint8Array): boolean {
    const sentMs = new DataView(value.buffer, value.byteOffset).getFloat64(0, true);
    this.#times.push(performance.now() - sentMs);
    if (this.#times.length < PACED_RECORDS) return false;
    this.#all.resolve();
    return true;
  }
}
