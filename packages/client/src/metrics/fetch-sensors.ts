/**
 * What consumers and share consumers measure of their fetches alike: how long an answer took, and what came with it.
 */
import type { MetricGroup, Sensor } from "./metrics.ts";

/** What was handed out. */
export interface Consumed {
  readonly bytes: Sensor;
  readonly size: Sensor;
  readonly records: Sensor;
  readonly recordsPerRequest: Sensor;
}

/** The sensors of a group. `what` says in their descriptions what they are about; `more` is told of the records of a request beside their average. */
export function consumedSensors(
  group: MetricGroup,
  what: string,
  more: Parameters<MetricGroup["sensor"]>[0] = {},
): Consumed {
  return {
    bytes: group.meter("bytes-consumed", `bytes consumed${what}`),
    size: group.sensor({
      "fetch-size-avg": ["avg", `The average number of bytes fetched per request${what}`],
      "fetch-size-max": ["max", `The maximum number of bytes fetched per request${what}`],
    }),
    records: group.meter("records-consumed", `records consumed${what}`),
    recordsPerRequest: group.sensor({
      "records-per-request-avg": ["avg", `The average number of records in each request${what}`],
      ...more,
    }),
  };
}

/** What one fetch brought has been handed out. */
export function recordConsumed(consumed: Consumed, bytes: number, records: number): void {
  consumed.bytes.record(bytes);
  consumed.size.record(bytes);
  consumed.records.record(records);
  consumed.recordsPerRequest.record(records);
}

/** How answers came. */
export interface Answers {
  readonly latency: Sensor;
  readonly throttle: Sensor;
}

export function answerSensors(group: MetricGroup): Answers {
  const latency = group.sensor({
    "fetch-latency-avg": ["avg", "The average time taken for a fetch request."],
    "fetch-latency-max": ["max", "The max time taken for any fetch request."],
    "fetch-rate": ["countRate", "The number of fetch requests per second."],
    "fetch-total": ["count", "The total number of fetch requests."],
  });
  const throttle = group.sensor({
    "fetch-throttle-time-avg": ["avg", "The average throttle time in ms"],
    "fetch-throttle-time-max": ["max", "The maximum throttle time in ms"],
  });
  return { latency, throttle };
}
