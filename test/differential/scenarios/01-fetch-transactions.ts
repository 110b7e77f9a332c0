// Readers and transactions: the last stable offset, aborted transactions, ListOffsets by isolation (T11, F9, L1).
import { Fetch, ListOffsets } from "../apis.ts";
import { versionsOf } from "../api.ts";
import { RECORD_TIME } from "../batch.ts";
import { fetchFrom, produce } from "../produce.ts";
import { batch, records } from "../batch.ts";
import { scenario, scenarioPerVersion } from "../scenario.ts";
import type { Session } from "../session.ts";
import type { TestTopic } from "../topics.ts";
import { Txn, txnTopic } from "../transactions.ts";

const FETCH_VERSIONS = versionsOf(Fetch);

async function read(s: Session, version: number, topic: TestTopic, offsets: readonly number[]): Promise<void> {
  for (const offset of offsets) {
    for (const isolationLevel of [0, 1]) await fetchFrom(s, topic, offset, { version, isolationLevel });
  }
}

/** Two transactions that overlap, and plain records between: the first aborts, the second commits. */
async function interleaved(s: Session, topic: TestTopic): Promise<readonly [Txn, Txn]> {
  const [a, b] = [await Txn.start(s, `${s.id}-a`), await Txn.start(s, `${s.id}-b`)];
  for (const txn of [a, b]) await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await a.produce(11, topic, { count: 2 });
  await b.produce(11, topic);
  await produce(s, 9, topic, batch(records(1)));
  await a.produce(11, topic, { sequence: 2 });
  return [a, b];
}

scenarioPerVersion("Fetch/transactions", FETCH_VERSIONS, async (s, version) => {
  const topic = await txnTopic(s);
  await produce(s, 9, topic, batch(records(2)));
  const [a, b] = await interleaved(s, topic);
  await read(s, version, topic, [0, 2, 3]);
  await a.finish(3, false);
  await read(s, version, topic, [0, 2, 4]);
  await b.finish(3, true);
  await read(s, version, topic, [0, 3, 6, 8]);
  const third = await Txn.start(s, `${s.id}-a`);
  await third.add(3, [{ name: topic.name, partitions: [0] }]);
  await third.produce(11, topic);
  await third.finish(5, false);
  await read(s, version, topic, [0, 7, 9]);
});

scenario("Fetch/transactions: aborted transactions by where a read begins and ends", async (s) => {
  const topic = await txnTopic(s, { configs: { "segment.bytes": "1048576" } });
  for (let i = 0; i < 4; i++) {
    const txn = await Txn.start(s);
    await txn.add(3, [{ name: topic.name, partitions: [0] }]);
    await txn.produce(11, topic, { count: 2 });
    await txn.finish(3, i % 2 === 0);
  }
  for (let offset = 0; offset <= 12; offset++) await fetchFrom(s, topic, offset, { isolationLevel: 1 });
  for (const partitionMaxBytes of [1, 10_000]) {
    await fetchFrom(s, topic, 3, { isolationLevel: 1, partitionMaxBytes, maxBytes: partitionMaxBytes });
  }
});

scenarioPerVersion("ListOffsets/by isolation", versionsOf(ListOffsets, 2), async (s, version) => {
  const topic = await txnTopic(s);
  const timestamps = [-1, -2, ...(version >= 7 ? [-3] : []), RECORD_TIME, RECORD_TIME + 1];
  const ask = async (): Promise<void> => {
    for (const isolationLevel of [0, 1]) {
      for (const timestamp of timestamps) {
        await s.send(ListOffsets, version, {
          replicaId: -1,
          isolationLevel,
          topics: [{ name: topic.name, partitions: [{ partitionIndex: 0, timestamp }] }],
        });
      }
    }
  };
  const txn = await Txn.start(s);
  await txn.add(3, [{ name: topic.name, partitions: [0] }]);
  await txn.produce(11, topic);
  await ask();
  await txn.finish(3, true);
  await ask();
});
