// Which route a request takes: by the path as it was sent, segment by segment, so that a group whose name holds a slash is reached as %2F. What else
// Burrow's router answers is kept: a redirect where only a slash at the end, double slashes or the case are wrong, 405 with the methods that are
// there, an answer to OPTIONS, and 404 for the rest.

/** A request's path parameters by name, decoded once. */
export type Parameters = ReadonlyMap<string, string>;

export interface Route<Handler> {
  readonly method: "GET" | "POST" | "DELETE";
  /** `/v3/kafka/:cluster`: a segment with a colon takes any text. */
  readonly path: string;
  readonly handler: Handler;
}

export type Match<Handler> =
  | { readonly kind: "route"; readonly handler: Handler; readonly parameters: Parameters }
  | { readonly kind: "redirect"; readonly location: string }
  | { readonly kind: "options" | "wrong method"; readonly allow: string }
  | { readonly kind: "malformed" | "unknown" };

export class Router<Handler> {
  readonly #routes: readonly (Route<Handler> & { readonly segments: readonly string[] })[];

  constructor(routes: readonly Route<Handler>[]) {
    this.#routes = routes.map((route) => ({ ...route, segments: route.path.slice(1).split("/") }));
  }

  match(method: string, rawPath: string): Match<Handler> {
    const segments = rawPath.slice(1).split("/");
    const found = this.#routes.filter((route) => isMatch(route.segments, segments, false));
    const route = found.find((one) => one.method === method);
    if (route !== undefined) return taken(route, segments);
    if (found.length > 0) {
      const allow = [...found.map((one) => one.method), "OPTIONS"].toSorted().join(", ");
      return { kind: method === "OPTIONS" ? "options" : "wrong method", allow };
    }
    const location = this.#redirect(method, segments);
    return location === undefined ? { kind: "unknown" } : { kind: "redirect", location };
  }

  /** The path that was meant: without empty segments, in the route's case. */
  #redirect(method: string, segments: readonly string[]): string | undefined {
    const meant = segments.filter((segment) => segment !== "" && segment !== ".");
    const route = this.#routes.find((one) => one.method === method && isMatch(one.segments, meant, true));
    if (route === undefined) return undefined;
    return `/${route.segments.map((own, index) => (own.startsWith(":") ? meant[index] : own)).join("/")}`;
  }
}

function isMatch(own: readonly string[], asked: readonly string[], ignoresCase: boolean): boolean {
  if (own.length !== asked.length) return false;
  return own.every((segment, index) => {
    const given = asked[index] ?? "";
    if (segment.startsWith(":")) return given !== "";
    return ignoresCase ? segment === given.toLowerCase() : segment === given;
  });
}

function taken<Handler>(
  route: Route<Handler> & { segments: readonly string[] },
  asked: readonly string[],
): Match<Handler> {
  const parameters = new Map<string, string>();
  for (const [index, segment] of route.segments.entries()) {
    if (!segment.startsWith(":")) continue;
    const text = decoded(asked[index] ?? "");
    if (text === undefined) return { kind: "malformed" };
    parameters.set(segment.slice(1), text);
  }
  return { kind: "route", handler: route.handler, parameters };
}

/** Undefined for a text with a percent sign that stands for nothing. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
