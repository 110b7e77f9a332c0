// A scenario's hands: it sends requests to one server on as many connections as it likes and every exchange is recorded.
// The same script runs against each server; values it needs later (topic ids, member ids, session ids) it takes from the
// answers. Requests sent through `quiet` prepare or wait and are not recorded, so they are not compared.
import { crc32 } from "node:zlib";
import type { Input } from "@ottla/protocol";
import { decodeResponse, encodeRequest, framed } from "./api.ts";
import type { AnyApi, Api } from "./api.ts";
import { RawConnection } from "./raw-connection.ts";
import type { RawOutcome } from "./raw-connection.ts";
import type { Exchange, Transcript } from "./transcript.ts";

/** Where a server listens, and which texts are its own. */
export interface Target {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly literals: ReadonlyMap<string, string>;
}

export interface SendOptions {
  /** Which connection: any number, opened when first used. Default 0. */
  readonly on?: number;
  /** Whose: a client of this number has `Session.host` of it as its address, and connections of its own. Default: 127.0.0.1. */
  readonly from?: number;
  readonly clientId?: string | null;
  /** Record whether the answer takes at least this long. */
  readonly delayMs?: number;
  /** The answer's content is left to chance by Kafka itself: record only that it came, and whether it was late. */
  readonly isContentOpen?: boolean;
  /** How long to wait before "silence" is recorded. Default 15 s. */
  readonly silenceMs?: number;
  /** For raw bytes: the API and version that an answer, if any, will have. */
  readonly decodeAs?: { readonly api: AnyApi; readonly version: number };
}

/**
 * "common": Kafka's defaults, but fast; "strict": see STRICT_CONFIG; "telemetry": the servers take what clients push; "authorizer": clients from 127.0.0.1
 * may do everything, others what they are given.
 */
export type ServerConfig = "common" | "strict" | "telemetry" | "authorizer";

/** The configurations of servers, in the order in which they are run. */
export const SERVER_CONFIGS: readonly ServerConfig[] = ["common", "strict", "telemetry", "authorizer"];

/** Clients of one scenario that have addresses of their own. */
const CLIENTS_MAX = 15;

/** The address of a client of a scenario: nobody else's, and the same on both servers. `client` is 1 to 15. */
export function hostOf(scenarioName: string, client: number): string {
  if (!(client >= 1 && client <= CLIENTS_MAX)) throw new RangeError(`client ${client}`);
  const hash = crc32(scenarioName);
  return `127.${16 + ((hash >>> 12) & 0x7f)}.${(hash >>> 4) & 0xff}.${((hash & 0xf) << 4) | client}`;
}

export interface Scenario {
  /** Unique; the part before the first "/" is the group it is reported in. */
  readonly name: string;
  /** Runs alone, before all others, because it sees what the whole server holds. */
  readonly isExclusive: boolean;
  /** Which configuration the servers have. */
  readonly config: ServerConfig;
  readonly run: (session: Session) => Promise<void>;
}

/** Ends a scenario's script when the server did something after which it cannot go on; the transcript shows what. */
export class ScenarioEnd extends Error {}

/** Timers count whole milliseconds of clocks that do not tick together. */
const ROUNDING_MS = 2;
const SILENCE_MS = 15_000;

/** What a scenario's topics and groups begin with. */
export function scenarioId(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, "-");
}

export class Session {
  /** Unique to the scenario and the same on every server: topics and groups are named after it. */
  readonly id: string;
  readonly #target: Target;
  readonly #scenario: string;
  readonly #exchanges: Exchange[] = [];
  readonly #connections = new Map<string, Promise<RawConnection>>();
  readonly #names = new Map<string, string>();
  readonly #startedMs = Date.now();
  #nextCorrelationId = 1;
  #quietConnection: Promise<RawConnection> | undefined;

  constructor(target: Target, scenario: string) {
    this.#target = target;
    this.#scenario = scenario;
    this.id = scenarioId(scenario);
  }

  /** From now on this random id is compared by that name. */
  nameId(id: string, name: string): void {
    this.#names.set(id, name);
  }

  /** The address of this scenario's client of that number, for entries of an authorizer. */
  host(client: number): string {
    return hostOf(this.#scenario, client);
  }

  get port(): number {
    return this.#target.port;
  }

  /** Sends and records; the answer, or ScenarioEnd when there is none. */
  send<Req, Res>(api: Api<Req, Res>, version: number, body: Input<Req>, options: SendOptions = {}): Promise<Res> {
    const answer = this.attempt(api, version, body, options).then((response) => {
      if (response === undefined) throw new ScenarioEnd(`no answer to ${api.name} ${version}`);
      return response;
    });
    // A scenario may start a request and fail before it awaits the answer.
    answer.catch(() => undefined);
    return answer;
  }

  /** Sends and records; undefined when the connection was closed or nothing came. */
  async attempt<Req, Res>(
    api: Api<Req, Res>,
    version: number,
    body: Input<Req>,
    options: SendOptions = {},
  ): Promise<Res | undefined> {
    const correlationId = this.#nextCorrelationId++;
    const clientId = options.clientId === undefined ? "differential" : options.clientId;
    const bytes = encodeRequest(api, version, body, { correlationId, clientId });
    const { exchange, place } = await this.#record(api, version, bytes, options);
    if (exchange.frame === undefined) return undefined;
    const decoded = decodeResponse(api, version, exchange.frame);
    if (options.isContentOpen === true) {
      const { frame: _, ...rest } = exchange;
      this.#exchanges[place] = rest;
    }
    if (decoded.correlationId !== correlationId) throw new ScenarioEnd(`correlation id ${decoded.correlationId}`);
    return decoded.body;
  }

  /** Sends a request that has no answer (acks=0), and records it as such. */
  async post<Req>(api: Api<Req, unknown>, version: number, body: Input<Req>, options: SendOptions = {}): Promise<void> {
    const bytes = encodeRequest(api, version, body, {
      correlationId: this.#nextCorrelationId++,
      clientId: "differential",
    });
    const connection = await this.#connection(options);
    connection.write(bytes);
    this.#exchanges.push({ api: api.name, apiKey: api.key, version, outcome: "no response" });
  }

  /** Sends bytes as they are and records what came: a frame, the end of the connection, or nothing. */
  async raw(bytes: Uint8Array, options: SendOptions = {}): Promise<Exchange["outcome"]> {
    const { api, version } = options.decodeAs ?? { api: undefined, version: -1 };
    const place = this.#reserve(api?.name ?? "raw", api?.key ?? -1, version);
    const connection = await this.#connection(options);
    connection.write(bytes);
    const outcome = await connection.next(options.silenceMs ?? SILENCE_MS);
    return this.#settle(place, outcome).outcome;
  }

  /** Writes bytes in several packets, without an answer. */
  async trickle(pieces: readonly Uint8Array[], on: number): Promise<void> {
    const connection = await this.#connection({ on });
    for (const piece of pieces) {
      connection.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A frame with a body given as bytes: for requests that no codec would write. */
  rawRequest(
    apiKey: number,
    version: number,
    body: Uint8Array,
    options: SendOptions & { flexible?: boolean } = {},
  ): Promise<Exchange["outcome"]> {
    const client = Buffer.from("differential");
    const header = Buffer.alloc(10);
    header.writeInt16BE(apiKey, 0);
    header.writeInt16BE(version, 2);
    header.writeInt32BE(this.#nextCorrelationId++, 4);
    header.writeInt16BE(client.length, 8);
    const tags = options.flexible === true ? [Buffer.from([0])] : [];
    return this.raw(framed([header, client, ...tags, body]), options);
  }

  /** Waits for the server to close that connection, and records it. */
  async expectClose(on = 0, silenceMs: number = SILENCE_MS): Promise<Exchange["outcome"]> {
    const place = this.#reserve("raw", -1, -1);
    const connection = await this.#connection({ on });
    return this.#settle(place, await connection.next(silenceMs)).outcome;
  }

  /** Closes our side. */
  async disconnect(on = 0): Promise<void> {
    (await this.#connection({ on })).close();
    this.#connections.delete(connectionKey({ on }));
  }

  /** Sends on a connection of its own without recording. */
  async quiet<Req, Res>(api: Api<Req, Res>, version: number, body: Input<Req>): Promise<Res> {
    this.#quietConnection ??= RawConnection.open(this.#target.host, this.#target.port);
    const connection = await this.#quietConnection;
    connection.write(encodeRequest(api, version, body, { correlationId: 0, clientId: "differential-quiet" }));
    const outcome = await connection.next(SILENCE_MS);
    if (outcome.kind !== "frame") {
      this.#quietConnection = undefined;
      throw new ScenarioEnd(`quiet ${api.name} ${version}: ${outcome.kind}`);
    }
    return decodeResponse(api, version, outcome.bytes).body;
  }

  /**
   * Looks again and again, without recording, until `isSo` holds; a server publishes some changes a moment late.
   * @throws ScenarioEnd after 15 s
   */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + SILENCE_MS;
    while (!(await isSo())) {
      if (performance.now() > deadline) throw new ScenarioEnd(`waited in vain for: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Ends the session: closes its connections and hands over what was recorded. */
  async finish(ended: string | undefined): Promise<Transcript> {
    for (const connection of [...this.#connections.values(), this.#quietConnection]) {
      await connection?.then((open) => open.close()).catch(() => undefined);
    }
    return {
      scenario: this.#scenario,
      exchanges: this.#exchanges,
      ...(ended === undefined ? {} : { ended }),
      startedMs: this.#startedMs,
      endedMs: Date.now(),
      literals: this.#target.literals,
      names: this.#names,
    };
  }

  async #record<Req>(
    api: Api<Req, unknown>,
    version: number,
    bytes: Buffer,
    options: SendOptions,
  ): Promise<{ readonly exchange: Exchange; readonly place: number }> {
    const place = this.#reserve(api.name, api.key, version);
    const connection = await this.#connection(options);
    const sent = performance.now();
    connection.write(bytes);
    const outcome = await connection.next(options.silenceMs ?? SILENCE_MS);
    const isDelayed =
      options.delayMs === undefined ? undefined : performance.now() - sent >= options.delayMs - ROUNDING_MS;
    return { exchange: this.#settle(place, outcome, isDelayed), place };
  }

  /** Exchanges stand in the order in which the requests were made, whatever order the answers come in. */
  #reserve(api: string, apiKey: number, version: number): number {
    this.#exchanges.push({ api, apiKey, version, outcome: "silence" });
    return this.#exchanges.length - 1;
  }

  #settle(place: number, outcome: RawOutcome, isDelayed?: boolean): Exchange {
    const reserved = this.#exchanges[place];
    if (reserved === undefined) throw new Error("no such exchange");
    const settled: Exchange = {
      ...reserved,
      outcome: outcome.kind === "frame" ? "response" : outcome.kind,
      ...(outcome.kind === "frame" ? { frame: outcome.bytes } : {}),
      ...(isDelayed === undefined ? {} : { isDelayed }),
    };
    this.#exchanges[place] = settled;
    return settled;
  }

  #connection(place: Pick<SendOptions, "on" | "from">): Promise<RawConnection> {
    const key = connectionKey(place);
    let connection = this.#connections.get(key);
    if (connection === undefined) {
      const { host, port } = this.#target;
      const localAddress = place.from === undefined ? undefined : this.host(place.from);
      connection = RawConnection.open(host, port, localAddress);
      connection.catch(() => undefined);
      this.#connections.set(key, connection);
    }
    return connection;
  }
}

function connectionKey({ on = 0, from = 0 }: Pick<SendOptions, "on" | "from">): string {
  return `${from}:${on}`;
}
