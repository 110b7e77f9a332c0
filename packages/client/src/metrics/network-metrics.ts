/**
 * What every client measures of its connections: `<kind>-metrics` for all of them, `<kind>-node-metrics` for each broker.
 *
 * Java's selector has no counterpart here; what its metrics tell, how busy the thread that does the talking is, the event loop tells.
 */
import { performance } from "node:perf_hooks";
import type { MetricGroup, Metrics, Sensor } from "./metrics.ts";

const NS_PER_MS = 1e6;

interface Traffic {
  readonly incoming: Sensor;
  readonly outgoing: Sensor;
  readonly request: Sensor;
  readonly response: Sensor;
}

interface NodeTraffic extends Traffic {
  readonly latency: Sensor;
}

function traffic(group: MetricGroup): Traffic {
  return {
    incoming: group.meter("incoming-byte", "bytes read off all sockets"),
    outgoing: group.meter("outgoing-byte", "outgoing bytes sent to all servers"),
    request: group.sensor({
      "request-rate": ["countRate", "The number of requests sent per second"],
      "request-total": ["count", "The total number of requests sent"],
      "request-size-avg": ["avg", "The average size of requests sent."],
      "request-size-max": ["max", "The maximum size of any request sent."],
    }),
    response: group.meter("response", "responses received", { counts: true }),
  };
}

/** The connections of one client. */
export class NetworkMetrics {
  readonly #metrics: Metrics;
  readonly #kind: string;
  readonly #clientId: string;
  readonly #all: Traffic;
  readonly #io: Sensor;
  readonly #created: Sensor;
  readonly #closed: Sensor;
  readonly #authenticated: Sensor;
  readonly #authenticationFailed: Sensor;
  readonly #reauthenticated: Sensor;
  readonly #reauthenticationFailed: Sensor;
  readonly #reauthenticationLatency: Sensor;
  readonly #withoutReauthentication: Sensor;
  readonly #nodes: Map<number, NodeTraffic> = new Map();
  #open = 0;

  /** @param kind `producer`, `consumer` or `admin-client` */
  constructor(metrics: Metrics, kind: string, clientId: string) {
    this.#metrics = metrics;
    this.#kind = kind;
    this.#clientId = clientId;
    const group = metrics.group(`${kind}-metrics`, { "client-id": clientId });
    this.#all = traffic(group);
    this.#io = group.meter("network-io", "network operations (reads or writes) on all connections", { counts: true });
    this.#created = group.meter("connection-creation", "new connections established", { counts: true });
    this.#closed = group.meter("connection-close", "connections closed", { counts: true });
    group.gauge("connection-count", "The current number of active connections.", () => this.#open);
    const counts = { counts: true };
    this.#authenticated = group.meter(
      "successful-authentication",
      "connections with successful authentication",
      counts,
    );
    this.#authenticationFailed = group.meter("failed-authentication", "connections with failed authentication", counts);
    this.#reauthenticated = group.meter("successful-reauthentication", "successful re-authentications", counts);
    this.#reauthenticationFailed = group.meter("failed-reauthentication", "failed re-authentications", counts);
    this.#reauthenticationLatency = group.sensor({
      "reauthentication-latency-avg": ["avg", "The average latency observed due to re-authentication"],
      "reauthentication-latency-max": ["max", "The max latency observed due to re-authentication"],
    });
    this.#withoutReauthentication = group.sensor({
      "successful-authentication-no-reauth-total": [
        "count",
        "The total number of connections with successful authentication where the client does not support re-authentication",
      ],
    });
    eventLoopMetrics(group);
  }

  onConnect(): void {
    this.#open++;
    this.#created.record();
  }

  onClose(): void {
    this.#open--;
    this.#closed.record();
  }

  onSend(nodeId: number, bytes: number, nowMs: number): void {
    this.#io.record(1, nowMs);
    for (const { outgoing, request } of [this.#all, this.#node(nodeId)]) {
      outgoing.record(bytes, nowMs);
      request.record(bytes, nowMs);
    }
  }

  onReceive(
    nodeId: number,
    received: { readonly bytes: number; readonly latencyMs: number; readonly nowMs: number },
  ): void {
    const { bytes, latencyMs, nowMs } = received;
    this.#io.record(1, nowMs);
    const node = this.#node(nodeId);
    for (const { incoming, response } of [this.#all, node]) {
      incoming.record(bytes, nowMs);
      response.record(bytes, nowMs);
    }
    node.latency.record(latencyMs, nowMs);
  }

  onAuthenticated(options: { readonly isAgain: boolean; readonly latencyMs: number }): void {
    if (!options.isAgain) this.#authenticated.record();
    else {
      this.#reauthenticated.record();
      this.#reauthenticationLatency.record(options.latencyMs);
    }
  }

  onAuthenticationFailed(isAgain: boolean): void {
    (isAgain ? this.#reauthenticationFailed : this.#authenticationFailed).record();
  }

  /** The broker does not ask for authentication again. */
  onAuthenticatedForGood(): void {
    this.#withoutReauthentication.record();
  }

  #node(nodeId: number): NodeTraffic {
    let node = this.#nodes.get(nodeId);
    if (node === undefined) {
      const group = this.#metrics.group(`${this.#kind}-node-metrics`, {
        "client-id": this.#clientId,
        "node-id": `node-${nodeId}`,
      });
      const latency = group.sensor({
        "request-latency-avg": ["avg", "The average request latency in ms"],
        "request-latency-max": ["max", "The maximum request latency in ms"],
      });
      node = { ...traffic(group), latency };
      this.#nodes.set(nodeId, node);
    }
    return node;
  }
}

/** The event loop stands for Java's selector: it waits for sockets, and the rest of its time is work. */
function eventLoopMetrics(group: MetricGroup): void {
  const begun = performance.eventLoopUtilization();
  const begunMs = performance.now();
  const begunTurns = turns();
  const used = (): ReturnType<typeof performance.eventLoopUtilization> => performance.eventLoopUtilization(begun);
  const passedMs = (): number => Math.max(1, performance.now() - begunMs);
  const turned = (): number => Math.max(0, turns() - begunTurns);
  const perTurn = (ms: number): number => (turned() === 0 ? Number.NaN : (ms * NS_PER_MS) / turned());
  group.gauge(
    "select-rate",
    "The number of times the I/O layer checked for new I/O to perform per second",
    () => turned() / (passedMs() / 1_000),
  );
  group.gauge("select-total", "The total number of times the I/O layer checked for new I/O to perform", turned);
  group.gauge("io-ratio", "The fraction of time the I/O thread spent doing I/O", () => used().active / passedMs());
  group.gauge("io-wait-ratio", "The fraction of time the I/O thread spent waiting", () => used().idle / passedMs());
  group.gauge("io-time-ns-avg", "The average length of time for I/O per select call in nanoseconds.", () =>
    perTurn(used().active),
  );
  group.gauge("io-time-ns-total", "The total time the I/O thread spent doing I/O", () => used().active * NS_PER_MS);
  group.gauge(
    "io-wait-time-ns-avg",
    "The average length of time the I/O thread spent waiting for a socket ready for reads or writes in nanoseconds.",
    () => perTurn(used().idle),
  );
  group.gauge("io-wait-time-ns-total", "The total time the I/O thread spent waiting", () => used().idle * NS_PER_MS);
}

/** Turns of the event loop so far; NaN on a runtime that does not count them, such as Bun. */
function turns(): number {
  const timing: { readonly uvMetricsInfo?: { readonly loopCount: number } } = performance.nodeTiming;
  return timing.uvMetricsInfo?.loopCount ?? Number.NaN;
}
