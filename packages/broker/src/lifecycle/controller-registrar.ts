/** Tells the active controller, whichever it is, where this controller listens and what it serves, once for each start. */

import { type Random, randomUuid } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import { SUPPORTED_FEATURES } from "@ottla/metadata";
import { ErrorCode, errorMessage } from "@ottla/protocol";
import {
  ControllerRegistrationRequest,
  ControllerRegistrationResponse,
} from "@ottla/protocol/messages/controller-registration";
import type { ControllerChannel } from "../inter-broker/controller-channel.ts";
import type { NodeAddress } from "../inter-broker/node-connection.ts";
import type { Logger } from "../logging/logger.ts";

const REGISTER = { request: ControllerRegistrationRequest, response: ControllerRegistrationResponse };
const FOREVER_MS = 0x7fff_ffff;
const PLAINTEXT = 0;

export interface ControllerRegistrarOptions {
  readonly channel: ControllerChannel;
  readonly random: Random;
  readonly logger: Logger;
  readonly config: KafkaConfig;
  readonly endpoint: NodeAddress;
}

/** Resolves when it is registered, or when the channel is closed before. */
export async function registerController(options: ControllerRegistrarOptions): Promise<void> {
  const { channel, random, logger, config, endpoint } = options;
  const name = config.controllerListeners[0]?.listenerName ?? "CONTROLLER";
  const body = {
    controllerId: config.nodeId,
    incarnationId: randomUuid(random),
    zkMigrationReady: false,
    listeners: [{ name, ...endpoint, securityProtocol: PLAINTEXT }],
    features: [...SUPPORTED_FEATURES].map(([feature, { min, max }]) => ({
      name: feature,
      minSupportedVersion: min,
      maxSupportedVersion: max,
    })),
  };
  try {
    const { errorCode } = await channel.request(REGISTER, body, {
      timeoutMs: FOREVER_MS,
      errorOf: (response) => response.errorCode,
    });
    if (errorCode !== ErrorCode.NONE) {
      logger.warn(
        { error: errorMessage(errorCode) },
        "The active controller does not take the registration of this one",
      );
    }
  } catch (error) {
    logger.debug({ error }, "This controller is not registered");
  }
}
