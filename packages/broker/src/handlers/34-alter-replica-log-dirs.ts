/**
 * AlterReplicaLogDirs (key 34), versions 1–2.
 *
 * Behavior: a replica of this broker shall lie in that of its log directories. Where it lies there, nothing is to be done, which is what
 * `kafka-reassign-partitions` wants to hear of a plan that names directories. Deviation: replicas are not moved from one directory of a broker to another, and where
 * a broker has several it cannot be said beforehand where a replica to come shall be: UNSUPPORTED_VERSION.
 *
 * Version notes
 * - v1: (KIP-113); the oldest still valid
 * - v2: flexible (KIP-482)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import {
  AlterReplicaLogDirsRequest,
  AlterReplicaLogDirsResponse,
} from "@ottla/protocol/messages/alter-replica-log-dirs";
import type { LogDirectoryInfo } from "@ottla/storage";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

/** A future log's directory is named after topic and partition, a uuid and a suffix; a file name has no more bytes. */
const NAME_BYTES_MAX = 255;
const FUTURE_SUFFIX_BYTES = ".".length + 32 + "-future".length;

async function handle(
  request: AlterReplicaLogDirsRequest,
  { services }: RequestContext,
): Promise<HandlerResponse<AlterReplicaLogDirsResponse>> {
  const directories = await services.replicaManager.logManager.directories();
  return answer(request, (path, topic, partition) => {
    if (`${topic}-${partition}`.length + FUTURE_SUFFIX_BYTES > NAME_BYTES_MAX) return ErrorCode.INVALID_TOPIC_EXCEPTION;
    const directory = directories.find((one) => one.path === path);
    if (directory === undefined) return ErrorCode.LOG_DIR_NOT_FOUND;
    if (!directory.isOnline) return ErrorCode.KAFKA_STORAGE_ERROR;
    return placeOf(services.replicaManager, { directories, path, topic, partition });
  });
}

function placeOf(
  replicaManager: ReplicaManager,
  wanted: {
    readonly directories: readonly LogDirectoryInfo[];
    readonly path: string;
    readonly topic: string;
    readonly partition: number;
  },
): number {
  const replica = replicaManager.findReplica(wanted.topic, wanted.partition);
  if (typeof replica === "number") {
    if (wanted.directories.length > 1) return ErrorCode.UNSUPPORTED_VERSION;
    return replica === ErrorCode.NOT_LEADER_OR_FOLLOWER ? ErrorCode.REPLICA_NOT_AVAILABLE : replica;
  }
  if (replica.log === undefined) return ErrorCode.KAFKA_STORAGE_ERROR;
  return replica.log.parentDirectory === wanted.path ? ErrorCode.NONE : ErrorCode.UNSUPPORTED_VERSION;
}

/** An entry for each partition, by topic; a partition that is named under two directories shall lie in the last. */
function answer(
  { dirs }: AlterReplicaLogDirsRequest,
  errorOf: (path: string, topic: string, partition: number) => number,
): HandlerResponse<AlterReplicaLogDirsResponse> {
  const byTopic = new Map<string, Map<number, string>>();
  for (const { path, topics } of dirs) {
    for (const { name, partitions } of topics) {
      const paths = byTopic.get(name) ?? new Map<number, string>();
      for (const partition of partitions) paths.set(partition, path);
      byTopic.set(name, paths);
    }
  }
  return {
    results: [...byTopic].map(([topicName, paths]) => ({
      topicName,
      partitions: [...paths].map(([partitionIndex, path]) => ({
        partitionIndex,
        errorCode: errorOf(path, topicName, partitionIndex),
      })),
    })),
  };
}

function errorResponse(
  request: AlterReplicaLogDirsRequest,
  errorCode: number,
): HandlerResponse<AlterReplicaLogDirsResponse> {
  return answer(request, () => errorCode);
}

/** See the head of this file. */
export const handler: RequestHandler<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse> = {
  apiKey: ApiKey.AlterReplicaLogDirs,
  request: AlterReplicaLogDirsRequest,
  response: AlterReplicaLogDirsResponse,
  clusterOperation: AclOperation.ALTER,
  handle,
  errorResponse,
};
