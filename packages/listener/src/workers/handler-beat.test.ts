import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { VirtualClock } from "@ottla/base";
import { HandlerBeat, HandlerWatch } from "./handler-beat.ts";

function watched(timeoutMs: number): { clock: VirtualClock; beat: HandlerBeat; lateAt: number[]; watch: HandlerWatch } {
  const clock = new VirtualClock();
  // No time of a handler is 0, which stands for none.
  const beat = new HandlerBeat(HandlerBeat.memory(), () => BigInt(Math.round((clock.monotonicMs() + 1) * 1e6)));
  const lateAt: number[] = [];
  const startMs = clock.monotonicMs();
  const onTimeout = (): void => void lateAt.push(clock.monotonicMs() - startMs);
  return { clock, beat, lateAt, watch: new HandlerWatch(beat, { clock, timeoutMs, onTimeout }) };
}

describe("the beat of a thread's handler", () => {
  it("says which record is in hand, to whoever has the memory", () => {
    const memory = HandlerBeat.memory();
    const [inside, outside] = [new HandlerBeat(memory), new HandlerBeat(memory)];
    assert.deepEqual([outside.inHand, outside.busyMs, outside.handledCount], [undefined, undefined, 0]);
    inside.begin({ place: 4, offset: 2 ** 40, openCount: 3 });
    const { inHand } = outside;
    assert.deepEqual([inHand?.place, inHand?.offset, inHand?.openCount], [4, 2 ** 40, 3]);
    assert.ok((outside.busyMs ?? -1) >= 0);
    inside.end();
    assert.deepEqual([outside.inHand, outside.handledCount], [undefined, 1]);
  });

  it("a handler is late when its time is over, and not before", () => {
    const { clock, beat, lateAt } = watched(100);
    clock.advance(70);
    beat.begin({ place: 0, offset: 0, openCount: 1 });
    clock.advance(99);
    assert.deepEqual(lateAt, []);
    clock.advance(1);
    assert.deepEqual(lateAt, [170]);
    clock.advance(1_000);
    assert.deepEqual(lateAt, [170], "once");
  });

  it("each handler has its own time; none is watched behind the end", () => {
    const { clock, beat, lateAt, watch } = watched(100);
    for (let offset = 0; offset < 5; offset++) {
      beat.begin({ place: 0, offset, openCount: 1 });
      clock.advance(90);
      beat.end();
    }
    assert.deepEqual(lateAt, []);
    beat.begin({ place: 0, offset: 5, openCount: 1 });
    watch.close();
    clock.advance(1_000);
    assert.deepEqual(lateAt, []);
  });
});
