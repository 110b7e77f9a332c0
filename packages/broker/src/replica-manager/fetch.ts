/**
 * Reads for a fetch request: the partitions one after the other, because what one returns is taken from the limit of the next. As
 * long as the tail cache has the answers, everything happens in one synchronous go; a read that needs the disk makes the
 * rest asynchronous.
 *
 * A request that found too little waits in the purgatory: each change of a partition re-counts that partition only, and the
 * request is complete when the sum reaches its minimum, when something is wrong with a partition, or at its deadline. Then it
 * reads again.
 */

import type { ByteChunk } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import type { AbortedTransaction, FetchDataInfo, FetchIsolation, LogOffsetMetadata, UnifiedLog } from "@ottla/storage";
import type { AnsweredPartition } from "../fetch-session/fetch-context.ts";
import type { FetchPartitionRequest } from "../fetch-session/fetch-session.ts";
import { DelayedOperation } from "../purgatory/purgatory.ts";
import type { CompletionReason, Purgatory, WatchKey } from "../purgatory/purgatory.ts";
import { nextTurn } from "./next-turn.ts";
import type { ReplicationThrottle } from "./replication-throttle.ts";
import type { Replica } from "./replica.ts";

export interface FetchParams {
  /** −1: a consumer. −2: a debugging consumer, which may read from followers. */
  readonly replicaId: number;
  /** The broker epoch a follower fetches with (since version 15). Default −1. */
  readonly replicaEpoch?: number;
  readonly isolation: FetchIsolation;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** Since Fetch v11 a consumer may read from a follower too (KIP-392). */
  readonly mayReadFromFollower: boolean;
  readonly purgatory: Purgatory;
  /** Holds followers back; undefined where nobody follows. */
  readonly throttle?: ReplicationThrottle | undefined;
  nowMs(): number;
  /** The local replica, or the error code of a partition that is not here. */
  findReplica(request: FetchPartitionRequest): Replica | number;
  /** Registers for the end of the client's connection; returns the way to forget it. */
  onAbandoned(callback: () => void): () => void;
}

/** The largest sequence of offsets at an epoch's end that the leader and the fetcher share. */
export interface DivergingEpoch {
  readonly epoch: number;
  readonly endOffset: number;
}

/** What was read of one partition. */
export interface FetchedPartition extends AnsweredPartition {
  readonly lastStableOffset: number;
  readonly records: readonly ByteChunk[];
  /** Null unless read_committed. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly divergingEpoch: DivergingEpoch | undefined;
  readonly preferredReadReplica: number;
  readonly offsetMetadata: LogOffsetMetadata | undefined;
  /** Gives the buffers of `records` back; call it when they have left. */
  readonly release: (() => void) | undefined;
}

const NO_RECORDS: readonly ByteChunk[] = [];
const DEBUGGING_REPLICA_ID = -2;

/** One entry for each request, in their order; undefined when the wait was given up because nobody is left to answer. */
export type Fetched = readonly FetchedPartition[] | undefined;

/** Partitions that are read before others get their turn. */
const SLICE_PARTITIONS_MAX = 500;

/** Fetches; resolves, or returns at once. */
export function fetchMessages(
  requests: readonly FetchPartitionRequest[],
  params: FetchParams,
): Fetched | Promise<Fetched> {
  const read = readAll(requests, params, true);
  return read instanceof Promise
    ? read.then((fetched) => answerOrWait(requests, params, fetched))
    : answerOrWait(requests, params, read);
}

function answerOrWait(
  requests: readonly FetchPartitionRequest[],
  params: FetchParams,
  fetched: readonly FetchedPartition[],
): Fetched | Promise<Fetched> {
  let bytes = 0;
  let mustAnswer = params.maxWaitMs <= 0 || requests.length === 0;
  for (const partition of fetched) {
    bytes += partition.recordsSizeInBytes;
    mustAnswer ||=
      partition.errorCode !== ErrorCode.NONE || partition.hasDivergingEpoch || partition.hasPreferredReadReplica;
  }
  if (mustAnswer || bytes >= params.minBytes) {
    return fetched;
  }
  return new Promise<Fetched>((resolve) => {
    releaseAll(fetched);
    const delayed = new DelayedFetch(fetched, params, (reason) => {
      resolve(reason === "cancelled" ? undefined : readAll(requests, params, false));
    });
    if (delayed.isSatisfiedNow()) {
      delayed.complete("satisfied");
      return;
    }
    params.purgatory.watch(delayed, delayed.keys, params.maxWaitMs);
    const forget = params.onAbandoned(() => {
      delayed.complete("cancelled");
    });
    delayed.afterCompletion(forget);
  });
}

/** Gives back the buffers of a read whose data is not sent. */
export function releaseAll(fetched: readonly FetchedPartition[]): void {
  for (const partition of fetched) {
    partition.release?.();
  }
}

function readAll(
  requests: readonly FetchPartitionRequest[],
  params: FetchParams,
  isFirstRead: boolean,
): readonly FetchedPartition[] | Promise<readonly FetchedPartition[]> {
  const run = new ReadRun(params, isFirstRead);
  const sliceEnd = Math.min(requests.length, SLICE_PARTITIONS_MAX);
  for (let index = 0; index < sliceEnd; index += 1) {
    const pending = run.read(requests[index] as FetchPartitionRequest);
    if (pending !== undefined) {
      return finishReading(run, requests, index + 1, pending);
    }
  }
  return sliceEnd === requests.length ? run.fetched : finishReading(run, requests, sliceEnd, nextTurn());
}

async function finishReading(
  run: ReadRun,
  requests: readonly FetchPartitionRequest[],
  start: number,
  pending: Promise<void>,
): Promise<readonly FetchedPartition[]> {
  await pending;
  for (let index = start; index < requests.length; index += 1) {
    if ((index - start) % SLICE_PARTITIONS_MAX === SLICE_PARTITIONS_MAX - 1) {
      await nextTurn();
    }
    await run.read(requests[index] as FetchPartitionRequest);
  }
  return run.fetched;
}

/** One pass over the partitions of a request with the limits that they share. */
class ReadRun {
  readonly fetched: FetchedPartition[] = [];
  readonly #params: FetchParams;
  readonly #isFirstRead: boolean;
  #leftBytes: number;
  /** Until a partition returned data, the first batch is returned whatever its size (KIP-74). */
  #minOneMessage = true;

  constructor(params: FetchParams, isFirstRead: boolean) {
    this.#params = params;
    this.#isFirstRead = isFirstRead;
    this.#leftBytes = params.maxBytes;
  }

  read(request: FetchPartitionRequest): Promise<void> | undefined {
    const found = this.#params.findReplica(request);
    if (typeof found === "number") {
      this.#add(failedPartition(request, found));
      return undefined;
    }
    const opening = found.opening;
    if (opening !== undefined) {
      const proceed = (): Promise<void> | undefined => this.#readFrom(request, found);
      return opening.then(proceed, proceed);
    }
    return this.#readFrom(request, found);
  }

  #readFrom(request: FetchPartitionRequest, replica: Replica): Promise<void> | undefined {
    const params = this.#params;
    const error = checkAccess(replica, request, params);
    const log = replica.log;
    if (error !== ErrorCode.NONE || log === undefined) {
      this.#add(failedPartition(request, error === ErrorCode.NONE ? ErrorCode.NOT_LEADER_OR_FOLLOWER : error));
      return undefined;
    }
    const offsets = {
      highWatermark: log.highWatermark,
      lastStableOffset: log.lastStableOffset,
      logStartOffset: log.logStartOffset,
      logEndOffset: log.logEndOffset,
    };
    const diverging = checkLastFetchedEpoch(log, request);
    if (typeof diverging === "number") {
      this.#add(failedPartition(request, diverging));
      return undefined;
    }
    if (diverging !== undefined) {
      this.#add({ ...emptyPartition(request, offsets), hasDivergingEpoch: true, divergingEpoch: diverging });
      return undefined;
    }
    const { leaderEpoch } = replica;
    const isHeld = isHeldBack(replica, params);
    const maxBytes = isHeld ? 0 : Math.min(request.maxBytes, this.#leftBytes);
    if (maxBytes < 0 && isReadable(log, request.fetchOffset, params.isolation)) {
      this.#add(failedPartition(request, ErrorCode.UNKNOWN_SERVER_ERROR));
      return undefined;
    }
    const data = log.readForTransfer({
      startOffset: request.fetchOffset,
      maxBytes: Math.max(0, maxBytes),
      isolation: params.isolation,
      minOneMessage: this.#minOneMessage && !isHeld,
    });
    if (data instanceof Promise) {
      return data.then((settled) => {
        this.#onRead(request, replica, { ...offsets, leaderEpoch }, settled);
      });
    }
    this.#onRead(request, replica, { ...offsets, leaderEpoch }, data);
    return undefined;
  }

  #onRead(
    request: FetchPartitionRequest,
    replica: Replica,
    offsets: ReadOffsets & { readonly leaderEpoch: number },
    data: FetchDataInfo<ByteChunk>,
  ): void {
    if (data.errorCode !== ErrorCode.NONE) {
      data.release();
      this.#add(failedPartition(request, data.errorCode));
      return;
    }
    // Where the follower is was checked against the log of that epoch; by now it may be another's.
    if (replica.leaderEpoch === offsets.leaderEpoch) this.#onFollowerRead(request, replica, offsets);
    if (data.firstEntryIncomplete || data.sizeInBytes === 0) {
      data.release();
      this.#add({
        ...emptyPartition(request, offsets),
        abortedTransactions: data.abortedTransactions,
        offsetMetadata: data.fetchOffsetMetadata,
      });
      return;
    }
    this.#minOneMessage = false;
    this.#leftBytes = Math.max(0, this.#leftBytes - data.sizeInBytes);
    this.#add({
      request,
      errorCode: ErrorCode.NONE,
      highWatermark: offsets.highWatermark,
      lastStableOffset: offsets.lastStableOffset,
      logStartOffset: offsets.logStartOffset,
      records: data.records,
      recordsSizeInBytes: data.sizeInBytes,
      abortedTransactions: data.abortedTransactions,
      hasDivergingEpoch: false,
      divergingEpoch: undefined,
      hasPreferredReadReplica: false,
      preferredReadReplica: -1,
      offsetMetadata: data.fetchOffsetMetadata,
      release: () => {
        data.release();
      },
    });
  }

  #onFollowerRead(request: FetchPartitionRequest, replica: Replica, offsets: ReadOffsets): void {
    const { replicaId } = this.#params;
    if (replicaId < 0 || !this.#isFirstRead) {
      return;
    }
    replica.onFollowerFetch(replicaId, {
      fetchOffset: request.fetchOffset,
      logStartOffset: request.logStartOffset,
      leaderEndOffset: offsets.logEndOffset,
      nowMs: this.#params.nowMs(),
      brokerEpoch: this.#params.replicaEpoch ?? -1,
    });
  }

  #add(partition: FetchedPartition): void {
    this.fetched.push(partition);
  }
}

interface ReadOffsets {
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
}

function checkAccess(replica: Replica, request: FetchPartitionRequest, params: FetchParams): number {
  const error = replica.checkServes(request.currentLeaderEpoch, requiresLeader(params));
  return error === ErrorCode.NONE && params.replicaId >= 0
    ? replica.state.checkFollower(params.replicaId, request.currentLeaderEpoch)
    : error;
}

/** Whether a follower gets nothing for now: it is not in sync, and too much was copied of late. */
function isHeldBack(replica: Replica, { replicaId, throttle }: FetchParams): boolean {
  if (replicaId < 0 || throttle === undefined || replica.state.isr.includes(replicaId)) return false;
  return throttle.appliesTo(replica) && throttle.isExceeded;
}

function isReadable(log: UnifiedLog, offset: number, isolation: FetchIsolation): boolean {
  return offset >= log.logStartOffset && offset < log.isolationOffset(isolation);
}

function requiresLeader(params: FetchParams): boolean {
  return params.replicaId >= 0 || (!params.mayReadFromFollower && params.replicaId !== DEBUGGING_REPLICA_ID);
}

/** Where the fetcher's log parts from ours (KIP-595); an error code if that cannot be told; undefined if it does not. */
function checkLastFetchedEpoch(log: UnifiedLog, request: FetchPartitionRequest): DivergingEpoch | number | undefined {
  const { lastFetchedEpoch, fetchOffset } = request;
  if (lastFetchedEpoch < 0) {
    return undefined;
  }
  const end = log.endOffsetForEpoch(lastFetchedEpoch);
  if (end.leaderEpoch < 0 || end.endOffset < 0 || fetchOffset < log.logStartOffset) {
    return ErrorCode.OFFSET_OUT_OF_RANGE;
  }
  if (end.leaderEpoch < lastFetchedEpoch || end.endOffset < fetchOffset) {
    return { epoch: end.leaderEpoch, endOffset: end.endOffset };
  }
  return undefined;
}

/** The answer for a partition that could not be read. */
export function failedPartition(request: FetchPartitionRequest, errorCode: number): FetchedPartition {
  return {
    ...emptyPartition(request, { highWatermark: -1, lastStableOffset: -1, logStartOffset: -1, logEndOffset: -1 }),
    errorCode,
  };
}

function emptyPartition(request: FetchPartitionRequest, offsets: ReadOffsets): FetchedPartition {
  return {
    request,
    errorCode: ErrorCode.NONE,
    highWatermark: offsets.highWatermark,
    lastStableOffset: offsets.lastStableOffset,
    logStartOffset: offsets.logStartOffset,
    records: NO_RECORDS,
    recordsSizeInBytes: 0,
    abortedTransactions: null,
    hasDivergingEpoch: false,
    divergingEpoch: undefined,
    hasPreferredReadReplica: false,
    preferredReadReplica: -1,
    offsetMetadata: undefined,
    release: undefined,
  };
}

/** What one partition of a waiting fetch can return by now. */
interface WaitingPartition {
  readonly request: FetchPartitionRequest;
  readonly replica: Replica;
  readonly start: LogOffsetMetadata;
  availableBytes: number;
}

class DelayedFetch extends DelayedOperation {
  readonly #params: FetchParams;
  readonly #resolve: (reason: CompletionReason) => void;
  readonly #partitions = new Map<WatchKey, WaitingPartition>();
  #availableBytes = 0;
  #afterCompletion: (() => void) | undefined;

  constructor(fetched: readonly FetchedPartition[], params: FetchParams, resolve: (reason: CompletionReason) => void) {
    super();
    this.#params = params;
    this.#resolve = resolve;
    for (const { request, offsetMetadata } of fetched) {
      const found = params.findReplica(request);
      if (offsetMetadata !== undefined && typeof found !== "number") {
        this.#partitions.set(found.changes, { request, replica: found, start: offsetMetadata, availableBytes: 0 });
      }
    }
  }

  get keys(): readonly WatchKey[] {
    return [...this.#partitions.keys()];
  }

  afterCompletion(callback: () => void): void {
    this.#afterCompletion = callback;
  }

  /** Data may have arrived between the read and the wait. */
  isSatisfiedNow(): boolean {
    for (const key of this.#partitions.keys()) {
      if (this.onWake(key)) {
        return true;
      }
    }
    return false;
  }

  override get kind(): "Fetch" {
    return "Fetch";
  }

  override onWake(key: WatchKey): boolean {
    const partition = this.#partitions.get(key);
    if (partition === undefined) {
      return false;
    }
    const bytes = availableBytes(partition, this.#params);
    if (bytes === undefined) {
      return true;
    }
    this.#availableBytes += bytes - partition.availableBytes;
    partition.availableBytes = bytes;
    return this.#availableBytes >= this.#params.minBytes;
  }

  protected override onComplete(reason: CompletionReason): void {
    this.#afterCompletion?.();
    this.#resolve(reason);
  }
}

/** Bytes a partition can return now; undefined when the request must be answered whatever they are. */
function availableBytes({ request, replica, start }: WaitingPartition, params: FetchParams): number | undefined {
  const log = replica.log;
  const end = replica.endOffsetMetadata(params.isolation);
  const isServing = replica.checkServes(request.currentLeaderEpoch, requiresLeader(params)) === ErrorCode.NONE;
  if (log === undefined || end === undefined || !isServing || start.messageOffset > end.messageOffset) {
    return undefined;
  }
  const diverging = checkLastFetchedEpoch(log, request);
  if (diverging !== undefined) {
    return undefined;
  }
  if (start.messageOffset === end.messageOffset || isHeldBack(replica, params)) {
    return 0;
  }
  const bytes = log.sizeBetween(start, end);
  return bytes === undefined ? undefined : Math.min(bytes, request.maxBytes);
}
