// AddPartitionsToTxn and AddOffsetsToTxn: from producers, from brokers, verification (T3, T4).
import { AddOffsetsToTxn, AddPartitionsToTxn } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import { Txn, txnTopic } from "../transactions.ts";

const VERSIONS = versionsOf(AddPartitionsToTxn);
const BATCHED = versionsOf(AddPartitionsToTxn, 4);

scenarioPerVersion("AddPartitionsToTxn/partitions", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 3 });
  const txn = await Txn.start(s);
  const some = (...partitions: number[]): { name: string; partitions: number[] }[] => [
    { name: topic.name, partitions },
  ];
  await txn.add(version, some(0));
  await txn.describe();
  await txn.add(version, some(0));
  await txn.add(version, some(0, 2));
  await txn.add(version, [...some(1), ...some(2)]);
  await txn.describe();
  await txn.add(version, []);
  await txn.add(version, some());
});

scenarioPerVersion("AddPartitionsToTxn/no partitions", VERSIONS, async (s, version) => {
  const txn = await Txn.start(s);
  await txn.add(version, []);
  await txn.describe();
});

scenarioPerVersion("AddPartitionsToTxn/refused", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  await txn.init();
  const one = [{ name: topic.name, partitions: [0] }];
  await txn.add(version, one, { transactionalId: `${s.id}-unknown` });
  await txn.add(version, one, { transactionalId: "" });
  await txn.add(version, one, { producerId: txn.producerId + 1_000_000n });
  await txn.add(version, one, { producerEpoch: txn.producerEpoch - 1 });
  await txn.add(version, one, { producerEpoch: txn.producerEpoch + 1 });
  await txn.add(version, one, { producerEpoch: -1 });
  await txn.add(version, [{ name: topic.name, partitions: [0, 7] }]);
  await txn.add(version, [{ name: topic.name, partitions: [7, 0, 1, -1] }]);
  await txn.add(version, [...one, { name: `${topic.name}-not`, partitions: [0, 1] }]);
  await txn.add(version, [{ name: "a b", partitions: [0] }]);
  await txn.describe();
});

for (const committed of [true, false]) {
  scenarioPerVersion(
    `AddPartitionsToTxn/while a transaction is being ended ${committed}`,
    VERSIONS,
    async (s, version) => {
      const topic = await txnTopic(s, { partitions: 2 });
      const txn = await Txn.start(s);
      await txn.stick(topic, committed);
      const one = [{ name: topic.name, partitions: [0] }];
      await txn.add(version, one);
      await txn.add(version, one, { producerId: txn.producerId + 1_000_000n });
      await txn.add(version, one, { producerEpoch: 9 });
      if (version >= 4) {
        await txn.add(version, one, { verifyOnly: true });
        await txn.add(version, one, { verifyOnly: true, producerEpoch: 9 });
      }
      await txn.addOffsets(4, s.id);
    },
  );
}

scenarioPerVersion("AddPartitionsToTxn/verification", BATCHED, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 3 });
  const txn = await Txn.start(s);
  const all = [{ name: topic.name, partitions: [0, 1, 2] }];
  const verifyOnly = true;
  await txn.add(version, all, { verifyOnly });
  await txn.add(version, [{ name: topic.name, partitions: [1] }]);
  await txn.add(version, all, { verifyOnly });
  await txn.add(version, all, { verifyOnly, transactionalId: `${s.id}-unknown` });
  await txn.add(version, all, { verifyOnly, transactionalId: "" });
  await txn.add(version, all, { verifyOnly, producerId: txn.producerId + 1_000_000n });
  await txn.add(version, all, { verifyOnly, producerEpoch: 4 });
  await txn.add(version, [{ name: topic.name, partitions: [1, 9] }], { verifyOnly });
  await txn.finish(3, true);
  await txn.add(version, all, { verifyOnly });
});

scenarioPerVersion("AddPartitionsToTxn/many transactions", BATCHED, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const [a, b] = [await Txn.start(s, `${s.id}-a`), await Txn.start(s, `${s.id}-b`)];
  const topics = [{ name: topic.name, partitions: [0, 1] }];
  await s.send(AddPartitionsToTxn, version, {
    transactions: [
      { ...a.identity(), verifyOnly: false, topics },
      { ...b.identity(), verifyOnly: true, topics },
      { ...b.identity({ transactionalId: `${s.id}-c` }), verifyOnly: false, topics },
      {
        ...b.identity({ transactionalId: `${s.id}-d` }),
        verifyOnly: false,
        topics: [{ name: "none", partitions: [3] }],
      },
    ],
  });
  await a.describe();
  await b.describe();
});

scenarioPerVersion("AddOffsetsToTxn/of a group", versionsOf(AddOffsetsToTxn), async (s, version) => {
  const txn = await Txn.start(s);
  await txn.init();
  await txn.addOffsets(version, s.id);
  await txn.describe();
  await txn.addOffsets(version, s.id);
  await txn.addOffsets(version, `${s.id}-another`);
  await txn.addOffsets(version, "");
  await txn.addOffsets(version, s.id, { transactionalId: `${s.id}-unknown` });
  await txn.addOffsets(version, s.id, { transactionalId: "" });
  await txn.addOffsets(version, s.id, { producerId: txn.producerId + 1_000_000n });
  await txn.addOffsets(version, s.id, { producerEpoch: txn.producerEpoch - 1 });
  await txn.addOffsets(version, s.id, { producerEpoch: txn.producerEpoch + 1 });
  await txn.describe();
  await txn.finish(3, true);
  await txn.describe();
});

scenarioPerVersion(
  "AddOffsetsToTxn/while a transaction is being ended",
  versionsOf(AddOffsetsToTxn),
  async (s, version) => {
    const topic = await txnTopic(s);
    const txn = await Txn.start(s);
    await txn.stick(topic, true);
    await txn.addOffsets(version, s.id);
  },
);

scenario("AddPartitionsToTxn/a topic that is gone gets no marker", async (s) => {
  const topic = await txnTopic(s);
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(11, topic);
  await txn.finish(3, true);
  await txn.describe();
});
