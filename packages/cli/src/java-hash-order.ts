// The order in which Java's HashMap gives its keys back, which Kafka's tools let through where they print the configurations of a topic.
import { javaStringHashCode } from "@ottla/base";

const LEAST_CAPACITY = 16;
const LOAD_FACTOR = 0.75;

/** The keys in the order of a HashMap that they were put into one by one. Equal buckets keep the order of insertion. */
export function javaHashOrder(keys: readonly string[]): string[] {
  let capacity = LEAST_CAPACITY;
  while (keys.length > capacity * LOAD_FACTOR) capacity *= 2;
  const bucket = (key: string): number => {
    const hash = javaStringHashCode(key);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  return [...keys].sort((a, b) => bucket(a) - bucket(b));
}
