// Produce and Fetch requests as most scenarios send them, recorded.
import { Fetch, Produce } from "./apis.ts";
import type { Input } from "@ottla/protocol";
import type { FetchResponse } from "@ottla/protocol/messages/fetch";
import type { ProduceRequest, ProduceResponse } from "@ottla/protocol/messages/produce";
import type { SendOptions, Session } from "./session.ts";
import type { TestTopic } from "./topics.ts";

export interface ProduceOptions {
  readonly acks?: number;
  readonly partition?: number;
}

export function produceBody(
  topic: TestTopic,
  bytes: Uint8Array | null,
  options: ProduceOptions = {},
): Input<ProduceRequest> {
  const { acks = -1, partition = 0 } = options;
  return {
    acks,
    timeoutMs: 5000,
    topicData: [{ name: topic.name, topicId: topic.id, partitionData: [{ index: partition, records: bytes }] }],
  };
}

export function produce(
  session: Session,
  version: number,
  topic: TestTopic,
  bytes: Uint8Array | null,
  options: ProduceOptions & SendOptions = {},
): Promise<ProduceResponse> {
  return session.send(Produce, version, produceBody(topic, bytes, options), options);
}

/** Everything in a partition from its first offset on, recorded: what an append really left behind. */
export function fetchAll(
  session: Session,
  topic: TestTopic,
  partition = 0,
  options: SendOptions = {},
): Promise<FetchResponse> {
  return fetchFrom(session, topic, 0, { ...options, partition });
}

export interface FetchOptions {
  readonly partition?: number;
  readonly version?: number;
  readonly isolationLevel?: number;
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly partitionMaxBytes?: number;
  readonly currentLeaderEpoch?: number;
  readonly lastFetchedEpoch?: number;
}

/** One partition, without a session. */
export function fetchFrom(
  session: Session,
  topic: TestTopic,
  fetchOffset: number,
  options: FetchOptions & SendOptions = {},
): Promise<FetchResponse> {
  const { version = 12, partition = 0, maxWaitMs = 0, minBytes = 0, maxBytes = 10_000_000 } = options;
  return session.send(
    Fetch,
    version,
    {
      maxWaitMs,
      minBytes,
      maxBytes,
      isolationLevel: options.isolationLevel ?? 0,
      topics: [
        {
          topic: topic.name,
          topicId: topic.id,
          partitions: [
            {
              partition,
              fetchOffset,
              partitionMaxBytes: options.partitionMaxBytes ?? 10_000_000,
              currentLeaderEpoch: options.currentLeaderEpoch ?? -1,
              lastFetchedEpoch: options.lastFetchedEpoch ?? -1,
            },
          ],
        },
      ],
    },
    options,
  );
}
