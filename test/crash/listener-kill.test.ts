// `kill -9` of an application in the middle of a batch, in every ack mode and ordering: what is committed then, so what is delivered again and what is not,
// and that nothing is lost. All cases live in one process and die together, each in the middle of a record. LISTENER_KILL_ROUNDS, LISTENER_KILL_SEED.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Prng, randomBelow } from "@ottla/base";
import { Admin, Producer } from "@ottla/client";
import { Broker } from "@ottla/testkit";
import { until } from "../integration/client-target.ts";
import { ACK_COUNT, LISTENER_CASES, PARTITIONS } from "./listener-cases.ts";
import type { ListenerCase } from "./listener-cases.ts";
import { ListenerLife } from "./listener-life.ts";
import type { Deeds } from "./listener-life.ts";

const ROUNDS = Number(process.env["LISTENER_KILL_ROUNDS"] ?? 10);
const SEED = Number(process.env["LISTENER_KILL_SEED"] ?? Date.now() % 1_000_000);
/** New records of each case and round. A life ends before it has handled them all. */
const RECORDS = 12;
const HANG_AFTER_MAX = 8;
const NEVER = 1e9;
const KEYS = 5;

/** Next offset by partition. */
type Offsets = readonly number[];

class CaseHistory {
  readonly ofCase: ListenerCase;
  /** What the group had committed when the last life began. */
  committed: Offsets = Array.from({ length: PARTITIONS }, () => 0);
  readonly ends = Array.from({ length: PARTITIONS }, () => 0);
  readonly #endedEver = Array.from({ length: PARTITIONS }, () => new Set<number>());
  redelivered = 0;

  constructor(ofCase: ListenerCase) {
    this.ofCase = ofCase;
  }

  /** Where the first record is that this life has not ended, of those it was given: nothing at or behind it may be committed. */
  bound(deeds: Deeds): Offsets {
    return this.committed.map((from, partition) => {
      const ended = new Set(deeds.ended.filter((one) => one.partition === partition).map((one) => one.offset));
      let offset = from;
      while (ended.has(offset)) offset++;
      return offset;
    });
  }

  /** What polls whose records have all ended have brought the group to. */
  wholePolls(deeds: Deeds): Offsets {
    const ended = new Set(deeds.ended.map(({ partition, offset }) => `${partition}@${offset}`));
    const done = [...this.committed];
    for (const poll of deeds.polls) {
      if (!poll.every(({ partition, offset }) => ended.has(`${partition}@${offset}`))) break;
      for (const { partition, offset } of poll) done[partition] = offset + 1;
    }
    return done;
  }

  /** The next life begins where the group's commits say, and goes through its partitions as its ordering wants it. */
  checkLife(deeds: Deeds, context: string): void {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const begun = deeds.begun.filter((one) => one.partition === partition).map((one) => one.offset);
      if (begun.length > 0) {
        assert.equal(Math.min(...begun), this.committed[partition], `${context}: the first delivery of ${partition}`);
      }
      assert.equal(new Set(begun).size, begun.length, `${context}: no record twice in one life`);
      const lanes = Map.groupBy(begun, (offset) => this.#laneOf(offset));
      for (const lane of lanes.values()) {
        assert.deepEqual(
          lane,
          [...lane].sort((left, right) => left - right),
          `${context}: order within a lane`,
        );
      }
      for (const offset of begun) if (this.#endedEver[partition]?.has(offset) === true) this.redelivered++;
      for (const one of deeds.ended) if (one.partition === partition) this.#endedEver[partition]?.add(one.offset);
    }
  }

  checkNothingLost(): void {
    for (const [partition, end] of this.ends.entries()) {
      for (let offset = 0; offset < end; offset++) {
        assert.ok(this.#endedEver[partition]?.has(offset), `${this.ofCase.id}: ${partition}@${offset} was handled`);
      }
    }
  }

  /** Records of one lane keep their order. */
  #laneOf(offset: number): number {
    const { ordering } = this.ofCase;
    if (ordering === "partition") return 0;
    return ordering === "key" ? offset % KEYS : offset;
  }
}

/** What must be committed when the listener hangs, at least; undefined where that is left to time. */
function leastCommitted(history: CaseHistory, deeds: Deeds, bound: Offsets): Offsets | undefined {
  const { ackMode, ordering, isBatch } = history.ofCase;
  switch (ackMode) {
    case "RECORD":
      return bound;
    case "MANUAL_IMMEDIATE":
      return bound;
    case "BATCH":
    case "MANUAL":
      return ordering === "partition" ? history.wholePolls(deeds) : undefined;
    case "COUNT":
    case "COUNT_TIME": {
      if (isBatch || ordering !== "partition") return undefined;
      // The last acknowledgements that did not make up a count are missing, wherever they were.
      const missing = deeds.ended.slice(Math.floor(deeds.ended.length / ACK_COUNT) * ACK_COUNT);
      return bound.map((offset, partition) => offset - missing.filter((one) => one.partition === partition).length);
    }
    case "TIME":
      return undefined;
  }
}

async function committedOf(admin: Admin, ids: readonly string[]): Promise<ReadonlyMap<string, Offsets>> {
  const listing = await admin.listConsumerGroupOffsets([...ids]);
  return new Map(
    ids.map((id) => {
      const offsets = Array.from({ length: PARTITIONS }, () => 0);
      for (const { partition, committed } of listing.value(id)) offsets[partition] = committed?.offset ?? 0;
      return [id, offsets];
    }),
  );
}

async function produce(producer: Producer, histories: readonly CaseHistory[]): Promise<void> {
  const records = histories.flatMap(({ ofCase, ends }) =>
    Array.from({ length: RECORDS }, (_, index) => {
      const partition = index % PARTITIONS;
      const offset = ends[partition] ?? 0;
      ends[partition] = offset + 1;
      return { topic: ofCase.id, partition, key: `key-${offset % KEYS}`, value: `${partition}@${offset}` };
    }),
  );
  await producer.sendBatch(records);
}

const IDS = LISTENER_CASES.map(({ id }) => id);

interface World {
  readonly broker: Broker;
  readonly admin: Admin;
  readonly histories: readonly CaseHistory[];
}

/** Waits for the thing; what is missing of it is said when it does not come. */
async function untilNothingIs(missing: () => Promise<readonly string[]>, what: string): Promise<void> {
  let left: readonly string[] = [];
  const isSo = async (): Promise<boolean> => (left = await missing()).length === 0;
  await until(isSo, what).catch((error: unknown) => {
    throw new Error(`${String(error)}: ${left.join("; ")}`, { cause: error });
  });
}

/** A life up to the moment in which every case hangs, and whoever commits at once has done so for everything else. */
async function live({ broker, admin, histories }: World, random: Prng): Promise<ListenerLife> {
  const cases = LISTENER_CASES.map((one) => ({ ...one, hangAfter: randomBelow(random, HANG_AFTER_MAX) }));
  const life = new ListenerLife(broker.bootstrapServers, cases);
  try {
    const missing = (): string[] => IDS.filter((id) => life.deeds(id).hung === undefined);
    await life.until(
      () => missing().length === 0,
      () => `each of ${missing().join(", ")} hangs`,
    );
    await untilNothingIs(async () => {
      const committed = await committedOf(admin, IDS);
      return histories.flatMap((history) => {
        const { id } = history.ofCase;
        const deeds = life.deeds(id);
        const least = leastCommitted(history, deeds, history.bound(deeds)) ?? history.committed;
        const is = committed.get(id) ?? [];
        const isThere = least.every((offset, partition) => (is[partition] ?? 0) >= offset);
        return isThere ? [] : [`${id} has committed ${is.join()} and not ${least.join()}`];
      });
    }, "the commits that have to be there");
  } finally {
    await life.kill();
  }
  return life;
}

function checkCase(history: CaseHistory, deeds: Deeds, is: Offsets, round: number): void {
  const { id, ackMode, ordering } = history.ofCase;
  const context = `${id}, round ${round}`;
  const bound = history.bound(deeds);
  for (const [partition, offset] of is.entries()) {
    const done = bound[partition] ?? 0;
    assert.ok(offset <= done, `${context}: ${partition}@${offset} is committed, done is ${done}`);
    assert.ok(offset >= (history.committed[partition] ?? 0), `${context}: commits of ${partition} go back`);
  }
  if ((ackMode === "BATCH" || ackMode === "MANUAL") && ordering === "partition") {
    assert.deepEqual(is, history.wholePolls(deeds), `${context}: nothing of the poll that was under way`);
  }
  history.checkLife(deeds, context);
  history.committed = is;
}

async function liveToTheEnd({ broker, admin, histories }: World): Promise<void> {
  const cases = LISTENER_CASES.map((one) => ({ ...one, hangAfter: NEVER }));
  const life = new ListenerLife(broker.bootstrapServers, cases);
  try {
    await untilNothingIs(async () => {
      const committed = await committedOf(admin, IDS);
      return histories
        .filter(({ ofCase, ends }) => committed.get(ofCase.id)?.join() !== ends.join())
        .map(({ ofCase, ends }) => `${ofCase.id} ${committed.get(ofCase.id)?.join()} of ${ends.join()}`);
    }, "everything is committed");
  } finally {
    await life.kill();
  }
  for (const history of histories) {
    history.checkLife(life.deeds(history.ofCase.id), `${history.ofCase.id}, the last life`);
    history.checkNothingLost();
  }
}

describe(`kill -9 of an application of listeners (${ROUNDS} rounds, seed ${SEED})`, () => {
  const timeout = 60_000 + ROUNDS * 20_000;
  it("nothing is lost, and what is delivered again is what was not committed", { timeout }, async (test) => {
    const random = new Prng(SEED);
    const topics = Object.fromEntries(LISTENER_CASES.map(({ id }) => [id, PARTITIONS]));
    await using broker = await Broker.start({ topics });
    const { bootstrapServers } = broker;
    await using admin = new Admin({ bootstrapServers });
    await using producer = new Producer({ bootstrapServers });
    const histories = LISTENER_CASES.map((one) => new CaseHistory(one));
    const world = { broker, admin, histories };
    for (let round = 0; round < ROUNDS; round++) {
      await produce(producer, histories);
      const life = await live(world, random);
      const committed = await committedOf(admin, IDS);
      for (const history of histories) {
        const { id } = history.ofCase;
        checkCase(history, life.deeds(id), committed.get(id) ?? [], round);
      }
      // The dead are missed at once.
      await broker.advance(60_000);
    }
    await liveToTheEnd(world);
    const again = histories.map(({ ofCase, redelivered }) => `${ofCase.id} ${redelivered}`);
    test.diagnostic(`handled and delivered again: ${again.join(", ")}`);
  });
});
