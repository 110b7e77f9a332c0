import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ErrorCode } from "@ottla/protocol";
import { Idempotence } from "./idempotence.ts";
import { PartitionQueue } from "./partition-queue.ts";
import { PartitionSequence } from "./partition-sequence.ts";
import { ProducerBatch } from "./producer-batch.ts";

function batchOf(count: number): ProducerBatch {
  const batch = new ProducerBatch({
    topic: "t",
    partition: 0,
    compression: 0,
    compressionLevel: undefined,
    sizeLimit: 10_000,
    compressionRatio: 1,
    initialCapacity: 0,
    createdMs: 0,
  });
  for (let i = 0; i < count; i++) {
    const record = { timestamp: 1, key: null, value: Buffer.from("v"), headers: undefined };
    batch.tryAppend(record, { succeed: () => undefined, fail: () => undefined });
  }
  return batch;
}

/** A queue whose batches have been sent: sequences 0–1, 2–4, 5. */
function sent(idempotence: Idempotence): { queue: PartitionQueue; batches: ProducerBatch[] } {
  const queue = new PartitionQueue("t", 0);
  const batches = [batchOf(2), batchOf(3), batchOf(1)];
  for (const batch of batches) {
    idempotence.stamp(queue, batch);
    queue.inFlight.push(batch);
  }
  return { queue, batches };
}

function withId(): Idempotence {
  const idempotence = new Idempotence();
  idempotence.onProducerId(7n, 0);
  return idempotence;
}

const OUT_OF_ORDER = { errorCode: ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, logStartOffset: -1 };

describe("sequences of a partition", () => {
  it("count records and wrap behind 2^31 - 1", () => {
    const sequence = new PartitionSequence();
    sequence.restart(1n, 0);
    sequence.next = 0x7fff_fffe;
    assert.deepEqual([sequence.take(3), sequence.next], [0x7fff_fffe, 1]);
    sequence.acknowledge(0x7fff_ffff, 10);
    assert.ok(sequence.isNext(0));
    sequence.acknowledge(2, 13);
    assert.equal(sequence.lastAcked, 2);
    sequence.acknowledge(0x7fff_ffff, 10);
    assert.equal(sequence.lastAcked, 2, "a late acknowledgement changes nothing");
  });
});

describe("idempotence", () => {
  it("gives batches their sequences in order, once", () => {
    const { batches } = sent(withId());
    assert.deepEqual(
      batches.map((one) => [one.baseSequence, one.lastSequence]),
      [
        [0, 1],
        [2, 4],
        [5, 5],
      ],
    );
  });

  it("sends a batch again only when all before it are acknowledged", () => {
    const idempotence = withId();
    const { queue, batches } = sent(idempotence);
    const [first, second] = batches as [ProducerBatch, ProducerBatch];
    queue.removeInFlight(second);
    queue.putBack(second);
    assert.ok(idempotence.mustWait(queue), "the first is still in flight");
    queue.removeInFlight(first);
    queue.putBack(first);
    assert.equal(queue.first, first);
    assert.ok(!idempotence.mustWait(queue));
  });

  it("retries a batch that came out of turn, and closes a gap with a new epoch", () => {
    const idempotence = withId();
    const { queue, batches } = sent(idempotence);
    const [first, second, third] = batches as [ProducerBatch, ProducerBatch, ProducerBatch];
    assert.ok(idempotence.canRetry(queue, second, OUT_OF_ORDER, false));
    idempotence.bumpIfNeeded();
    assert.equal(idempotence.producerEpoch, 0, "the first is to be repeated; there is no gap");
    idempotence.onFailure(queue, first, ErrorCode.MESSAGE_TOO_LARGE, true);
    queue.removeInFlight(first);
    idempotence.bumpIfNeeded();
    assert.equal(idempotence.producerEpoch, 1);
    assert.deepEqual([second.baseSequence, third.baseSequence, second.isSequenceReset], [0, 3, true]);
    const next = batchOf(1);
    idempotence.stamp(queue, next);
    assert.equal(next.baseSequence, 4);
  });

  it("sends one batch at a time until the partition has acknowledged something of the producer id and epoch", () => {
    const idempotence = withId();
    const queue = new PartitionQueue("t", 0);
    function send(): ProducerBatch {
      const batch = batchOf(1);
      idempotence.stamp(queue, batch);
      queue.inFlight.push(batch);
      return batch;
    }
    const waits = (): boolean => {
      queue.waiting.push(batchOf(1));
      const outcome = idempotence.mustWait(queue);
      queue.waiting.pop();
      return outcome;
    };
    const acknowledge = (batch: ProducerBatch): void => {
      idempotence.onSuccess(queue, batch, 10);
      queue.removeInFlight(batch);
    };
    assert.ok(!waits(), "nothing is in flight");
    const first = send();
    assert.ok(waits());
    queue.removeInFlight(first);
    queue.putBack(first);
    queue.waiting.shift();
    queue.inFlight.push(first);
    assert.ok(waits(), "a repetition is not an acknowledgement");
    acknowledge(first);
    const second = send();
    assert.ok(!waits(), "as many as the broker takes");
    idempotence.requestBump(queue);
    idempotence.bumpIfNeeded();
    assert.ok(waits(), "the new epoch has not been acknowledged");
    acknowledge(second);
    send();
    assert.ok(!waits());
    idempotence.onProducerId(8n, 0);
    queue.inFlight.length = 0;
    send();
    assert.ok(waits(), "nor has the new id");
  });

  it("with transactions takes an acknowledgement of the producer id in an earlier epoch as well", () => {
    const idempotence = new Idempotence({ onSequenceLost: () => undefined });
    const queue = new PartitionQueue("t", 0);
    const waitsAfter = (producerId: bigint, producerEpoch: number): boolean => {
      idempotence.onProducerId(producerId, producerEpoch);
      const batch = batchOf(1);
      idempotence.stamp(queue, batch);
      queue.inFlight.push(batch);
      queue.waiting.push(batchOf(1));
      const waits = idempotence.mustWait(queue);
      queue.waiting.pop();
      idempotence.onSuccess(queue, batch, 10);
      queue.removeInFlight(batch);
      return waits;
    };
    assert.deepEqual(
      [waitsAfter(7n, 0), waitsAfter(7n, 1), waitsAfter(8n, 0), waitsAfter(8n, 1)],
      [true, false, true, false],
    );
    const batch = batchOf(1);
    idempotence.stamp(queue, batch);
    queue.inFlight.push(batch);
    idempotence.onFailure(queue, batch, ErrorCode.UNKNOWN_PRODUCER_ID, true);
    queue.waiting.push(batchOf(1));
    assert.ok(idempotence.mustWait(queue), "the broker has forgotten it");
  });

  it("moves other partitions to the new epoch when nothing of theirs is in flight", () => {
    const idempotence = withId();
    const { queue } = sent(idempotence);
    const other = new PartitionQueue("t", 1);
    const inFlight = batchOf(2);
    idempotence.stamp(other, inFlight);
    other.inFlight.push(inFlight);
    idempotence.requestBump(queue);
    idempotence.bumpIfNeeded();
    other.waiting.push(batchOf(1));
    assert.ok(idempotence.mustWait(other), "a batch of the new epoch must not overtake one of the old");
    other.removeInFlight(inFlight);
    assert.ok(!idempotence.mustWait(other));
    idempotence.stamp(other, other.first as ProducerBatch);
    assert.deepEqual([other.first?.baseSequence, other.first?.producer.producerEpoch], [0, 1]);
  });

  it("after a batch whose fate is unknown waits for the rest, then decides", () => {
    for (const isWritten of [true, false]) {
      const idempotence = withId();
      const { queue, batches } = sent(idempotence);
      const [first, second, third] = batches as [ProducerBatch, ProducerBatch, ProducerBatch];
      idempotence.onExpired(queue, first);
      queue.removeInFlight(first);
      queue.waiting.push(batchOf(1));
      assert.ok(idempotence.mustWait(queue));
      for (const batch of [second, third]) {
        if (isWritten) idempotence.onSuccess(queue, batch, 10);
        queue.removeInFlight(batch);
      }
      idempotence.resolve([queue]);
      idempotence.bumpIfNeeded();
      assert.equal(idempotence.producerEpoch, isWritten ? 0 : 1);
      assert.ok(!idempotence.mustWait(queue));
    }
  });

  it("asks for a new id behind the last epoch, and starts again when a broker forgot the producer", () => {
    const idempotence = new Idempotence();
    idempotence.onProducerId(7n, 32_767);
    const { queue, batches } = sent(idempotence);
    const [first] = batches as [ProducerBatch];
    const unknown = { errorCode: ErrorCode.UNKNOWN_PRODUCER_ID, logStartOffset: 100 };
    assert.ok(idempotence.canRetry(queue, first, unknown, false));
    idempotence.bumpIfNeeded();
    assert.ok(!idempotence.hasProducerId);
    idempotence.onProducerId(8n, 0);
    assert.deepEqual([first.producer.producerId, first.baseSequence], [8n, 0]);
  });

  it("leaves other errors to their own claim", () => {
    const idempotence = withId();
    const { queue, batches } = sent(idempotence);
    const outcome = { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, logStartOffset: -1 };
    assert.ok(idempotence.canRetry(queue, batches[0] as ProducerBatch, outcome, true));
    assert.ok(!idempotence.canRetry(queue, batches[0] as ProducerBatch, outcome, false));
  });
});
