/**
 * Starts one group of containers after the other: the next when every container of the one before has been silent for its idle interval. Each container needs
 * an `idleEventInterval`.
 */
import type { MessageListenerContainer } from "../container/message-listener-container.ts";
import type { KafkaListenerEndpointRegistry } from "./listener-endpoint-registry.ts";

export class ContainerGroupSequencer {
  readonly #registry: KafkaListenerEndpointRegistry;
  readonly #groups: readonly string[];
  readonly #stopsLastGroup: boolean;
  #index = -1;

  constructor(
    registry: KafkaListenerEndpointRegistry,
    groups: readonly string[],
    options: {
      /** Stop the last group as well when it is idle; default false. */ readonly stopLastGroupWhenIdle?: boolean;
    } = {},
  ) {
    this.#registry = registry;
    this.#groups = groups;
    this.#stopsLastGroup = options.stopLastGroupWhenIdle ?? false;
  }

  /** Starts the first group. */
  async start(): Promise<void> {
    this.#index = -1;
    await this.#next();
  }

  async #next(): Promise<void> {
    this.#index++;
    const name = this.#groups[this.#index];
    const containers = name === undefined ? [] : this.#registry.getContainerGroup(name);
    if (containers.length === 0) return;
    const isLast = this.#index === this.#groups.length - 1;
    const busy = new Set(containers);
    for (const container of containers) {
      container.onEvent((event) => {
        if (event.type === "ListenerContainerIdle" && busy.size > 0) void this.#onIdle(container, busy, isLast);
      });
    }
    await Promise.all(containers.map((container) => container.start()));
  }

  async #onIdle(
    container: MessageListenerContainer,
    busy: Set<MessageListenerContainer>,
    isLast: boolean,
  ): Promise<void> {
    // A concurrent container is idle when each of its consumers has been; the first to say so speaks for one of them only.
    if (!busy.delete(container)) return;
    if (!isLast || this.#stopsLastGroup) await container.stop();
    if (busy.size === 0) await this.#next();
  }
}
