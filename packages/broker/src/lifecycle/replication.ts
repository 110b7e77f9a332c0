/** Puts the parts together that brokers need of each other, for replication first. */

import type { Clock } from "@ottla/base";
import { nodeNetwork } from "@ottla/network";
import { decodeMessage, encodeMessage } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { AlterPartitionRequest, AlterPartitionResponse } from "@ottla/protocol/messages/alter-partition";
import { BrokerConnections } from "../inter-broker/broker-connections.ts";
import type { Logger } from "../logging/logger.ts";
import { ReplicaFetchers } from "../replica-fetcher/replica-fetchers.ts";
import { IsrManager } from "../replica-manager/isr-manager.ts";
import { ReplicationThrottle } from "../replica-manager/replication-throttle.ts";
import type { BrokerOptions } from "./broker-options.ts";
import type { NodeStorage } from "./node-storage.ts";
import type { RunningConfig } from "./running-config.ts";

export interface ReplicationOptions {
  readonly options: BrokerOptions;
  readonly runningConfig: RunningConfig;
  readonly storage: NodeStorage;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Replication {
  readonly isrManager: IsrManager;
  readonly fetchers: ReplicaFetchers;
  readonly leaderThrottle: ReplicationThrottle;
  readonly brokers: BrokerConnections;
}

const ALTER_PARTITION = { request: AlterPartitionRequest, response: AlterPartitionResponse };
const ALTER_PARTITION_VERSION = 3;

/** See the file's head. */
export function assembleReplication(given: ReplicationOptions): Replication {
  const { options, runningConfig, storage, clock, logger } = given;
  const { controller, peers } = storage;
  const config = (): typeof runningConfig.current => runningConfig.current;
  const { nodeId } = config();
  const image = (): typeof controller.image => controller.image;
  const brokerEpoch = (): number => peers?.lifecycle?.brokerEpoch ?? image().cluster.brokers.get(nodeId)?.epoch ?? -1;
  const alterPartition = (request: Input<AlterPartitionRequest>): Promise<AlterPartitionResponse> =>
    alter(storage, request, config().number("request.timeout.ms"));
  const lagMs = (): number => config().number("replica.lag.time.max.ms");
  const isrManager = new IsrManager({ nodeId, clock, logger, image, brokerEpoch, lagMs, alterPartition });
  const network = options.network ?? nodeNetwork;
  const throttle = new ReplicationThrottle({ nodeId, side: "follower", clock, config });
  const fetchers = new ReplicaFetchers({ network, clock, logger, config, image, brokerEpoch, throttle });
  const leaderThrottle = new ReplicationThrottle({ nodeId, side: "leader", clock, config });
  const brokers = new BrokerConnections({ network, clock, config, image });
  return { isrManager, fetchers, leaderThrottle, brokers };
}

function alter(
  { peers, controller }: NodeStorage,
  request: Input<AlterPartitionRequest>,
  timeoutMs: number,
): Promise<AlterPartitionResponse> {
  if (peers !== undefined && !peers.membership.isOnlyVoter) {
    return peers.membership.channel.request(ALTER_PARTITION, request, {
      timeoutMs,
      errorOf: ({ errorCode }) => errorCode,
    });
  }
  const bytes = encodeMessage(AlterPartitionRequest, request, ALTER_PARTITION_VERSION);
  const whole = decodeMessage(AlterPartitionRequest, bytes, ALTER_PARTITION_VERSION);
  return controller.submit((active) => active.handleAlterPartition(whole));
}
