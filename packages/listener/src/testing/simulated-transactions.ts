/** A factory of transactional producers that notes how each transaction ended, with the offsets in it, and fails when it is told to. */
import type { PartitionOffset } from "@ottla/client";
import type { ProducerFactory, TemplateProducer } from "../template/producer-factory.ts";

export class SimulatedTransactions implements ProducerFactory {
  readonly configurationProperties = {};
  readonly transactionIdPrefix = "tx";
  readonly isTransactionCapable = true;
  /** `aborted`, or `committed` and the offsets, as `partition:offset`. */
  readonly ended: string[] = [];
  /** Fails the next commits. */
  readonly commitFailures: Error[] = [];

  sharedProducer(): TemplateProducer {
    return notHere();
  }

  acquire(): Promise<TemplateProducer> {
    const offsets: string[] = [];
    const producer: TemplateProducer = {
      send: notHere,
      flush: () => Promise.resolve(),
      partitionsFor: notHere,
      metrics: notHere,
      initTransactions: () => Promise.resolve(),
      beginTransaction: () => undefined,
      sendOffsetsToTransaction: (given: readonly PartitionOffset[]) => {
        offsets.push(...given.map(({ partition, offset }) => `${partition}:${offset}`));
        return Promise.resolve();
      },
      commitTransaction: () => {
        const failure = this.commitFailures.shift();
        if (failure !== undefined) return Promise.reject(failure);
        this.ended.push(["committed", ...offsets].join(" "));
        return Promise.resolve();
      },
      abortTransaction: () => {
        this.ended.push("aborted");
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    };
    return Promise.resolve(producer);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  reset(): Promise<void> {
    return Promise.resolve();
  }

  copyWith(): ProducerFactory {
    return this;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function notHere(): never {
  throw new Error("nobody asks for it here");
}
