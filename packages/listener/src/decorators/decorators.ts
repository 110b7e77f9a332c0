/**
 * Spring's annotations as decorators, for standard and for TypeScript's older decorators alike. They only mark; {@link KafkaApplication.register} reads.
 *
 * ```ts
 * class Billing {
 *   @KafkaListener({ topics: "orders", groupId: "billing" })
 *   async onOrder(order: string) { … }
 * }
 * kafka.register(new Billing());
 * ```
 */
import type { ListenerOptions } from "../listener/listener-options.ts";
import type { RetryTopicOptions } from "../retry-topics/retry-topic-options.ts";
import { decorated, mark } from "./marks.ts";
import type { HandlerMark, MethodDecorator, MethodOrClassDecorator, SendToTarget } from "./marks.ts";

/** Makes a method, or a class with `@KafkaHandler` methods, a listener. May be given several times: one listener each. */
export function KafkaListener(options: ListenerOptions): MethodOrClassDecorator {
  return (...args: unknown[]) => void mark(decorated(args)).listeners.unshift(options);
}

/** A method of a class-level listener: which payloads it takes. */
export function KafkaHandler(handler: HandlerMark = {}): MethodDecorator {
  return (...args: unknown[]) => {
    mark(decorated(args)).handler = handler;
  };
}

/** The method's (or class's) failed records go through retry topics. */
export function RetryableTopic(options: RetryTopicOptions = {}): MethodOrClassDecorator {
  return (...args: unknown[]) => {
    mark(decorated(args)).retry = options;
  };
}

/** Gets what ends in the dead-letter topics of the class's retryable listeners. */
export function DltHandler(): MethodDecorator {
  return (...args: unknown[]) => {
    mark(decorated(args)).isDltHandler = true;
  };
}

/**
 * Sends what the method returns: to a topic, or (without one) where the request wants its reply. On a class with a class-level listener it holds for each of its
 * `@KafkaHandler` methods that has none of its own.
 */
export function SendTo(target?: SendToTarget): MethodOrClassDecorator {
  return (...args: unknown[]) => {
    mark(decorated(args)).sendTo = { target };
  };
}
