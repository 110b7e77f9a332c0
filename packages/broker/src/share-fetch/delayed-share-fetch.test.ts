import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { ShareBroker } from "../testing/share-broker.ts";

/** Far above what a fetch of these tests takes. */
const PATIENT_MS = 20_000;
const LOCK_MS = 30_000;

/** The first finds where a batch begins, the second reads it. */
const READS_OF_A_FETCH = 2;

/** A broker that has ten records in its log's files alone, and a disk that holds a read of them. */
async function withHeldRead(context: Parameters<typeof ShareBroker.start>[0]): Promise<{
  readonly broker: ShareBroker;
  /** Resolves when a read is held. */
  readonly held: Promise<void>;
  readonly letGo: () => void;
}> {
  const broker = await ShareBroker.start(context);
  assert.equal(await broker.initialize(0), ErrorCode.NONE);
  await broker.produce(10);
  await broker.restart();
  const reached = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let reads = 0;
  broker.delayDisk = ({ kind, path }) => {
    if (kind !== "read" || !/\/t-0\/\d+\.log$/.test(path) || ++reads < READS_OF_A_FETCH) return undefined;
    reached.resolve();
    return gate.promise;
  };
  return { broker, held: reached.promise, letGo: () => gate.resolve() };
}

describe("a share fetch whose read takes its time", () => {
  it("leaves the records to others when its member is gone before the read ends", async (context) => {
    const { broker, held, letGo } = await withHeldRead(context);
    const [gone, other] = [await broker.member("gone"), await broker.member("other")];
    // With another session the group's state stays where it is.
    await other.fetch({ maxRecords: 0 });
    const unanswered = gone.fetch({ maxWaitMs: PATIENT_MS });
    unanswered.catch(() => {});
    await held;
    gone.client.connection.close();
    await assert.rejects(unanswered);
    await broker.clock.advanceAsync(1);
    letGo();
    const startedMs = broker.clock.monotonicMs();
    assert.deepEqual(await other.acquired({ maxWaitMs: PATIENT_MS }), ["0-9#1"]);
    assert.ok(broker.clock.monotonicMs() - startedMs < LOCK_MS / 10, "nobody had to wait for a lock to end");
  });

  it("looks again when more was written during the read and the read was not enough", async (context) => {
    const { broker, held, letGo } = await withHeldRead(context);
    const member = await broker.member("m");
    const startedMs = broker.clock.monotonicMs();
    const fetched = member.acquired({ maxWaitMs: PATIENT_MS, minBytes: 250 });
    await held;
    await broker.produce(10);
    letGo();
    assert.deepEqual(await fetched, ["0-19#1"]);
    assert.ok(broker.clock.monotonicMs() - startedMs < PATIENT_MS / 2);
  });
});
