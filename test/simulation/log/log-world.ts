/**
 * One run: a log manager on the virtual disk, driven by random steps through faults, crashes and recoveries, and held against its history after
 * each. The engine is the one that ships; the world knows only its public face and the disk.
 */
import assert from "node:assert/strict";
import { Prng, randomBelow, VirtualClock } from "@ottla/base";
import type { LogConfig } from "@ottla/config";
import { type LogManager, openLogManager, ProcessDisk, StorageError, type UnifiedLog } from "@ottla/storage";
import { checkCompacted, keptOfCompacted } from "./check-compacted.ts";
import { checkFiles } from "./check-files.ts";
import { checkEpochs, checkLookups, checkProducers, checkServed, readBatches } from "./checks.ts";
import { damage } from "./damage.ts";
import { type CrashKind, type FaultKind, Faults } from "./faults.ts";
import { History, type LoggedBatch } from "./history.ts";
import { Producers } from "./producers.ts";
import { CLEANER_CONFIG, policies, randomConfig, type Step, STEPS_BY_WEIGHT } from "./steps.ts";

const STEPS = 30;
const TOPIC_ID = "AAAAAAAAAAAAAAAAAAAAAg";
const DIRECTORY = "/d/t-0";
const OPENINGS_MAX = 20;

export interface RunCounts {
  readonly faults: Map<FaultKind, number>;
  readonly steps: Map<string, number>;
}

export class LogWorld {
  readonly random: Prng;
  readonly clock: VirtualClock = new VirtualClock();
  readonly history: History;
  readonly faults: Faults;
  readonly #counts: RunCounts;
  readonly #policies: ReturnType<typeof policies>;
  readonly #stops: Prng;
  #config: LogConfig;
  readonly #options: { readonly tailCacheBytesMax: number; readonly openFilesMax: number };
  readonly #producers: Producers;
  readonly #trace: ((message: string) => void) | undefined;
  #manager!: LogManager;
  #log!: UnifiedLog;
  #leaderEpoch = 0;
  /** What the last checkpoint of the log start offset named. */
  #checkpointedStart = 0;
  #endAtCleaning = 0;
  /** Below this a cleaning went through, and what it left is durable. */
  #cleanedEnd = 0;

  constructor(seed: number, counts: RunCounts, trace?: (message: string) => void) {
    this.random = new Prng(seed);
    this.#counts = counts;
    this.#trace = trace;
    this.faults = new Faults({ random: this.random, counts: counts.faults, nowMs: () => this.clock.nowMs() });
    this.#policies = policies(randomConfig(this.random), new Prng(seed + 0x5eed));
    this.#config = this.#policies.next().value;
    this.#stops = new Prng(seed + 0x5709);
    this.history = new History({ isCompacted: this.#config.compact });
    this.#options = { tailCacheBytesMax: this.#below(2) * 20_000, openFilesMax: this.#below(4) === 0 ? 4 : 4000 };
    this.#producers = new Producers(this.random, this.history);
  }

  async play(): Promise<void> {
    await this.#open();
    for (let step = 0; step < STEPS; step++) await this.#step(STEPS_BY_WEIGHT[this.#below(STEPS_BY_WEIGHT.length)]!);
    this.faults.calm();
    await this.#restart(this.#below(2) === 0 ? "power" : "process");
  }

  async #step(step: Step): Promise<void> {
    this.#counts.steps.set(step, (this.#counts.steps.get(step) ?? 0) + 1);
    this.#config = this.#policies.next(step).value;
    this.#manager.updateTopicConfig("t");
    this.#trace?.(
      `${step} ${this.#config.compact ? "compact " : ""}[${this.history.start}, ${this.history.end}) recovery point ${this.#log.recoveryPoint}`,
    );
    // Many a rule matters only if the end comes in the middle of one step.
    if (this.#below(8) === 0) this.faults.planCrash(this.#crashKind(), 15);
    try {
      await this.#do(step);
    } catch (error) {
      // The engine may refuse anything once something went wrong, and only then.
      if (!(error instanceof StorageError) || !this.faults.hasStruck) throw error;
      this.#trace?.(`  ${error.message}`);
    }
    if (this.faults.crashed) return await this.#restart();
    if (this.#manager.getLog(this.#log.topicPartition) !== this.#log) return await this.#restart("process");
  }

  async #do(step: Step): Promise<void> {
    const log = this.#log;
    switch (step) {
      case "append":
        return await this.#append();
      case "roll":
        return await log.roll();
      case "clean":
        return await this.#clean();
      case "failRoll":
        return await this.#failRoll();
      case "flush": {
        const end = log.logEndOffset;
        await log.flush();
        this.history.promiseDurable(end);
        return;
      }
      case "truncate":
        return await this.#truncate();
      case "startOver":
        return await this.#startOver();
      case "deleteRecords":
        return await this.#deleteRecords();
      case "checkpoint":
        return await this.#checkpoint();
      case "bumpEpoch":
        this.#leaderEpoch++;
        return;
      case "endTransaction":
        return await this.#send([this.#producers.marker()]);
      case "retry":
        return await this.#retry();
      case "lookup":
        return await this.#quietly(() => this.#checkLookups());
      case "advance":
        return await this.clock.advanceAsync(this.#below(2000));
      case "fillDisk":
        if (this.faults.isFull) this.faults.freeSpace();
        else this.faults.fillDisk(this.#below(1500));
        return;
      case "closeWell":
        return await this.#closeWell();
      case "crash":
        return this.faults.crash(this.#crashKind());
      case "planCrash":
        return this.faults.planCrash(this.#crashKind(), 40);
      case "planError":
        return this.faults.planError(12);
    }
  }

  get #checked(): { log: UnifiedLog; history: History; random: Prng } {
    return { log: this.#log, history: this.history, random: this.random };
  }

  #crashKind = (): CrashKind => (this.#below(2) === 0 ? "power" : "process");

  /** A check while nothing is planned: what it finds is the log's doing. */
  async #quietly(check: () => Promise<void>): Promise<void> {
    if (this.faults.hasStruck) return;
    this.faults.calm();
    await check();
  }

  /** Several at once, so that they are grouped, and fail together. */
  async #append(): Promise<void> {
    await this.#send(Array.from({ length: 1 + this.#below(4) }, () => this.#producers.batch(this.#log)));
  }

  async #send(batches: readonly ReturnType<Producers["batch"]>[]): Promise<void> {
    const appends = batches.map(({ bytes, sent, origin }) => {
      this.history.send(bytes, sent);
      const options = { leaderEpoch: this.#leaderEpoch, origin, transactionVersion: 0 };
      return { bytes, done: this.#log.appendAsLeader(bytes, options) };
    });
    let failed = 0;
    for (const { bytes, done } of appends) {
      const info = await done;
      if (info.errorCode !== 0) {
        assert.ok(this.faults.hasStruck, `an append is refused only after a fault: ${info.errorMessage}`);
        failed++;
        continue;
      }
      assert.equal(failed, 0, "nothing behind a failed append is acknowledged");
      assert.ok(!info.isDuplicate, "a new sequence is no duplicate");
      const batch = this.history.parse(bytes, 0);
      assert.deepEqual([info.firstOffset, info.lastOffset], [batch.firstOffset, batch.lastOffset]);
      this.history.add(batch);
      if (this.#config.flushMessages === 1) this.history.durableEnd = this.history.end;
    }
    this.#producers.forgetReservations();
    if (!this.faults.crashed) assert.equal(this.#log.logEndOffset, this.history.end);
  }

  /** Compaction, while appends go on. */
  async #clean(): Promise<void> {
    const log = this.#log;
    if (!this.#config.compact) return;
    log.updateHighWatermark(log.logEndOffset);
    // The active segment is not touched: without another one there is nothing to clean.
    if (log.segmentBaseOffsets.length < 3) await log.roll();
    this.history.cleanableEnd = Math.max(this.history.cleanableEnd, log.segmentBaseOffsets.at(-1) ?? 0);
    const cleaning = this.#manager.cleaner.cleanOnce();
    this.#endAtCleaning = Infinity;
    if (this.#below(2) === 0) await this.#append();
    const hasCleaned = await cleaning;
    this.#endAtCleaning = this.history.end;
    if (hasCleaned && !this.faults.hasStruck) this.#cleanedEnd = this.#manager.cleaner.checkpointOf(log) ?? 0;
    this.#counts.steps.set("cleaned", (this.#counts.steps.get("cleaned") ?? 0) + (hasCleaned ? 1 : 0));
    const reason = this.#manager.cleaner.uncleanableReason(log);
    assert.ok(reason === undefined || this.faults.hasStruck, `the log can be cleaned: ${reason}`);
    await this.#quietly(() => this.#check());
    // The worst moment for the policy to change.
    if (hasCleaned && randomBelow(this.#stops, 2) === 0) {
      this.#config = { ...this.#config, compact: false };
      this.faults.crash("process");
    }
  }

  /** The first write to a new segment fails, right behind the recovery point; the old one goes on, for a while. */
  async #failRoll(): Promise<void> {
    await this.#do("flush");
    await this.#checkpoint();
    const names = (await this.faults.disk.list(DIRECTORY)).map(({ name }) => `${DIRECTORY}/${name}`);
    this.faults.planFullDisk(".log", new Set(names));
    for (let i = 0; i < 3 && !this.faults.crashed; i++) await this.#append();
    if (this.faults.crashed) return;
    this.faults.planCrash("power", 12);
    await this.#append();
  }

  /** A retry of the last batch is answered with its first offset. */
  async #retry(): Promise<void> {
    const last = this.history.readable.at(-1);
    if (!last || last.isControl || last.producerId < 0n || last.lastOffset < this.history.goneBelow) return;
    const info = await this.#log.appendAsLeader(this.#producers.again(last), { leaderEpoch: this.#leaderEpoch });
    if (info.errorCode !== 0) return assert.ok(this.faults.hasStruck, `a retry is known: ${info.errorMessage}`);
    assert.deepEqual([info.isDuplicate, info.firstOffset], [true, last.firstOffset]);
  }

  async #truncate(): Promise<void> {
    const { readable } = this.history;
    const cuttable = readable.slice(1).filter(({ firstOffset }) => firstOffset >= this.#endAtCleaning);
    if (cuttable.length === 0) return;
    const offset = cuttable[this.#below(cuttable.length)]!.firstOffset;
    this.#trace?.(`  to ${offset}`);
    this.history.beginCut(offset);
    await this.#log.truncateTo(offset);
    if (this.faults.crashed) return;
    this.history.cut(offset);
    await this.#quietly(() => this.#check());
  }

  async #startOver(): Promise<void> {
    if (this.#below(3) > 0 || this.faults.hasStruck) return;
    this.faults.calm();
    const offset = this.history.end + this.#below(10);
    await this.#log.truncateFullyAndStartAt(offset);
    this.history.batches = [];
    this.history.start = this.history.end = this.history.writtenEnd = this.history.durableEnd = offset;
    this.history.startMax = Math.max(this.history.startMax, offset);
  }

  async #deleteRecords(): Promise<void> {
    const log = this.#log;
    log.updateHighWatermark(log.logEndOffset);
    const bound = Math.min(log.lastStableOffset, this.history.end);
    const offset = this.history.start + this.#below(bound - this.history.start + 1);
    assert.equal(log.maybeIncrementLogStartOffset(offset, "client delete records request"), 0);
    this.history.startMax = Math.max(this.history.startMax, offset);
    this.history.start = Math.max(this.history.start, offset);
    this.#trace?.(`  below ${offset}`);
    await log.deleteOldSegments();
  }

  async #checkpoint(): Promise<void> {
    const log = this.#log;
    const first = log.segmentBaseOffsets[0] ?? 0;
    const start = log.logStartOffset > first ? log.logStartOffset : 0;
    await this.#manager.checkpointRecoveryPoints();
    await this.#manager.checkpointLogStartOffsets();
    if (!this.faults.hasStruck) this.#checkpointedStart = start;
    else this.#checkpointedStart = Math.min(this.#checkpointedStart, start);
  }

  async #closeWell(): Promise<void> {
    if (this.faults.hasStruck) return;
    this.faults.calm();
    await this.#manager.close();
    this.history.durableEnd = this.history.writtenEnd = this.history.end;
    await checkFiles({
      disk: this.faults.disk,
      directory: DIRECTORY,
      history: this.history,
      isClosed: true,
    });
    // A clean stop is durable.
    if (randomBelow(this.#stops, 3) === 0) this.faults.crash("power");
    await this.#open();
    this.faults.settle();
    await this.#check();
  }

  /** The end of this process, if it has not ended yet, and the start of the next. */
  async #restart(kind?: CrashKind): Promise<void> {
    this.history.promiseDurable(this.#log.recoveryPoint);
    if (!this.faults.crashed) this.faults.crash(kind ?? "process");
    await this.#log.closeHandlers().catch(() => {});
    this.faults.calm();
    await damage(this.faults, {
      directory: DIRECTORY,
      random: this.random,
      mayLoseProducers: this.history.start === 0,
    });
    if (randomBelow(this.#stops, 2) === 0 && (await this.faults.disk.unlink("/d/cleaner-offset-checkpoint")))
      this.faults.count("missing checkpoints");
    for (let opening = 1; ; opening++) {
      assert.ok(opening < OPENINGS_MAX, "a log can be opened again");
      if (this.#below(3) === 0) this.faults.planCrash(this.#crashKind(), 60);
      else if (this.#below(6) === 0) this.faults.planError(40);
      try {
        await this.#open();
        this.faults.calm();
        break;
      } catch (error) {
        if (!(error instanceof StorageError)) throw error;
        this.#trace?.(`  opening fails: ${error.message}`);
        if (!this.faults.crashedNow) this.faults.crash("process");
      }
    }
    await this.#reconcile(this.faults.crashed === "power");
    this.faults.settle();
    await this.#check();
  }

  async #open(): Promise<void> {
    this.faults.beginRecovery();
    this.#manager = await openLogManager({
      disk: new ProcessDisk(this.faults.disk),
      clock: this.clock,
      random: this.random,
      logDirectories: ["/d"],
      clusterId: "cluster",
      nodeId: 1,
      configOf: () => this.#config,
      transactionVerificationEnabled: () => false,
      cleanerConfig: () => CLEANER_CONFIG,
      producerIdExpirationMs: Infinity,
      ...(this.#trace ? { logger: (level, message) => this.#trace?.(`    ${level} ${message}`) } : {}),
      wholeSyncMin: randomBelow(this.#stops, 2) === 0 ? 1 : Infinity,
      ...this.#options,
    });
    this.#log = await this.#manager.getOrCreateLog({ topic: "t", partition: 0 }, { topicId: TOPIC_ID, isNew: true });
    this.#log.updateHighWatermark(this.#log.logEndOffset);
    this.faults.endRecovery();
  }

  /** Beyond what was promised the log decides: what it holds must have been sent, and is adopted. */
  async #reconcile(hadPowerFailure: boolean): Promise<void> {
    const { history } = this;
    const log = this.#log;
    const promised = hadPowerFailure ? history.durableEnd : history.writtenEnd;
    assert.ok(log.logEndOffset >= promised, `the log ends at ${log.logEndOffset}, ${promised} was promised`);
    assert.ok(log.logStartOffset >= this.#checkpointedStart, "the checkpointed log start offset is kept");
    assert.ok(log.logStartOffset <= Math.max(this.history.startMax, history.start), "nothing is deleted unasked");
    history.start = log.logStartOffset;
    if (log.logEndOffset < this.#endAtCleaning) history.compactedAway = this.history.cleanableEnd;
    this.#endAtCleaning = Math.min(this.#endAtCleaning, log.logEndOffset);
    // Below the start nobody can look any more; what the log knows of producers may come from there.
    const before = history.batches;
    history.cut(Math.max(promised, history.start));
    const sureBelow = Math.max(promised, this.#cleanedEnd, history.start);
    if (history.isCompacted) history.batches = await keptOfCompacted(log, { history, batches: before, sureBelow });
    await this.#adopt();
    history.end = history.writtenEnd = log.logEndOffset;
    this.#leaderEpoch = Math.max(this.#leaderEpoch, log.latestEpoch ?? 0);
    this.#producers.forgetReservations();
  }

  async #adopt(): Promise<void> {
    const { history } = this;
    const known = (history.batches.at(-1)?.lastOffset ?? -1) + 1;
    const from = Math.max(known, history.start);
    const found: LoggedBatch[] = await readBatches({ log: this.#log, history }, from, 4000);
    history.batches.push(...found.filter(({ firstOffset }) => firstOffset >= known));
  }

  async #check(): Promise<void> {
    this.#log.updateHighWatermark(this.#log.logEndOffset);
    if (this.history.isCompacted) await checkCompacted(this.#log, this.history, 1 + this.#below(4000));
    else await checkServed(this.#checked);
    await checkProducers(this.#checked);
    checkEpochs(this.#checked);
    await checkFiles({
      disk: this.faults.disk,
      directory: DIRECTORY,
      history: this.history,
      isClosed: false,
    });
    await this.#checkLookups();
  }

  async #checkLookups(): Promise<void> {
    if (!this.history.isCompacted) await checkLookups(this.#checked);
  }

  #below(bound: number): number {
    return randomBelow(this.random, bound);
  }
}
