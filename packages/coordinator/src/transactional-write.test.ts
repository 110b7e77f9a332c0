import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VirtualClock } from "@ottla/base";
import { ErrorCode } from "@ottla/protocol";
import { CompressionType, isControlAt, isTransactionalAt, producerEpochAt, producerIdAt } from "@ottla/records";
import { CoordinatorError } from "./coordinator-error.ts";
import { CoordinatorRuntime } from "./runtime.ts";
import { CounterShard, counterSerde, type CounterRecord, type CounterTimer } from "./testing/counter-shard.ts";
import { MemoryPartitionLog } from "./testing/memory-partition-log.ts";

const PARTITION = 3;
const PRODUCER = { producerId: 7n, producerEpoch: 2 };
const MARKER = { ...PRODUCER, coordinatorEpoch: 4, outcome: "commit", transactionVersion: 0 } as const;

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function start(log = new MemoryPartitionLog()): Promise<{
  readonly runtime: CoordinatorRuntime<CounterShard, CounterRecord, CounterTimer>;
  readonly log: MemoryPartitionLog;
  readonly shard: CounterShard;
}> {
  const shards: CounterShard[] = [];
  const runtime = new CoordinatorRuntime<CounterShard, CounterRecord, CounterTimer>({
    createShard: (context) => {
      const shard = new CounterShard(context);
      shards.push(shard);
      return shard;
    },
    serde: counterSerde,
    reader: log,
    writer: log,
    clock: new VirtualClock(),
    writeTimeoutMs: 5_000,
    appendLingerMs: 5,
    loadBufferBytes: 1 << 20,
    compressionType: CompressionType.NONE,
  });
  runtime.onElection(PARTITION, 1);
  await settle();
  return { runtime, log, shard: shards.at(-1)! };
}

describe("writes in a transaction", () => {
  it("get a batch of their producer's, behind what was collected before", async () => {
    const { runtime, log, shard } = await start();
    const plain = runtime.write(PARTITION, (s) => s.increment("a"));
    const transactional = runtime.writeTransactional(PARTITION, PRODUCER, (s) => s.increment("b", "c"));
    const end = runtime.completeTransaction(PARTITION, MARKER);
    assert.deepEqual([await plain, await transactional, await end], [1, 1, undefined]);
    assert.deepEqual(
      log.batches.map(({ bytes, baseOffset }) => [
        baseOffset,
        isTransactionalAt(bytes, 0),
        isControlAt(bytes, 0),
        producerIdAt(bytes, 0),
        producerEpochAt(bytes, 0),
      ]),
      [
        [0, false, false, -1n, -1],
        [1, true, false, 7n, 2],
        [3, true, true, 7n, 2],
      ],
    );
    assert.deepEqual(shard.replayed, ["0:a=1", "1:b=1@7", "2:c=1@7", "commit@7"]);
  });

  it("are replayed from the log as they were live", async () => {
    const { runtime, log, shard } = await start();
    await runtime.writeTransactional(PARTITION, PRODUCER, (s) => s.increment("b"));
    await runtime.completeTransaction(PARTITION, { ...MARKER, outcome: "abort" });
    const { shard: reloaded } = await start(log);
    assert.deepEqual(reloaded.replayed, shard.replayed);
  });

  it("are taken back with the marker behind them when the append fails", async () => {
    const { runtime, log, shard } = await start();
    log.nextErrors.push(ErrorCode.INVALID_PRODUCER_EPOCH);
    const failed = runtime.writeTransactional(PARTITION, PRODUCER, (s) => s.increment("b"));
    const end = runtime.completeTransaction(PARTITION, MARKER);
    await assert.rejects(
      failed,
      (error) => error instanceof CoordinatorError && error.errorCode === ErrorCode.INVALID_PRODUCER_EPOCH,
    );
    await assert.rejects(end, (error) => error instanceof CoordinatorError && error.retriable);
    assert.equal(shard.counters.get("b"), undefined);
    assert.equal(log.endOffset, 0);
  });

  it("need a partition that is hosted here", async () => {
    const { runtime } = await start();
    const isElsewhere = (error: unknown): boolean =>
      error instanceof CoordinatorError && error.errorCode === ErrorCode.NOT_COORDINATOR;
    await assert.rejects(
      runtime.writeTransactional(9, PRODUCER, (s) => s.increment("b")),
      isElsewhere,
    );
    await assert.rejects(runtime.completeTransaction(9, MARKER), isElsewhere);
  });
});
