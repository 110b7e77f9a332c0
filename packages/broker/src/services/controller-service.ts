/**
 * The active controller as the rest of the broker sees it: admin requests in, committed changes out. The answers are
 * released when the records are committed and the image that holds them has been published.
 */

import type {
  CreateTopicsRequest,
  CreateTopicsResponse,
} from "@ottla/protocol/messages/create-topics";
import type { Input } from "@ottla/protocol";
import type { RequestContext } from "../handlers/handler.ts";

/** A block of producer ids: `firstProducerId ..< firstProducerId + length`. */
export interface ProducerIdBlock {
  readonly firstProducerId: bigint;
  readonly length: number;
}

export interface ControllerService {
  /** The id of the active controller's node, −1 if there is none. */
  readonly activeControllerId: number;
  /** `context` is undefined for what the broker itself asks for (auto-creation). */
  createTopics(
    request: Input<CreateTopicsRequest>,
    context: RequestContext | undefined,
  ): Promise<Input<CreateTopicsResponse>>;
  /** Takes the next block of producer ids out of the cluster's sequence. */
  allocateProducerIds(): Promise<ProducerIdBlock>;
}
