// Histories as they happen in the field. On healthy ones the rules must say nothing, on sick ones they must speak, and stop speaking once it is over;
// beside them stands what a fixed threshold on the lag would have said.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { play } from "../testing/played-group.ts";
import type { PlayEvent, Played, Plot } from "../testing/played-group.ts";
import { Status, statusName } from "./status.ts";

const HOUR = 3_600;
const THRESHOLD = 1_000;
const SEEDS = [1, 2, 3, 4, 5];

const within = (at: number, from: number, to: number): boolean => at >= from && at < to;

const restartsNothingCompacted = (at: number): PlayEvent | undefined =>
  at === 1_803 || at === 2_403 ? "monitor restarts, nothing compacted" : undefined;

const HEALTHY: readonly Plot[] = [
  { name: "steady", produced: () => 100, readable: () => 300, commitEvery: 5, seconds: HOUR },
  {
    name: "bursts",
    produced: (at) => (at % 300 === 150 ? 20_000 : 2),
    readable: () => 1_000,
    commitEvery: 5,
    seconds: 2 * HOUR,
  },
  {
    name: "idle topic, commits go on",
    produced: (at) => (at < 300 ? 50 : 0),
    readable: () => 200,
    commitEvery: 5,
    seconds: HOUR,
  },
  {
    name: "idle topic, commits end",
    produced: (at) => (at < 300 ? 50 : 0),
    readable: () => 200,
    commitEvery: 5,
    commitsIdle: false,
    seconds: HOUR,
  },
  {
    name: "a record now and then",
    produced: (at) => (at % 1_200 === 7 ? 1 : 0),
    readable: () => 200,
    commitEvery: 5,
    commitsIdle: false,
    seconds: 4 * HOUR,
  },
  {
    name: "compacted topic, read from its beginning",
    produced: () => 1,
    readable: () => 50,
    gapPerRecord: 9,
    backlog: 1_000_000,
    commitEvery: 5,
    seconds: HOUR,
  },
  {
    name: "catching up",
    produced: () => 50,
    readable: () => 200,
    backlog: 400_000,
    commitEvery: 5,
    seconds: HOUR,
  },
  {
    name: "transactions of a second, then silence",
    produced: (at) => (at % 900 < 600 ? 20 : 0),
    readable: () => 200,
    transactionEvery: 1,
    commitEvery: 5,
    commitsIdle: false,
    seconds: HOUR,
  },
  {
    name: "transactions of two minutes",
    produced: () => 20,
    readable: () => 20_000,
    transactionEvery: 120,
    commitEvery: 5,
    seconds: HOUR,
  },
  {
    name: "rebalances",
    produced: () => 100,
    readable: (at) => (within(at % 600, 100, 140) ? 0 : 400),
    commitEvery: 5,
    seconds: 2 * HOUR,
  },
  {
    name: "a deployment",
    produced: () => 100,
    readable: (at) => (within(at, 1_800, 1_860) ? 0 : 400),
    commitEvery: 5,
    seconds: HOUR,
  },
  {
    name: "topic made anew",
    produced: () => 100,
    readable: () => 400,
    commitEvery: 5,
    event: (at) => (at === 1_805 ? "topic made anew" : undefined),
    seconds: HOUR,
  },
  {
    name: "monitor restarts",
    produced: () => 100,
    readable: () => 400,
    commitEvery: 120,
    event: (at) => (at === 1_803 || at === 2_403 ? "monitor restarts" : undefined),
    seconds: HOUR,
  },
  {
    name: "monitor restarts, and reads all commits again",
    produced: () => 100,
    readable: () => 400,
    commitEvery: 5,
    event: restartsNothingCompacted,
    seconds: HOUR,
  },
  {
    name: "monitor restarts while a group commits slowly",
    produced: () => 100,
    readable: () => 400,
    commitEvery: 60,
    event: restartsNothingCompacted,
    seconds: HOUR,
  },
  {
    name: "monitor restarts before the first record in a long time",
    produced: (at) => (at % 601 === 0 ? 500 : 0),
    readable: () => 200,
    commitEvery: 40,
    event: (at) => (at % 601 === 595 ? "monitor restarts, nothing compacted" : undefined),
    seconds: HOUR,
  },
  {
    name: "broker away for a minute",
    produced: () => 100,
    readable: () => 400,
    commitEvery: 5,
    event: (at) => (at === 1_805 ? "broker away" : undefined),
    seconds: HOUR,
  },
  {
    name: "a commit every five minutes",
    produced: () => 10,
    readable: () => 100,
    commitEvery: 300,
    seconds: 4 * HOUR,
  },
];

interface Sick {
  readonly plot: Plot;
  /** What must be said. */
  readonly status: Status;
  /** Seconds: from when it is sick, and until when it may be silent; from when it is well again. */
  readonly from: number;
  readonly saidBy: number;
  readonly wellFrom: number;
}

const SICK: readonly Sick[] = [
  {
    plot: {
      name: "stopped",
      produced: () => 1,
      readable: (at) => (within(at, 1_200, 1_800) ? 0 : 50),
      commitEvery: 5,
      seconds: HOUR,
    },
    status: Status.STOP,
    from: 1_200,
    saidBy: 1_400,
    wellFrom: 1_900,
  },
  {
    plot: {
      name: "stalled",
      produced: () => 1,
      readable: (at) => (within(at, 1_200, 1_800) ? 0 : 50),
      commits: () => true,
      commitEvery: 5,
      seconds: HOUR,
    },
    status: Status.STALL,
    from: 1_200,
    saidBy: 1_400,
    wellFrom: 1_900,
  },
  {
    plot: {
      name: "rewound",
      produced: () => 1,
      readable: (at) => (at < 1_200 ? 50 : 5),
      commitEvery: 5,
      event: (at) => (at === 1_200 ? { seekBack: 900 } : undefined),
      seconds: HOUR,
    },
    status: Status.REWIND,
    from: 1_200,
    saidBy: 1_400,
    wellFrom: 1_700,
  },
  {
    plot: {
      name: "slow",
      produced: (at) => (within(at, 1_200, 1_800) ? 12 : 2),
      readable: () => 10,
      commitEvery: 30,
      seconds: HOUR,
    },
    status: Status.WARN,
    from: 1_200,
    saidBy: 1_800,
    wellFrom: 2_200,
  },
];

function spoken(played: Played): string {
  return [...played.alarms].map(([status, at]) => `${statusName(status)} at ${at.join(" ")}`).join("; ");
}

describe("a corpus of histories", () => {
  for (const plot of HEALTHY) {
    it(`healthy: ${plot.name}: nothing is said`, (context) => {
      let threshold = 0;
      for (const seed of SEEDS) {
        const played = play(plot, seed);
        assert.equal(spoken(played), "", `seed ${seed}`);
        threshold = Math.max(threshold, played.thresholdAlarms(THRESHOLD).length);
      }
      context.diagnostic(`lag > ${THRESHOLD} would have said it ${threshold} times`);
    });
  }

  for (const { plot, status, from, saidBy, wellFrom } of SICK) {
    it(`sick: ${plot.name}: ${statusName(status)} is said, and ends`, (context) => {
      let missed = 0;
      for (const seed of SEEDS) {
        const played = play(plot, seed);
        const at = played.alarms.get(status) ?? [];
        assert(
          at.some((one) => one >= from && one <= saidBy),
          `seed ${seed}: ${spoken(played)}`,
        );
        const all = [...played.alarms.values()].flat();
        assert(
          all.every((one) => one >= from && one < wellFrom),
          `seed ${seed}: ${spoken(played)}`,
        );
        if (played.thresholdAlarms(THRESHOLD).length === 0) missed++;
      }
      context.diagnostic(`lag > ${THRESHOLD} would have missed it in ${missed} of ${SEEDS.length}`);
    });
  }

  it("a threshold speaks of healthy histories", () => {
    const wrong = HEALTHY.filter((plot) => play(plot, 1).thresholdAlarms(THRESHOLD).length > 0);
    assert(wrong.length >= 4, wrong.map((plot) => plot.name).join(", "));
  });
});
