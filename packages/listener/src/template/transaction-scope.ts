/**
 * The transaction that code is running in, by factory: what a template sends inside of a listener's transaction, or of `executeInTransaction`, belongs to it
 * without anything being handed around.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { ProducerFactory, TemplateProducer } from "./producer-factory.ts";

const scopes = new AsyncLocalStorage<ReadonlyMap<ProducerFactory, TemplateProducer>>();

/** The producer whose transaction the caller is in; undefined outside of one. */
export function ambientProducer(factory: ProducerFactory): TemplateProducer | undefined {
  return scopes.getStore()?.get(factory);
}

/** Runs `work` inside of the producer's transaction; it is begun here, committed when `work` returns, and aborted when it throws. */
export async function inTransaction<R>(
  factory: ProducerFactory,
  work: (producer: TemplateProducer) => R | Promise<R>,
  transactionIdPrefix?: string,
): Promise<R> {
  const producer = await factory.acquire(transactionIdPrefix);
  let isBroken = true;
  try {
    producer.beginTransaction();
    const scope = new Map(scopes.getStore());
    scope.set(factory, producer);
    let result: R;
    try {
      result = await scopes.run(scope, () => work(producer));
    } catch (error) {
      await producer.abortTransaction();
      isBroken = false;
      throw error;
    }
    await commit(producer);
    isBroken = false;
    return result;
  } finally {
    await factory.release(producer, isBroken);
  }
}

/** A commit that fails is aborted, if it can be: the same records may then be sent again. */
async function commit(producer: TemplateProducer): Promise<void> {
  try {
    await producer.commitTransaction();
  } catch (error) {
    await producer.abortTransaction().catch(() => undefined);
    throw error;
  }
}
