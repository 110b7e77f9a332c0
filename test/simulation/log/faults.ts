/**
 * What goes wrong, and when. A plan counts operations of the disk down to the one that fails, or during which the process or the machine ends; any
 * operation may be hit, those of a recovery too. Every kind is counted when it happens, not when it is planned.
 */
import { type Prng, randomBelow } from "@ottla/base";
import { type DiskFault, type DiskOperation, MemoryDisk, StorageError, type StorageErrorCode } from "@ottla/storage";

export const FAULT_KINDS = [
  "process crashes",
  "power failures",
  "crashes under way",
  "crashes during recovery",
  "torn writes",
  "lost writes",
  "lost names",
  "garbage tails",
  "full disks",
  "write errors",
  "fsync errors",
  "read errors",
  "other errors",
  "lacks of descriptors",
  "missing indexes",
  "corrupt snapshots",
  "missing checkpoints",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type CrashKind = "process" | "power";

/** The errors of one operation that a device may give. */
interface PlannedError {
  readonly operations: readonly string[];
  readonly code: StorageErrorCode;
  readonly kind: FaultKind;
  /** Of the file's name; default: any file. */
  readonly suffix?: string;
  readonly knownPaths?: ReadonlySet<string>;
}

const ERRORS: readonly PlannedError[] = [
  { operations: ["write"], code: "NO_SPACE", kind: "full disks", suffix: ".log" },
  { operations: ["write"], code: "NO_SPACE", kind: "full disks" },
  { operations: ["write"], code: "IO", kind: "write errors" },
  { operations: ["sync", "syncDirectory"], code: "IO", kind: "fsync errors" },
  { operations: ["read"], code: "IO", kind: "read errors" },
  { operations: ["truncate", "rename", "unlink", "list", "stat"], code: "IO", kind: "other errors" },
  { operations: ["open"], code: "TOO_MANY_OPEN_FILES", kind: "lacks of descriptors" },
];

export class Faults {
  readonly disk: MemoryDisk;
  readonly counts: Map<FaultKind, number>;
  /** The worst since the last start that succeeded. */
  crashed: CrashKind | undefined;
  /** Since that start: errors of the engine have a cause. */
  hasStruck = false;
  /** Since the last attempt to start. */
  crashedNow = false;
  #isRecovering = false;
  readonly #random: Prng;
  readonly #jitter: number;
  #crashIn = 0;
  #crashKind: CrashKind = "process";
  #errorIn = 0;
  #error: PlannedError = ERRORS[0]!;

  constructor(options: { random: Prng; counts: Map<FaultKind, number>; nowMs: () => number }) {
    this.#random = options.random;
    this.counts = options.counts;
    this.#jitter = randomBelow(options.random, 2) * 4;
    this.disk = new MemoryDisk({
      tracksDurability: true,
      nowMs: options.nowMs,
      onOperation: (operation) => this.#strike(operation),
      delay: () => this.#delay(),
    });
  }

  count(kind: FaultKind, by = 1): void {
    if (by > 0) this.counts.set(kind, (this.counts.get(kind) ?? 0) + by);
  }

  /** The process or the machine ends in the middle of one of the next `within` operations. */
  planCrash(kind: CrashKind, within: number): void {
    this.#crashIn = 1 + randomBelow(this.#random, within);
    this.#crashKind = kind;
  }

  /** One of the next `within` operations of a kind fails. */
  planError(within: number): void {
    this.#errorIn = 1 + randomBelow(this.#random, within);
    this.#error = ERRORS[randomBelow(this.#random, ERRORS.length)]!;
  }

  /** The first write to a file of this suffix that is not open yet finds the disk full. */
  planFullDisk(suffix: string, knownPaths: ReadonlySet<string>): void {
    this.#errorIn = 1;
    this.#error = { operations: ["write"], code: "NO_SPACE", kind: "full disks", suffix, knownPaths };
  }

  /** So many more bytes fit, until `freeSpace`. */
  fillDisk(bytesLeft: number): void {
    this.hasStruck = true;
    this.#limit(this.disk.usedBytes + bytesLeft);
  }

  get isFull(): boolean {
    return this.disk.options.capacityBytes !== undefined;
  }

  freeSpace(): void {
    this.count("full disks", this.disk.fullWrites);
    this.disk.fullWrites = 0;
    this.#limit(undefined);
  }

  /** Nothing is planned any more. */
  calm(): void {
    this.#crashIn = this.#errorIn = 0;
    this.freeSpace();
  }

  beginRecovery(): void {
    this.crashedNow = false;
    this.#isRecovering = true;
  }

  endRecovery(): void {
    this.#isRecovering = false;
  }

  /** A new process is up: nothing has happened to it yet. */
  settle(): void {
    this.crashed = undefined;
    this.hasStruck = false;
  }

  crash(kind: CrashKind): void {
    this.#crashIn = this.#errorIn = 0;
    const before = { ...this.disk.lost };
    this.disk.crash({ random: this.#random, kind });
    this.crashed = this.crashed === "power" ? "power" : kind;
    this.hasStruck = this.crashedNow = true;
    this.count(kind === "power" ? "power failures" : "process crashes");
    if (this.#isRecovering) this.count("crashes during recovery");
    const { lost } = this.disk;
    this.count("torn writes", lost.tornWrites - before.tornWrites);
    this.count("lost writes", lost.writes - before.writes);
    this.count("lost names", lost.names - before.names);
  }

  #limit(capacityBytes: number | undefined): void {
    const { capacityBytes: _, ...rest } = this.disk.options;
    this.disk.options = capacityBytes === undefined ? rest : { ...rest, capacityBytes };
  }

  #strike(operation: DiskOperation): DiskFault | undefined {
    const { operations, suffix, knownPaths } = this.#error;
    if (this.#errorIn === 0 || !operations.includes(operation.kind)) return undefined;
    if (suffix !== undefined && !operation.path.endsWith(suffix)) return undefined;
    if (knownPaths?.has(operation.path)) return undefined;
    if (--this.#errorIn > 0) return undefined;
    const { code, kind } = this.#error;
    this.hasStruck = true;
    this.count(kind);
    const writtenBytes = operation.kind === "write" ? randomBelow(this.#random, operation.bytes + 1) : 0;
    return { error: new StorageError(code, `${operation.kind} of ${operation.path}: a simulated error`), writtenBytes };
  }

  /** Operations end in another order than they began in, and crashes come while one is under way. */
  #delay(): Promise<void> | undefined {
    if (this.#crashIn > 0 && --this.#crashIn === 0) {
      this.crash(this.#crashKind);
      this.count("crashes under way");
      return undefined;
    }
    const hops = this.#jitter === 0 ? 0 : randomBelow(this.#random, this.#jitter);
    return hops === 0 ? undefined : hop(hops);
  }
}

async function hop(times: number): Promise<void> {
  for (let i = 0; i < times; i++) await Promise.resolve();
}
