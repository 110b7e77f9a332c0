// /v3/kafka: clusters, topics, groups, and how groups do.
import { onlyTroubled } from "../evaluation/group-status.ts";
import type { GroupPartition, GroupStatus } from "../evaluation/group-status.ts";
import { Status, statusName } from "../evaluation/status.ts";
import type { ClusterStore } from "../store/cluster-store.ts";
import { failed, found, statusAnswer } from "./answer.ts";
import type { Asked, Handler, HttpAnswer } from "./answer.ts";
import type { JsonValue } from "./go-json.ts";
import { clusterNamed } from "./monitor-view.ts";
import { decoded } from "./router.ts";
import type { Route } from "./router.ts";
import { commitJson, statusJson } from "./status-json.ts";

const parameter = ({ parameters }: Asked, name: string): string => parameters.get(name) ?? "";

function cluster(asked: Asked): [string, ClusterStore] | undefined {
  return clusterNamed(asked.view, parameter(asked, "cluster"));
}

/**
 * A name as it is in the path, or decoded once more where only that is known: Telegraf escapes twice.
 * @param isKnown whether there is something of that name
 */
function nameIn(asked: Asked, key: string, isKnown: (name: string) => boolean): string {
  const name = parameter(asked, key);
  if (isKnown(name)) return name;
  const again = decoded(name);
  return again !== undefined && isKnown(again) ? again : name;
}

function groupIn(asked: Asked, store: ClusterStore): string {
  return nameIn(asked, "consumer", (name) => store.hasGroup(name, asked.view.nowMs()));
}

function topicIn(asked: Asked, store: ClusterStore): string {
  return nameIn(asked, "topic", (name) => store.newestEnds(name) !== undefined);
}

function clusterList(asked: Asked): HttpAnswer {
  return found(asked, "cluster list returned", { clusters: [...asked.view.clusters.keys()] });
}

function topicList(asked: Asked): HttpAnswer {
  const [, store] = cluster(asked) ?? [];
  if (store === undefined) return failed(asked, 404, "cluster not found");
  return found(asked, "topic list returned", { topics: store.topics() });
}

function topicDetail(asked: Asked): HttpAnswer {
  const [, store] = cluster(asked) ?? [];
  const ends = store?.newestEnds(store === undefined ? "" : topicIn(asked, store));
  if (ends === undefined) return failed(asked, 404, "cluster or topic not found");
  // Burrow leaves out a partition whose end is not known, which moves the others to wrong numbers; here it is −1.
  return found(asked, "topic offsets returned", { offsets: ends.map((end) => end ?? -1) });
}

function topicConsumers(asked: Asked): HttpAnswer {
  const [, store] = cluster(asked) ?? [];
  if (store === undefined) return failed(asked, 404, "cluster not found");
  return found(asked, "consumers of topic returned", { consumers: store.groupsOf(topicIn(asked, store)) });
}

function consumerList(asked: Asked): HttpAnswer {
  const [, store] = cluster(asked) ?? [];
  if (store === undefined) return failed(asked, 404, "cluster not found");
  return found(asked, "consumer list returned", { consumers: store.groups() });
}

function consumerDetail(asked: Asked): HttpAnswer {
  const [, store] = cluster(asked) ?? [];
  const group = store === undefined ? "" : groupIn(asked, store);
  if (store === undefined || !store.hasGroup(group, asked.view.nowMs()))
    return failed(asked, 404, "cluster or consumer not found");
  const topics = new Map<string, JsonValue[]>(store.groupTopics(group).map((topic) => [topic, []]));
  const intervals = asked.view.config.storage.number("intervals");
  for (const partition of store.partitionsOf(group))
    topics.get(partition.topic)?.push(partitionDetail(partition, intervals));
  return found(asked, "consumer detail returned", { topics });
}

function partitionDetail({ commits, owner, clientId, currentLag }: GroupPartition, intervals: number): JsonValue {
  const offsets: JsonValue[] = [];
  if (commits !== undefined) {
    for (let empty = commits.length; empty < intervals; empty++) offsets.push(null);
    for (let index = 0; index < commits.length; index++) {
      offsets.push(
        commitJson({
          offset: commits.offset(index),
          timestampMs: commits.timestampMs(index),
          observedAtMs: commits.observedAtMs(index),
          lag: commits.lag(index),
        }),
      );
    }
  }
  return { offsets, owner, client_id: clientId, "current-lag": currentLag };
}

function consumerStatus(asked: Asked, show: (status: GroupStatus) => GroupStatus): HttpAnswer {
  const [name, store] = cluster(asked) ?? [parameter(asked, "cluster"), undefined];
  const group = store === undefined ? parameter(asked, "consumer") : groupIn(asked, store);
  const status = asked.view.status(name, group);
  return statusAnswer(asked, status.status === Status.NOTFOUND ? 404 : 200, { status: statusJson(show(status)) });
}

/** How a group does, with lag in time and a forecast; Burrow has no such route. */
function consumerForecast(asked: Asked): HttpAnswer {
  const [name, store] = cluster(asked) ?? [];
  const group = store === undefined ? "" : groupIn(asked, store);
  const report = name === undefined ? undefined : asked.view.report(name, group);
  if (name === undefined || report === undefined) return failed(asked, 404, "cluster or consumer not found");
  const { status, lag, behindMs, caughtUpInS, producedPerS, consumedPerS, partitionCount } = report;
  return found(asked, "consumer forecast returned", {
    forecast: {
      cluster: name,
      group,
      status: statusName(status),
      totallag: lag,
      "lag-seconds": behindMs === undefined ? null : behindMs / 1000,
      // JSON has no number for never.
      "catches-up": caughtUpInS === undefined ? null : Number.isFinite(caughtUpInS),
      "catch-up-seconds": caughtUpInS === undefined || !Number.isFinite(caughtUpInS) ? null : caughtUpInS,
      "produced-per-second": producedPerS ?? null,
      "consumed-per-second": consumedPerS ?? null,
      partition_count: partitionCount,
      silenced: asked.view.silences.isSilent(name, group, asked.view.nowMs()),
    },
  });
}

function removed(asked: Asked): HttpAnswer {
  return found(asked, "consumer group removed");
}

function deleteConsumer(asked: Asked): HttpAnswer {
  const [, store] = cluster(asked) ?? [];
  if (store !== undefined) store.onGroupDeleted(groupIn(asked, store));
  return removed(asked);
}

function deleteConsumerTopic(asked: Asked): HttpAnswer {
  const [, store] = cluster(asked) ?? [];
  if (store !== undefined) store.onGroupTopicDeleted(groupIn(asked, store), topicIn(asked, store));
  return removed(asked);
}

const CONSUMER = "/v3/kafka/:cluster/consumer/:consumer";

export const KAFKA_ROUTES: readonly Route<Handler>[] = [
  { method: "GET", path: "/v3/kafka", handler: clusterList },
  { method: "GET", path: "/v3/kafka/:cluster/topic", handler: topicList },
  { method: "GET", path: "/v3/kafka/:cluster/topic/:topic", handler: topicDetail },
  { method: "GET", path: "/v3/kafka/:cluster/topic/:topic/consumers", handler: topicConsumers },
  { method: "GET", path: "/v3/kafka/:cluster/consumer", handler: consumerList },
  { method: "GET", path: CONSUMER, handler: consumerDetail },
  { method: "GET", path: `${CONSUMER}/status`, handler: (asked) => consumerStatus(asked, onlyTroubled) },
  { method: "GET", path: `${CONSUMER}/lag`, handler: (asked) => consumerStatus(asked, (status) => status) },
  { method: "GET", path: `${CONSUMER}/forecast`, handler: consumerForecast },
  { method: "DELETE", path: CONSUMER, handler: deleteConsumer },
  { method: "DELETE", path: `${CONSUMER}/topic/:topic`, handler: deleteConsumerTopic },
];
