/**
 * DescribeLogDirs (key 35), versions 1–5.
 *
 * Behavior: lists each log directory with the size of the volume and of every partition asked for (null: all) that lies in it. A
 * directory that failed is listed with KAFKA_STORAGE_ERROR.
 *
 * Version notes
 * - v1: (KIP-113)
 * - v2: flexible (KIP-482)
 * - v3: error code for the whole request
 * - v4: total and usable bytes of the volume (KIP-827)
 * - v5: cordoned directories (KIP-1066)
 */

import { AclOperation, ApiKey, ErrorCode } from "@ottla/protocol";
import type { Input } from "@ottla/protocol";
import { DescribeLogDirsRequest, DescribeLogDirsResponse } from "@ottla/protocol/messages/describe-log-dirs";
import type {
  DescribeLogDirsPartition,
  DescribeLogDirsResult,
  DescribeLogDirsTopic,
} from "@ottla/protocol/messages/describe-log-dirs";
import type { LogDirectoryInfo, UnifiedLog } from "@ottla/storage";
import type { ReplicaManager } from "../replica-manager/replica-manager.ts";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: DescribeLogDirsRequest,
  context: RequestContext,
): Promise<HandlerResponse<DescribeLogDirsResponse>> {
  const { replicaManager } = context.services;
  const isAskedFor = partitionFilter(request);
  const directories = await replicaManager.logManager.directories();
  const logs = replicaManager.logManager.allLogs().filter(isAskedFor);
  return {
    errorCode: ErrorCode.NONE,
    results: directories.map((directory) => describe(directory, logs, replicaManager)),
  };
}

function partitionFilter(request: DescribeLogDirsRequest): (log: UnifiedLog) => boolean {
  if (request.topics === null) {
    return () => true;
  }
  const asked = new Map<string, Set<number>>();
  for (const { topic, partitions } of request.topics) {
    const known = asked.get(topic) ?? new Set();
    for (const partition of partitions) known.add(partition);
    asked.set(topic, known);
  }
  return (log) => asked.get(log.topicPartition.topic)?.has(log.topicPartition.partition) === true;
}

function describe(
  directory: LogDirectoryInfo,
  logs: readonly UnifiedLog[],
  replicaManager: ReplicaManager,
): Input<DescribeLogDirsResult> {
  if (!directory.isOnline) {
    return { errorCode: ErrorCode.KAFKA_STORAGE_ERROR, logDir: directory.path };
  }
  const topics = new Map<string, Input<DescribeLogDirsPartition>[]>();
  for (const log of logs) {
    if (log.parentDirectory !== directory.path) continue;
    const { topic, partition } = log.topicPartition;
    const partitions = topics.get(topic) ?? [];
    partitions.push({
      partitionIndex: partition,
      partitionSize: log.sizeInBytes,
      offsetLag: offsetLag(log, replicaManager),
      isFutureKey: log.isFuture,
    });
    topics.set(topic, partitions);
  }
  const described: Input<DescribeLogDirsTopic>[] = [...topics].map(([name, partitions]) => ({ name, partitions }));
  return {
    errorCode: ErrorCode.NONE,
    logDir: directory.path,
    topics: described,
    totalBytes: directory.totalBytes,
    usableBytes: directory.usableBytes,
    isCordoned: false,
  };
}

/** How far the log is behind: a future log behind the current one, the current one behind its high watermark. */
function offsetLag(log: UnifiedLog, replicaManager: ReplicaManager): number {
  const { topic, partition } = log.topicPartition;
  const current = replicaManager.partition(topic, partition)?.log;
  if (current === undefined) {
    return -1;
  }
  return log.isFuture ? current.logEndOffset - log.logEndOffset : Math.max(current.highWatermark - log.logEndOffset, 0);
}

function errorResponse(_request: DescribeLogDirsRequest, errorCode: number): HandlerResponse<DescribeLogDirsResponse> {
  return { errorCode, results: [] };
}

/** See the head of this file. */
export const handler: RequestHandler<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  apiKey: ApiKey.DescribeLogDirs,
  request: DescribeLogDirsRequest,
  response: DescribeLogDirsResponse,
  clusterOperation: AclOperation.DESCRIBE,
  handle,
  errorResponse,
};
