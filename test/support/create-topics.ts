// Makes topics of a cluster that is new. A request whose answer was lost on the way is sent again, by brokers as by clients, and then says that the topic is
// there: to who is the only one that makes it that is an answer as good.
import { KafkaError } from "@ottla/client";
import type { Admin } from "@ottla/client";

export async function createTopics(admin: Admin, topics: Parameters<Admin["createTopics"]>[0]): Promise<void> {
  for (const [, result] of await admin.createTopics(topics)) {
    if (result.ok) continue;
    const isThere = result.error instanceof KafkaError && result.error.code === "TOPIC_ALREADY_EXISTS";
    if (!isThere) throw result.error;
  }
}
