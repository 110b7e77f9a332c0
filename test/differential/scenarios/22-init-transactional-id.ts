// InitProducerId with a transactional id: taking over, fencing, aborting what was open (T2).
import { InitProducerId } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { Txn, txnTopic } from "../transactions.ts";
import type { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import type { Input } from "@ottla/protocol";

const VERSIONS = versionsOf(InitProducerId);
const WITH_EXPECTED = versionsOf(InitProducerId, 3);

function init(s: Session, version: number, rest: Input<InitProducerIdRequest> = {}): Promise<InitProducerIdResponse> {
  return s.send(InitProducerId, version, { transactionalId: s.id, transactionTimeoutMs: 60_000, ...rest });
}

scenarioPerVersion("InitProducerId/transactional", VERSIONS, async (s, version) => {
  await init(s, version);
  await init(s, version);
  await init(s, version, { transactionTimeoutMs: 900_000 });
  await new Txn(s).describe();
  await init(s, version, { transactionalId: `${s.id}-ü` });
});

scenarioPerVersion("InitProducerId/timeouts that are refused", VERSIONS, async (s, version) => {
  for (const transactionTimeoutMs of [0, -1, 900_001, 2_147_483_647, -2_147_483_648, 1]) {
    await init(s, version, { transactionTimeoutMs });
  }
  await init(s, version, { transactionalId: "", transactionTimeoutMs: 0 });
});

scenarioPerVersion("InitProducerId/of a producer that says who it is", WITH_EXPECTED, async (s, version) => {
  const { producerId } = await init(s, version);
  await init(s, version, { producerId, producerEpoch: 0 });
  // Repeated: the answer may have been lost.
  await init(s, version, { producerId, producerEpoch: 0 });
  await init(s, version, { producerId, producerEpoch: 1 });
  await init(s, version, { producerId, producerEpoch: 0 });
  await init(s, version, { producerId, producerEpoch: 7 });
  await init(s, version, { producerId: producerId + 1_000_000n, producerEpoch: 2 });
  await init(s, version, { producerId: producerId + 1_000_000n, producerEpoch: 32_767 });
  await init(s, version);
  // Somebody else has taken over.
  await init(s, version, { producerId, producerEpoch: 2 });
  await init(s, version, { producerId, producerEpoch: -1 });
  await init(s, version, { producerId: -1n, producerEpoch: 3 });
});

scenarioPerVersion(
  "InitProducerId/of an unknown id by a producer that says who it is",
  WITH_EXPECTED,
  async (s, version) => {
    await init(s, version, { producerId: 4_000_000n, producerEpoch: 5 });
    await init(s, version, { producerId: 4_000_000n, producerEpoch: 5 });
  },
);

scenarioPerVersion("InitProducerId/with an open transaction", VERSIONS, async (s, version) => {
  const topic = await txnTopic(s);
  const zombie = await Txn.start(s);
  await zombie.add(3, [{ name: topic.name, partitions: [0] }]);
  await zombie.produce(11, topic);
  await init(s, version);
  await zombie.settled();
  await zombie.describe();
  await init(s, version);
  await zombie.end(3, true);
  await zombie.end(5, true);
  await zombie.add(3, [{ name: topic.name, partitions: [0] }]);
  await zombie.produce(11, topic, { sequence: 1 });
  await zombie.describe();
});

scenarioPerVersion(
  "InitProducerId/with an open transaction of the same producer",
  WITH_EXPECTED,
  async (s, version) => {
    const topic = await txnTopic(s);
    const txn = await Txn.start(s);
    await txn.add(3, [{ name: topic.name, partitions: [0] }]);
    const { producerId } = txn;
    await init(s, version, { producerId: producerId + 1_000_000n, producerEpoch: 0 });
    await init(s, version, { producerId, producerEpoch: 9 });
    await txn.settled();
    await init(s, version, { producerId, producerEpoch: 0 });
    await init(s, version, { producerId, producerEpoch: 1 });
    await init(s, version, { producerId, producerEpoch: 2 });
    await txn.describe();
  },
);

for (const committed of [true, false]) {
  scenarioPerVersion(`InitProducerId/while a transaction is being ended ${committed}`, VERSIONS, async (s, version) => {
    const topic = await txnTopic(s);
    const txn = await Txn.start(s);
    await txn.stick(topic, committed);
    await init(s, version);
    if (version >= 3) await init(s, version, { producerId: txn.producerId + 1_000_000n, producerEpoch: 0 });
    if (version >= 3) await init(s, version, { producerId: txn.producerId, producerEpoch: 0 });
    await txn.describe();
  });
}

scenario("InitProducerId/after each end", async (s) => {
  const topic = await txnTopic(s);
  for (const [version, committed] of [
    [3, true],
    [3, false],
    [5, true],
    [5, false],
  ] as const) {
    const txn = await Txn.start(s);
    await txn.add(3, [{ name: topic.name, partitions: [0] }]);
    await txn.finish(version, committed);
    await txn.describe();
    await init(s, 5, { producerId: txn.producerId, producerEpoch: txn.producerEpoch });
    await init(s, 5, { producerId: txn.producerId, producerEpoch: txn.producerEpoch });
    await txn.describe();
  }
});
