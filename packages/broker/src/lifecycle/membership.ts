/**
 * What the configuration says about the cluster this node is part of: the voters of its quorum and how to reach them. Nothing for a node
 * of its own.
 */

import type { Clock, Uuid } from "@ottla/base";
import { ConfigException, type KafkaConfig, parseQuorumVoter } from "@ottla/config";
import type { Network } from "@ottla/network";
import { ControllerChannel } from "../inter-broker/controller-channel.ts";
import type { NodeAddress } from "../inter-broker/node-connection.ts";
import { RaftConnections } from "../quorum/raft-connections.ts";
import type { WireIdentity } from "../quorum/raft-wire.ts";

/** See the file's head. */
export interface Membership {
  readonly voterIds: readonly number[];
  readonly endpoints: ReadonlyMap<number, NodeAddress>;
  readonly identity: WireIdentity;
  readonly transport: RaftConnections;
  readonly channel: ControllerChannel;
  /** Whether this node is the only voter: its broker then needs no network to be registered. */
  readonly isOnlyVoter: boolean;
}

export interface MembershipOptions {
  readonly config: KafkaConfig;
  readonly network: Network;
  readonly clock: Clock;
  readonly clusterId: string;
  /** Of the directory with the metadata log. */
  readonly directoryId: Uuid;
  /** The leader of the quorum as this node knows it. */
  readonly leaderId: () => number;
}

/** Undefined where the configuration names no voters. Throws `ConfigException` for voters named twice. */
export function membershipOf(options: MembershipOptions): Membership | undefined {
  const { config, network, clock, clusterId, directoryId, leaderId } = options;
  const voters = config.list("controller.quorum.voters").map((entry) => parseQuorumVoter(entry));
  if (voters.length === 0) return undefined;
  const endpoints = new Map(voters.map(({ id, host, port }) => [id, { host, port }]));
  if (endpoints.size < voters.length) throw new ConfigException("controller.quorum.voters names a node twice");
  const { nodeId } = config;
  const requestTimeoutMs = config.number("controller.quorum.request.timeout.ms");
  const listenerName = config.controllerListenerNames[0] ?? "CONTROLLER";
  const identity = { clusterId, directoryId, endpoints, listenerName };
  const fetchBytesMax = config.number("controller.quorum.fetch.max.bytes");
  return {
    voterIds: [...endpoints.keys()],
    endpoints,
    identity,
    transport: new RaftConnections({ network, clock, nodeId, identity, requestTimeoutMs, fetchBytesMax }),
    channel: new ControllerChannel({ network, clock, nodeId, leaderId, endpoints, requestTimeoutMs }),
    isOnlyVoter: voters.length === 1 && endpoints.has(nodeId),
  };
}
