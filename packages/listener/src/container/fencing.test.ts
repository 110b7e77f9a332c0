import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KafkaError } from "@ottla/client";
import { watchedForFencing } from "./fencing.ts";
import type { Transactions } from "./fencing.ts";

const GROUP = { groupId: "g", generationId: 1, memberId: "m", groupInstanceId: undefined };

/** Transactions that run their work, and end with the error, if there is one. */
function endingWith(error: Error | undefined): Transactions {
  return {
    async execute(work) {
      const { result } = await work();
      if (error !== undefined) throw error;
      return result;
    },
  };
}

async function outcome(transactions: Transactions, work: () => unknown): Promise<readonly [unknown, boolean]> {
  let isFenced = false;
  const watched = watchedForFencing(transactions, () => {
    isFenced = true;
  });
  const result = await watched
    .execute(
      async () => ({ result: await work(), offsets: [] }),
      () => GROUP,
    )
    .catch((error: unknown) => error);
  return [result, isFenced];
}

describe("transactions that are watched for fencing", () => {
  it("tell of a producer or member that is fenced when they end, and of nothing else", async () => {
    const fenced = new KafkaError("PRODUCER_FENCED", "somebody else has the id");
    const member = new KafkaError("FENCED_INSTANCE_ID", "somebody else is that member");
    const other = new KafkaError("INVALID_TXN_STATE", "not now");
    assert.deepEqual(await outcome(endingWith(undefined), () => 1), [1, false]);
    assert.deepEqual(await outcome(endingWith(fenced), () => 1), [fenced, true]);
    assert.deepEqual(await outcome(endingWith(member), () => 1), [member, true]);
    assert.deepEqual(await outcome(endingWith(other), () => 1), [other, false]);
  });

  it("leave what the work itself throws to whoever handles its errors: it may be about another producer", async () => {
    const foreign = new KafkaError("PRODUCER_FENCED", "a producer of the handler's own");
    const failing = (): never => {
      throw foreign;
    };
    assert.deepEqual(await outcome(endingWith(undefined), failing), [foreign, false]);
  });
});
