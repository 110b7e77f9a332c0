/** Chooses the producer factory by the topic's name: the first pattern that matches the whole of it. No transactions, no flush, as in Spring. */
import { ConfigError } from "@ottla/client";
import type { ProducerRecord } from "@ottla/client";
import { KafkaTemplate } from "./kafka-template.ts";
import type { KafkaTemplateOptions, SendResult } from "./kafka-template.ts";
import type { ProducerFactory } from "./producer-factory.ts";

interface Route {
  readonly pattern: RegExp;
  readonly template: KafkaTemplate<unknown, unknown>;
}

export class RoutingKafkaTemplate {
  readonly #routes: readonly Route[];

  /** @param factories in order; a transactional factory is refused */
  constructor(
    factories: Iterable<readonly [RegExp, ProducerFactory]>,
    options: KafkaTemplateOptions<unknown, unknown> = {},
  ) {
    this.#routes = Array.from(factories, ([pattern, factory]) => {
      if (factory.isTransactionCapable) throw new ConfigError("A routing template takes part in no transactions");
      const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ""));
      return { pattern: whole, template: new KafkaTemplate<unknown, unknown>(factory, options) };
    });
  }

  /** The factory that a topic's records go through. */
  producerFactoryFor(topic: string): ProducerFactory {
    return this.#templateFor(topic).producerFactory;
  }

  send(topic: string, value: unknown): Promise<SendResult<unknown, unknown>>;
  send(topic: string, key: unknown, value: unknown): Promise<SendResult<unknown, unknown>>;
  send(record: ProducerRecord<unknown, unknown>): Promise<SendResult<unknown, unknown>>;
  send(
    first: string | ProducerRecord<unknown, unknown>,
    ...rest: [] | [unknown] | [unknown, unknown]
  ): Promise<SendResult<unknown, unknown>> {
    if (typeof first !== "string") return this.#templateFor(first.topic).send(first);
    const template = this.#templateFor(first);
    return rest.length === 2 ? template.send(first, rest[0], rest[1]) : template.send(first, rest[0]);
  }

  partitionsFor(topic: string): Promise<readonly number[]> {
    return this.#templateFor(topic).partitionsFor(topic);
  }

  #templateFor(topic: string): KafkaTemplate<unknown, unknown> {
    const route = this.#routes.find(({ pattern }) => pattern.test(topic));
    if (route === undefined) throw new ConfigError(`No producer factory is routed to for topic ${topic}`);
    return route.template;
  }
}
