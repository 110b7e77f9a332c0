/**
 * Asks the cluster for a producer id, which an idempotent producer needs before it sends anything.
 */
import { InitProducerIdRequest, InitProducerIdResponse } from "@ottla/protocol/messages/init-producer-id";
import type { ClusterClient } from "../cluster-client.ts";
import { sleep } from "../deadline.ts";
import { protocolError, toKafkaError } from "../errors.ts";
import { backoffMs } from "../network/backoff.ts";

const API = { request: InitProducerIdRequest, response: InitProducerIdResponse };
/** Without transactions there is no transaction timeout. */
const NO_TIMEOUT_MS = 0x7fff_ffff;

/** A producer id and its epoch. */
export interface GivenProducerId {
  readonly producerId: bigint;
  readonly producerEpoch: number;
}

/** Asks until a broker gives one; undefined once it is not wanted any more. Rejects with an error that does not go away by waiting. */
export async function askProducerId(
  client: ClusterClient,
  isWanted: () => boolean,
): Promise<GivenProducerId | undefined> {
  const { config, ports } = client;
  const bounds = { initialMs: config["retry.backoff.ms"], maxMs: config["retry.backoff.max.ms"] };
  for (let attempt = 0; isWanted(); attempt++) {
    try {
      const { response } = await client.sendToAny({
        api: API,
        body: { transactionalId: null, transactionTimeoutMs: NO_TIMEOUT_MS },
      });
      if (response.errorCode !== 0) throw protocolError(response.errorCode);
      return response;
    } catch (thrown) {
      const error = toKafkaError(thrown);
      if (!error.retriable) throw error;
      await sleep(ports.clock, backoffMs(bounds, attempt, ports.random));
    }
  }
  return undefined;
}
