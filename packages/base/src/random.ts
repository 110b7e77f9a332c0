/**
 * The port for randomness. Pure packages get a `Random` injected; a simulation passes a seeded `Prng`, so that a run is
 * repeated exactly by its seed. `systemRandom` is the operating system's generator and the only one fit for secrets.
 */

/** A source of randomness. */
export interface Random {
  /** An integer in [0, 2^32). */
  uint32(): number;
  /** A number in [0, 1). */
  float(): number;
  /** Fills the whole array. */
  fill(bytes: Uint8Array): void;
}

/** An integer in [0, bound), without modulo bias. `bound` lies in [1, 2^32]. */
export function randomBelow(random: Random, bound: number): number {
  const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound);
  // Each draw is accepted with a probability above one half; the loop is bounded only for a broken generator.
  for (let attempt = 0; attempt < 128; attempt++) {
    const draw = random.uint32();
    if (draw < limit) return draw % bound;
  }
  return 0;
}

/** xoshiro128** seeded through splitmix32: fast, repeatable, not for secrets. */
export class Prng implements Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** @param seed any integer; its low 53 bits count. */
  constructor(seed: number) {
    let state = (seed ^ Math.floor(seed / 0x1_0000_0000)) | 0;
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = next();
    this.#b = next();
    this.#c = next();
    this.#d = next() | 1;
  }

  uint32(): number {
    const times5 = Math.imul(this.#b, 5);
    const result = Math.imul((times5 << 7) | (times5 >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  float(): number {
    return ((this.uint32() >>> 5) * 0x400_0000 + (this.uint32() >>> 6)) / 0x20_0000_0000_0000;
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += 4) {
      const word = this.uint32();
      for (let j = 0; j < 4 && i + j < bytes.length; j++) bytes[i + j] = word >>> (8 * j);
    }
  }

  /** A generator whose sequence is independent of later draws from this one. */
  fork(): Prng {
    return new Prng(this.uint32() * 0x20_0000 + (this.uint32() >>> 11));
  }
}

const POOL_BYTES = 1024;
const pool = new Uint8Array(POOL_BYTES);
const poolView = new DataView(pool.buffer);
let poolPosition = POOL_BYTES;

/** node:crypto is loaded when it is first used: that takes a good part of the time that the import of a client may take. */
function fillRandomly(bytes: Uint8Array): void {
  process.getBuiltinModule("node:crypto").randomFillSync(bytes);
}

/** The operating system's generator. */
export const systemRandom: Random = {
  uint32() {
    if (poolPosition === POOL_BYTES) {
      fillRandomly(pool);
      poolPosition = 0;
    }
    const value = poolView.getUint32(poolPosition);
    poolPosition += 4;
    return value;
  },
  float() {
    return ((this.uint32() >>> 5) * 0x400_0000 + (this.uint32() >>> 6)) / 0x20_0000_0000_0000;
  },
  fill(bytes) {
    fillRandomly(bytes);
  },
};
