/** A partition as a client on one listener sees it: which of its replicas can be reached there, and who leads. */

import {
  type BrokerRegistration,
  DirectoryId,
  type MetadataImage,
  NO_LEADER,
  type PartitionRegistration,
} from "@ottla/metadata";
import { ErrorCode } from "@ottla/protocol";

/** See the file's head. */
export interface PartitionView {
  readonly errorCode: number;
  /** `NO_LEADER` where it cannot be reached. */
  readonly leaderId: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
}

/** How a view is made. */
export interface PartitionViewOptions {
  readonly image: MetadataImage;
  readonly listenerName: string;
  /** Leave out replicas that cannot be reached and say REPLICA_NOT_AVAILABLE: Metadata v0. */
  readonly hidesUnreachable: boolean;
  /** A leader without this listener is LISTENER_NOT_FOUND, not LEADER_NOT_AVAILABLE: Metadata v6 and later. */
  readonly namesMissingListener: boolean;
}

/** See the file's head. */
export function partitionView(partition: PartitionRegistration, options: PartitionViewOptions): PartitionView {
  const { brokers } = options.image.cluster;
  const isListening = (broker: BrokerRegistration | undefined): broker is BrokerRegistration =>
    broker?.endpoints.some(({ listenerName }) => listenerName === options.listenerName) === true;
  const isReachable = (id: number): boolean => {
    const broker = brokers.get(id);
    return isListening(broker) && !broker.fenced;
  };
  const shown = (ids: readonly number[]): readonly number[] =>
    options.hidesUnreachable ? ids.filter(isReachable) : ids;
  const replicas = shown(partition.replicas);
  const isr = shown(partition.isr);
  const offlineReplicas = partition.replicas.filter(
    (id, index) => !isReachable(id) || !isOnline(brokers.get(id), partition.directories[index]),
  );
  const leader = brokers.get(partition.leader);
  if (!isListening(leader)) {
    const isMissingListener = leader !== undefined && options.namesMissingListener;
    const errorCode = isMissingListener ? ErrorCode.LISTENER_NOT_FOUND : ErrorCode.LEADER_NOT_AVAILABLE;
    return { errorCode, leaderId: NO_LEADER, replicas, isr, offlineReplicas };
  }
  const isComplete = replicas.length === partition.replicas.length && isr.length === partition.isr.length;
  const errorCode = isComplete ? ErrorCode.NONE : ErrorCode.REPLICA_NOT_AVAILABLE;
  return { errorCode, leaderId: partition.leader, replicas, isr, offlineReplicas };
}

function isOnline(broker: BrokerRegistration | undefined, directory: string | undefined): boolean {
  if (directory === DirectoryId.UNASSIGNED || directory === DirectoryId.MIGRATING) return true;
  return directory !== undefined && broker?.directories.includes(directory) === true;
}
