/**
 * The option `interceptor.classes`: objects with the methods of an interceptor, in the order in which they are called.
 */
import type { ConfigKey } from "./definition.ts";

/** @param methods what an interceptor of this client may have; at least one must be there */
export function interceptorsKey<I extends object>(methods: readonly string[]): ConfigKey<readonly I[]> {
  return {
    defaultValue: [],
    parse(given) {
      const items: readonly unknown[] = Array.isArray(given) ? given : given === "" ? [] : [given];
      return items.map((item) => interceptorOf<I>(item, methods));
    },
  };
}

function interceptorOf<I extends object>(item: unknown, methods: readonly string[]): I {
  if (typeof item === "object" && item !== null) {
    const isOne = methods.some((method) => typeof Reflect.get(item, method) === "function");
    if (isOne) return item as I;
  }
  throw new Error(`must hold objects with ${methods.join(", ")}; a Java class cannot be loaded`);
}
