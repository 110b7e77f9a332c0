// Quotas in force: who exceeds his is told for how long he is held back, and his connection is not served for that time (KIP-219, KIP-599, KIP-612).
import { ApiVersions, CreatePartitions, CreateTopics, DeleteTopics, Fetch, Metadata, Produce } from "../apis.ts";
import { batch, records } from "../batch.ts";
import { produceBody } from "../produce.ts";
import { setQuotas } from "../quotas.ts";
import { exclusiveScenario, scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import { createTopic, untilServing } from "../topics.ts";

const FETCH_SESSIONLESS = -1;

async function clientWith(s: Session, quotas: Record<string, number>): Promise<string> {
  const clientId = `${s.id}-client`;
  await setQuotas(s, { "client-id": clientId }, quotas);
  return clientId;
}

/** A batch of about so many bytes. */
function bytes(count: number): Buffer {
  return batch([{ ...records(1)[0], value: "x".repeat(count) }]);
}

scenario("Produce/held back by a quota", async (s) => {
  const topic = await createTopic(s);
  const clientId = await clientWith(s, { producer_byte_rate: 1000 });
  await s.send(Produce, 13, produceBody(topic, bytes(6000)), { clientId });
  // 10 windows of a second are measured: about 3 % too much is 300 ms too early.
  await s.send(Produce, 13, produceBody(topic, bytes(4300)), { clientId });
  await s.send(Metadata, 12, { topics: [] }, { clientId, delayMs: 100 });
  // Whoever has another id is not held back.
  await s.send(Produce, 13, produceBody(topic, bytes(6000)), { on: 1 });
  await setQuotas(s, { "client-id": clientId }, { producer_byte_rate: 1e12 });
  await s.send(Produce, 13, produceBody(topic, bytes(20_000)), { clientId });
});

scenario("Fetch/held back by a quota", async (s) => {
  const topic = await createTopic(s);
  for (const size of [6000, 4300, 100]) await s.quiet(Produce, 13, produceBody(topic, bytes(size)));
  const clientId = await clientWith(s, { consumer_byte_rate: 1000 });
  const fetch = async (fetchOffset: number, delayMs?: number): Promise<void> => {
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 5000 }];
    const body = { maxWaitMs: 100, minBytes: 1, sessionEpoch: FETCH_SESSIONLESS, sessionId: 0 };
    const options = delayMs === undefined ? { clientId } : { clientId, delayMs };
    await s.send(Fetch, 17, { ...body, topics: [{ topicId: topic.id, partitions }] }, options);
  };
  await fetch(0);
  // Nothing comes, and nothing of it counts: the same again is held back again.
  await fetch(1);
  await fetch(1, 100);
  await setQuotas(s, { "client-id": clientId }, { consumer_byte_rate: 1e12 });
  await fetch(1);
  await fetch(2);
});

/** A bucket of 11 × 0.5 changes that fills so slowly that no scenario waits for it: whoever is held back is not heard of again. */
const MUTATIONS = { controller_mutation_rate: 0.5 };

scenarioPerVersion("CreateTopics/held back by a quota", [5, 6, 7], async (s, version) => {
  const clientId = await clientWith(s, MUTATIONS);
  for (const [on, numPartitions] of [1, 23, 1].entries()) {
    const topics = [{ name: `${s.id}-${on}`, numPartitions, replicationFactor: 1 }];
    const validateOnly = on === 0;
    await s.send(CreateTopics, version, { topics, timeoutMs: 5000, validateOnly }, { clientId, on });
  }
});

scenarioPerVersion("DeleteTopics/held back by a quota", [4, 5, 6], async (s, version) => {
  const names = [await createTopic(s, { suffix: "a", partitions: 23 }), await createTopic(s, { suffix: "b" })];
  const clientId = await clientWith(s, MUTATIONS);
  for (const [on, { name }] of names.entries()) {
    const targets = version >= 6 ? { topics: [{ name }] } : { topicNames: [name] };
    await s.send(DeleteTopics, version, { ...targets, timeoutMs: 5000 }, { clientId, on });
  }
});

scenarioPerVersion("CreatePartitions/held back by a quota", [2, 3], async (s, version) => {
  const topic = await createTopic(s);
  const clientId = await clientWith(s, MUTATIONS);
  for (const [on, count] of [25, 26].entries()) {
    const topics = [{ name: topic.name, count, assignments: null }];
    await s.send(CreatePartitions, version, { topics, timeoutMs: 5000, validateOnly: false }, { clientId, on });
    await untilServing(s, topic.name, version >= 3 ? 25 : count);
  }
});

exclusiveScenario("Connections/too many in a second from an address", async (s) => {
  const hello = { clientSoftwareName: "differential", clientSoftwareVersion: "1" };
  await s.quiet(ApiVersions, 3, hello);
  // Ten windows of a second: ten come in, however fast.
  await setQuotas(s, { ip: "127.0.0.1" }, { connection_creation_rate: 1 });
  for (let on = 1; on <= 12; on++) await s.attempt(ApiVersions, 3, hello, { on });
  await setQuotas(s, { ip: "127.0.0.1" }, { connection_creation_rate: null });
  await s.attempt(ApiVersions, 3, hello, { on: 13 });
});
