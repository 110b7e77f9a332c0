/**
 * All containers of an application by id: to start, stop and look at them together or one by one.
 */
import { ConfigError } from "@ottla/client";
import type {
  ContainerHealth,
  MessageListenerContainer,
  StopOptions,
  StopReport,
} from "../container/message-listener-container.ts";

/** How all listeners do. */
export interface RegistryHealth {
  /** UP: every container that was started runs. DOWN: one has ended by an error. */
  readonly status: "UP" | "DOWN";
  readonly containers: readonly ContainerHealth[];
}

export class KafkaListenerEndpointRegistry implements AsyncDisposable {
  readonly #containers = new Map<string, MessageListenerContainer>();
  readonly #groups = new Map<string, string[]>();
  readonly #started = new Set<string>();
  #isRunning = false;

  /** Whether the registry itself was started: containers that come later then start at once, if they are to start by themselves. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Takes a container in; `containerGroup` names a group that can be addressed as one. */
  async register(container: MessageListenerContainer, containerGroup?: string): Promise<void> {
    const { listenerId } = container;
    if (this.#containers.has(listenerId)) throw new ConfigError(`Another listener has the id '${listenerId}' already`);
    this.#containers.set(listenerId, container);
    if (containerGroup !== undefined) {
      this.#groups.set(containerGroup, [...(this.#groups.get(containerGroup) ?? []), listenerId]);
    }
    if (this.#isRunning && container.isAutoStartup) await this.#start(container);
  }

  /** Takes a container out; it is not stopped. */
  unregisterListenerContainer(id: string): MessageListenerContainer | undefined {
    const container = this.#containers.get(id);
    this.#containers.delete(id);
    this.#started.delete(id);
    return container;
  }

  getListenerContainer(id: string): MessageListenerContainer | undefined {
    return this.#containers.get(id);
  }

  getListenerContainersMatching(
    matches: (id: string, container: MessageListenerContainer) => boolean,
  ): readonly MessageListenerContainer[] {
    return [...this.#containers].filter(([id, container]) => matches(id, container)).map(([, container]) => container);
  }

  getListenerContainerIds(): readonly string[] {
    return [...this.#containers.keys()];
  }

  getListenerContainers(): readonly MessageListenerContainer[] {
    return [...this.#containers.values()];
  }

  getContainerGroup(name: string): readonly MessageListenerContainer[] {
    return (this.#groups.get(name) ?? []).flatMap((id) => this.#containers.get(id) ?? []);
  }

  /** Starts every container that is to start by itself. */
  async start(): Promise<void> {
    this.#isRunning = true;
    await Promise.all(
      this.getListenerContainers()
        .filter((one) => one.isAutoStartup)
        .map((one) => this.#start(one)),
    );
  }

  /** Stops all; what each left behind, by id. */
  async stop(options: StopOptions = {}): Promise<ReadonlyMap<string, StopReport>> {
    this.#isRunning = false;
    this.#started.clear();
    const reports = await Promise.all(
      [...this.#containers].map(async ([id, container]): Promise<[string, StopReport]> => [
        id,
        await container.stop(options),
      ]),
    );
    return new Map(reports);
  }

  health(): RegistryHealth {
    const containers = this.getListenerContainers().flatMap((one) => one.health());
    const isDown = [...this.#started].some((id) => this.#containers.get(id)?.isRunning === false);
    return { status: isDown ? "DOWN" : "UP", containers };
  }

  /** Every container that was started has had partitions, or has at least polled: it takes part in its group. */
  isReady(): boolean {
    return this.getListenerContainers()
      .filter((one) => this.#started.has(one.listenerId))
      .every((one) => one.isRunning && one.health().every(({ lastPollAgeMs }) => lastPollAgeMs !== undefined));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #start(container: MessageListenerContainer): Promise<void> {
    this.#started.add(container.listenerId);
    await container.start();
  }
}
