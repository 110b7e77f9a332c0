// /burrow/admin for those who ask whether it lives, /v3/admin/loglevel, and /metrics.
import { corsHeaders, failed, found, plain } from "./answer.ts";
import type { Asked, Handler, HttpAnswer } from "./answer.ts";
import type { Route } from "./router.ts";

const LEVELS: ReadonlyMap<string, string> = new Map([
  ["debug", "debug"],
  ["trace", "debug"],
  ["info", "info"],
  ["warn", "warn"],
  ["warning", "warn"],
  ["error", "error"],
  ["fatal", "fatal"],
]);

function alive({ view }: Asked): HttpAnswer {
  return plain(200, "GOOD", corsHeaders(view));
}

function ready({ view }: Asked): HttpAnswer {
  return view.isReady ? plain(200, "READY", corsHeaders(view)) : plain(503, "STARTING", corsHeaders(view));
}

function logLevel(asked: Asked): HttpAnswer {
  return found(asked, "log level returned", { level: asked.view.logLevel });
}

function levelIn(body: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
    const [, level] = Object.entries(parsed).find(([name]) => name.toLowerCase() === "level") ?? [undefined, ""];
    return typeof level === "string" ? level : undefined;
  } catch {
    return undefined;
  }
}

function setLogLevel(asked: Asked): HttpAnswer {
  const name = levelIn(asked.request.body);
  if (name === undefined) return failed(asked, 400, "could not decode message body");
  const level = LEVELS.get(name.toLowerCase());
  if (level === undefined) return failed(asked, 404, "unknown log level");
  asked.view.logLevel = level;
  return found(asked, "set log level");
}

function metrics({ view, request }: Asked): HttpAnswer {
  const sets = request.query.getAll("set").flatMap((names) => names.split(","));
  return {
    ...plain(200, "", { "Content-Type": "text/plain; version=0.0.4; charset=utf-8" }),
    body: view.metrics(sets),
  };
}

export const ADMIN_ROUTES: readonly Route<Handler>[] = [
  { method: "GET", path: "/burrow/admin", handler: alive },
  { method: "GET", path: "/burrow/admin/ready", handler: ready },
  { method: "GET", path: "/v3/admin/loglevel", handler: logLevel },
  { method: "POST", path: "/v3/admin/loglevel", handler: setLogLevel },
  { method: "GET", path: "/metrics", handler: metrics },
];
