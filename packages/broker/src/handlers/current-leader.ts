/** Who leads a partition now, for answers that tell a client where to go (KIP-951). */

import type { AdvertisedEndpoint } from "../services/broker-services.ts";
import type { RequestContext } from "./handler.ts";

export interface CurrentLeader {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

/** The leader of a partition as this node knows it; −1 and −1 if it knows none. */
export function currentLeader(topic: string, partition: number, context: RequestContext): CurrentLeader {
  const replica = context.services.replicaManager.partition(topic, partition);
  if (replica !== undefined) {
    return { leaderId: replica.state.leaderId, leaderEpoch: replica.state.leaderEpoch };
  }
  const registration = context.services.metadata.image.topics.getPartition(topic, partition);
  return { leaderId: registration?.leader ?? -1, leaderEpoch: registration?.leaderEpoch ?? -1 };
}

/** Collects the endpoints of leaders that a response names, each once. */
export class LeaderEndpoints {
  readonly #byId = new Map<number, AdvertisedEndpoint>();
  readonly #context: RequestContext;

  constructor(context: RequestContext) {
    this.#context = context;
  }

  add(leaderId: number): void {
    if (leaderId < 0 || this.#byId.has(leaderId)) {
      return;
    }
    const endpoint = this.#context.services.advertisedEndpoint(leaderId, this.#context);
    if (endpoint !== undefined) {
      this.#byId.set(leaderId, endpoint);
    }
  }

  get values(): AdvertisedEndpoint[] {
    return [...this.#byId.values()];
  }
}
