import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { errorOf, untilOver } from "../../testing/outcome.ts";
import { ScriptedCluster } from "../../testing/scripted-broker.ts";
import { ScriptedTransactions } from "../../testing/scripted-transactions.ts";
import type { TransactionRequestName } from "../../testing/scripted-transactions.ts";
import { Producer } from "../producer.ts";

const GROUP = { groupId: "g", memberId: "m", generationId: 3, groupInstanceId: undefined };
const OFFSETS = [{ topic: "in", partition: 0, offset: 7 }];

interface World {
  readonly cluster: ScriptedCluster;
  readonly broker: ScriptedTransactions;
  readonly producer: Producer;
  /** Waits for a call while time goes on. */
  run<T>(call: Promise<T>): Promise<T>;
}

async function world(version: 1 | 2, test: (world: World) => Promise<void>, options: object = {}): Promise<void> {
  await using cluster = await ScriptedCluster.start(1);
  const broker = new ScriptedTransactions(cluster, version);
  cluster.addTopic("t", [0, 0]);
  const bootstrapServers = cluster.bootstrapServers;
  const producer = new Producer(
    { bootstrapServers, transactionalId: "tx", ...options } as never,
    cluster.ports,
  ) as Producer;
  const run = <T>(call: Promise<T>): Promise<T> => untilOver(cluster, call);
  try {
    await test({ cluster, broker, producer, run });
  } finally {
    await run(producer.close({ timeoutMs: 100 }));
  }
}

describe("transactions", () => {
  it("of version 1 add partitions and offsets before they use them, and go on in the same epoch", async () => {
    await world(1, async ({ broker, producer, run }) => {
      await run(producer.initTransactions());
      assert.deepEqual(broker.take(), ["FindCoordinator v6 1 tx", "InitProducerId v5 -1/-1"]);
      producer.beginTransaction();
      void producer.send({ topic: "t", partition: 0, value: "a" });
      await run(producer.sendOffsetsToTransaction(OFFSETS, GROUP));
      await run(producer.commitTransaction());
      assert.deepEqual(broker.take().sort(), [
        "AddOffsetsToTxn v4 g",
        "AddPartitionsToTxn v3 t-0",
        "EndTxn v4 commit 1000/0",
        "FindCoordinator v6 0 g",
        "Produce v11 0:a 0/0 in tx",
        "TxnOffsetCommit v4 g/m/3",
      ]);
      await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "b" })));
      assert.deepEqual(broker.take(), [
        "AddPartitionsToTxn v3 t-0",
        "Produce v11 0:b 0/1 in tx",
        "EndTxn v4 commit 1000/0",
      ]);
    });
  });

  it("of version 2 add nothing, and begin each in the epoch that the last end gave", async () => {
    await world(2, async ({ broker, producer, run }) => {
      for (const value of ["a", "b"]) {
        await run(
          producer.transactional(async (tx) => {
            void tx.send({ topic: "t", partition: 1, value });
            await tx.sendOffsets(OFFSETS, GROUP);
          }),
        );
      }
      const asked = broker.take().filter((one) => !one.startsWith("FindCoordinator"));
      assert.deepEqual(asked.sort(), [
        "EndTxn v5 commit 1000/0",
        "EndTxn v5 commit 1000/1",
        "InitProducerId v5 -1/-1",
        "Produce v13 1:a 0/0 in tx",
        "Produce v13 1:b 1/0 in tx",
        "TxnOffsetCommit v5 g/m/3",
        "TxnOffsetCommit v5 g/m/3",
      ]);
    });
  });

  it("that turn from version 1 to 2 take a new epoch in between", async () => {
    await world(1, async ({ cluster, broker, producer, run }) => {
      await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "a" })));
      broker.take();
      cluster.features.set("transaction.version", 2);
      cluster.featuresEpoch++;
      cluster.disconnect(0);
      await run(producer.transactional(async (tx) => void (await tx.send({ topic: "t", partition: 0, value: "b" }))));
      const asked = broker.take().filter((one) => !one.startsWith("FindCoordinator"));
      assert.deepEqual(asked, [
        "AddPartitionsToTxn v3 t-0",
        "Produce v11 0:b 0/1 in tx",
        "EndTxn v4 commit 1000/0",
        "InitProducerId v5 1000/0",
      ]);
      await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "c" })));
      assert.deepEqual(broker.take(), ["Produce v13 0:c 1/0 in tx", "EndTxn v5 commit 1000/1"]);
    });
  });

  it("without records or offsets tell the broker nothing", async () => {
    for (const version of [1, 2] as const) {
      await world(version, async ({ broker, producer, run }) => {
        await run(producer.initTransactions());
        broker.take();
        producer.beginTransaction();
        await run(producer.commitTransaction());
        producer.beginTransaction();
        await run(producer.abortTransaction());
        assert.deepEqual(broker.take(), []);
      });
    }
  });

  it("ask again what a coordinator cannot answer now, and find it again when it moved", async () => {
    await world(1, async ({ broker, producer, run }) => {
      broker.fail("FindCoordinator", ErrorCode.COORDINATOR_NOT_AVAILABLE);
      broker.fail("InitProducerId", ErrorCode.NOT_COORDINATOR, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
      broker.fail("AddPartitionsToTxn", ErrorCode.CONCURRENT_TRANSACTIONS, ErrorCode.COORDINATOR_NOT_AVAILABLE);
      broker.fail("EndTxn", ErrorCode.CONCURRENT_TRANSACTIONS, ErrorCode.NOT_COORDINATOR);
      await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "a" })));
      assert.deepEqual(
        broker.take().map((one) => one.split(" ")[0]),
        [
          ...["FindCoordinator", "FindCoordinator", "InitProducerId", "FindCoordinator", "InitProducerId"],
          ...["InitProducerId", "AddPartitionsToTxn", "AddPartitionsToTxn", "FindCoordinator", "AddPartitionsToTxn"],
          ...["Produce", "EndTxn", "EndTxn", "FindCoordinator", "EndTxn"],
        ],
      );
    });
  });

  it("repeat the offsets that the group cannot take now", async () => {
    await world(2, async ({ broker, producer, run }) => {
      broker.fail(
        "TxnOffsetCommit",
        ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
        ErrorCode.NOT_COORDINATOR,
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      );
      await run(producer.transactional((tx) => tx.sendOffsets(OFFSETS, GROUP)));
      assert.equal(broker.take().filter((one) => one.startsWith("TxnOffsetCommit")).length, 4);
    });
  });
});

/** What an error in an answer leads to: an abort mends it, or nothing does. */
const FATES: readonly (readonly [
  TransactionRequestName,
  1 | 2,
  keyof typeof ErrorCode,
  string,
  "abortable" | "fatal",
])[] = [
  ["AddPartitionsToTxn", 1, "INVALID_PRODUCER_EPOCH", "PRODUCER_FENCED", "fatal"],
  ["AddPartitionsToTxn", 1, "PRODUCER_FENCED", "PRODUCER_FENCED", "fatal"],
  ["AddPartitionsToTxn", 1, "INVALID_TXN_STATE", "INVALID_TXN_STATE", "fatal"],
  ["AddPartitionsToTxn", 1, "INVALID_PRODUCER_ID_MAPPING", "INVALID_PRODUCER_ID_MAPPING", "fatal"],
  ["AddPartitionsToTxn", 1, "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "fatal"],
  ["AddPartitionsToTxn", 1, "TOPIC_AUTHORIZATION_FAILED", "TOPIC_AUTHORIZATION_FAILED", "abortable"],
  ["AddPartitionsToTxn", 1, "OPERATION_NOT_ATTEMPTED", "ABORTED", "abortable"],
  ["AddPartitionsToTxn", 1, "UNKNOWN_PRODUCER_ID", "UNKNOWN_PRODUCER_ID", "abortable"],
  ["AddPartitionsToTxn", 1, "TRANSACTION_ABORTABLE", "TRANSACTION_ABORTABLE", "abortable"],
  ["AddOffsetsToTxn", 1, "GROUP_AUTHORIZATION_FAILED", "GROUP_AUTHORIZATION_FAILED", "abortable"],
  ["AddOffsetsToTxn", 1, "INVALID_PRODUCER_EPOCH", "PRODUCER_FENCED", "fatal"],
  ["AddOffsetsToTxn", 1, "UNKNOWN_SERVER_ERROR", "UNKNOWN_SERVER_ERROR", "fatal"],
  ["TxnOffsetCommit", 2, "ILLEGAL_GENERATION", "COMMIT_FAILED", "abortable"],
  ["TxnOffsetCommit", 2, "UNKNOWN_MEMBER_ID", "COMMIT_FAILED", "abortable"],
  ["TxnOffsetCommit", 2, "FENCED_INSTANCE_ID", "FENCED_INSTANCE_ID", "abortable"],
  ["TxnOffsetCommit", 2, "GROUP_AUTHORIZATION_FAILED", "GROUP_AUTHORIZATION_FAILED", "abortable"],
  ["TxnOffsetCommit", 2, "TRANSACTION_ABORTABLE", "TRANSACTION_ABORTABLE", "abortable"],
  ["TxnOffsetCommit", 2, "INVALID_PRODUCER_EPOCH", "PRODUCER_FENCED", "fatal"],
  ["TxnOffsetCommit", 2, "OFFSET_METADATA_TOO_LARGE", "OFFSET_METADATA_TOO_LARGE", "fatal"],
  ["Produce", 2, "INVALID_PRODUCER_EPOCH", "INVALID_PRODUCER_EPOCH", "abortable"],
  ["Produce", 2, "OUT_OF_ORDER_SEQUENCE_NUMBER", "OUT_OF_ORDER_SEQUENCE_NUMBER", "abortable"],
  ["Produce", 2, "TRANSACTION_ABORTABLE", "TRANSACTION_ABORTABLE", "abortable"],
  ["Produce", 2, "INVALID_TXN_STATE", "TRANSACTION_ABORTABLE", "abortable"],
  ["Produce", 1, "UNKNOWN_PRODUCER_ID", "UNKNOWN_PRODUCER_ID", "abortable"],
  ["Produce", 2, "PRODUCER_FENCED", "PRODUCER_FENCED", "fatal"],
  ["Produce", 2, "INVALID_PRODUCER_ID_MAPPING", "INVALID_PRODUCER_ID_MAPPING", "fatal"],
  ["EndTxn", 2, "INVALID_PRODUCER_EPOCH", "PRODUCER_FENCED", "fatal"],
  ["EndTxn", 2, "INVALID_TXN_STATE", "INVALID_TXN_STATE", "fatal"],
  ["EndTxn", 2, "TRANSACTION_ABORTABLE", "TRANSACTION_ABORTABLE", "abortable"],
  ["EndTxn", 1, "UNKNOWN_SERVER_ERROR", "UNKNOWN_SERVER_ERROR", "fatal"],
];

describe("an error in a transaction", () => {
  for (const [request, version, error, code, fate] of FATES) {
    it(`${error} from ${request} (version ${version}) is ${fate}`, async () => {
      await world(version, async ({ broker, producer, run }) => {
        await run(producer.initTransactions());
        producer.beginTransaction();
        // A gap needs something in front of it, and a producer that is forgotten must have been known.
        if (error === "OUT_OF_ORDER_SEQUENCE_NUMBER" || (request === "Produce" && error === "UNKNOWN_PRODUCER_ID")) {
          await run(producer.send({ topic: "t", partition: 0, value: "before" }));
        }
        broker.fail(request, ErrorCode[error]);
        producer.send({ topic: "t", partition: 0, value: "a" }).catch(() => undefined);
        producer.sendOffsetsToTransaction(OFFSETS, GROUP).catch(() => undefined);
        if (request !== "EndTxn") await run(producer.flush());
        const failed = await errorOf(run(producer.commitTransaction()));
        assert.equal(failed.code, code);
        if (fate === "abortable") {
          await run(producer.abortTransaction());
          await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "after" })));
          assert.ok(broker.take().some((one) => one.startsWith("Produce") && one.includes(":after")));
        } else {
          const refused = await errorOf(run(producer.abortTransaction()));
          assert.deepEqual([refused.code, refused.fatal], [code, true]);
          assert.equal((await errorOf(producer.send({ topic: "t", value: "b" }))).code, code);
        }
      });
    });
  }

  it("PRODUCER_FENCED from InitProducerId is fatal", async () => {
    await world(2, async ({ broker, producer, run }) => {
      broker.fail("InitProducerId", ErrorCode.PRODUCER_FENCED);
      const fenced = await errorOf(run(producer.initTransactions()));
      assert.equal(fenced.code, "PRODUCER_FENCED");
      assert.ok((await errorOf(run(producer.initTransactions()))).fatal);
    });
  });
});

describe("an error in the first or the last of a producer's requests", () => {
  for (const error of ["TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "CLUSTER_AUTHORIZATION_FAILED"] as const) {
    it(`${error} from InitProducerId ends when the right is granted`, async () => {
      await world(2, async ({ broker, producer, run }) => {
        broker.fail("InitProducerId", ErrorCode[error]);
        const refused = await errorOf(run(producer.initTransactions()));
        assert.deepEqual([refused.code, refused.fatal], [error, false]);
        assert.throws(() => producer.beginTransaction(), { code: "ILLEGAL_STATE" });
        await run(producer.initTransactions());
        await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "a" })));
      });
    });
  }

  it("TRANSACTION_ABORTABLE from the EndTxn of an abort is fatal: it cannot be aborted once more", async () => {
    await world(2, async ({ broker, producer, run }) => {
      await run(producer.initTransactions());
      producer.beginTransaction();
      await run(producer.send({ topic: "t", partition: 0, value: "a" }));
      broker.fail("EndTxn", ErrorCode.TRANSACTION_ABORTABLE);
      const failed = await errorOf(run(producer.abortTransaction()));
      assert.deepEqual([failed.message, failed.fatal], ["Failed to abort transaction", true]);
      assert.throws(() => producer.beginTransaction(), { fatal: true });
    });
  });
});

describe("a transaction", () => {
  it("whose commit is not answered in time is committed by asking again, and nothing else is allowed before", async () => {
    await world(
      2,
      async ({ cluster, broker, producer, run }) => {
        await run(producer.initTransactions());
        producer.beginTransaction();
        await run(producer.send({ topic: "t", partition: 0, value: "a" }));
        broker.fail("EndTxn", ...Array.from({ length: 40 }, () => ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
        assert.equal((await errorOf(run(producer.commitTransaction()))).code, "TIMEOUT");
        assert.match(
          (await errorOf(run(producer.abortTransaction()))).message,
          /`abortTransaction` because the previous call to `commitTransaction` timed out and must be retried/,
        );
        assert.throws(() => producer.beginTransaction(), /timed out and must be retried/);
        await cluster.advance(4_000);
        await run(producer.commitTransaction());
        assert.ok(broker.take().includes("EndTxn v5 commit 1000/0"));
        producer.beginTransaction();
        await run(producer.abortTransaction());
      },
      { maxBlockMs: 2_000 },
    );
  });

  it("that is aborted drops what was not sent, waits for what was, and begins the next one clean", async () => {
    await world(
      2,
      async ({ cluster, broker, producer, run }) => {
        await run(producer.initTransactions());
        producer.beginTransaction();
        broker.take();
        const lingering = errorOf(producer.send({ topic: "t", partition: 0, value: "waits" }));
        await cluster.advance(10);
        await run(producer.abortTransaction());
        assert.equal((await lingering).code, "TRANSACTION_ABORTED");
        assert.deepEqual(broker.take(), ["EndTxn v5 abort 1000/0"]);
      },
      { lingerMs: 10_000 },
    );
  });

  it("whose records wait for their topic until it is over fails them, and may be aborted", async () => {
    await world(
      2,
      async ({ producer, run }) => {
        await run(producer.initTransactions());
        producer.beginTransaction();
        const lost = errorOf(producer.send({ topic: "unknown", value: "x" }));
        const refused = errorOf(run(producer.commitTransaction()));
        assert.equal((await lost).code, "TIMEOUT");
        assert.match((await refused).code, /^(TRANSACTION_ABORTABLE|TIMEOUT)$/);
        await run(producer.abortTransaction());
        await run(producer.transactional((tx) => void tx.send({ topic: "t", value: "y" })));
      },
      { maxBlockMs: 1_000 },
    );
  });

  it("is not committed without a record whose send a signal ended before it was put down", async () => {
    await world(2, async ({ broker, producer, run }) => {
      const end = new AbortController();
      const transaction = producer.transactional((tx) => {
        void tx.send({ topic: "unheard", value: "a" }, { signal: end.signal });
        void tx.sendBatch([{ topic: "unheard", value: "b" }], { signal: end.signal });
        end.abort();
      });
      assert.equal((await run(errorOf(transaction))).code, "ABORT_ERR");
      assert.deepEqual(broker.take(), ["FindCoordinator v6 1 tx", "InitProducerId v5 -1/-1"]);
    });
  });

  it("that is open when the producer closes is aborted", async () => {
    await world(2, async ({ broker, producer, run }) => {
      await run(producer.initTransactions());
      producer.beginTransaction();
      await run(producer.send({ topic: "t", partition: 0, value: "a" }));
      broker.take();
      await run(producer.close());
      assert.deepEqual(broker.take(), ["EndTxn v5 abort 1000/0"]);
    });
  });

  it("of version 1 takes a new epoch after an abort by error, so that late batches cannot join the next one", async () => {
    await world(1, async ({ broker, producer, run }) => {
      await run(producer.initTransactions());
      producer.beginTransaction();
      broker.fail("Produce", ErrorCode.TRANSACTION_ABORTABLE);
      assert.equal(
        (await errorOf(run(producer.send({ topic: "t", partition: 0, value: "a" })))).code,
        "TRANSACTION_ABORTABLE",
      );
      broker.take();
      await run(producer.abortTransaction());
      assert.deepEqual(broker.take(), ["EndTxn v4 abort 1000/0", "InitProducerId v5 1000/0"]);
      await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "b" })));
      assert.ok(broker.take().includes("Produce v11 0:b 1/0 in tx"));
    });
  });
});

describe("options of transactions", () => {
  it("producer config transactional.id makes verbs available and belongs to every request; without it they are refused", async () => {
    await world(2, async ({ broker, producer, run }) => {
      await run(producer.transactional((tx) => void tx.send({ topic: "t", partition: 0, value: "a" })));
      assert.ok(broker.take().includes("Produce v13 0:a 0/0 in tx"));
    });
    await using cluster = await ScriptedCluster.start(1);
    const plain = new Producer({ bootstrapServers: cluster.bootstrapServers }, cluster.ports);
    assert.match(
      (await errorOf(plain.initTransactions())).message,
      /setting the transactional.id configuration property/,
    );
    assert.throws(() => plain.beginTransaction(), { code: "ILLEGAL_STATE" });
    await plain.close();
    assert.throws(
      () => new Producer({ bootstrapServers: ["x:1"], transactionalId: "t", enableIdempotence: false }),
      /Cannot set a transactional.id without also enabling idempotence/,
    );
    assert.throws(
      () => new Producer({ bootstrapServers: ["x:1"], transactionalId: "t", acks: 1 }),
      /Must set acks to all/,
    );
  });

  it("producer config transaction.timeout.ms is what the coordinator is told", async () => {
    const { InitProducerIdRequest } = await import("@ottla/protocol/messages/init-producer-id");
    await world(
      2,
      async ({ cluster, producer, run }) => {
        await run(producer.initTransactions());
        assert.deepEqual(
          cluster.seen(InitProducerIdRequest).map(({ body }) => body.transactionTimeoutMs),
          [1_234],
        );
        assert.equal((await errorOf(producer.initTransactions({ keepPreparedTxn: true }))).code, "UNSUPPORTED_VERSION");
      },
      { transactionTimeoutMs: 1_234 },
    );
  });
});
