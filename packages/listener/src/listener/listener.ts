/**
 * The plain-function form: options and a function make a container.
 *
 * ```ts
 * await using orders = listener({ bootstrapServers, topics: "orders", groupId: "billing" }, async (order, { record }) => { … });
 * await orders.start();
 * ```
 */
import { ConfigError } from "@ottla/client";
import type { ConcurrentMessageListenerContainer } from "../container/concurrent-message-listener-container.ts";
import type { BatchListenerContext, ListenerContext } from "../container/delivery.ts";
import { ConcurrentKafkaListenerContainerFactory } from "./listener-container-factory.ts";
import type { ListenerOptions } from "./listener-options.ts";

/** Gets each value, and everything else through the context. */
export type RecordHandler<V> = (value: V, context: ListenerContext<unknown, V>) => unknown;
/** Gets the values of a poll. */
export type BatchHandler<V> = (values: readonly V[], context: BatchListenerContext<unknown, V>) => unknown;

/**
 * A container, not started, whose listener is the function. Values are text unless the options say how to read them. Throws a `ConfigError` for options that
 * contradict each other, and for a `containerFactory` by name or a `containerGroup`, which belong to an application.
 */
export function listener<V = string | null>(
  options: ListenerOptions & { readonly batch: true },
  handler: BatchHandler<V>,
): ConcurrentMessageListenerContainer;
export function listener<V = string | null>(
  options: ListenerOptions & { readonly batch?: false },
  handler: RecordHandler<V>,
): ConcurrentMessageListenerContainer;
export function listener<V = string | null>(
  options: ListenerOptions,
  handler: RecordHandler<V> | BatchHandler<V>,
): ConcurrentMessageListenerContainer {
  // The options say which of the two the handler is, and the deserializers what the values are.
  return factoryOf(options).createEndpointContainer(options, handler);
}

function factoryOf({ containerFactory, containerGroup }: ListenerOptions): ConcurrentKafkaListenerContainerFactory {
  if (containerGroup !== undefined) {
    throw new ConfigError(
      "A listener without an application has no containerGroup: registry.register(container, group)",
    );
  }
  if (typeof containerFactory === "string") {
    throw new ConfigError(
      `A listener without an application does not know a containerFactory called '${containerFactory}': give it itself`,
    );
  }
  return containerFactory ?? new ConcurrentKafkaListenerContainerFactory();
}
