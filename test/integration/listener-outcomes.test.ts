// Spring Kafka's conformance, first part: every ack mode with everything that can come of a record, for record and for batch listeners: what is delivered, what
// is recovered, and what the group has committed then. What depends on a process that dies is in test/crash/listener-kill.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KafkaError } from "@ottla/client";
import {
  AckMode,
  BatchListenerFailedException,
  DefaultErrorHandler,
  FixedBackOff,
  listener,
  silentLogger,
} from "@ottla/listener";
import type {
  AckMode as Mode,
  ConcurrentMessageListenerContainer,
  ConsumerFactory,
  ListenerOptions,
} from "@ottla/listener";
import { clientTarget, until } from "./client-target.ts";
import { committedBy, consumersWith, listenerScene, tellingRevocations, untilCommitted } from "./listener-scene.ts";

const target = clientTarget();

const RECORDS = 6;
const ALL = [0, 1, 2, 3, 4, 5];
/** The record that something happens to. */
const MARKED = 2;
const AT_ONCE = 8;

interface Play {
  readonly group: string;
  readonly isBatch: boolean;
  readonly mode: Mode;
  /** Offsets of each call; of a record listener one each. */
  readonly calls: number[][];
  /** What the group had committed when the marked record came for the first time. */
  readonly committedThen: Promise<Record<number, number>>;
  /** Opens the gate of the call that holds the marked record, if the play has one. */
  open(): void;
  readonly signals: AbortSignal[];
  start(options?: Omit<ListenerOptions, "batch">): Promise<ConcurrentMessageListenerContainer>;
}

interface PlayOptions {
  readonly options?: Omit<ListenerOptions, "batch" | "topics" | "properties">;
  /** Throws for the marked record so many times. */
  readonly failures?: number;
  /** The first call with the marked record waits for {@link Play.open}. */
  readonly isGated?: boolean;
  /** Called with the marked record. */
  readonly onMarked?: (container: ConcurrentMessageListenerContainer) => void;
}

async function play(mode: Mode, isBatch: boolean, what: PlayOptions = {}): Promise<Play> {
  const scene = await listenerScene(target, [RECORDS], { ackMode: mode, ackCount: 2, ackTime: 30, ...what.options });
  const { group } = scene;
  const calls: number[][] = [];
  const signals: AbortSignal[] = [];
  const gate = Promise.withResolvers<void>();
  const then = Promise.withResolvers<Record<number, number>>();
  let failuresLeft = what.failures ?? 0;
  let isGated = what.isGated ?? false;
  const handle = async (
    offsets: number[],
    signal: AbortSignal,
    container: ConcurrentMessageListenerContainer,
  ): Promise<void> => {
    calls.push(offsets);
    const index = offsets.indexOf(MARKED);
    if (index < 0) return;
    then.resolve(committedBy(target, group));
    await then.promise;
    what.onMarked?.(container);
    if (isGated) {
      isGated = false;
      signals.push(signal);
      await gate.promise;
    }
    if (failuresLeft-- <= 0) return;
    throw isBatch ? new BatchListenerFailedException("the marked one", index) : new Error("the marked one");
  };
  const start = async (more: Omit<ListenerOptions, "batch"> = {}): Promise<ConcurrentMessageListenerContainer> => {
    const options = { ...scene.options, ...more };
    const container: ConcurrentMessageListenerContainer = isBatch
      ? listener({ ...options, batch: true }, async (_values, { records, signal, acknowledgment }) => {
          const offsets = records.map((record) => record.offset);
          await handle(offsets, signal, container);
          await acknowledgment?.acknowledge();
        })
      : listener(options, async (_value, { record, signal, acknowledgment }) => {
          await handle([record.offset], signal, container);
          await acknowledgment?.acknowledge();
        });
    await container.start();
    return container;
  };
  return { group, isBatch, mode, calls, signals, committedThen: then.promise, open: () => gate.resolve(), start };
}

/** The offsets of a batch in one call, or of each record in one. */
function callsOf(isBatch: boolean, ...batches: readonly (readonly number[])[]): number[][] {
  return isBatch ? batches.map((one) => [...one]) : batches.flatMap((one) => one.map((offset) => [offset]));
}

async function played(one: Play, expected: readonly (readonly number[])[], committed = RECORDS): Promise<void> {
  await until(() => one.calls.length >= expected.length, `${expected.length} calls, not ${one.calls.length}`);
  if (committed === RECORDS) await untilCommitted(target, one.group, { 0: committed });
  assert.deepEqual(one.calls, expected);
}

/** A container is stopped; then what it has committed. */
async function stopped(container: ConcurrentMessageListenerContainer, group: string): Promise<Record<number, number>> {
  await container.stop();
  return await committedBy(target, group);
}

const KINDS = Object.values(AckMode).flatMap((mode): [Mode, boolean][] =>
  mode === AckMode.RECORD
    ? [[mode, false]]
    : [
        [mode, false],
        [mode, true],
      ],
);

const recovering = (recovered: number[]): DefaultErrorHandler =>
  new DefaultErrorHandler({
    backOff: new FixedBackOff(0, 2),
    recoverer: (record) => void recovered.push(record.offset),
    logger: silentLogger,
  });

/** Consumers whose commits do not reach the broker, as if the process had ended before them. */
const withoutCommits = (): ConsumerFactory => {
  const lost = (): Promise<void> => Promise.reject(new KafkaError("TIMEOUT", "nobody has heard of it"));
  return consumersWith(target, () => ({ commitSync: lost, commitAsync: lost }));
};

for (const [mode, isBatch] of KINDS) {
  describe(`${mode}, ${isBatch ? "batch" : "record"} listener`, { concurrency: AT_ONCE }, () => {
    it("success: everything once, in order, and committed at the stop", async () => {
      const one = await play(mode, isBatch);
      const container = await one.start();
      await until(() => one.calls.flat().length === RECORDS, "all records");
      assert.deepEqual(await stopped(container, one.group), { 0: RECORDS });
      assert.deepEqual(one.calls, callsOf(isBatch, ALL));
    });

    it("throws, then succeeds: given again, and only that record and those behind it", async () => {
      const one = await play(mode, isBatch, { failures: 1 });
      await using container = await one.start();
      await until(() => one.calls.flat().includes(RECORDS - 1) && one.calls.length > 1, "the last record");
      await until(() => one.calls.flat().filter((offset) => offset === MARKED).length === 2, "the second attempt");
      const after = isBatch ? [[2, 3, 4, 5]] : [[2], [3], [4], [5]];
      await until(() => one.calls.length >= after.length + (isBatch ? 1 : 3), "the rest");
      assert.deepEqual(one.calls, [...callsOf(isBatch, isBatch ? ALL : [0, 1, 2]), ...after]);
      assert.deepEqual(await stopped(container, one.group), { 0: RECORDS });
    });

    it("throws until it is given up: recovered once, and committed past only then", async () => {
      const recovered: number[] = [];
      const one = await play(mode, isBatch, { failures: 3, options: { errorHandler: recovering(recovered) } });
      await using container = await one.start();
      const expected = isBatch
        ? [ALL, [2, 3, 4, 5], [2, 3, 4, 5], [3, 4, 5]]
        : [[0], [1], [2], [2], [2], [3], [4], [5]];
      await played(one, expected, 0);
      assert.deepEqual(recovered, [MARKED]);
      assert.ok(((await one.committedThen)[0] ?? 0) <= MARKED);
      assert.deepEqual(await stopped(container, one.group), { 0: RECORDS });
    });

    it("skipped by an interceptor: done, though nobody acknowledges it", async () => {
      const one = await play(mode, isBatch, {
        options: isBatch
          ? { batchInterceptor: { intercept: () => null } }
          : { recordInterceptor: { intercept: (record) => (record.offset >= RECORDS - 2 ? null : record) } },
      });
      await using container = await one.start();
      await until(
        async () => container.health()[0]?.openRecords === 0 && container.lag().size > 0 && isAtEnd(container),
        "the end of the partition",
      );
      assert.deepEqual(await stopped(container, one.group), { 0: RECORDS });
      assert.deepEqual(one.calls, isBatch ? [] : callsOf(false, [0, 1, 2, 3]));
    });

    it("filtered: done, though nobody acknowledges it", async () => {
      const one = await play(mode, isBatch, { options: { filter: ({ offset }) => offset === 1 || offset === 5 } });
      await using container = await one.start();
      await until(() => one.calls.flat().includes(4), "the last one that is let through");
      assert.deepEqual(await stopped(container, one.group), { 0: RECORDS });
      assert.deepEqual(one.calls, callsOf(isBatch, [0, 2, 3, 4]));
    });

    it("revoked in the middle: its handler is waited for, what is done is committed, then it is given up", async () => {
      const atCommit: Record<number, number>[] = [];
      const order: string[] = [];
      const one = await play(mode, isBatch, {
        isGated: true,
        options: {
          consumerRebalanceListener: {
            onPartitionsRevokedBeforeCommit: () => void order.push("before"),
            onPartitionsRevokedAfterCommit: async () => {
              order.push("after");
              atCommit.push(await committedBy(target, one.group));
            },
            onPartitionsLost: () => void order.push("lost"),
          },
        },
      });
      const revoking = Promise.withResolvers<void>();
      await using first = await one.start({ consumerFactory: tellingRevocations(target, () => revoking.resolve()) });
      await until(() => one.signals.length > 0, "the handler that waits");
      await using second = await one.start();
      await revoking.promise;
      assert.deepEqual(order, []);
      one.open();
      await until(() => atCommit.length > 0, "the end of the revocation");
      assert.deepEqual(order.slice(0, 2), ["before", "after"]);
      assert.deepEqual(atCommit[0], { 0: isBatch ? RECORDS : MARKED + 1 });
      assert.equal(one.signals[0]?.aborted, false);
      await until(() => new Set(one.calls.flat()).size === RECORDS, "the rest, with whoever has the partition");
      await first.stop();
      assert.deepEqual(await stopped(second, one.group), { 0: RECORDS });
      assert.deepEqual(one.calls, isBatch ? [ALL] : callsOf(false, ALL), "nothing was given again");
    });

    it("lost in the middle: its result does not count, nothing is committed for it, and it comes again", async () => {
      const order: string[] = [];
      const one = await play(mode, isBatch, {
        isGated: true,
        options: {
          consumerRebalanceListener: {
            onPartitionsRevokedBeforeCommit: () => void order.push("before"),
            onPartitionsRevokedAfterCommit: () => void order.push("after"),
            onPartitionsLost: () => void order.push("lost"),
          },
        },
      });
      await using container = await one.start();
      await until(() => one.signals.length > 0, "the handler that waits");
      const callsThen = one.calls.length;
      (await target.admin.removeMembersFromConsumerGroup(one.group)).throwIfAnyFailed();
      await until(() => order.includes("lost"), "the loss");
      assert.deepEqual(order, ["lost"]);
      assert.equal(one.signals[0]?.aborted, true);
      const committed = (await committedBy(target, one.group))[0] ?? 0;
      assert.ok(committed <= MARKED, `${committed} is committed, and ${MARKED} is not done`);
      one.open();
      await until(
        () =>
          one.calls
            .slice(callsThen)
            .flat()
            .includes(RECORDS - 1),
        "everything that was open, again",
      );
      assert.equal(one.calls[callsThen]?.[0], committed);
      assert.ok((container.health()[0]?.staleResults ?? 0) >= (isBatch ? RECORDS : 1), "what came too late is counted");
      assert.deepEqual(await stopped(container, one.group), { 0: RECORDS });
    });

    it("stopped in the middle: what was polled is handled, and committed", async () => {
      const one = await play(mode, isBatch, { onMarked: (container) => void container.stop() });
      const container = await one.start();
      await until(() => !container.isRunning, "the end");
      const { undrained } = await container.stop();
      assert.deepEqual(undrained, { running: 0, waiting: 0 });
      assert.deepEqual(await committedBy(target, one.group), { 0: RECORDS });
      assert.deepEqual(one.calls, callsOf(isBatch, ALL));
    });

    it("stopped in the middle with stopImmediate: nothing more is begun, and what is done is committed", async () => {
      const one = await play(mode, isBatch, {
        options: { stopImmediate: true },
        onMarked: (container) => void container.stop(),
      });
      const container = await one.start();
      await until(() => !container.isRunning, "the end");
      const { undrained } = await container.stop();
      assert.deepEqual(undrained, { running: 0, waiting: isBatch ? 0 : RECORDS - MARKED - 1 });
      assert.deepEqual(await committedBy(target, one.group), { 0: isBatch ? RECORDS : MARKED + 1 });
      assert.deepEqual(one.calls, callsOf(isBatch, isBatch ? ALL : [0, 1, 2]));
    });

    it("gone before a commit: everything comes again", async () => {
      const one = await play(mode, isBatch);
      const dying = await one.start({ consumerFactory: withoutCommits() });
      await until(() => one.calls.flat().length === RECORDS, "all records");
      assert.deepEqual(await stopped(dying, one.group), {});
      const next = await one.start();
      await until(() => one.calls.flat().length === 2 * RECORDS, "all records again");
      assert.deepEqual(await stopped(next, one.group), { 0: RECORDS });
      assert.deepEqual(one.calls, callsOf(isBatch, ALL, ALL));
    });
  });
}

function isAtEnd(container: ConcurrentMessageListenerContainer): boolean {
  return [...container.lag().values()].every((lag) => lag === 0);
}
