/** The context of one request, and what is kept for its connection. */

import type { Clock } from "@ottla/base";
import type { RequestHeader } from "@ottla/protocol";
import type { ServerConnection } from "@ottla/network";
import type { ClientSoftware, RequestContext } from "../handlers/handler.ts";
import type { AdminServices } from "../services/controller-services.ts";
import type { RequestQuotas } from "./request-quotas.ts";

const UNKNOWN_SOFTWARE: ClientSoftware = { name: "unknown", version: "unknown" };

/** What the broker knows about a connection; lives in its `attachment`. */
export class ConnectionState {
  clientSoftware: ClientSoftware = UNKNOWN_SOFTWARE;
  principal = "User:ANONYMOUS";
  isForwarded = false;

  /** The state of a connection, made when it is first asked for. */
  static of(connection: ServerConnection): ConnectionState {
    const known = connection.attachment;
    if (known instanceof ConnectionState) {
      return known;
    }
    const state = new ConnectionState();
    connection.attachment = state;
    return state;
  }
}

/** What the router itself needs of the services. */
export interface RouterServices extends Pick<AdminServices, "authorizer" | "logger"> {
  readonly clock: Clock;
}

export class ServerRequestContext<Services extends RouterServices> implements RequestContext<Services> {
  readonly header: RequestHeader;
  readonly connection: ServerConnection;
  readonly receivedMs: number;
  readonly services: Services;
  quotas: RequestQuotas | undefined = undefined;
  #onSent: (() => void) | undefined;

  constructor(header: RequestHeader, connection: ServerConnection, services: Services) {
    this.header = header;
    this.connection = connection;
    this.receivedMs = services.clock.nowMs();
    this.services = services;
  }

  get apiVersion(): number {
    return this.header.requestApiVersion;
  }

  get clientId(): string {
    return this.header.clientId ?? "";
  }

  get clientSoftware(): ClientSoftware {
    return ConnectionState.of(this.connection).clientSoftware;
  }

  set clientSoftware(software: ClientSoftware) {
    ConnectionState.of(this.connection).clientSoftware = software;
  }

  get principal(): string {
    return ConnectionState.of(this.connection).principal;
  }

  get isForwarded(): boolean {
    return ConnectionState.of(this.connection).isForwarded;
  }

  /** What to call when the response has left; undefined if nobody asked. */
  get sentCallback(): (() => void) | undefined {
    return this.#onSent;
  }

  onSent(callback: () => void): void {
    const previous = this.#onSent;
    this.#onSent =
      previous === undefined
        ? callback
        : () => {
            previous();
            callback();
          };
  }
}
