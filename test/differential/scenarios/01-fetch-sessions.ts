// Incremental fetch sessions (KIP-227): created, continued, changed, closed, lost (F8).
import { Fetch } from "../apis.ts";
import { batch, records } from "../batch.ts";
import { produce } from "../produce.ts";
import { scenarioPerVersion } from "../scenario.ts";
import type { SendOptions, Session } from "../session.ts";
import type { FetchResponse } from "@ottla/protocol/messages/fetch";
import { append, createTopic } from "../topics.ts";
import type { TestTopic } from "../topics.ts";

const VERSIONS = [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];

interface Ask {
  readonly id?: number;
  readonly epoch: number;
  readonly want?: readonly (readonly [partition: number, offset: number])[];
  readonly forget?: readonly number[];
}

function fetchIn(
  s: Session,
  version: number,
  topic: TestTopic,
  ask: Ask,
  options: SendOptions = {},
): Promise<FetchResponse> {
  const named = { topic: topic.name, topicId: topic.id };
  const want = ask.want ?? [];
  const partitions = want.map(([partition, fetchOffset]) => ({ partition, fetchOffset, partitionMaxBytes: 10_000 }));
  return s.send(
    Fetch,
    version,
    {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: 100_000,
      sessionId: ask.id ?? 0,
      sessionEpoch: ask.epoch,
      topics: want.length === 0 ? [] : [{ ...named, partitions }],
      forgottenTopicsData: ask.forget === undefined ? [] : [{ ...named, partitions: [...ask.forget] }],
    },
    options,
  );
}

async function topicOfThree(s: Session): Promise<TestTopic> {
  const topic = await createTopic(s, { partitions: 3 });
  for (const partition of [0, 1, 2]) await append(s, topic.name, partition + 1, partition);
  return topic;
}

scenarioPerVersion("Fetch/session: only what changed", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  const { sessionId: id } = await fetchIn(s, version, topic, {
    epoch: 0,
    want: [
      [0, 0],
      [1, 0],
      [2, 0],
    ],
  });
  await fetchIn(s, version, topic, {
    id,
    epoch: 1,
    want: [
      [0, 1],
      [1, 2],
      [2, 3],
    ],
  });
  await fetchIn(s, version, topic, { id, epoch: 2 });
  await produce(s, 9, topic, batch(records(2)), { partition: 1 });
  await fetchIn(s, version, topic, { id, epoch: 3 });
  await fetchIn(s, version, topic, { id, epoch: 4, want: [[1, 4]] });
  await fetchIn(s, version, topic, { id, epoch: 5, forget: [1], want: [[2, 0]] });
  await produce(s, 9, topic, batch(records(1)), { partition: 1 });
  await fetchIn(s, version, topic, { id, epoch: 6, want: [[2, 3]] });
  await fetchIn(s, version, topic, { id, epoch: 7, want: [[1, 0]] });
});

scenarioPerVersion("Fetch/session: epochs out of order", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  const { sessionId: id } = await fetchIn(s, version, topic, { epoch: 0, want: [[0, 0]] });
  await fetchIn(s, version, topic, { id, epoch: 2 });
  await fetchIn(s, version, topic, { id, epoch: 1 });
  await fetchIn(s, version, topic, { id, epoch: 1 });
  await fetchIn(s, version, topic, { id, epoch: -2 });
  await fetchIn(s, version, topic, { id, epoch: 2 });
});

scenarioPerVersion("Fetch/session: unknown sessions", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  await fetchIn(s, version, topic, { id: 12_345, epoch: 1 });
  await fetchIn(s, version, topic, { id: 12_345, epoch: 5, want: [[0, 0]] });
  await fetchIn(s, version, topic, { id: 12_345, epoch: -1, want: [[0, 0]] });
  await fetchIn(s, version, topic, { id: -1, epoch: 1 });
  await fetchIn(s, version, topic, { id: 0, epoch: 1 });
  await fetchIn(s, version, topic, { id: 0, epoch: -1, want: [[0, 0]] });
});

scenarioPerVersion("Fetch/session: closed and begun anew", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  const { sessionId: id } = await fetchIn(s, version, topic, { epoch: 0, want: [[0, 0]] });
  await fetchIn(s, version, topic, { id, epoch: -1, want: [[0, 0]] });
  await fetchIn(s, version, topic, { id, epoch: 1 });
  const { sessionId: second } = await fetchIn(s, version, topic, { epoch: 0, want: [[1, 0]] });
  const { sessionId: third } = await fetchIn(s, version, topic, { id: second, epoch: 0, want: [[2, 0]] });
  await fetchIn(s, version, topic, { id: second, epoch: 1 });
  await fetchIn(s, version, topic, { id: third, epoch: 1 });
});

scenarioPerVersion("Fetch/session: from another connection", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  const { sessionId: id } = await fetchIn(s, version, topic, {
    epoch: 0,
    want: [
      [0, 0],
      [1, 5],
    ],
  });
  await fetchIn(s, version, topic, { id, epoch: 1, want: [[1, 0]] }, { on: 1 });
});

scenarioPerVersion("Fetch/session: errors come each time", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  const { sessionId: id } = await fetchIn(s, version, topic, {
    epoch: 0,
    want: [
      [0, 1],
      [1, 77],
      [9, 0],
    ],
  });
  await fetchIn(s, version, topic, { id, epoch: 1 });
  await fetchIn(s, version, topic, { id, epoch: 2, want: [[1, 2]] });
  await fetchIn(s, version, topic, { id, epoch: 3, forget: [9, 8] });
});

scenarioPerVersion("Fetch/session: nothing in it", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  const { sessionId: id } = await fetchIn(s, version, topic, { epoch: 0 });
  await fetchIn(s, version, topic, { id, epoch: 1 });
  const { sessionId: second } = await fetchIn(s, version, topic, { epoch: 0, want: [[0, 1]] });
  await fetchIn(s, version, topic, { id: second, epoch: 1, forget: [0] });
  await fetchIn(s, version, topic, { id: second, epoch: 2 });
});

scenarioPerVersion("Fetch/session: names and ids are not mixed", VERSIONS, async (s, version) => {
  const topic = await topicOfThree(s);
  const other = version <= 12 ? 13 : 12;
  const { sessionId: id } = await fetchIn(s, other, topic, { epoch: 0, want: [[0, 0]] });
  await fetchIn(s, version, topic, { id, epoch: 1, want: [[1, 0]] });
  await fetchIn(s, other, topic, { id, epoch: 1, want: [[1, 0]] });
  const { sessionId: second } = await fetchIn(s, other, topic, { epoch: 0, want: [[0, 0]] });
  await fetchIn(s, version, topic, { id: second, epoch: 1 });
  await fetchIn(s, version, topic, { id: second, epoch: 2 });
});
