// Requests of producers and about transactions, on servers with an authorizer.
import { AclOperation as O } from "@ottla/protocol";
import { CLIENT, onCluster, onGroup, onTopic, onTransactionalId } from "../access.ts";
import { giveAccess, takeAccess } from "../acls.ts";
import { versionsOf } from "../api.ts";
import {
  AddOffsetsToTxn,
  AddPartitionsToTxn,
  DescribeTransactions,
  EndTxn,
  InitProducerId,
  ListTransactions,
  TxnOffsetCommit,
  WriteTxnMarkers,
} from "../apis.ts";
import { authorizedPerVersion } from "../scenario.ts";
import { createTopic } from "../topics.ts";
import { Txn, txnTopic } from "../transactions.ts";

const BATCHED = 4;
const IMPLICIT = 5;

authorizedPerVersion("InitProducerId/who may", versionsOf(InitProducerId), async (s, version) => {
  const ask = (transactionalId: string | null, more: object = {}): Promise<unknown> =>
    s.send(InitProducerId, version, { transactionalId, transactionTimeoutMs: 10_000, ...more }, CLIENT);
  await ask(s.id);
  await ask(null);
  if (version >= 3) await ask(null, { producerId: 5n });
  await giveAccess(s, onTransactionalId(O.DESCRIBE, s.id), onTopic(O.READ, s.id));
  await ask(s.id);
  await ask(null);
  await giveAccess(s, onTransactionalId(O.WRITE, s.id), onTopic(O.WRITE, s.id));
  await s.until("a producer", async () => {
    const { errorCode } = await s.quiet(InitProducerId, 4, { transactionalId: s.id, transactionTimeoutMs: 10_000 });
    return errorCode === 0;
  });
  await ask(s.id);
  await ask(null);
  await takeAccess(s, onTopic(O.WRITE, s.id));
  await ask(null);
  await giveAccess(s, onCluster(O.IDEMPOTENT_WRITE));
  await ask(null);
});

authorizedPerVersion("AddPartitionsToTxn/who may", versionsOf(AddPartitionsToTxn), async (s, version) => {
  const open = await txnTopic(s, { suffix: "open", partitions: 2 });
  const closed = await txnTopic(s, { suffix: "closed" });
  const { producerId, producerEpoch } = await Txn.start(s);
  const ask = (...names: string[]): Promise<unknown> => {
    const topics = names.map((name) => ({ name, partitions: [0, 1] }));
    const identity = { transactionalId: s.id, producerId, producerEpoch };
    return s.send(
      AddPartitionsToTxn,
      version,
      version >= BATCHED
        ? { transactions: [{ ...identity, verifyOnly: false, topics }] }
        : {
            v3AndBelowTransactionalId: s.id,
            v3AndBelowProducerId: producerId,
            v3AndBelowProducerEpoch: producerEpoch,
            v3AndBelowTopics: topics,
          },
      CLIENT,
    );
  };
  await ask(open.name);
  await giveAccess(s, onTransactionalId(O.DESCRIBE, s.id), onTopic(O.WRITE, open.name));
  await ask(open.name);
  await giveAccess(s, onTransactionalId(O.WRITE, s.id));
  await ask(closed.name, open.name, `${s.id}-missing`);
  await ask(open.name);
  await giveAccess(s, onTopic(O.WRITE, `${s.id}-missing`), onTopic(O.ALL, "__consumer_offsets"));
  await ask(closed.name, open.name, `${s.id}-missing`, "__consumer_offsets");
  if (version >= BATCHED) {
    await giveAccess(s, onCluster(O.CLUSTER_ACTION));
    await ask(closed.name, open.name);
    await ask(open.name, `${s.id}-missing`);
  }
});

authorizedPerVersion("AddOffsetsToTxn/who may", versionsOf(AddOffsetsToTxn), async (s, version) => {
  const { producerId, producerEpoch } = await Txn.start(s);
  const ask = (): Promise<unknown> =>
    s.send(AddOffsetsToTxn, version, { transactionalId: s.id, producerId, producerEpoch, groupId: s.id }, CLIENT);
  await ask();
  await giveAccess(s, onTransactionalId(O.WRITE, s.id), onGroup(O.DESCRIBE, s.id));
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id));
  await ask();
});

authorizedPerVersion("EndTxn/who may", versionsOf(EndTxn), async (s, version) => {
  const { producerId, producerEpoch } = await Txn.start(s);
  const ask = (): Promise<unknown> =>
    s.send(EndTxn, version, { transactionalId: s.id, producerId, producerEpoch, committed: true }, CLIENT);
  await ask();
  await giveAccess(s, onTransactionalId(O.DESCRIBE, s.id));
  await ask();
  await giveAccess(s, onTransactionalId(O.WRITE, s.id));
  await ask();
});

for (const operation of [O.ALTER, O.CLUSTER_ACTION]) {
  authorizedPerVersion(`WriteTxnMarkers/who may ${operation}`, versionsOf(WriteTxnMarkers), async (s, version) => {
    const topic = await txnTopic(s);
    const ask = (): Promise<unknown> =>
      s.send(
        WriteTxnMarkers,
        version,
        {
          markers: [7n].map((producerId) => ({
            producerId,
            producerEpoch: 0,
            transactionResult: false,
            coordinatorEpoch: 0,
            topics: [topic.name, `${s.id}-missing`].map((name) => ({ name, partitionIndexes: [0, 1] })),
          })),
        },
        CLIENT,
      );
    await ask();
    await giveAccess(s, onCluster(O.DESCRIBE), onCluster(O.ALTER_CONFIGS));
    await ask();
    await giveAccess(s, onCluster(operation));
    await ask();
  });
}

authorizedPerVersion("TxnOffsetCommit/who may", versionsOf(TxnOffsetCommit), async (s, version) => {
  const open = await txnTopic(s, { suffix: "open" });
  const closed = await txnTopic(s, { suffix: "closed" });
  const txn = await Txn.start(s);
  if (version < IMPLICIT) await txn.addOffsets(4, s.id);
  const { producerId, producerEpoch } = txn;
  const missing = `${s.id}-missing`;
  const ask = (): Promise<unknown> =>
    s.send(
      TxnOffsetCommit,
      version,
      {
        transactionalId: s.id,
        groupId: s.id,
        producerId,
        producerEpoch,
        topics: [closed.name, missing, open.name].map((name) => ({
          name,
          partitions: [0, 7].map((partitionIndex) => ({ partitionIndex, committedOffset: 3 })),
        })),
      },
      CLIENT,
    );
  await ask();
  await giveAccess(s, onTransactionalId(O.WRITE, s.id), onGroup(O.DESCRIBE, s.id));
  await ask();
  await giveAccess(s, onGroup(O.READ, s.id), onTopic(O.WRITE, open.name));
  await ask();
  await giveAccess(s, onTopic(O.READ, open.name), onTopic(O.READ, missing));
  await ask();
});

authorizedPerVersion("DescribeTransactions/who may", versionsOf(DescribeTransactions), async (s, version) => {
  const open = await txnTopic(s, { suffix: "open" });
  const closed = await txnTopic(s, { suffix: "closed" });
  const [first, second] = [`${s.id}-a`, `${s.id}-b`];
  for (const id of [first, second]) {
    const { producerId, producerEpoch } = await Txn.start(s, id);
    await s.quiet(AddPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: id,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [open.name, closed.name].map((name) => ({ name, partitions: [0] })),
    });
  }
  const transactionalIds = [first, `${s.id}-none`, second];
  const ask = (): Promise<unknown> => s.send(DescribeTransactions, version, { transactionalIds }, CLIENT);
  await ask();
  await giveAccess(s, onTransactionalId(O.WRITE, second), onTransactionalId(O.DESCRIBE, `${s.id}-none`));
  await ask();
  await giveAccess(s, onTransactionalId(O.DESCRIBE, first), onTopic(O.READ, open.name));
  await ask();
});

authorizedPerVersion("ListTransactions/who may", versionsOf(ListTransactions), async (s, version) => {
  await createTopic(s);
  for (const name of ["a", "b"]) await Txn.start(s, `${s.id}-${name}`);
  const ask = (): Promise<unknown> => s.send(ListTransactions, version, {}, CLIENT);
  await ask();
  await giveAccess(s, onTransactionalId(O.WRITE, `${s.id}-b`), onTransactionalId(O.TWO_PHASE_COMMIT, `${s.id}-a`));
  await ask();
});
