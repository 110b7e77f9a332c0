/**
 * Admin: describeLogDirs.
 */
import { ErrorCode } from "@ottla/protocol";
import { DescribeLogDirsRequest, DescribeLogDirsResponse } from "@ottla/protocol/messages/describe-log-dirs";
import type { DescribeLogDirsResult } from "@ottla/protocol/messages/describe-log-dirs";
import { protocolError, toKafkaError } from "../errors.ts";
import type { AdminContext } from "./admin-context.ts";
import { Results } from "./results.ts";
import type { AdminCallOptions, LogDirDescription } from "./types.ts";

const API = { request: DescribeLogDirsRequest, response: DescribeLogDirsResponse };

export async function describeLogDirs(
  context: AdminContext,
  brokerIds: readonly number[],
  options: AdminCallOptions,
): Promise<Results<number, readonly LogDirDescription[]>> {
  const scope = context.scope("describeLogDirs", options);
  const results = new Results<number, readonly LogDirDescription[]>(String, brokerIds);
  const asks = brokerIds.map(async (brokerId) => {
    try {
      const response = await context.askNode(scope, brokerId, { api: API, body: { topics: null } });
      // Before version 3 an empty answer is how a refusal looks.
      const errorCode =
        response.errorCode !== 0 || response.results.length > 0
          ? response.errorCode
          : ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
      if (errorCode !== 0) results.fail(brokerId, protocolError(errorCode));
      else results.succeed(brokerId, response.results.map(logDir));
    } catch (error) {
      results.fail(brokerId, toKafkaError(error));
    }
  });
  await Promise.all(asks);
  return results;
}

function logDir(result: DescribeLogDirsResult): LogDirDescription {
  return {
    path: result.logDir,
    error: result.errorCode === 0 ? null : protocolError(result.errorCode),
    replicas: result.topics.flatMap((topic) =>
      topic.partitions.map((one) => ({
        topic: topic.name,
        partition: one.partitionIndex,
        sizeBytes: one.partitionSize,
        offsetLag: one.offsetLag,
        isFuture: one.isFutureKey,
      })),
    ),
    totalBytes: result.totalBytes === -1 ? undefined : result.totalBytes,
    usableBytes: result.usableBytes === -1 ? undefined : result.usableBytes,
  };
}
