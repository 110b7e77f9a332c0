/**
 * Errors in answers by their API, as `kafka.network:type=RequestMetrics,name=ErrorsPerSec` counts them: one for each error field of an answer, NONE
 * included, so that a Produce to three partitions counts three.
 *
 * Every answer of a broker with metrics comes by here, so nothing is looked at but what leads to such a field, which the schemas say.
 */

import { apiName, errorName } from "@ottla/protocol";
import { ERROR_FIELDS } from "@ottla/protocol/messages/error-fields";
import type { Metric, Sample } from "./exposition.ts";

const ERROR_FIELD = "errorCode";
/** UNKNOWN_SERVER_ERROR, the lowest error code there is. */
const LOWEST_CODE = -1;

/** A struct of an answer. */
interface ErrorPlaces {
  /** It has an error of its own. */
  hasError: boolean;
  /** Structs and lists of structs in it that have errors, or lead to some. */
  readonly inside: { readonly name: string; readonly places: ErrorPlaces }[];
}

function placesOf(paths: readonly (readonly string[])[]): ErrorPlaces {
  const root: ErrorPlaces = { hasError: false, inside: [] };
  for (const path of paths) {
    let places = root;
    for (const name of path) {
      if (name === ERROR_FIELD) {
        places.hasError = true;
        break;
      }
      let next = places.inside.find((one) => one.name === name);
      if (next === undefined) places.inside.push((next = { name, places: { hasError: false, inside: [] } }));
      places = next.places;
    }
  }
  return root;
}

/** How often each code was answered; an error code stands at its place above the lowest. */
type Counts = number[];

function countErrors(struct: object, places: ErrorPlaces, counts: Counts): void {
  const fields = struct as Readonly<Record<string, unknown>>;
  if (places.hasError) {
    const code = fields[ERROR_FIELD];
    if (typeof code === "number") counts[code - LOWEST_CODE] = (counts[code - LOWEST_CODE] ?? 0) + 1;
  }
  for (const { name, places: next } of places.inside) {
    const value = fields[name];
    // A list that this version does not have, or that is null.
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) countErrors(value, next, counts);
    else for (const one of value as readonly object[]) countErrors(one, next, counts);
  }
}

interface ApiErrors {
  readonly places: ErrorPlaces;
  readonly counts: Counts;
}

/** See the file's head. */
export class ErrorMetrics {
  /** By API key. */
  readonly #apis: (ApiErrors | undefined)[] = [];

  onResponse(apiKey: number, response: object): void {
    const api = (this.#apis[apiKey] ??= { places: placesOf(ERROR_FIELDS.get(apiKey) ?? []), counts: [] });
    countErrors(response, api.places, api.counts);
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
    for (const [apiKey, api] of this.#apis.entries()) {
      for (const [index, value] of api?.counts.entries() ?? []) {
        if (value === undefined) continue;
        yield { labels: { request: apiName(apiKey), error: errorName(index + LOWEST_CODE) }, value };
      }
    }
  }
}
