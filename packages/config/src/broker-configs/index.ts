/** Every broker config of Kafka 4.3, by name. */

import type { ConfigTable } from "../config-def.ts";
import { tableOf } from "../define.ts";
import { QUOTA_CONFIGS, SHARE_COORDINATOR_CONFIGS, TRANSACTION_CONFIGS } from "./coordinators.ts";
import {
  CONSUMER_GROUP_CONFIGS,
  GROUP_COORDINATOR_CONFIGS,
  SHARE_GROUP_CONFIGS,
  STREAMS_GROUP_CONFIGS,
} from "./groups.ts";
import { CLEANER_CONFIGS, LOG_CONFIGS } from "./log.ts";
import { NETWORK_CONFIGS } from "./network.ts";
import { DYNAMIC_ONLY_CONFIGS, METRIC_CONFIGS, NODE_CONFIGS, REQUEST_CONFIGS } from "./node.ts";
import { METADATA_LOG_CONFIGS, QUORUM_CONFIGS, REPLICATION_CONFIGS } from "./quorum.ts";
import { DELEGATION_TOKEN_CONFIGS, OAUTH_CONFIGS, SASL_CONFIGS, TLS_CONFIGS } from "./security.ts";
import { TIERED_STORAGE_CONFIGS } from "./tiered-storage.ts";

/** What server.properties may contain. */
export const BROKER_CONFIGS: ConfigTable = tableOf(
  NODE_CONFIGS,
  REQUEST_CONFIGS,
  METRIC_CONFIGS,
  NETWORK_CONFIGS,
  LOG_CONFIGS,
  CLEANER_CONFIGS,
  REPLICATION_CONFIGS,
  QUORUM_CONFIGS,
  METADATA_LOG_CONFIGS,
  GROUP_COORDINATOR_CONFIGS,
  CONSUMER_GROUP_CONFIGS,
  SHARE_GROUP_CONFIGS,
  STREAMS_GROUP_CONFIGS,
  TRANSACTION_CONFIGS,
  SHARE_COORDINATOR_CONFIGS,
  QUOTA_CONFIGS,
  TIERED_STORAGE_CONFIGS,
  TLS_CONFIGS,
  SASL_CONFIGS,
  OAUTH_CONFIGS,
  DELEGATION_TOKEN_CONFIGS,
);

/** What may only be set dynamically, beside the dynamic ones of `BROKER_CONFIGS`. */
export const DYNAMIC_ONLY_BROKER_CONFIGS: ConfigTable = tableOf(DYNAMIC_ONLY_CONFIGS);
