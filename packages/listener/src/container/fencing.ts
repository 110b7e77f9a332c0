/**
 * What a fenced producer means for a container (`stopContainerWhenFenced`): somebody else has its transactional id, so its transaction cannot end. Without
 * the option the record is tried again in the transaction of a new producer.
 */
import { KafkaError } from "@ottla/client";
import type { KafkaTransactionManager } from "../template/kafka-transaction-manager.ts";

/** What workers need of a transaction manager. */
export type Transactions = Pick<KafkaTransactionManager, "execute">;

/** Codes of an error that says: somebody else has the transactional id, or the member id. */
export const FENCED: ReadonlySet<string> = new Set(["PRODUCER_FENCED", "FENCED_INSTANCE_ID"]);

/** The same transactions, and a word when beginning or ending one fails since its producer, or the group member, is fenced. What the work itself throws is its own. */
export function watchedForFencing(transactions: Transactions, onFenced: (error: Error) => void): Transactions {
  return {
    async execute(work, groupMetadata) {
      let thrownByWork: unknown;
      try {
        return await transactions.execute(async () => {
          try {
            return await work();
          } catch (error) {
            thrownByWork = error;
            throw error;
          }
        }, groupMetadata);
      } catch (error) {
        if (error !== thrownByWork && error instanceof KafkaError && FENCED.has(error.code)) onFenced(error);
        throw error;
      }
    },
  };
}
