// Produce in transactions: verification, implicit adding, what the log refuses (T4, T5, T10, T15).
import { Produce } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { batch, records } from "../batch.ts";
import { fetchAll, produce, produceBody } from "../produce.ts";
import { exclusivePerVersion, scenarioPerVersion } from "../scenario.ts";
import { TRANSACTIONAL, Txn, txnTopic } from "../transactions.ts";

const VERSIONS = versionsOf(Produce);
const IMPLICIT = 12;

// Where a partition is not part of the transaction the scenario is alone: Kafka asks for several producers in one request and
// answers all of them as the version of the first allows (TRANSACTION_ABORTABLE or INVALID_TXN_STATE).

scenarioPerVersion("Produce/transactional: partitions that were added", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(version, topic, { count: 2 });
  await txn.produce(version, topic, { sequence: 2 });
  await txn.produce(version, topic, { sequence: 2 });
  await txn.produce(version, topic, { sequence: 5 });
  await txn.finish(version < IMPLICIT ? 3 : 5, true);
  await fetchAll(s, topic, 0);
});

exclusivePerVersion("Produce/transactional: partitions that were not added", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.produce(version, topic);
  await txn.describe();
  await txn.add(3, [{ name: topic.name, partitions: [1] }]);
  await txn.produce(version, topic);
  await txn.produce(version, topic, { partition: 1 });
  await txn.describe();
  await fetchAll(s, topic, 0);
});

exclusivePerVersion("Produce/transactional: refused", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.init();
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(version, topic, { requestTransactionalId: `${s.id}-unknown` });
  await txn.produce(version, topic, { requestTransactionalId: "" });
  await txn.produce(version, topic, { requestTransactionalId: null });
  await txn.produce(version, topic, { producerId: txn.producerId + 1_000_000n });
  await txn.produce(version, topic, { producerEpoch: txn.producerEpoch - 1 });
  await txn.produce(version, topic, { producerEpoch: txn.producerEpoch + 1 });
  await txn.produce(version, topic, { partition: 7 });
  await txn.produce(version, topic, { sequence: 3 });
  await txn.produce(version, topic, { fields: { producerId: -1n, producerEpoch: -1, baseSequence: -1 } });
  await txn.produce(version, topic, { fields: { baseSequence: -1 } });
  await txn.produce(version, topic, { fields: { attributes: TRANSACTIONAL | 32 } });
  await fetchAll(s, topic);
});

exclusivePerVersion("Produce/transactional: other batches of the same producer", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0, 1] }]);
  await txn.produce(version, topic);
  await txn.produce(version, topic, { sequence: 1, isTransactional: false });
  await txn.produce(version, topic, { sequence: 1, isTransactional: false, requestTransactionalId: null });
  await txn.produce(version, topic, { sequence: 0, isTransactional: false, partition: 1 });
  await produce(s, version, topic, batch(records(1)));
  await txn.finish(3, false);
  await txn.produce(version, topic, { sequence: 1, isTransactional: false });
  await fetchAll(s, topic);
});

exclusivePerVersion("Produce/transactional: several partitions in one request", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 3 });
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  const send = (all: readonly Buffer[]): Promise<unknown> =>
    s.send(Produce, version, {
      ...produceBody(topic, null),
      transactionalId: txn.transactionalId,
      topicData: [
        { name: topic.name, topicId: topic.id, partitionData: all.map((bytes, index) => ({ index, records: bytes })) },
      ],
    });
  await send([txn.batch(), txn.batch(), batch(records(1)), txn.batch()]);
  await send([txn.batch({ sequence: 1 }), txn.batch({ producerEpoch: 9 })]);
  await send([txn.batch({ sequence: 1 }), txn.batch({ producerId: 12_345n })]);
  await txn.describe();
  for (const partition of [0, 1, 2]) await fetchAll(s, topic, partition);
});

for (const committed of [true, false]) {
  scenarioPerVersion(
    `Produce/transactional: while a transaction is being ended ${committed}`,
    VERSIONS,
    async (s, version) => {
      const topic = await txnTopic(s, { partitions: 2 });
      const txn = await Txn.start(s);
      await txn.stick(topic, committed);
      await txn.produce(version, topic, { partition: 1 });
      await txn.produce(version, topic, { partition: 1, producerEpoch: txn.producerEpoch + 1 });
    },
  );
}

exclusivePerVersion("Produce/transactional: after the end", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(version, topic);
  const before = txn.identity();
  await txn.finish(5, true);
  await txn.produce(version, topic, { ...before, sequence: 1 });
  await txn.produce(version, topic, { sequence: 1 });
  await txn.produce(version, topic, { sequence: 0 });
  await txn.produce(version, topic, { sequence: 3, partition: 1 });
  await txn.describe();
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/transactional: without acks", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await s.post(Produce, version, {
    ...produceBody(topic, txn.batch(), { acks: 0 }),
    transactionalId: txn.transactionalId,
  });
  await txn.produce(version, topic, { sequence: 1 });
  await fetchAll(s, topic);
});
