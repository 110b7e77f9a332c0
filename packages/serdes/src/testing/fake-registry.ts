/**
 * A schema registry in memory, behind `fetch`: registers, finds and gives schemas as the real ones do.
 */
interface Version {
  readonly id: number;
  readonly schema: string;
  readonly schemaType: string;
  readonly references: unknown;
}

/** Stands in for `globalThis.fetch` while it is installed. */
export class FakeRegistry {
  readonly requests: string[] = [];
  readonly authorizations: (string | null)[] = [];
  /** Statuses to answer with first. */
  readonly failures: number[] = [];
  readonly #subjects: Map<string, Version[]> = new Map();
  readonly #ids: Map<string, number> = new Map();
  readonly #real = globalThis.fetch;

  install(): void {
    globalThis.fetch = (input, init) => Promise.resolve(this.#answer(String(input), init ?? {}));
  }

  uninstall(): void {
    globalThis.fetch = this.#real;
  }

  #answer(url: string, init: RequestInit): Response {
    const { pathname } = new URL(url);
    const method = init.method ?? "GET";
    this.requests.push(`${method} ${pathname}`);
    this.authorizations.push(new Headers(init.headers).get("authorization"));
    const failure = this.failures.shift();
    if (failure !== undefined) return error(failure, failure * 100, "told to fail");
    const [, kind, name = "", , version] = pathname.split("/").map(decodeURIComponent);
    if (kind === "schemas") return this.#byId(Number(pathname.split("/")[3]));
    const versions = this.#subjects.get(name) ?? [];
    if (method === "POST") {
      const body = JSON.parse(String(init.body)) as Partial<Version>;
      return this.#register(name, body, pathname.endsWith("/versions"));
    }
    if (versions.length === 0) return error(404, 40401, `Subject '${name}' not found.`);
    const found = version === "latest" ? versions.at(-1) : versions[Number(version) - 1];
    return found === undefined ? error(404, 40402, `Version ${version} not found.`) : json({ ...found, subject: name });
  }

  #register(subject: string, body: Partial<Version>, isNew: boolean): Response {
    const schemaType = body.schemaType ?? "AVRO";
    const text = JSON.stringify([schemaType, body.schema, body.references ?? []]);
    const versions = this.#subjects.get(subject) ?? [];
    const known = this.#ids.get(text);
    const isThere = versions.some((one) => one.id === known);
    if (!isNew && !isThere) return error(404, 40403, "Schema not found");
    const id = known ?? this.#ids.size + 1;
    this.#ids.set(text, id);
    const made = { id, schema: body.schema ?? "", schemaType, references: body.references ?? [] };
    if (!isThere) this.#subjects.set(subject, [...versions, made]);
    return json({ id });
  }

  #byId(id: number): Response {
    for (const versions of this.#subjects.values()) {
      for (const one of versions) {
        // The real ones leave the kind out when it is Avro.
        const { schema, references, schemaType } = one;
        if (one.id === id)
          return json(schemaType === "AVRO" ? { schema, references } : { schema, references, schemaType });
      }
    }
    return error(404, 40403, `Schema ${id} not found`);
  }
}

function json(body: object, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

function error(status: number, code: number, message: string): Response {
  return json({ error_code: code, message }, status);
}
