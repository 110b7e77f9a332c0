// The whole HTTP API of a monitor, as a function from request to answer: Burrow's version 3, its answers to what is no route of its, and a name and
// password for what changes something, where they are configured.
import { timingSafeEqual } from "node:crypto";
import { ADMIN_ROUTES } from "./admin-routes.ts";
import { plain } from "./answer.ts";
import type { Handler, HttpAnswer, HttpRequest } from "./answer.ts";
import { CONFIG_ROUTES } from "./config-routes.ts";
import { KAFKA_ROUTES } from "./kafka-routes.ts";
import type { MonitorView } from "./monitor-view.ts";
import { Router } from "./router.ts";
import { SILENCE_ROUTES } from "./silence-routes.ts";
import type { Match } from "./router.ts";

const ROUTER = new Router<Handler>([...ADMIN_ROUTES, ...KAFKA_ROUTES, ...CONFIG_ROUTES, ...SILENCE_ROUTES]);
const NO_SNIFF = { "X-Content-Type-Options": "nosniff" };

/** Who may change something; everybody where `username` is empty. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export function answerRequest(view: MonitorView, request: HttpRequest, admin: Credentials): HttpAnswer {
  const { method, rawPath } = request;
  const match = ROUTER.match(method, rawPath);
  if (match.kind !== "route") return otherwise(match, method);
  if (method !== "GET" && !isAllowed(request.authorization, admin)) {
    return plain(401, "Unauthorized\n", { ...NO_SNIFF, "WWW-Authenticate": 'Basic realm="ottla lag"' });
  }
  return match.handler({ view, request, parameters: match.parameters });
}

function isAllowed(authorization: string, { username, password }: Credentials): boolean {
  if (username === "") return true;
  const given = Buffer.from(/^basic (.*)$/i.exec(authorization)?.[1] ?? "", "base64");
  const wanted = Buffer.from(`${username}:${password}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function otherwise(match: Exclude<Match<Handler>, { kind: "route" }>, method: string): HttpAnswer {
  switch (match.kind) {
    case "redirect": {
      const body = method === "GET" ? `<a href="${escaped(match.location)}">Moved Permanently</a>.\n\n` : "";
      const type = body === "" ? {} : { "Content-Type": "text/html; charset=utf-8" };
      return { status: method === "GET" ? 301 : 308, headers: { Location: match.location, ...type }, body };
    }
    case "options":
      return { status: 200, headers: { Allow: match.allow }, body: "" };
    case "wrong method":
      return plain(405, "Method Not Allowed\n", { Allow: match.allow, ...NO_SNIFF });
    case "malformed":
      return plain(400, "400 Bad Request", NO_SNIFF);
    default:
      return plain(404, '{"error":true,"message":"invalid request type","result":{}}\n', NO_SNIFF);
  }
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&#34;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
