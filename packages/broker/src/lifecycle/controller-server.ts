/** The listeners of a controller: other controllers, brokers and tools talk to it here, in handlers of their own. */

import type { Clock, Random } from "@ottla/base";
import type { KafkaConfig } from "@ottla/config";
import { SUPPORTED_FEATURES } from "@ottla/metadata";
import { type Network, SocketServer } from "@ottla/network";
import { ErrorCode } from "@ottla/protocol";
import { FORWARDABLE, CONTROLLER_HANDLERS } from "../controller-handlers/registry.ts";
import type { ClusterController } from "../controller/cluster-controller.ts";
import { servedApis } from "../handlers/registry.ts";
import type { ForwardedClient } from "../inter-broker/forwarded-client.ts";
import type { Logger } from "../logging/logger.ts";
import type { WireIdentity } from "../quorum/raft-wire.ts";
import { RequestRouter } from "../request-router/request-router.ts";
import type { ControllerServices } from "../services/controller-services.ts";
import { envelopeConnection } from "./envelope-connection.ts";
import { serverLimits } from "./server-limits.ts";

export interface ControllerServerOptions {
  readonly network: Network;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly config: () => KafkaConfig;
  readonly clusterId: string;
  readonly controller: ClusterController;
  readonly wire: WireIdentity;
  readonly onFatal: (error: Error) => void;
}

const WILDCARD_HOST = "0.0.0.0";
const SIZE_BYTES = 4;

/** Opens the listeners. Rejects with a `NetworkError` if an address cannot be bound. */
export async function startControllerServer(options: ControllerServerOptions): Promise<SocketServer> {
  const { network, clock, random, logger, config, clusterId, controller, wire, onFatal } = options;
  const services: ControllerServices = {
    nodeId: config().nodeId,
    role: "controller",
    clusterId,
    get config() {
      return config();
    },
    clock,
    random,
    logger,
    metadata: controller,
    authorizer: controller.authorizer,
    controller,
    servedApis: servedApis(CONTROLLER_HANDLERS, false),
    supportedFeatures: SUPPORTED_FEATURES,
    wire,
    handleForwarded: (frame, client) => handleForwarded(router, frame, client),
  };
  const router = new RequestRouter<ControllerServices>({
    registrations: CONTROLLER_HANDLERS,
    services,
    logger,
    quotas: controller.quotas,
    onFatal,
  });
  const server = new SocketServer({
    network,
    clock,
    handler: router,
    limits: serverLimits(config()),
    onConnecting: (host) => controller.quotas.connections.onConnection(host, clock.monotonicMs()),
    onWarning: (message, fields) => {
      logger.warn(fields, message);
    },
  });
  for (const { listenerName, securityProtocol, host, port } of config().controllerListeners) {
    await server.listen({ name: listenerName, securityProtocol, host: host ?? WILDCARD_HOST, port });
  }
  return server;
}

/** See `ControllerServices.handleForwarded`. */
async function handleForwarded(
  router: RequestRouter<ControllerServices>,
  frame: Uint8Array,
  client: ForwardedClient,
): Promise<Uint8Array | { readonly errorCode: number }> {
  const isForwardable = frame.length >= 2 && FORWARDABLE.has(new DataView(frame.buffer, frame.byteOffset).getInt16(0));
  if (!isForwardable) return { errorCode: ErrorCode.INVALID_REQUEST };
  const answer = await router.onFrame(frame, envelopeConnection(client));
  if (!Array.isArray(answer)) return { errorCode: ErrorCode.UNSUPPORTED_VERSION };
  return Buffer.concat(answer).subarray(SIZE_BYTES);
}
