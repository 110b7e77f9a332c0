/**
 * Errors in answers by their API, as `kafka.network:type=RequestMetrics,name=ErrorsPerSec` counts them: one for each error field of an answer, NONE
 * included, so that a Produce to three partitions counts three.
 */

import { apiName, errorName } from "@ottla/protocol";
import type { Metric, Sample } from "./exposition.ts";

const ERROR_FIELD = "errorCode";

function countErrors(value: unknown, counts: Map<number, number>): void {
  if (Array.isArray(value)) {
    // Lists of numbers and bytes have no errors in them, whatever their length.
    if (typeof value[0] === "object") for (const one of value) countErrors(one, counts);
    return;
  }
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  for (const [name, field] of Object.entries(value)) {
    if (name !== ERROR_FIELD) countErrors(field, counts);
    else if (typeof field === "number") counts.set(field, (counts.get(field) ?? 0) + 1);
  }
}

/** See the file's head. */
export class ErrorMetrics {
  /** By API key. */
  readonly #apis: Map<number, Map<number, number>> = new Map();

  onResponse(apiKey: number, response: object): void {
    let counts = this.#apis.get(apiKey);
    if (counts === undefined) this.#apis.set(apiKey, (counts = new Map()));
    countErrors(response, counts);
  }

  *metrics(): Generator<Metric> {
    yield {
      name: "kafka_network_requestmetrics_errors_total",
      type: "counter",
      help: "Errors in answers by API, NONE included: one for each partition, topic or group that an answer speaks of.",
      samples: this.#samples(),
    };
  }

  *#samples(): Generator<Sample> {
    for (const [apiKey, counts] of this.#apis) {
      for (const [code, value] of counts) yield { labels: { request: apiName(apiKey), error: errorName(code) }, value };
    }
  }
}
