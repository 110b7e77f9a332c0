// InitProducerId without a transactional id: ids for idempotent producers.
import { InitProducerId } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";

const VERSIONS = versionsOf(InitProducerId);

scenarioPerVersion("InitProducerId/idempotent", VERSIONS, async (s, version) => {
  const body = { transactionalId: null, transactionTimeoutMs: 60_000 };
  await s.send(InitProducerId, version, body);
  await s.send(InitProducerId, version, body);
  await s.send(InitProducerId, version, { ...body, transactionTimeoutMs: 0 });
  await s.send(InitProducerId, version, { ...body, transactionTimeoutMs: 2_147_483_647 });
});

scenarioPerVersion(
  "InitProducerId/idempotent with an id and an epoch",
  VERSIONS.filter((version) => version >= 3),
  async (s, version) => {
    const fresh = await s.send(InitProducerId, version, { transactionalId: null, transactionTimeoutMs: 60_000 });
    const known = { transactionalId: null, transactionTimeoutMs: 60_000, producerId: fresh.producerId };
    await s.send(InitProducerId, version, { ...known, producerEpoch: 0 });
    await s.send(InitProducerId, version, { ...known, producerEpoch: 5 });
    await s.send(InitProducerId, version, { ...known, producerEpoch: -1 });
    await s.send(InitProducerId, version, {
      transactionalId: null,
      transactionTimeoutMs: 60_000,
      producerId: -1n,
      producerEpoch: 3,
    });
    await s.send(InitProducerId, version, {
      transactionalId: null,
      transactionTimeoutMs: 60_000,
      producerId: 7_000_000n,
      producerEpoch: 3,
    });
  },
);

scenarioPerVersion("InitProducerId/the empty transactional id", VERSIONS, async (s, version) => {
  await s.send(InitProducerId, version, { transactionalId: "", transactionTimeoutMs: 60_000 });
});

scenario("InitProducerId/ids are not given twice", async (s) => {
  const ids = new Set<bigint>();
  for (let i = 0; i < 20; i++)
    ids.add(
      (await s.send(InitProducerId, 2, { transactionalId: null, transactionTimeoutMs: 1 }, { on: i % 3 })).producerId,
    );
});
