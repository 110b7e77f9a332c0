/**
 * The router's table: every API key that is served, with its versions and the file that serves it. A file is imported when
 * its first request arrives. ApiVersions advertises exactly this.
 */

import { ApiKey, PRODUCE_ADVERTISED_LOWEST_VERSION } from "@ottla/protocol";
import type { ServedApi } from "../services/broker-services.ts";
import type { HandlerRegistration } from "./handler.ts";

/** In the order of the keys. */
export const HANDLERS: readonly HandlerRegistration[] = [
  {
    apiKey: ApiKey.Produce,
    lowestVersion: 3,
    highestVersion: 13,
    advertisedLowestVersion: PRODUCE_ADVERTISED_LOWEST_VERSION,
    load: () => import("./00-produce.ts"),
  },
  { apiKey: ApiKey.Fetch, lowestVersion: 4, highestVersion: 18, load: () => import("./01-fetch.ts") },
  { apiKey: ApiKey.ListOffsets, lowestVersion: 1, highestVersion: 11, load: () => import("./02-list-offsets.ts") },
  { apiKey: ApiKey.ApiVersions, lowestVersion: 0, highestVersion: 4, load: () => import("./18-api-versions.ts") },
  { apiKey: ApiKey.DeleteRecords, lowestVersion: 0, highestVersion: 2, load: () => import("./21-delete-records.ts") },
  { apiKey: ApiKey.InitProducerId, lowestVersion: 0, highestVersion: 5, load: () => import("./22-init-producer-id.ts") },
  {
    apiKey: ApiKey.OffsetForLeaderEpoch,
    lowestVersion: 2,
    highestVersion: 4,
    load: () => import("./23-offset-for-leader-epoch.ts"),
  },
  { apiKey: ApiKey.DescribeLogDirs, lowestVersion: 1, highestVersion: 5, load: () => import("./35-describe-log-dirs.ts") },
  {
    apiKey: ApiKey.DescribeProducers,
    lowestVersion: 0,
    highestVersion: 0,
    load: () => import("./61-describe-producers.ts"),
  },
];

/** What ApiVersions says about the table. */
export function servedApis(registrations: readonly HandlerRegistration[]): readonly ServedApi[] {
  return registrations.map(({ apiKey, lowestVersion, highestVersion, advertisedLowestVersion }) => ({
    apiKey,
    minVersion: advertisedLowestVersion ?? lowestVersion,
    maxVersion: highestVersion,
  }));
}
