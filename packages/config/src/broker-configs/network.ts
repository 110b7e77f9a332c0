/** Broker configs of sockets and connections. */

import type { ConfigDefinition } from "../config-definition.ts";
import { int, list, long, string } from "../define.ts";
import { validList, validString } from "../validators.ts";
import { NO_QUOTAS, NO_SASL, NO_THREADS } from "./reasons.ts";

/** Listeners and connections. */
export const NETWORK_CONFIGS: readonly ConfigDefinition[] = [
  list("listeners", "PLAINTEXT://:9092", {
    importance: "HIGH",
    validator: validList({ isEmptyAllowed: false }),
    dynamic: "per-broker",
    doc: "The addresses the node listens on, NAME://host:port; an empty host is every interface.",
  }),
  list("advertised.listeners", null, {
    importance: "HIGH",
    validator: validList({ isEmptyAllowed: false, isNullAllowed: true }),
    doc: "The addresses clients are told; unset, each client is told the address it dialled.",
  }),
  string(
    "listener.security.protocol.map",
    "SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT",
    { importance: "LOW", dynamic: "per-broker", doc: "The security protocol of each listener name." },
  ),
  string("inter.broker.listener.name", null, { doc: "The listener brokers use among themselves." }),
  string("security.inter.broker.protocol", "PLAINTEXT", {
    validator: validString("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
    doc: "The security protocol brokers use among themselves, where no listener is named for it.",
  }),
  int("num.network.threads", "3", {
    importance: "HIGH",
    min: 1,
    dynamic: "cluster-wide",
    refused: NO_THREADS,
    doc: "How many threads read and write sockets.",
  }),
  int("socket.send.buffer.bytes", "102400", {
    importance: "HIGH",
    refused: "the size of socket buffers is the operating system's",
    doc: "The send buffer of a socket.",
  }),
  int("socket.receive.buffer.bytes", "102400", {
    importance: "HIGH",
    refused: "the size of socket buffers is the operating system's",
    doc: "The receive buffer of a socket.",
  }),
  int("socket.request.max.bytes", "104857600", {
    importance: "HIGH",
    min: 1,
    doc: "The largest request accepted; a connection that announces more is closed.",
  }),
  int("socket.listen.backlog.size", "50", {
    min: 1,
    doc: "How many connections may wait to be accepted; unset, 1024.",
  }),
  int("queued.max.requests", "500", {
    importance: "HIGH",
    min: 1,
    refused: "requests begin as they arrive, there is no queue of them",
    doc: "How many requests may wait to begin before connections are no longer read.",
  }),
  long("queued.max.request.bytes", "-1", {
    doc: "How many bytes of requests may be in work before connections are no longer read; -1 for no limit.",
  }),
  int("max.connections", "2147483647", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "The most connections the node keeps open.",
  }),
  int("max.connections.per.ip", "2147483647", {
    min: 0,
    dynamic: "cluster-wide",
    doc: "The most connections from one address.",
  }),
  string("max.connections.per.ip.overrides", "", {
    dynamic: "cluster-wide",
    doc: "Other limits of connections for named addresses, host:connections.",
  }),
  int("max.connection.creation.rate", "2147483647", {
    min: 0,
    dynamic: "cluster-wide",
    refused: NO_QUOTAS,
    doc: "The most connections accepted in a second.",
  }),
  long("connections.max.idle.ms", "600000", { doc: "After how much silence a connection is closed." }),
  int("connection.failed.authentication.delay.ms", "100", {
    importance: "LOW",
    min: 0,
    refused: NO_SASL,
    doc: "How long a failed authentication waits for its answer.",
  }),
  long("socket.connection.setup.timeout.ms", "10000", {
    refused: "this node opens no connections",
    doc: "How long this node waits for a connection it opens.",
  }),
  long("socket.connection.setup.timeout.max.ms", "30000", {
    refused: "this node opens no connections",
    doc: "The longest this node waits for a connection it opens after failures.",
  }),
];
