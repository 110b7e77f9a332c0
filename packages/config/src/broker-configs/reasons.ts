/** Why configs are refused, where several have the same reason. */

export const NO_THREADS = "the broker works on one event loop and has no such threads";
export const NO_PLUGINS = "there are no Java classes to load in this broker";
export const SEVERAL_NODES = "replication and the quorum work with its default";
export const NO_TLS = "TLS is not served";
export const NO_SASL = "SASL is not served";
export const NO_TOKENS = "delegation tokens are not served";
export const NO_QUOTAS = "only quotas of users, clients and addresses, and of replication, are served";
export const NO_TIERING = "tiered storage is not served";
export const NO_TWO_PHASE_COMMIT = "two-phase commit needs InitProducerId 6, which no release of Kafka has finished";
export const NO_STREAMS_GROUPS = "streams groups are not served";
