// What a notifier's template sees: Burrow's names for a group's status.
import type { Commit } from "../evaluation/commit-window.ts";
import type { GroupStatus, PartitionStatus } from "../evaluation/group-status.ts";
import { Float32, goJson } from "../http/go-json.ts";
import { commitJson, partitionJson, statusJson } from "../http/status-json.ts";
import type { Message } from "./incidents.ts";
import { StatusValue, Struct, Time } from "./template/values.ts";

function commit(one: Commit | null): Struct | null {
  if (one === null) return null;
  const { offset, timestampMs, observedAtMs, lag } = one;
  const fields = {
    Offset: offset,
    Timestamp: timestampMs,
    ObservedTimestamp: observedAtMs,
    Lag: lag === null ? null : new Struct({ Value: lag }, String(lag)),
  };
  return new Struct(fields, goJson(commitJson(one)));
}

/** A number of single precision as templates print it. */
function single(value: number): number {
  return Number(new Float32(value).toString());
}

function partition(one: PartitionStatus): Struct {
  const fields = {
    Topic: one.topic,
    Partition: one.partition,
    Owner: one.owner,
    ClientID: one.clientId,
    Status: new StatusValue(one.status),
    Start: commit(one.start),
    End: commit(one.end),
    CurrentLag: one.currentLag,
    Complete: single(one.complete),
  };
  return new Struct(fields, goJson(partitionJson(one)));
}

function result(status: GroupStatus): Struct {
  const fields = {
    Cluster: status.cluster,
    Group: status.group,
    Status: new StatusValue(status.status),
    Complete: single(status.complete),
    Partitions: status.partitions.map(partition),
    TotalPartitions: status.partitionCount,
    Maxlag: status.maxLag === null ? null : partition(status.maxLag),
    TotalLag: status.totalLag,
  };
  return new Struct(fields, goJson(statusJson(status)));
}

/** @param status with only the partitions that are worse than OK */
export function templateData(status: GroupStatus, message: Message, extras: ReadonlyMap<string, string>): Struct {
  return new Struct({
    Cluster: status.cluster,
    Group: status.group,
    ID: message.id,
    Start: new Time(message.startMs),
    Extras: extras,
    Result: result(status),
  });
}
