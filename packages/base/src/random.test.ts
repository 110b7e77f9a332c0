import assert from "node:assert/strict";
import { test } from "node:test";
import { Prng, randomBelow, systemRandom, type Random } from "./random.ts";

test("the same seed gives the same sequence, another seed another", () => {
  const a = new Prng(42);
  const b = new Prng(42);
  const c = new Prng(43);
  const draws = (random: Random): number[] => Array.from({ length: 20 }, () => random.uint32());
  const first = draws(a);
  assert.deepEqual(draws(b), first);
  assert.notDeepEqual(draws(c), first);
});

test("a fork goes its own way and is repeatable", () => {
  const draw = (seed: number): number[] => {
    const parent = new Prng(seed);
    const child = parent.fork();
    return [child.uint32(), parent.uint32(), child.uint32()];
  };
  assert.deepEqual(draw(5), draw(5));
});

for (const [name, random] of [
  ["seeded", new Prng(1)],
  ["system", systemRandom],
] as const) {
  test(`${name}: floats lie in [0, 1) and spread, integers below a bound are even`, () => {
    const counts = Array.from({ length: 7 }, () => 0);
    let sum = 0;
    const rounds = 20_000;
    for (let i = 0; i < rounds; i++) {
      const value = random.float();
      assert.ok(value >= 0 && value < 1);
      sum += value;
      counts[randomBelow(random, 7)]!++;
    }
    assert.ok(Math.abs(sum / rounds - 0.5) < 0.02);
    for (const count of counts) assert.ok(Math.abs(count - rounds / 7) < rounds / 40, String(counts));
  });

  test(`${name}: an array of any length is filled whole`, () => {
    for (let length = 0; length < 9; length++) {
      const seen = new Uint8Array(length);
      for (let i = 0; i < 64; i++) {
        const bytes = new Uint8Array(length);
        // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- this fills with random bytes
        random.fill(bytes);
        for (let j = 0; j < length; j++) seen[j] = seen[j]! | bytes[j]!;
      }
      assert.ok(seen.every((bits) => bits === 0xff));
    }
  });
}
