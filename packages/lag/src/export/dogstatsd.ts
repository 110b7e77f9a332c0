// Datadog's names, in the datagrams of DogStatsD.
import { measuredEnds, measuredGroups } from "./watched.ts";
import type { Watched } from "./watched.ts";

const DATAGRAM_BYTES_MAX = 1_400;

function tag(name: string, value: string): string {
  return `${name}:${value.replaceAll(/[,|\n]/g, "_")}`;
}

function* lines(watched: Watched): Generator<string> {
  for (const { cluster, group, partitions } of measuredGroups(watched)) {
    for (const { topic, partition, end, currentLag, lagSeconds } of partitions) {
      if (end === null) continue;
      const tags = [
        tag("kafka_cluster_id", cluster),
        tag("consumer_group", group),
        tag("topic", topic),
        tag("partition", String(partition)),
      ].join(",");
      yield `kafka.consumer_offset:${end.offset}|g|#${tags}`;
      yield `kafka.consumer_lag:${currentLag}|g|#${tags}`;
      if (lagSeconds !== undefined) yield `kafka.estimated_consumer_lag:${lagSeconds}|g|#${tags}`;
    }
  }
  for (const { cluster, topic, partition, offset } of measuredEnds(watched)) {
    const tags = [tag("kafka_cluster_id", cluster), tag("topic", topic), tag("partition", String(partition))];
    yield `kafka.broker_offset:${offset}|g|#${tags.join(",")}`;
  }
}

/** The datagrams of all metrics of now: as many lines in each as a datagram carries safely. */
export function* datagrams(watched: Watched): Generator<string> {
  let text = "";
  for (const line of lines(watched)) {
    if (text !== "" && Buffer.byteLength(text) + 1 + Buffer.byteLength(line) > DATAGRAM_BYTES_MAX) {
      yield text;
      text = "";
    }
    text = text === "" ? line : `${text}\n${line}`;
  }
  if (text !== "") yield text;
}
