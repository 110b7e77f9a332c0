// Transactions under failure: producers come, fall silent, are replaced; appends fail, hang and time out; markers are slow
// and refused; the coordinator moves. A failing run prints its seed;
// `SEED=n node --conditions=@ottla/source --test test/simulation/transactions/transactions.test.ts` repeats it. The second part
// proves that the checks can fail: each mutant must be found out.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EMPTY_RESULT } from "@ottla/coordinator";
import { TransactionCoordinatorShard } from "@ottla/transaction-coordinator";
import { simulate } from "./transaction-world.ts";

const SEEDS =
  process.env["SEED"] === undefined ? Array.from({ length: 12 }, (_, i) => i + 1) : [Number(process.env["SEED"])];
const STEPS = 250;

describe("transactions under failure", () => {
  for (const seed of SEEDS) {
    it(`seed ${seed}: one decision each, markers after it, completion after them, identities given once`, async (test) => {
      const { counts } = await simulate({ seed, steps: STEPS });
      test.diagnostic(JSON.stringify(counts));
      assert.ok(
        counts.commits > 20 && counts.aborts > 5 && counts.moves > 2 && counts.expired > 0,
        JSON.stringify(counts),
      );
    });
  }
});

type Shard = TransactionCoordinatorShard;
const METHODS = [
  "initProducerId",
  "addPartitions",
  "endTransaction",
  "onMarkersWritten",
  "onTimer",
  "onLoaded",
] as const;
type Method = (typeof METHODS)[number];

/** The methods as they are, before any of them is replaced. */
const real = Object.fromEntries(METHODS.map((name) => [name, TransactionCoordinatorShard.prototype[name]])) as Pick<
  Shard,
  Method
>;

/** What is wrong with each mutant, and the method that is wrong. */
const MUTANTS: Readonly<Record<string, Partial<Pick<Shard, Method>>>> = {
  "markers leave before the decision is committed": {
    endTransaction(this: Shard, request, version, time) {
      const result = real.endTransaction.call(this, request, version, time);
      for (const { metadata } of result.records) {
        if (metadata === null) continue;
        this.context.markers.send({
          ...metadata,
          result: request.result,
          transactionVersion: metadata.clientTransactionVersion,
        });
      }
      return result;
    },
  },
  "a new producer gets the epoch of the one before": {
    initProducerId(this: Shard, request, time) {
      const result = real.initProducerId.call(this, request, time);
      const before = this.context.transactions.get(request.transactionalId);
      const [record] = result.records;
      if (before === undefined || record?.metadata?.state !== 0) return result;
      const { producerEpoch } = before;
      const records = [{ ...record, metadata: { ...record.metadata, producerEpoch } }];
      return { ...result, records, response: { ...result.response, producerEpoch } };
    },
  },
  "the epoch does not rise with the end": {
    endTransaction(this: Shard, request, version, time) {
      const result = real.endTransaction.call(this, request, version, time);
      const [record] = result.records;
      if (record === undefined || record.metadata === null) return result;
      const { producerEpoch } = request;
      return { ...result, records: [{ ...record, metadata: { ...record.metadata, producerEpoch } }] };
    },
  },
  "a transaction is complete with its first marker": {
    onMarkersWritten(this: Shard, written, time) {
      const partitions = [...(this.context.transactions.get(written.transactionalId)?.partitions ?? [])];
      return real.onMarkersWritten.call(
        this,
        written.partitions.length > 0 ? { ...written, partitions } : written,
        time,
      );
    },
  },
  "a commit that is decided can still be aborted": {
    initProducerId(this: Shard, request, time) {
      const current = this.context.transactions.get(request.transactionalId);
      if (current?.state === 2) this.context.transactions.set(request.transactionalId, { ...current, state: 1 });
      return real.initProducerId.call(this, request, time);
    },
  },
  "a timeout does not fence the producer": {
    onTimer(this: Shard, event, time) {
      const result = real.onTimer.call(this, event, time);
      const records = result.records.map((record) =>
        record.metadata === null
          ? record
          : { ...record, metadata: { ...record.metadata, producerEpoch: record.metadata.producerEpoch - 1 } },
      );
      return event.kind === "abort-timed-out" ? { ...result, records } : result;
    },
  },
  "timeouts come early": {
    onTimer(this: Shard, event, time) {
      return real.onTimer.call(
        this,
        event,
        event.kind === "abort-timed-out" ? { ...time, nowMs: time.nowMs + 4_000 } : time,
      );
    },
  },
  "transactions never time out": {
    onTimer(this: Shard, event, time) {
      return event.kind === "abort-timed-out" ? EMPTY_RESULT : real.onTimer.call(this, event, time);
    },
  },
  "the epoch of who ends is not looked at": {
    endTransaction(this: Shard, request, version, time) {
      const producerEpoch =
        this.context.transactions.get(request.transactionalId)?.producerEpoch ?? request.producerEpoch;
      return real.endTransaction.call(this, { ...request, producerEpoch }, version, time);
    },
  },
  "a decision is answered and not written": {
    endTransaction(this: Shard, request, version, time) {
      const result = real.endTransaction.call(this, request, version, time);
      return request.producerEpoch % 3 === 0 ? { ...result, records: [] } : result;
    },
  },
  "a new coordinator does not end what was decided": {
    onLoaded(this: Shard, time) {
      const decided = [...this.context.transactions.values()].filter(({ state }) => state === 2 || state === 3);
      for (const { transactionalId } of decided) this.context.transactions.delete(transactionalId);
      real.onLoaded.call(this, time);
      for (const metadata of decided) this.context.transactions.set(metadata.transactionalId, metadata);
    },
  },
};

describe("the simulation finds out", () => {
  for (const [name, methods] of Object.entries(MUTANTS)) {
    it(name, async () => {
      Object.assign(TransactionCoordinatorShard.prototype, methods);
      try {
        await assert.rejects(
          async () => {
            for (let seed = 1; seed <= 10; seed++) await simulate({ seed, steps: STEPS });
          },
          { name: "AssertionError" },
        );
      } finally {
        Object.assign(TransactionCoordinatorShard.prototype, real);
      }
    });
  }
});
