// WriteTxnMarkers: what coordinators send, and what ends a hanging transaction (T9); DescribeProducers beside it.
import { DescribeProducers, WriteTxnMarkers } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { fetchAll } from "../produce.ts";
import { scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import type { TestTopic } from "../topics.ts";
import { Txn, txnTopic } from "../transactions.ts";

const VERSIONS = versionsOf(WriteTxnMarkers);

interface Marker {
  readonly producerEpoch?: number;
  readonly committed?: boolean;
  readonly coordinatorEpoch?: number;
  readonly transactionVersion?: number;
  readonly partitions?: number[];
  readonly producerId?: bigint;
}

function write(s: Session, version: number, txn: Txn, topic: TestTopic, marker: Marker = {}): Promise<unknown> {
  return s.send(WriteTxnMarkers, version, {
    markers: [
      {
        producerId: marker.producerId ?? txn.producerId,
        producerEpoch: marker.producerEpoch ?? txn.producerEpoch,
        transactionResult: marker.committed ?? false,
        topics: [{ name: topic.name, partitionIndexes: marker.partitions ?? [0] }],
        coordinatorEpoch: marker.coordinatorEpoch ?? 0,
        ...(version >= 2 ? { transactionVersion: marker.transactionVersion ?? 0 } : {}),
      },
    ],
  });
}

function producers(s: Session, topic: TestTopic): Promise<unknown> {
  return s.send(DescribeProducers, 0, { topics: [{ name: topic.name, partitionIndexes: [0] }] });
}

async function hanging(s: Session): Promise<{ readonly topic: TestTopic; readonly txn: Txn }> {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.init();
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(11, topic);
  return { topic, txn };
}

for (const committed of [true, false]) {
  scenarioPerVersion(`WriteTxnMarkers/into an open transaction ${committed}`, VERSIONS, async (s, version) => {
    const { topic, txn } = await hanging(s);
    await producers(s, topic);
    await write(s, version, txn, topic, { producerEpoch: txn.producerEpoch - 1, committed });
    await write(s, version, txn, topic, { committed });
    await producers(s, topic);
    await write(s, version, txn, topic, { committed });
    await fetchAll(s, topic);
    // Its coordinator knows nothing of it.
    await txn.describe();
    await txn.produce(11, topic, { sequence: 1 });
    await txn.finish(3, true);
    await producers(s, topic);
    await fetchAll(s, topic);
  });
}

scenarioPerVersion("WriteTxnMarkers/of coordinators that come and go", VERSIONS, async (s, version) => {
  const { topic, txn } = await hanging(s);
  await write(s, version, txn, topic, { coordinatorEpoch: 5 });
  await write(s, version, txn, topic, { coordinatorEpoch: 4 });
  await write(s, version, txn, topic, { coordinatorEpoch: 5 });
  await write(s, version, txn, topic, { coordinatorEpoch: 6, producerEpoch: txn.producerEpoch + 3 });
  await write(s, version, txn, topic, { coordinatorEpoch: 6 });
  await write(s, version, txn, topic, { coordinatorEpoch: -1 });
  await producers(s, topic);
  await fetchAll(s, topic);
});

scenarioPerVersion("WriteTxnMarkers/of a producer nobody knows", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = new Txn(s);
  await write(s, version, txn, topic, { producerId: 8_000_000n, producerEpoch: 3 });
  await producers(s, topic);
  await write(s, version, txn, topic, { producerId: 8_000_000n, producerEpoch: 2 });
  await write(s, version, txn, topic, { producerId: 8_000_001n, producerEpoch: 0, partitions: [0, 1, 7] });
  await write(s, version, txn, { name: `${topic.name}-not`, id: "" }, { producerId: 8_000_001n, producerEpoch: 0 });
  await write(s, version, txn, topic, { producerId: 8_000_001n, producerEpoch: 0, partitions: [] });
  await s.send(WriteTxnMarkers, version, { markers: [] });
  const marker = { producerId: 8_000_002n, transactionResult: true, coordinatorEpoch: 0 };
  const at = (partitionIndexes: number[]): { name: string; partitionIndexes: number[] }[] => [
    { name: topic.name, partitionIndexes },
  ];
  await s.send(WriteTxnMarkers, version, {
    markers: [
      { ...marker, producerEpoch: 5, topics: at([0]) },
      { ...marker, producerEpoch: 6, topics: at([1]) },
      { ...marker, producerId: 8_000_003n, producerEpoch: 1, topics: [...at([0]), ...at([1])] },
    ],
  });
  await fetchAll(s, topic);
  await fetchAll(s, topic, 1);
});

scenarioPerVersion("WriteTxnMarkers/of version 2", [2], async (s, version) => {
  const { topic, txn } = await hanging(s);
  const transactionVersion = 2;
  await write(s, version, txn, topic, { transactionVersion });
  await write(s, version, txn, topic, { transactionVersion, producerEpoch: txn.producerEpoch + 1 });
  await write(s, version, txn, topic, { transactionVersion, producerEpoch: txn.producerEpoch + 1 });
  await write(s, version, txn, topic, { transactionVersion });
  await write(s, version, txn, topic, { transactionVersion: 1 });
  await write(s, version, txn, topic, { transactionVersion: 7, producerEpoch: txn.producerEpoch + 2 });
  await producers(s, topic);
  await fetchAll(s, topic);
});

scenarioPerVersion("WriteTxnMarkers/into committed offsets", VERSIONS, async (s, version) => {
  const offsets = { name: "__consumer_offsets", id: "" };
  const txn = await Txn.start(s);
  await write(s, version, txn, offsets, { partitions: [0, 1] });
  await write(s, version, txn, offsets, { partitions: [0], coordinatorEpoch: 3 });
  await write(s, version, txn, offsets, { partitions: [0], coordinatorEpoch: 2 });
  await write(s, version, txn, offsets, { partitions: [5] });
});
