// EndTxn: every state with every outcome, both versions of transactions (T6, T7).
import { EndTxn } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { fetchAll } from "../produce.ts";
import { scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import type { TestTopic } from "../topics.ts";
import { Txn, txnTopic } from "../transactions.ts";

const VERSIONS = versionsOf(EndTxn);

async function begun(s: Session): Promise<{ readonly topic: TestTopic; readonly txn: Txn }> {
  const topic = await txnTopic(s);
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(11, topic, { count: 2 });
  return { topic, txn };
}

for (const committed of [true, false]) {
  const name = committed ? "commit" : "abort";

  scenarioPerVersion(`EndTxn/${name}, and again`, VERSIONS, async (s, version) => {
    const { topic, txn } = await begun(s);
    const first = txn.identity();
    await txn.finish(version, committed);
    await txn.describe();
    await fetchAll(s, topic);
    await txn.end(version, committed, first);
    await txn.settled();
    await txn.end(version, !committed, first);
    await txn.settled();
    await txn.end(version, committed, { producerEpoch: first.producerEpoch + 1 });
    await txn.settled();
    await txn.describe();
    await fetchAll(s, topic);
  });

  scenarioPerVersion(`EndTxn/${name}, and the next without a write`, VERSIONS, async (s, version) => {
    const { topic, txn } = await begun(s);
    await txn.finish(version, committed);
    await txn.end(version, true);
    await txn.settled();
    await txn.finish(version, false);
    await txn.describe();
    await txn.end(version, true);
    await txn.settled();
    await fetchAll(s, topic);
  });

  scenarioPerVersion(`EndTxn/${name} of nothing`, VERSIONS, async (s, version) => {
    const txn = await Txn.start(s);
    await txn.end(version, committed);
    await txn.settled();
    await txn.end(version, committed, { producerEpoch: txn.producerEpoch - 1 });
    await txn.settled();
    await txn.describe();
  });

  scenarioPerVersion(`EndTxn/${name} is being carried out`, VERSIONS, async (s, version) => {
    const topic = await txnTopic(s);
    const txn = await Txn.start(s);
    await txn.stick(topic, committed, version);
    await txn.describe();
    await txn.end(version, committed);
    await txn.end(version, !committed);
    const next = { producerEpoch: txn.producerEpoch + 1 };
    await txn.end(version, committed, next);
    await txn.end(version, !committed, next);
    await txn.end(version, committed, { producerId: txn.producerId + 1_000_000n });
    await txn.end(version === 5 ? 3 : 5, committed);
    await txn.end(version === 5 ? 3 : 5, committed, next);
  });
}

scenarioPerVersion("EndTxn/refused", VERSIONS, async (s, version) => {
  const { txn } = await begun(s);
  await txn.end(version, true, { transactionalId: `${s.id}-unknown` });
  await txn.end(version, true, { transactionalId: "" });
  await txn.end(version, true, { producerId: txn.producerId + 1_000_000n });
  await txn.end(version, true, { producerEpoch: 1 });
  await txn.end(version, true, { producerEpoch: -1 });
  await txn.end(version, true, { producerId: txn.producerId + 1_000_000n, producerEpoch: 32_766 });
  await txn.describe();
});

scenarioPerVersion("EndTxn/after a new producer took over", VERSIONS, async (s, version) => {
  const { topic, txn } = await begun(s);
  const zombie = txn.identity();
  await txn.init();
  await txn.end(version, true, zombie);
  await txn.end(version, false, zombie);
  await txn.end(version, true, { producerEpoch: txn.producerEpoch - 1 });
  await txn.end(version, false, { producerEpoch: txn.producerEpoch - 1 });
  await txn.settled();
  await txn.describe();
  await fetchAll(s, topic);
});

scenarioPerVersion("EndTxn/one transaction after the other", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s, { partitions: 2 });
  const txn = await Txn.start(s);
  for (const committed of [true, false, true]) {
    await txn.add(3, [{ name: topic.name, partitions: [0, 1] }]);
    await txn.produce(11, topic, { partition: 0, sequence: 0 });
    await txn.produce(11, topic, { partition: 1, sequence: 0, count: 3 });
    await txn.finish(version, committed);
    await txn.describe();
    if (version < 5) await txn.init();
  }
  await fetchAll(s, topic, 0);
  await fetchAll(s, topic, 1);
});
