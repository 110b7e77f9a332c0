// What both sides have before steps begin, made with our client: transactions that are open and over, share groups with and without members.
import { Admin, ConfigResourceType, Consumer, Producer, ShareConsumer } from "@ottla/client";
import { SIDES } from "./compare.ts";

/** Ends what was made. */
export type Cleanup = () => Promise<void>;

/** A committed transaction, and one that stays open. */
export async function makeTransactions(bootstrap: string): Promise<Cleanup[]> {
  await using admin = new Admin({ bootstrapServers: bootstrap });
  const cleanups: Cleanup[] = [];
  for (const side of Object.values(SIDES)) {
    const topic = `${side}-tx`;
    (await admin.createTopics([{ name: topic, numPartitions: 1 }])).throwIfAnyFailed();
    for (const name of ["done", "open"]) {
      const producer = new Producer({ bootstrapServers: bootstrap, transactionalId: `${side}-${name}` });
      cleanups.push(() => producer.close({ timeoutMs: 0 }));
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.send({ topic, value: name });
      if (name === "done") await producer.commitTransaction();
    }
  }
  return cleanups;
}

/** A group of the consumer protocol with a member that has read all there is. */
export async function makeConsumerGroups(bootstrap: string): Promise<Cleanup[]> {
  await using admin = new Admin({ bootstrapServers: bootstrap });
  await using producer = new Producer({ bootstrapServers: bootstrap });
  const cleanups: Cleanup[] = [];
  for (const side of Object.values(SIDES)) {
    const topic = `${side}-m848`;
    (await admin.createTopics([{ name: topic, numPartitions: 2 }])).throwIfAnyFailed();
    await producer.sendBatch([0, 1, 0].map((partition, i) => ({ topic, partition, value: String(i) })));
    const consumer = new Consumer({
      bootstrapServers: bootstrap,
      groupId: `${side}-c848`,
      groupProtocol: "consumer",
      clientId: "reader",
      autoOffsetReset: "earliest",
    });
    consumer.subscribe(topic);
    for (let count = 0; count < 3;) count += (await consumer.poll({ timeoutMs: 1_000 })).count;
    await consumer.commitSync();
    cleanups.push(keepPolling(consumer));
  }
  return cleanups;
}

/** A share group that has read and is empty, and one with a member that reads. */
export async function makeShareGroups(bootstrap: string): Promise<Cleanup[]> {
  await using admin = new Admin({ bootstrapServers: bootstrap });
  await using producer = new Producer({ bootstrapServers: bootstrap });
  const cleanups: Cleanup[] = [];
  for (const side of Object.values(SIDES)) {
    const topic = `${side}-share`;
    (await admin.createTopics([{ name: topic, numPartitions: 2 }])).throwIfAnyFailed();
    await producer.sendBatch([0, 1, 0].map((partition, i) => ({ topic, partition, value: String(i) })));
    for (const name of ["sread", "slive", "sprint"]) {
      const groupId = `${side}-${name}`;
      const ops = [{ name: "share.auto.offset.reset", op: 0 as const, value: "earliest" }];
      await admin.incrementalAlterConfigs([{ type: ConfigResourceType.GROUP, name: groupId, ops }]);
      // The last one is for the console.
      if (name === "sprint") continue;
      const consumer = new ShareConsumer({ bootstrapServers: bootstrap, groupId, clientId: "share-reader" });
      consumer.subscribe(topic);
      for (let count = 0; count < 3;) count += (await consumer.poll({ timeoutMs: 1_000 })).count;
      await consumer.commitSync();
      if (name === "sread") await consumer.close();
      else cleanups.push(keepPolling(consumer));
    }
  }
  return cleanups;
}

function keepPolling(consumer: Consumer | ShareConsumer): Cleanup {
  let isOver = false;
  const polling = (async () => {
    while (!isOver) await consumer.poll({ timeoutMs: 100 });
  })();
  return async () => {
    isOver = true;
    await polling;
    await consumer.close();
  };
}
