/** What request handlers of a controller's listener reach as `context.services`, and what those of both kinds of listeners share. */

import type { Clock, Random } from "@ottla/base";
import type { ClusterController } from "../controller/cluster-controller.ts";
import type { ForwardedClient } from "../inter-broker/forwarded-client.ts";
import type { WireIdentity } from "../quorum/raft-wire.ts";
import type { BrokerServices } from "./broker-services.ts";

/** What handlers use that serve clients of brokers and of controllers. */
export type AdminServices = Pick<
  BrokerServices,
  | "nodeId"
  | "role"
  | "clusterId"
  | "config"
  | "clock"
  | "logger"
  | "metadata"
  | "authorizer"
  | "controller"
  | "servedApis"
  | "supportedFeatures"
>;

/** See the file's head. */
export interface ControllerServices extends AdminServices {
  readonly clock: Clock;
  readonly random: Random;
  /** This node's part in the cluster's metadata. */
  readonly controller: ClusterController;
  readonly wire: WireIdentity;
  /**
   * Handles a request that came in an Envelope: the frame of its answer without the size, or an error of the envelope: INVALID_REQUEST for one that nobody
   * forwards, UNSUPPORTED_VERSION for one that cannot be read.
   */
  handleForwarded(frame: Uint8Array, client: ForwardedClient): Promise<Uint8Array | { readonly errorCode: number }>;
}
