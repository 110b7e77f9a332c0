/**
 * The shipping log on the virtual disk against a model: random appends, rolls, flushes, truncations, write errors, full disks, crashes that tear and
 * lose, and recoveries. After every start the log must be a prefix of what was ever reserved, must hold all that was promised, and
 * offsets, indexes, timestamps and producers must agree with it.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import {
  BatchIterator,
  baseOffsetAt,
  baseSequenceAt,
  crcAt,
  lastOffsetAt,
  producerIdAt,
  recordCountAt,
  verifyCrc,
} from "@ottla/records";
import { StorageError } from "../storage-error.ts";
import { batch, openTestLog, readAll, type TestLog } from "../testing/fixtures.ts";

const SEED = process.env["OTTLA_SIMULATION_SEED"];
const RUNS = Number(process.env["OTTLA_SIMULATION_RUNS"] ?? (SEED === undefined ? 150 : 1));
const STEPS = 60;
/** Found defects: 897982 a segment whose roll was taken back and whose file came back with a power failure. */
const KEPT_SEEDS = SEED === undefined ? [897_982] : [];

interface ModelBatch {
  readonly firstOffset: number;
  readonly lastOffset: number;
  readonly crc: number;
  readonly producerId: bigint;
  readonly sequence: number;
}

/** Which kinds of trouble came up: a simulation that met none of one kind proves nothing about it. */
interface Counters {
  crashes: number;
  powerFailures: number;
  tornTails: number;
  writeErrors: number;
  fullDisks: number;
  rolls: number;
  truncations: number;
  duplicates: number;
}

class Run {
  readonly #random: Prng;
  readonly #counters: Counters;
  /** What a reader may find, oldest first. */
  #batches: ModelBatch[] = [];
  /** Records below this must survive a power failure. */
  #durableEnd = 0;
  /** Records below this were acknowledged: they must survive the end of the process. */
  #writtenEnd = 0;
  #nextSequence = new Map<bigint, number>();
  #failNextWrite = false;
  #test!: TestLog;

  constructor(seed: number, counters: Counters) {
    this.#random = new Prng(seed);
    this.#counters = counters;
  }

  async play(): Promise<void> {
    const flushMessages = this.#below(3) === 0 ? 1 : Infinity;
    this.#test = await openTestLog({
      config: {
        segmentBytes: 2000 + this.#below(4000),
        indexIntervalBytes: this.#below(600),
        segmentIndexBytes: 64 + this.#below(400),
        flushMessages,
        preallocate: this.#below(5) === 0,
      },
      tailCacheBytesMax: this.#below(2) * 20_000,
      diskOptions: {
        tracksDurability: true,
        onOperation: (operation) => {
          if (operation.kind !== "write" || !operation.path.endsWith(".log") || !this.#failNextWrite) return undefined;
          this.#failNextWrite = false;
          const isFull = this.#below(2) === 0;
          if (isFull) this.#counters.fullDisks++;
          else this.#counters.writeErrors++;
          return {
            error: new StorageError("NO_SPACE", "no space left on device"),
            writtenBytes: isFull ? this.#below(operation.bytes + 1) : 0,
          };
        },
      },
    });
    // The log manager's part: the partition's directory is there for good.
    for (const directory of ["/", "/d"]) await this.#test.disk.syncDirectory(directory);
    for (let step = 0; step < STEPS; step++) await this.#step(flushMessages);
    await this.#crash();
    await this.#verify();
  }

  async #step(flushMessages: number): Promise<void> {
    switch (this.#below(12)) {
      case 0:
        return await this.#crash();
      case 1:
        // Only a log that cannot be written refuses.
        await this.#test.log.roll().catch(() => assert.ok(this.#test.log.failure));
        this.#counters.rolls++;
        return;
      case 2: {
        const end = this.#test.log.logEndOffset;
        await this.#test.log.flush();
        this.#durableEnd = Math.max(this.#durableEnd, end);
        return;
      }
      case 3:
        return await this.#truncate();
      case 4:
        this.#failNextWrite = true;
        return await this.#appendSome(flushMessages);
      case 5:
        return await this.#readRandom();
      case 6:
        return await this.#restartCleanly();
      default:
        return await this.#appendSome(flushMessages);
    }
  }

  /** Several at once, so that they are grouped, and fail together. */
  async #appendSome(flushMessages: number): Promise<void> {
    const { log } = this.#test;
    const appends = Array.from({ length: 1 + this.#below(5) }, () => {
      const count = 1 + this.#below(4);
      const producerId = BigInt(this.#below(4)) - 1n;
      const isIdempotent = producerId >= 0n;
      const sequence = isIdempotent ? (this.#nextSequence.get(producerId) ?? 0) : -1;
      if (isIdempotent) this.#nextSequence.set(producerId, sequence + count);
      const records = Array.from({ length: count }, () => ({
        key: "k",
        value: "v".repeat(this.#below(300)),
        timestamp: 1_735_689_600_000 + this.#below(100_000),
      }));
      const bytes = batch({ records, ...(isIdempotent ? { producerId, baseSequence: sequence } : {}) });
      return { producerId, sequence, bytes, done: log.appendAsLeader(bytes, { leaderEpoch: 0 }) };
    });
    let hasFailed = false;
    for (const { producerId, sequence, bytes, done } of appends) {
      const info = await done;
      hasFailed ||= info.errorCode !== 0;
      if (info.errorCode !== 0) continue;
      assert.ok(!info.isDuplicate, "a new sequence is no duplicate");
      assert.equal(info.firstOffset, this.#end, "offsets have no gap and are used once");
      this.#batches.push({
        firstOffset: info.firstOffset,
        lastOffset: info.lastOffset,
        crc: crcAt(bytes, 0),
        producerId,
        sequence,
      });
    }
    this.#writtenEnd = this.#end;
    if (flushMessages === 1 && !hasFailed) this.#durableEnd = this.#end;
    assert.equal(log.logEndOffset, this.#end);
    if (hasFailed) this.#forgetLostSequences();
    else await this.#repeatLast();
  }

  /** A failed write took its sequences back: the producer goes on where the log knows it. */
  #forgetLostSequences(): void {
    this.#nextSequence = new Map();
    for (const { producerId, sequence, firstOffset, lastOffset } of this.#batches) {
      if (producerId >= 0n) this.#nextSequence.set(producerId, sequence + lastOffset - firstOffset + 1);
    }
  }

  /** A retry of the last batch of a producer is answered with its first offset. */
  async #repeatLast(): Promise<void> {
    const last = this.#batches.at(-1);
    if (!last || last.producerId < 0n) return;
    const count = last.lastOffset - last.firstOffset + 1;
    const bytes = batch({ count, producerId: last.producerId, baseSequence: last.sequence });
    const info = await this.#test.log.appendAsLeader(bytes, { leaderEpoch: 0 });
    assert.deepEqual([info.errorCode, info.isDuplicate, info.firstOffset], [0, true, last.firstOffset]);
    this.#counters.duplicates++;
  }

  async #truncate(): Promise<void> {
    if (this.#batches.length < 2 || this.#below(3) > 0) return;
    const cut = this.#batches[this.#below(this.#batches.length)]!;
    await this.#test.log.truncateTo(cut.firstOffset);
    this.#batches = this.#batches.filter((known) => known.firstOffset < cut.firstOffset);
    this.#writtenEnd = Math.min(this.#writtenEnd, cut.firstOffset);
    this.#durableEnd = Math.min(this.#durableEnd, cut.firstOffset);
    this.#forgetLostSequences();
    this.#counters.truncations++;
    await this.#verify();
  }

  async #restartCleanly(): Promise<void> {
    const { log } = this.#test;
    const { recoveryPoint, logStartOffset } = log;
    await log.close();
    const hadCleanShutdown = log.failure === undefined;
    await this.#test.reopen({ hadCleanShutdown, recoveryPoint, logStartOffset });
    if (hadCleanShutdown) this.#durableEnd = this.#end;
    else await this.#adoptUnacknowledged();
    this.#forgetLostSequences();
    await this.#verify();
  }

  async #crash(): Promise<void> {
    const { log, disk } = this.#test;
    const { recoveryPoint } = log;
    const kind = this.#below(2) === 0 ? "process" : "power";
    // Something is under way when it happens.
    const lost = this.#below(2) === 0 ? [] : [log.appendAsLeader(batch({ count: 2 }), { leaderEpoch: 0 })];
    if (kind === "process") this.#counters.crashes++;
    else this.#counters.powerFailures++;
    this.#failNextWrite = false;
    disk.crash({ random: this.#random, kind });
    await Promise.all(lost);
    await log.closeHandlers().catch(() => {});
    // A torn tail, as a dying machine may leave it.
    if (kind === "power" && this.#below(3) === 0) await this.#addGarbage();
    await this.#test.reopen({ recoveryPoint });
    const end = this.#test.log.logEndOffset;
    const promised = kind === "power" ? this.#durableEnd : this.#writtenEnd;
    assert.ok(end >= promised, `the log ends at ${end}, ${promised} was promised after a ${kind} failure`);
    // What was not durable may be there, or not, or be what an earlier failed write had put there.
    const known = kind === "power" ? this.#durableEnd : end;
    this.#batches = this.#batches.filter((one) => one.lastOffset < known);
    await this.#adoptUnacknowledged();
    this.#writtenEnd = this.#end;
    this.#durableEnd = Math.min(this.#durableEnd, this.#end);
    this.#forgetLostSequences();
    await this.#verify();
  }

  /** An append that was never answered may be there or not. */
  async #adoptUnacknowledged(): Promise<void> {
    for (let before = -1; before < this.#end && this.#end < this.#test.log.logEndOffset;) {
      before = this.#end;
      const { bytes } = await readAll(this.#test.log, { startOffset: before });
      const iterator = new BatchIterator(bytes);
      while (iterator.next()) {
        const at = iterator.position;
        this.#batches.push({
          firstOffset: baseOffsetAt(bytes, at),
          lastOffset: lastOffsetAt(bytes, at),
          crc: crcAt(bytes, at),
          producerId: producerIdAt(bytes, at),
          sequence: baseSequenceAt(bytes, at),
        });
      }
    }
  }

  async #addGarbage(): Promise<void> {
    const { disk } = this.#test;
    const names = (await disk.list("/d/t-0")).map(({ name }) => name).filter((name) => name.endsWith(".log"));
    const last = names.at(-1);
    if (last === undefined) return;
    const file = await disk.open(`/d/t-0/${last}`, "readWrite");
    const garbage = new Uint8Array(1 + this.#below(200));
    this.#random.fill(garbage);
    await file.write(garbage, await file.size());
    await file.close();
    this.#counters.tornTails++;
  }

  async #readRandom(): Promise<void> {
    if (this.#end === 0) return;
    const startOffset = this.#below(this.#end);
    const { bytes, errorCode } = await readAll(this.#test.log, { startOffset, maxBytes: 1 + this.#below(2000) });
    assert.equal(errorCode, 0);
    const iterator = new BatchIterator(bytes);
    assert.ok(iterator.next(), "the first batch comes whole");
    const expected = this.#batches.find((known) => known.lastOffset >= startOffset)!;
    assert.equal(baseOffsetAt(bytes, 0), expected.firstOffset);
    assert.equal(crcAt(bytes, 0), expected.crc);
  }

  /** The whole log, batch by batch, is the model. */
  async #verify(): Promise<void> {
    const { log } = this.#test;
    assert.equal(log.logEndOffset, this.#end);
    const found: number[][] = [];
    for (let offset = log.logStartOffset; offset < log.logEndOffset;) {
      const { bytes, errorCode, errorMessage } = await readAll(log, { startOffset: offset, maxBytes: 1500 });
      assert.equal(errorCode, 0, errorMessage ?? "");
      const iterator = new BatchIterator(bytes);
      const before = offset;
      while (iterator.next()) {
        const at = iterator.position;
        assert.ok(verifyCrc(bytes, at), "no corrupt batch is served");
        assert.equal(recordCountAt(bytes, at), lastOffsetAt(bytes, at) - baseOffsetAt(bytes, at) + 1);
        found.push([baseOffsetAt(bytes, at), lastOffsetAt(bytes, at), crcAt(bytes, at)]);
        offset = lastOffsetAt(bytes, at) + 1;
      }
      assert.ok(
        offset > before,
        `a read at ${offset} below the log end ${log.logEndOffset} returns a batch, not ${bytes.length} bytes`,
      );
    }
    assert.deepEqual(
      found,
      this.#batches.map(({ firstOffset, lastOffset, crc }) => [firstOffset, lastOffset, crc]),
    );
    await this.#verifyProducers();
  }

  async #verifyProducers(): Promise<void> {
    const known = new Map(
      this.#test.log.activeProducers().map((producer) => [producer.producerId, producer.lastSequence]),
    );
    const expected = new Map([...this.#nextSequence].map(([producerId, next]) => [producerId, next - 1]));
    assert.deepEqual(known, expected);
  }

  get #end(): number {
    return (this.#batches.at(-1)?.lastOffset ?? -1) + 1;
  }

  #below(bound: number): number {
    return randomBelow(this.#random, bound);
  }
}

test("random appends, faults, crashes and recoveries keep the log what it promised to be", async () => {
  const counters: Counters = {
    crashes: 0,
    powerFailures: 0,
    tornTails: 0,
    writeErrors: 0,
    fullDisks: 0,
    rolls: 0,
    truncations: 0,
    duplicates: 0,
  };
  const first = Number(
    SEED ??
      (process.env["OTTLA_SIMULATION_RUNS"] === undefined ? 1 : randomBelow(new Prng(Date.now() >>> 0), 1_000_000)),
  );
  for (const seed of [...KEPT_SEEDS, ...Array.from({ length: RUNS }, (_, i) => first + i)]) {
    await new Run(seed, counters).play().catch((error: unknown) => {
      throw new Error(`seed ${seed} fails; replay with OTTLA_SIMULATION_SEED=${seed}`, { cause: error });
    });
  }
  if (RUNS >= 100) for (const [name, count] of Object.entries(counters)) assert.ok(count > 0, `no run met ${name}`);
});
