/** What a broker itself asks of the active controller on another node: topics that clients mention, blocks of producer ids. */

import { ErrorCode, type Input } from "@ottla/protocol";
import {
  AllocateProducerIdsRequest,
  AllocateProducerIdsResponse,
} from "@ottla/protocol/messages/allocate-producer-ids";
import { CreateTopicsRequest, CreateTopicsResponse } from "@ottla/protocol/messages/create-topics";
import { ControllerUnavailableError } from "../controller/controller-error.ts";
import type { ControllerService, ProducerIdBlock } from "../services/controller-service.ts";
import type { ControllerChannel } from "./controller-channel.ts";

const CREATE_TOPICS = { request: CreateTopicsRequest, response: CreateTopicsResponse };
const ALLOCATE_PRODUCER_IDS = { request: AllocateProducerIdsRequest, response: AllocateProducerIdsResponse };

export interface RemoteControllerOptions {
  readonly channel: ControllerChannel;
  readonly nodeId: number;
  readonly brokerEpoch: () => number;
  readonly timeoutMs: () => number;
}

/** See the file's head. */
export class RemoteController implements Pick<ControllerService, "createTopics" | "allocateProducerIds"> {
  readonly #options: RemoteControllerOptions;

  constructor(options: RemoteControllerOptions) {
    this.#options = options;
  }

  createTopics(request: Input<CreateTopicsRequest>): Promise<Input<CreateTopicsResponse>> {
    const timeoutMs = this.#options.timeoutMs();
    return this.#options.channel.request(CREATE_TOPICS, request, {
      timeoutMs,
      errorOf: ({ topics }) =>
        topics.some(({ errorCode }) => errorCode === ErrorCode.NOT_CONTROLLER)
          ? ErrorCode.NOT_CONTROLLER
          : ErrorCode.NONE,
    });
  }

  async allocateProducerIds(): Promise<ProducerIdBlock> {
    const { channel, nodeId: brokerId, brokerEpoch, timeoutMs } = this.#options;
    const body = { brokerId, brokerEpoch: brokerEpoch() };
    const response = await channel.request(ALLOCATE_PRODUCER_IDS, body, {
      timeoutMs: timeoutMs(),
      errorOf: ({ errorCode }) => errorCode,
    });
    if (response.errorCode !== ErrorCode.NONE) {
      throw new ControllerUnavailableError(`No producer ids: the controller answers error ${response.errorCode}`);
    }
    return { firstProducerId: response.producerIdStart, length: response.producerIdLen };
  }
}
