/**
 * Hands out producer ids from blocks that the controller allocates. One block is asked for at a time; requests that come while
 * it is on its way wait for it. What is left of a block when the broker stops is lost, as in Kafka.
 */

import type { ControllerService, ProducerIdBlock } from "../services/controller-service.ts";
import type { ProducerIds } from "../services/broker-services.ts";

export class ProducerIdAllocator implements ProducerIds {
  readonly #controller: Pick<ControllerService, "allocateProducerIds">;
  #nextId = 0n;
  #endId = 0n;
  #allocating: Promise<ProducerIdBlock> | undefined;

  constructor(controller: Pick<ControllerService, "allocateProducerIds">) {
    this.#controller = controller;
  }

  async next(): Promise<bigint> {
    for (;;) {
      await this.prepare();
      const id = this.take();
      if (id !== undefined) {
        return id;
      }
    }
  }

  take(): bigint | undefined {
    if (this.#nextId >= this.#endId) {
      // Whoever needs it finds it when it asks again; an error is the next one's to see.
      this.prepare().catch(() => {});
      return undefined;
    }
    const id = this.#nextId;
    this.#nextId += 1n;
    return id;
  }

  async prepare(): Promise<void> {
    while (this.#nextId >= this.#endId) {
      await this.#allocate();
    }
  }

  async #allocate(): Promise<void> {
    const isFirst = this.#allocating === undefined;
    const allocating = (this.#allocating ??= this.#controller.allocateProducerIds());
    try {
      const block = await allocating;
      if (isFirst) {
        this.#nextId = block.firstProducerId;
        this.#endId = block.firstProducerId + BigInt(block.length);
      }
    } finally {
      if (isFirst) {
        this.#allocating = undefined;
      }
    }
  }
}
