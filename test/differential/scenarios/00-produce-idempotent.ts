// Idempotent produce: sequences, duplicates, epochs (I1–I5).
import { InitProducerId, Produce } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { batch, records } from "../batch.ts";
import type { BatchFields } from "../batch.ts";
import { fetchAll, produce } from "../produce.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import { ScenarioEnd } from "../session.ts";
import type { Session } from "../session.ts";
import { createTopic } from "../topics.ts";

const VERSIONS = versionsOf(Produce);

async function producerId(s: Session): Promise<bigint> {
  const answer = await s.quiet(InitProducerId, 2, { transactionalId: null, transactionTimeoutMs: 60_000 });
  if (answer.errorCode !== 0) throw new ScenarioEnd(`no producer id: ${answer.errorCode}`);
  return answer.producerId;
}

function sequenced(pid: bigint, baseSequence: number, count = 1, producerEpoch = 0, more: BatchFields = {}): Buffer {
  return batch(records(count), { producerId: pid, producerEpoch, baseSequence, ...more });
}

scenarioPerVersion("Produce/idempotent: sequences, duplicates and gaps", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  const pid = await producerId(s);
  await produce(s, version, topic, sequenced(pid, 0, 3));
  await produce(s, version, topic, sequenced(pid, 0, 3));
  await produce(s, version, topic, sequenced(pid, 3, 1));
  await produce(s, version, topic, sequenced(pid, 5, 1));
  await produce(s, version, topic, sequenced(pid, 2, 1));
  await produce(s, version, topic, sequenced(pid, 0, 4));
  await produce(s, version, topic, sequenced(pid, 4, 2));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/idempotent: the window of five batches", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  const pid = await producerId(s);
  for (let sequence = 0; sequence < 7; sequence++) await produce(s, version, topic, sequenced(pid, sequence));
  for (let sequence = 6; sequence >= 0; sequence--) await produce(s, version, topic, sequenced(pid, sequence));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/idempotent: epochs", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  const pid = await producerId(s);
  await produce(s, version, topic, sequenced(pid, 0, 1, 3));
  await produce(s, version, topic, sequenced(pid, 1, 1, 2));
  await produce(s, version, topic, sequenced(pid, 1, 1, 4));
  await produce(s, version, topic, sequenced(pid, 0, 1, 4));
  await produce(s, version, topic, sequenced(pid, 1, 1, 3));
  await produce(s, version, topic, sequenced(pid, 1, 1, 4));
  await produce(s, version, topic, sequenced(pid, 0, 1, 32_767));
  await produce(s, version, topic, sequenced(pid, 1, 1, -1));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/idempotent: an unknown producer begins anywhere", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  await produce(s, version, topic, sequenced(900_001n, 17));
  await produce(s, version, topic, sequenced(900_001n, 18));
  await produce(s, version, topic, sequenced(900_002n, 5, 1, 9));
  await produce(s, version, topic, sequenced(900_001n, 18));
  await produce(s, version, topic, sequenced(9_000_000_000_000_000_000n, 0));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/idempotent: sequences wrap at 2^31", VERSIONS, async (s, version) => {
  const topic = await createTopic(s);
  const last = 2 ** 31 - 1;
  await produce(s, version, topic, sequenced(901_000n, last - 1, 2));
  await produce(s, version, topic, sequenced(901_000n, 0, 2));
  await produce(s, version, topic, sequenced(901_000n, last - 1, 2));
  await produce(s, version, topic, sequenced(901_001n, last - 1, 4));
  await produce(s, version, topic, sequenced(901_001n, 2, 1));
  await produce(s, version, topic, sequenced(901_001n, last - 1, 4));
  await fetchAll(s, topic);
});

scenarioPerVersion("Produce/idempotent: each partition counts for itself", [3, 9, 13], async (s, version) => {
  const topic = await createTopic(s, { partitions: 2 });
  const pid = await producerId(s);
  await produce(s, version, topic, sequenced(pid, 0), { partition: 0 });
  await produce(s, version, topic, sequenced(pid, 0), { partition: 1 });
  await produce(s, version, topic, sequenced(pid, 1), { partition: 1 });
  await produce(s, version, topic, sequenced(pid, 2), { partition: 0 });
  await fetchAll(s, topic, 0);
  await fetchAll(s, topic, 1);
});

scenario("Produce/idempotent: a refused batch leaves the sequence where it was", async (s) => {
  const topic = await createTopic(s, { configs: { "max.message.bytes": "300" } });
  const pid = await producerId(s);
  await produce(s, 9, topic, sequenced(pid, 0));
  await produce(s, 9, topic, sequenced(pid, 1, 40));
  await produce(s, 9, topic, sequenced(pid, 1, 1, 0, { isCorrupt: true }));
  await produce(s, 9, topic, sequenced(pid, 1));
  await fetchAll(s, topic);
});

scenario("Produce/idempotent: a duplicate among five in flight", async (s) => {
  const topic = await createTopic(s);
  const pid = await producerId(s);
  await Promise.all([0, 1, 2, 1, 3, 5, 4].map((sequence) => produce(s, 9, topic, sequenced(pid, sequence))));
  await fetchAll(s, topic);
});

scenario("Produce/idempotent: plain batches between", async (s) => {
  const topic = await createTopic(s);
  const pid = await producerId(s);
  await produce(s, 9, topic, sequenced(pid, 0));
  await produce(s, 9, topic, batch(records(2)));
  await produce(s, 9, topic, sequenced(pid, 1));
  await produce(s, 9, topic, sequenced(pid, 0));
  await fetchAll(s, topic);
});
