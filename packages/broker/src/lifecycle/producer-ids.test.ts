import assert from "node:assert/strict";
import { test } from "node:test";
import { ProducerIdAllocator } from "./producer-ids.ts";

function controllerOf(length: number): {
  allocateProducerIds: () => Promise<{ firstProducerId: bigint; length: number }>;
  calls: number;
} {
  const controller = {
    calls: 0,
    allocateProducerIds: () => {
      const firstProducerId = BigInt(controller.calls) * 1000n;
      controller.calls += 1;
      return Promise.resolve({ firstProducerId, length });
    },
  };
  return controller;
}

test("ids of a block follow each other, then the next block is asked for", async () => {
  const controller = controllerOf(3);
  const ids = new ProducerIdAllocator(controller);
  const taken: bigint[] = [];
  for (let index = 0; index < 5; index += 1) taken.push(await ids.next());
  assert.deepEqual(taken, [0n, 1n, 2n, 1000n, 1001n]);
  assert.equal(controller.calls, 2);
});

test("ids asked for at once are all different, from as few blocks as needed", async () => {
  const controller = controllerOf(10);
  const ids = new ProducerIdAllocator(controller);
  const taken = await Promise.all(Array.from({ length: 25 }, () => ids.next()));
  assert.equal(new Set(taken).size, 25);
  assert.equal(controller.calls, 3);
});

test("a failed allocation is reported and the next request tries again", async () => {
  let fails = true;
  const ids = new ProducerIdAllocator({
    allocateProducerIds: () =>
      fails ? Promise.reject(new Error("no controller")) : Promise.resolve({ firstProducerId: 7n, length: 1 }),
  });
  await assert.rejects(Promise.all([ids.next(), ids.next()]), /no controller/);
  fails = false;
  assert.equal(await ids.next(), 7n);
});
