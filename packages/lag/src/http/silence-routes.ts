// /v3/silence: silences as they are, one more, one less. Burrow has none; the shape of answers is Burrow's.
import { SilenceError } from "../notify/silences.ts";
import type { Silence, SilenceRequest } from "../notify/silences.ts";
import { failed, found } from "./answer.ts";
import type { Asked, Handler, HttpAnswer } from "./answer.ts";
import type { JsonValue } from "./go-json.ts";
import type { Route } from "./router.ts";

const time = (ms: number): JsonValue => (Number.isFinite(ms) ? new Date(ms).toISOString() : null);

function silenceJson({ id, cluster, group, fromMs, untilMs, comment, createdBy, isConfigured }: Silence): JsonValue {
  return {
    id,
    cluster,
    group,
    from: fromMs === 0 ? null : time(fromMs),
    until: time(untilMs),
    comment,
    "created-by": createdBy,
    configured: isConfigured,
  };
}

const KEYS = new Set(["cluster", "group", "from", "until", "duration", "comment", "created-by"]);
const SECOND_MS = 1_000;

/** @throws SilenceError saying what is wrong */
function timeIn(body: ReadonlyMap<string, unknown>, key: string): number | undefined {
  const value = body.get(key);
  if (value === undefined || value === null) return undefined;
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new SilenceError(`${key} is no time as 2026-01-31T12:00:00Z`);
  return ms;
}

/** @throws SilenceError saying what is wrong */
function requestIn(text: string, nowMs: number): SilenceRequest {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new SilenceError("could not decode message body");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new SilenceError("could not decode message body");
  const body = new Map<string, unknown>(Object.entries(parsed));
  for (const key of body.keys()) if (!KEYS.has(key)) throw new SilenceError(`${key} is not known`);
  const textAt = (key: string): string => {
    const value = body.get(key) ?? "";
    if (typeof value !== "string") throw new SilenceError(`${key} is no text`);
    return value;
  };
  const [cluster, group] = [textAt("cluster"), textAt("group")];
  if (cluster === "" && group === "") throw new SilenceError("neither cluster nor group is given");
  const fromMs = timeIn(body, "from") ?? nowMs;
  const duration = body.get("duration");
  let untilMs = timeIn(body, "until");
  if ((untilMs === undefined) === (duration === undefined))
    throw new SilenceError("either until or duration is given, in seconds");
  if (untilMs === undefined) {
    if (typeof duration !== "number" || !(duration > 0)) throw new SilenceError("duration is a number of seconds");
    untilMs = fromMs + duration * SECOND_MS;
    // Beyond what a time can say, nobody could be shown it.
    if (Number.isNaN(new Date(untilMs).getTime())) throw new SilenceError("duration is too long");
  }
  return { cluster, group, fromMs, untilMs, comment: textAt("comment"), createdBy: textAt("created-by") };
}

function silences(asked: Asked): HttpAnswer {
  const { view } = asked;
  return found(asked, "silences returned", { silences: view.silences.list(view.nowMs()).map(silenceJson) });
}

function add(asked: Asked): HttpAnswer {
  const { view, request } = asked;
  try {
    const silence = view.addSilence(requestIn(request.body, view.nowMs()));
    return found(asked, "silence added", { silence: silenceJson(silence) });
  } catch (error) {
    if (error instanceof SilenceError) return failed(asked, 400, error.message);
    throw error;
  }
}

function remove(asked: Asked): HttpAnswer {
  const { view, parameters } = asked;
  const id = parameters.get("id") ?? "";
  if (view.silences.get(id)?.isConfigured === true)
    return failed(asked, 409, "the silence is part of the configuration");
  if (!view.removeSilence(id)) return failed(asked, 404, "silence not found");
  return found(asked, "silence removed");
}

export const SILENCE_ROUTES: readonly Route<Handler>[] = [
  { method: "GET", path: "/v3/silence", handler: silences },
  { method: "POST", path: "/v3/silence", handler: add },
  { method: "DELETE", path: "/v3/silence/:id", handler: remove },
];
