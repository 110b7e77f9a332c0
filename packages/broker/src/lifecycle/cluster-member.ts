/** A node with others around it: the ways to them, the listener of its controller, and its broker's life as the controllers see it. */

import type { KafkaConfig } from "@ottla/config";
import { nodeNetwork, type SocketServer } from "@ottla/network";
import { assert } from "@ottla/base";
import type { MetadataImage } from "@ottla/metadata";
import { ClusterController, type ClusterControllerOptions } from "../controller/cluster-controller.ts";
import { Forwarding } from "../inter-broker/forwarding.ts";
import { RemoteController } from "../inter-broker/remote-controller.ts";
import { BrokerLifecycle } from "./broker-lifecycle.ts";
import type { ClusterNode, NodeDirectories } from "./cluster-node.ts";
import { controllerEndpointsOf } from "./listeners.ts";
import { registerController } from "./controller-registrar.ts";
import { startControllerServer } from "./controller-server.ts";
import { type Membership, membershipOf } from "./membership.ts";
import type { NodeStorageOptions } from "./node-storage.ts";
import { assembleReplication } from "./replication.ts";

const STOP_GRACE_MS = 1000;
/** How long a controller that stops waits for brokers that are leaving as well. */
const LEAVE_GRACE_MS = 3000;
/** How long it is still there when the last of them has left: what is committed reaches the other controllers with their next fetch. */
const TOLD_MS = 200;

/** Starts the controller with `options` as one of several, and joins the cluster. */
export async function startMember(
  given: NodeStorageOptions,
  { clusterId, directoryIds }: NodeDirectories,
  options: ClusterControllerOptions,
): Promise<ClusterNode> {
  const { runningConfig, clock } = given;
  const config = runningConfig.current;
  const { nodeId } = config;
  const network = given.options.network ?? nodeNetwork;
  let controller: ClusterController | undefined;
  const leaderId = (): number => controller?.quorum.leaderId ?? -1;
  const directoryId = directoryIds[0] ?? "";
  const membership = membershipOf({ config, network, clock, clusterId, directoryId, leaderId });
  assert(membership !== undefined, "the voters are named");
  const brokerEpoch = (): number => controller?.image.cluster.brokers.get(nodeId)?.epoch ?? -1;
  const timeoutMs = (): number => runningConfig.current.number("request.timeout.ms");
  const { voterIds, transport, channel } = membership;
  controller = await ClusterController.start({
    ...options,
    quorum: { voterIds, transport },
    ...(!membership.isOnlyVoter && { remote: new RemoteController({ channel, nodeId, brokerEpoch, timeoutMs }) }),
  });
  return joinCluster(given, { clusterId, directoryIds, controller, membership });
}

async function joinCluster(
  given: NodeStorageOptions,
  node: Pick<NodeDirectories, "clusterId" | "directoryIds"> & {
    readonly controller: ClusterController;
    readonly membership: Membership;
  },
): Promise<ClusterNode> {
  const { runningConfig, clock, random, logger } = given;
  const { clusterId, directoryIds, controller, membership } = node;
  const { channel } = membership;
  let server: SocketServer | undefined;
  let lifecycle: BrokerLifecycle | undefined;
  const stop = async (): Promise<void> => {
    lifecycle?.stop();
    channel.close();
    await controller.stop();
    await server?.stop(STOP_GRACE_MS);
  };
  try {
    server = await openController(given, node);
    if (!membership.isOnlyVoter && runningConfig.current.processRoles.includes("broker")) {
      lifecycle = new BrokerLifecycle({
        clock,
        random,
        logger,
        config: () => runningConfig.current,
        clusterId,
        directoryIds,
        channel,
        metadataOffset: () => controller.image.provenance.lastContainedOffset,
      });
    }
    if (!membership.isOnlyVoter) await controller.caughtUp;
    else if (!runningConfig.current.processRoles.includes("broker")) {
      await controller.registerController(controllerEndpointsOf(membership));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const timeoutMs = (): number => runningConfig.current.number("request.timeout.ms");
  const forwarding = membership.isOnlyVoter ? undefined : new Forwarding(channel, timeoutMs);
  return {
    controller,
    peers: { membership, lifecycle, forwarding, assembleReplication },
    stop: async () => {
      if (runningConfig.current.processRoles.includes("controller")) await othersHaveLeft(controller, given);
      await stop();
    },
  };
}

/**
 * Resolves when no other broker is about to leave, or after `LEAVE_GRACE_MS`: who leaves is let go by the quorum, which may be none without this node. A
 * cluster whose nodes all stop at once would keep the last of them waiting for a controller that does not come.
 */
async function othersHaveLeft(
  controller: ClusterController,
  { clock, runningConfig }: Pick<NodeStorageOptions, "clock" | "runningConfig">,
): Promise<void> {
  const isAnyLeaving = ({ cluster }: MetadataImage): boolean =>
    [...cluster.brokers.values()].some(
      ({ id, fenced, inControlledShutdown }) => id !== runningConfig.current.nodeId && inControlledShutdown && !fenced,
    );
  if (!isAnyLeaving(controller.image)) return;
  await new Promise<void>((resolve) => {
    const limit = clock.setTimer(LEAVE_GRACE_MS, resolve);
    const onMetadataUpdate = async (_delta: unknown, image: MetadataImage): Promise<void> => {
      if (isAnyLeaving(image)) return;
      limit.cancel();
      clock.setTimer(TOLD_MS, resolve);
    };
    controller.subscribe({ onMetadataUpdate });
  });
}

/** Listens as a controller, where this node is one, and lets the active one know. */
async function openController(
  { runningConfig, clock, random, logger, options }: NodeStorageOptions,
  node: { readonly clusterId: string; readonly controller: ClusterController; readonly membership: Membership },
): Promise<SocketServer | undefined> {
  const config: KafkaConfig = runningConfig.current;
  if (!config.processRoles.includes("controller")) return undefined;
  const { clusterId, controller, membership } = node;
  const server = await startControllerServer({
    network: options.network ?? nodeNetwork,
    clock,
    random,
    logger,
    config: () => runningConfig.current,
    clusterId,
    controller,
    wire: membership.identity,
    onFatal:
      options.onFatal ??
      ((error) => {
        setImmediate(() => {
          throw error;
        });
      }),
  });
  const endpoint = membership.endpoints.get(config.nodeId);
  if (endpoint !== undefined && !membership.isOnlyVoter) {
    void registerController({ channel: membership.channel, random, logger, config, endpoint });
  }
  return server;
}
