// The order in which Java's HashMap gives its keys back, which Kafka's tools let through where they print the configurations of a topic, or JSON.
import { javaStringHashCode } from "@ottla/base";

const LEAST_CAPACITY = 16;
const LOAD_FACTOR = 0.75;

/** Things in the order of a HashMap that they were put into one by one, by their hash codes. Equal buckets keep the order of insertion. */
export function inHashOrder<T>(things: readonly T[], hashCode: (thing: T) => number): T[] {
  let capacity = LEAST_CAPACITY;
  while (things.length > capacity * LOAD_FACTOR) capacity *= 2;
  const bucket = (thing: T): number => {
    const hash = hashCode(thing);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  return [...things].sort((a, b) => bucket(a) - bucket(b));
}

/** Texts in the order of a HashMap that they were put into one by one. */
export function javaHashOrder(keys: readonly string[]): string[] {
  return inHashOrder(keys, javaStringHashCode);
}
