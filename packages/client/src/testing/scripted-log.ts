/**
 * Partitions with records for a {@link ScriptedCluster}: answers fetches, offset queries, commits, and a group of one member.
 */
import { ErrorCode } from "@ottla/protocol";
import { FetchRequest, FetchResponse } from "@ottla/protocol/messages/fetch";
import { FindCoordinatorRequest, FindCoordinatorResponse } from "@ottla/protocol/messages/find-coordinator";
import { ListOffsetsRequest, ListOffsetsResponse } from "@ottla/protocol/messages/list-offsets";
import { OffsetCommitRequest, OffsetCommitResponse } from "@ottla/protocol/messages/offset-commit";
import { OffsetFetchRequest, OffsetFetchResponse } from "@ottla/protocol/messages/offset-fetch";
import {
  OffsetForLeaderEpochRequest,
  OffsetForLeaderEpochResponse,
} from "@ottla/protocol/messages/offset-for-leader-epoch";
import { CompressionType, RecordBatchBuilder } from "@ottla/records";
import type { Answer, ScriptedCluster, SeenRequest } from "./scripted-broker.ts";

/** One partition's records, one batch each. */
export interface ScriptedPartition {
  startOffset: number;
  readonly values: string[];
  compression: CompressionType;
  epoch: number;
  /** Up to where each epoch reaches, for questions after a leader change. */
  readonly epochEnds: Map<number, number>;
  /** Answer every fetch with this error. */
  fetchError: number;
}

/** A partition in a fetch session. */
interface Followed {
  readonly name: string;
  readonly partition: number;
  readonly offset: number;
  readonly epoch: number;
}

/** Records, committed offsets, and the requests about them. */
export class ScriptedLog {
  readonly partitions: Map<string, ScriptedPartition> = new Map();
  readonly committed: Map<string, number> = new Map();
  /** The most batches a fetch brings of one partition. */
  batchesMax = 100;
  /** Answers a fetch in place of the log, unless it gives undefined. */
  intercept: (request: SeenRequest<FetchRequest>) => Answer<FetchResponse> | undefined = () => undefined;
  /** Changes the bytes of a batch before they are sent. */
  damage: (batch: Uint8Array) => void = () => undefined;
  readonly #cluster: ScriptedCluster;
  #sessions = 0;
  /** What each broker has been asked for, by partition. */
  readonly #session: Map<number, Map<string, Followed>> = new Map();
  /** Fetches that wait for records. */
  readonly #waiting: Set<() => void> = new Set();
  /** How many fetches were answered without records or errors. */
  emptyAnswers = 0;

  constructor(cluster: ScriptedCluster) {
    this.#cluster = cluster;
    cluster.on(
      { request: FetchRequest, response: FetchResponse },
      (request) => this.intercept(request) ?? this.#fetch(request),
    );
    cluster.on({ request: ListOffsetsRequest, response: ListOffsetsResponse }, ({ body }) => this.#listOffsets(body));
    cluster.on({ request: OffsetForLeaderEpochRequest, response: OffsetForLeaderEpochResponse }, ({ body }) => ({
      topics: body.topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition, leaderEpoch }) => {
          const endOffset = this.partition(topic, partition).epochEnds.get(leaderEpoch) ?? -1;
          return { partition, leaderEpoch: endOffset === -1 ? -1 : leaderEpoch, endOffset };
        }),
      })),
    }));
    cluster.on({ request: FindCoordinatorRequest, response: FindCoordinatorResponse }, ({ body }) => {
      const port = Number(cluster.bootstrapServers[0]?.split(":")[1]);
      return { coordinators: body.coordinatorKeys.map((key) => ({ key, nodeId: 0, host: "localhost", port })) };
    });
    cluster.on({ request: OffsetCommitRequest, response: OffsetCommitResponse }, ({ body }) => {
      for (const { name, partitions } of body.topics) {
        for (const one of partitions) this.committed.set(`${name}-${one.partitionIndex}`, one.committedOffset);
      }
      return {
        topics: body.topics.map(({ name, partitions }) => ({
          name,
          partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0 })),
        })),
      };
    });
    cluster.on({ request: OffsetFetchRequest, response: OffsetFetchResponse }, ({ body }) => ({
      groups: body.groups.map(({ groupId, topics }) => ({
        groupId,
        topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
          name,
          partitions: partitionIndexes.map((partitionIndex) => ({
            partitionIndex,
            committedOffset: this.committed.get(`${name}-${partitionIndex}`) ?? -1,
            metadata: "",
          })),
        })),
      })),
    }));
  }

  partition(topic: string, partition: number): ScriptedPartition {
    const key = `${topic}-${partition}`;
    let found = this.partitions.get(key);
    if (found === undefined) {
      found = {
        startOffset: 0,
        values: [],
        compression: CompressionType.NONE,
        epoch: 0,
        epochEnds: new Map(),
        fetchError: 0,
      };
      this.partitions.set(key, found);
    }
    return found;
  }

  append(topic: string, partition: number, ...values: string[]): void {
    this.partition(topic, partition).values.push(...values);
    for (const wake of this.#waiting) wake();
  }

  async #fetch({ broker, body }: SeenRequest<FetchRequest>): Promise<object> {
    if (body.sessionEpoch === -1) return {};
    if (body.sessionEpoch === 0) this.#sessions++;
    const session = (body.sessionEpoch === 0 ? undefined : this.#session.get(broker)) ?? new Map<string, Followed>();
    this.#session.set(broker, session);
    for (const { topicId, partitions } of body.forgottenTopicsData) {
      for (const partition of partitions) session.delete(`${topicId}/${partition}`);
    }
    for (const { topicId, partitions } of body.topics) {
      const name = [...this.#cluster.topics.values()].find((one) => one.topicId === topicId)?.name ?? "";
      for (const one of partitions) {
        const { partition, fetchOffset: offset, currentLeaderEpoch: epoch } = one;
        session.set(`${topicId}/${partition}`, { name, partition, offset, epoch });
      }
    }
    let answers = this.#answers(session, body.maxBytes);
    if (answers.length === 0 && body.maxWaitMs > 0) {
      await this.#records(body.maxWaitMs);
      answers = this.#answers(session, body.maxBytes);
    }
    if (answers.length === 0) this.emptyAnswers++;
    return { sessionId: this.#sessions, responses: answers };
  }

  /** Waits until something is appended, but not for ever. */
  async #records(maxWaitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        timer.cancel();
        resolve();
      };
      const timer = this.#cluster.clock.setTimer(maxWaitMs, wake);
      this.#waiting.add(wake);
    });
  }

  /** What there is for the session; partitions that come when the answer has `maxBytes` get no records. */
  #answers(session: ReadonlyMap<string, Followed>, maxBytes: number): { topicId: string; partitions: object[] }[] {
    let bytes = 0;
    const answers: { topicId: string; partitions: object[] }[] = [];
    for (const { name, partition, offset, epoch } of session.values()) {
      const log = this.partition(name, partition);
      const topicId = this.#cluster.topics.get(name)?.topicId ?? "";
      const end = log.startOffset + log.values.length;
      const state = {
        partitionIndex: partition,
        highWatermark: end,
        lastStableOffset: end,
        logStartOffset: log.startOffset,
      };
      const isOutOfRange = offset < log.startOffset || offset > end;
      const isFenced = epoch < (this.#cluster.topics.get(name)?.leaderEpoch ?? 0);
      const fault = isFenced ? ErrorCode.FENCED_LEADER_EPOCH : log.fetchError;
      const errorCode = fault !== 0 ? fault : isOutOfRange ? ErrorCode.OFFSET_OUT_OF_RANGE : 0;
      if (errorCode !== 0) answers.push({ topicId, partitions: [{ ...state, errorCode, records: null }] });
      else if (offset < end) {
        const batches: Uint8Array[] = [];
        for (let at = offset; at < end && batches.length < this.batchesMax && bytes < maxBytes; at++) {
          const builder = new RecordBatchBuilder({
            ...{ baseOffset: at, partitionLeaderEpoch: log.epoch, compression: log.compression },
          });
          builder.append(at, null, Buffer.from(log.values[at - log.startOffset] as string));
          const batch = builder.build();
          this.damage(batch);
          batches.push(batch);
          bytes += batch.length;
        }
        answers.push({ topicId, partitions: [{ ...state, errorCode: 0, records: batches }] });
      }
    }
    return answers;
  }

  #listOffsets(body: ListOffsetsRequest): object {
    return {
      topics: body.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => {
          const log = this.partition(name, partitionIndex);
          const end = log.startOffset + log.values.length;
          const found = timestamp === -2 ? log.startOffset : timestamp === -1 ? end : timestamp < end ? timestamp : -1;
          return { partitionIndex, errorCode: 0, offset: found, timestamp: -1, leaderEpoch: log.epoch };
        }),
      })),
    };
  }
}
