// The shape of Burrow's answers: an object with `error`, `message`, what was asked for, and the request; only the order differs from answer to answer.
import { goJson } from "./go-json.ts";
import type { JsonValue } from "./go-json.ts";
import type { MonitorView } from "./monitor-view.ts";
import type { Parameters } from "./router.ts";

export interface HttpRequest {
  readonly method: string;
  /** As it was sent, without the query. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** The value of `Authorization`, "" where there is none. */
  readonly authorization: string;
  readonly body: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Iterable<string>;
}

/** A request on its route. */
export interface Asked {
  readonly view: MonitorView;
  readonly request: HttpRequest;
  readonly parameters: Parameters;
}

export type Handler = (asked: Asked) => HttpAnswer;

type Members = Readonly<Record<string, JsonValue>>;

function requestInfo({ view, request }: Asked): JsonValue {
  let url = request.rawPath;
  try {
    url = decodeURIComponent(url);
  } catch {
    // It is shown as it was sent.
  }
  return { url, host: view.host };
}

/** Headers that every answer of a route has. */
export function corsHeaders(view: MonitorView): Record<string, string> {
  const origin = view.config.general.text("access-control-allow-origin");
  return origin === "" ? {} : { "Access-Control-Allow-Origin": origin };
}

function json(asked: Asked, status: number, members: Members): HttpAnswer {
  return { status, headers: { ...corsHeaders(asked.view), "Content-Type": "application/json" }, body: goJson(members) };
}

/** 200: the message, what was asked for, the request. */
export function found(asked: Asked, message: string, members: Members = {}): HttpAnswer {
  return json(asked, 200, { error: false, message, ...members, request: requestInfo(asked) });
}

/** 200 of the configuration: the request stands before what was asked for. */
export function listed(asked: Asked, message: string, members: Members): HttpAnswer {
  return json(asked, 200, { error: false, message, request: requestInfo(asked), ...members });
}

/** A status as it is asked for: also 404 says that there was no error. */
export function statusAnswer(asked: Asked, status: number, members: Members): HttpAnswer {
  const message = "consumer status returned";
  return json(asked, status, { error: false, message, ...members, request: requestInfo(asked) });
}

export function failed(asked: Asked, status: number, message: string): HttpAnswer {
  return json(asked, status, { error: true, message, request: requestInfo(asked) });
}

export function plain(status: number, body: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers }, body };
}
