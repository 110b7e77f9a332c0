/**
 * What a test can do to requests on their way: note them, hold them back, answer in the broker's place, lose or cut an answer, close the connection. It
 * stands between a client's bytes and the broker, so it works with every client.
 *
 * A rule meets requests of its API key, as often as it says; the oldest rule that fits is the one that counts.
 */
import { ApiKey, ErrorCode } from "@ottla/protocol";

export type ApiName = keyof typeof ApiKey;
export type ErrorName = keyof typeof ErrorCode;

/** A request that came in. */
export interface SeenRequest {
  readonly api: ApiName | undefined;
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
  /** The whole request, without its size. */
  readonly bytes: Uint8Array;
}

/** What happens to a request. */
export type ControlAction =
  /** The broker gets it so much later; requests behind it on the same connection wait. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The broker never gets it; the connection is closed. */
  | { readonly kind: "close" }
  /** The broker never gets it; nobody answers. */
  | { readonly kind: "drop" }
  /** The broker never gets it; these bytes are the answer's body, behind its header. */
  | { readonly kind: "answer"; readonly body: (request: SeenRequest) => Uint8Array }
  /** The broker does not do it; its answer says this error for everything that was asked. */
  | { readonly kind: "error"; readonly error: ErrorName }
  /** The broker does what it asks; the answer is lost. */
  | { readonly kind: "dropResponse" }
  /** The broker does what it asks; the connection closes in place of the answer. */
  | { readonly kind: "closeAfter" }
  /** The broker does what it asks; so many bytes of the answer arrive, then the connection closes. */
  | { readonly kind: "cutResponse"; readonly bytes: number };

export interface ControlRule {
  readonly action: ControlAction;
  /** How many requests it meets; default 1. */
  readonly times?: number;
  /** Further conditions. */
  readonly when?: (request: SeenRequest) => boolean;
}

interface ActiveRule {
  readonly apiKey: number;
  readonly rule: ControlRule;
  left: number;
}

/** The control of a broker, which must have one. */
export function requireControl(control: RequestControl | undefined): RequestControl {
  if (control === undefined) throw new Error("Start the broker with controls: true to see and change its requests");
  return control;
}

/** Requests that are kept in the log. */
const LOG_MAX = 10_000;

const NAMES: ReadonlyMap<number, ApiName> = new Map(
  (Object.entries(ApiKey) as [ApiName, number][]).map(([name, key]) => [key, name]),
);

export class RequestControl {
  #rules: ActiveRule[] = [];
  #log: SeenRequest[] = [];
  readonly #errors = new Map<string, number>();
  #waiters: { readonly fits: (request: SeenRequest) => boolean; readonly resolve: (request: SeenRequest) => void }[] =
    [];

  /** What came in so far, oldest first; at most the last 10,000. */
  get requests(): readonly SeenRequest[] {
    return this.#log;
  }

  /** Requests of one API. */
  requestsOf(api: ApiName): readonly SeenRequest[] {
    return this.#log.filter((one) => one.api === api);
  }

  /** From now on, does this to requests of the API. The result takes the rule back. */
  on(api: ApiName, rule: ControlRule): () => void {
    const active: ActiveRule = { apiKey: ApiKey[api], rule, left: rule.times ?? 1 };
    this.#rules.push(active);
    return () => {
      this.#rules = this.#rules.filter((one) => one !== active);
    };
  }

  /** Resolves with the next request of the API. */
  next(api: ApiName): Promise<SeenRequest> {
    return new Promise((resolve) => {
      this.#waiters.push({ fits: (request) => request.api === api, resolve });
    });
  }

  /** The next request over this connection with this id is answered with the error. For the network in between. */
  noteError(connection: string, correlationId: number, error: ErrorName): void {
    this.#errors.set(`${connection} ${correlationId}`, ErrorCode[error]);
  }

  /** The error code that was noted for a request, once. For the broker. */
  takeError(connection: string, correlationId: number): number | undefined {
    if (this.#errors.size === 0) return undefined;
    const key = `${connection} ${correlationId}`;
    const code = this.#errors.get(key);
    this.#errors.delete(key);
    return code;
  }

  /** Takes back all rules and forgets what was seen. */
  clear(): void {
    this.#rules = [];
    this.#log = [];
  }

  /** A request came in; what is to become of it, if anything special. For the network in between. */
  meet(bytes: Uint8Array): { readonly request: SeenRequest; readonly action: ControlAction | undefined } {
    const request = read(bytes);
    this.#log.push(request);
    if (this.#log.length > LOG_MAX) this.#log.splice(0, this.#log.length - LOG_MAX);
    const waiting = this.#waiters.filter((one) => one.fits(request));
    this.#waiters = this.#waiters.filter((one) => !one.fits(request));
    for (const { resolve } of waiting) resolve(request);
    const active = this.#rules.find(
      ({ apiKey, rule }) => apiKey === request.apiKey && (rule.when === undefined || rule.when(request)),
    );
    if (active === undefined) return { request, action: undefined };
    active.left--;
    if (active.left <= 0) this.#rules = this.#rules.filter((one) => one !== active);
    return { request, action: active.rule.action };
  }
}

/** The header's beginning, which all versions share. Bytes that are too short to be one are a request of nothing. */
function read(bytes: Uint8Array): SeenRequest {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  if (copy.length < 10)
    return { api: undefined, apiKey: -1, apiVersion: -1, correlationId: -1, clientId: null, bytes: copy };
  const apiKey = view.getInt16(0);
  const idLength = view.getInt16(8);
  const clientId = idLength < 0 ? null : Buffer.from(copy.subarray(10, 10 + idLength)).toString();
  const apiVersion = view.getInt16(2);
  const correlationId = view.getInt32(4);
  return { api: NAMES.get(apiKey), apiKey, apiVersion, correlationId, clientId, bytes: copy };
}
