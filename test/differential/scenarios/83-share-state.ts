// The share coordinator: state of share partitions (KIP-932), asked directly as leaders and group coordinators ask it.
import type { Input } from "@ottla/protocol";
import type { WriteShareGroupStateRequest } from "@ottla/protocol/messages/write-share-group-state";
import { versionsOf } from "../api.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import {
  DeleteShareGroupState,
  InitializeShareGroupState,
  ReadShareGroupState,
  ReadShareGroupStateSummary,
  WriteShareGroupState,
} from "../share-apis.ts";
import { createTopic, indexes, type TestTopic, type TopicOptions } from "../topics.ts";

const UNKNOWN_ID = "tMQ6NQ2rQkiSGq1MQmG5TQ";

/** As `createTopic`, and waits until the share coordinators know the topic, which they learn after those who serve it. */
async function createKnownTopic(session: Session, options: TopicOptions = {}): Promise<TestTopic> {
  const topic = await createTopic(session, options);
  const partitions = indexes(options.partitions ?? 1).map((partition) => ({ partition, leaderEpoch: -1 }));
  await session.until(`the share coordinators know ${topic.name}`, async () => {
    const request = { groupId: session.id, topics: [{ topicId: topic.id, partitions }] };
    const { results } = await session.quiet(ReadShareGroupStateSummary, 0, request);
    return results.every((result) => result.partitions.every(({ errorCode }) => errorCode === 0));
  });
  return topic;
}

interface At {
  readonly partition?: number;
  readonly groupId?: string;
}

/** The requests about one share partition of a topic. */
class State {
  readonly #session: Session;
  readonly #topicId: string;
  readonly #version: number;

  constructor(session: Session, { id }: Pick<TestTopic, "id">, version = 1) {
    this.#session = session;
    this.#topicId = id;
    this.#version = version;
  }

  async initialize(stateEpoch: number, startOffset: number, at: At = {}): Promise<void> {
    await this.#session.send(InitializeShareGroupState, 0, this.#request(at, { stateEpoch, startOffset }));
  }

  async read(leaderEpoch: number, at: At = {}): Promise<void> {
    await this.#session.send(ReadShareGroupState, 0, this.#request(at, { leaderEpoch }));
  }

  async summary(leaderEpoch = -1, at: At = {}): Promise<void> {
    await this.#session.send(ReadShareGroupStateSummary, this.#version, this.#request(at, { leaderEpoch }));
  }

  async write(change: Write, at: At = {}): Promise<void> {
    const request = this.#request(at, { stateEpoch: 0, leaderEpoch: 0, startOffset: 0, stateBatches: [], ...change });
    await this.#session.send(WriteShareGroupState, this.#version, request);
  }

  async delete(at: At = {}): Promise<void> {
    await this.#session.send(DeleteShareGroupState, 0, this.#request(at, {}));
  }

  #request<T extends object>({ partition = 0, groupId = this.#session.id }: At, fields: T): RequestOf<T> {
    return { groupId, topics: [{ topicId: this.#topicId, partitions: [{ partition, ...fields }] }] };
  }
}

type Write = NonNullable<NonNullable<Input<WriteShareGroupStateRequest>["topics"]>[number]["partitions"]>[number];

interface RequestOf<T> {
  readonly groupId: string;
  readonly topics: { readonly topicId: string; readonly partitions: (T & { readonly partition: number })[] }[];
}

type Batch = readonly [first: number, last: number, state: number, count: number];

const batches = (...all: readonly Batch[]): NonNullable<Write["stateBatches"]> =>
  all.map(([firstOffset, lastOffset, deliveryState, deliveryCount]) => {
    return { firstOffset, lastOffset, deliveryState, deliveryCount };
  });

scenarioPerVersion("WriteShareGroupState/state is made, written and read", [0, 1], async (s, version) => {
  const state = new State(s, await createKnownTopic(s), version);
  await state.initialize(1, 5);
  await state.summary();
  await state.read(2);
  await state.summary();
  await state.write({ stateEpoch: 1, leaderEpoch: 2, startOffset: 6, stateBatches: batches([7, 9, 2, 1]) });
  await state.summary();
  await state.read(2);
  const counted = version >= 1 ? { deliveryCompleteCount: 3 } : {};
  await state.write({ stateEpoch: 1, leaderEpoch: 3, startOffset: 6, ...counted });
  await state.summary();
  await state.read(3);
  await state.delete();
  await state.summary();
  await state.read(3);
});

scenario("WriteShareGroupState/batches are combined", async (s) => {
  const state = new State(s, await createKnownTopic(s));
  await state.initialize(0, 0);
  const writes: readonly (readonly [startOffset: number, ...batches: Batch[]])[] = [
    [0, [0, 9, 0, 1], [10, 19, 0, 1]],
    [0, [5, 14, 2, 1]],
    [0, [5, 14, 0, 0]],
    [-1, [12, 30, 0, 2]],
    [3, [20, 25, 4, 2]],
    [-1],
    [28],
    [0, [28, 28, 2, 3]],
    [-1, [29, 29, 4, 3], [28, 30, 2, 4]],
    [100],
  ];
  for (const [startOffset, ...list] of writes) {
    await state.write({ startOffset, stateBatches: batches(...list) });
    await state.read(0);
  }
});

scenarioPerVersion("WriteShareGroupState/refused", [0, 1], async (s, version) => {
  const topic = await createKnownTopic(s);
  const state = new State(s, topic, version);
  await state.write({});
  await state.read(0);
  await state.summary();
  await state.initialize(2, 0);
  await state.read(3);
  await state.write({ stateEpoch: 1, leaderEpoch: 3 });
  await state.write({ stateEpoch: 3, leaderEpoch: 3 });
  await state.write({ stateEpoch: 2, leaderEpoch: 2 });
  await state.write({ stateEpoch: 2, leaderEpoch: 3, startOffset: -1 });
  await state.write({ stateEpoch: 2, leaderEpoch: 3, startOffset: -2 });
  await state.write({ stateEpoch: -1, leaderEpoch: 3 });
  await state.write({ stateEpoch: 2, leaderEpoch: -1 });
  await state.write({ stateEpoch: 2, leaderEpoch: 3, startOffset: 0, stateBatches: batches([5, 3, 0, 1]) });
  await state.write({ stateEpoch: 2, leaderEpoch: 3, startOffset: 0, stateBatches: batches([-5, -3, 0, 1]) });
  await state.write({ stateEpoch: 2, leaderEpoch: 3, startOffset: 0, stateBatches: batches([5, 6, 9, -1]) });
  await state.read(3);
  for (const at of [{ partition: -1 }, { partition: 1 }, { groupId: "" }]) {
    await state.write({ stateEpoch: 2, leaderEpoch: 3 }, at);
  }
  await s.send(WriteShareGroupState, version, { groupId: s.id, topics: [] });
  await s.send(WriteShareGroupState, version, { groupId: s.id, topics: [{ topicId: topic.id, partitions: [] }] });
  await new State(s, { id: UNKNOWN_ID }, version).write({});
});

scenario("InitializeShareGroupState/anew and refused", async (s) => {
  const topic = await createKnownTopic(s);
  const state = new State(s, topic);
  await state.initialize(0, -1);
  await state.initialize(0, 7);
  await state.read(0);
  await state.write({ stateEpoch: 0, leaderEpoch: 0, startOffset: 7, stateBatches: batches([8, 9, 2, 1]) });
  await state.initialize(3, 1);
  await state.summary();
  await state.read(0);
  await state.initialize(2, 1);
  await state.initialize(-1, 1);
  await state.initialize(4, -2);
  await state.summary();
  for (const at of [{ partition: -1 }, { partition: 1 }, { groupId: "" }]) await state.initialize(0, 0, at);
  await s.send(InitializeShareGroupState, 0, { groupId: s.id, topics: [] });
  await s.send(InitializeShareGroupState, 0, { groupId: s.id, topics: [{ topicId: topic.id, partitions: [] }] });
  await new State(s, { id: UNKNOWN_ID }).initialize(0, 0);
});

scenario("ReadShareGroupState/leaders and refused", async (s) => {
  const topic = await createKnownTopic(s);
  const state = new State(s, topic);
  await state.initialize(0, 0);
  await state.read(-1);
  await state.read(5);
  await state.read(5);
  await state.read(4);
  await state.read(-1);
  await state.read(-2);
  await state.write({ leaderEpoch: 4 });
  await state.summary();
  for (const at of [{ partition: -1 }, { partition: 1 }, { groupId: "" }]) await state.read(0, at);
  await s.send(ReadShareGroupState, 0, { groupId: s.id, topics: [] });
  await s.send(ReadShareGroupState, 0, { groupId: s.id, topics: [{ topicId: topic.id, partitions: [] }] });
  await new State(s, { id: UNKNOWN_ID }).read(0);
});

scenarioPerVersion("ReadShareGroupStateSummary/refused", versionsOf(ReadShareGroupStateSummary), async (s, version) => {
  const topic = await createKnownTopic(s);
  const state = new State(s, topic, version);
  await state.initialize(0, 0);
  await state.read(3);
  await state.summary(2);
  await state.summary(3);
  await state.summary(4);
  await state.summary(-1);
  await state.summary(-2);
  for (const at of [{ partition: -1 }, { partition: 1 }, { groupId: "" }]) await state.summary(0, at);
  await s.send(ReadShareGroupStateSummary, version, { groupId: s.id, topics: [] });
  const none = [{ topicId: topic.id, partitions: [] }];
  await s.send(ReadShareGroupStateSummary, version, { groupId: s.id, topics: none });
  await new State(s, { id: UNKNOWN_ID }, version).summary();
});

scenario("DeleteShareGroupState/there and not there", async (s) => {
  const topic = await createKnownTopic(s);
  const state = new State(s, topic);
  await state.delete();
  await state.initialize(4, 3);
  await state.read(2);
  await state.delete();
  await state.delete();
  await state.write({ stateEpoch: 4, leaderEpoch: 2 });
  await state.initialize(0, 0);
  await state.read(0);
  for (const at of [{ partition: -1 }, { partition: 1 }, { groupId: "" }]) await state.delete(at);
  await s.send(DeleteShareGroupState, 0, { groupId: s.id, topics: [] });
  await s.send(DeleteShareGroupState, 0, { groupId: s.id, topics: [{ topicId: topic.id, partitions: [] }] });
  await new State(s, { id: UNKNOWN_ID }).delete();
});

scenario("WriteShareGroupState/several partitions at once", async (s) => {
  const one = await createKnownTopic(s, { suffix: "one", partitions: 3 });
  const two = await createKnownTopic(s, { suffix: "two", partitions: 2 });
  const groupId = s.id;
  const of = <T>(fields: T): { topicId: string; partitions: (T & { partition: number })[] }[] => [
    { topicId: two.id, partitions: [2, 0].map((partition) => ({ partition, ...fields })) },
    { topicId: UNKNOWN_ID, partitions: [{ partition: 0, ...fields }] },
    { topicId: one.id, partitions: [1, 0, 2].map((partition) => ({ partition, ...fields })) },
  ];
  await s.send(InitializeShareGroupState, 0, { groupId, topics: of({ stateEpoch: 0, startOffset: 3 }) });
  await s.send(ReadShareGroupState, 0, { groupId, topics: of({ leaderEpoch: 1 }) });
  const stateBatches = batches([4, 5, 2, 1]);
  const fields = { stateEpoch: 0, leaderEpoch: 1, startOffset: 4, stateBatches };
  await s.send(WriteShareGroupState, 1, { groupId, topics: of(fields) });
  await s.send(ReadShareGroupStateSummary, 1, { groupId, topics: of({ leaderEpoch: -1 }) });
  await s.send(ReadShareGroupState, 0, { groupId, topics: of({ leaderEpoch: 1 }) });
  await s.send(DeleteShareGroupState, 0, { groupId, topics: of({}) });
});
