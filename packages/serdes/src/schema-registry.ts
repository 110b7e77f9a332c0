/**
 * A schema registry, as Confluent's, Apicurio's and Karapace's speak: schemas by id, ids by subject and schema. Answers are kept for good, since an id never
 * changes its meaning, and asked for once however many want them.
 */
import { SerdeError } from "./errors.ts";

/** The kinds of schemas, by the registry's names. */
export type SchemaType = "AVRO" | "JSON" | "PROTOBUF";

/** Another schema that one builds on, under the name by which it is called there. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema as the registry has it. */
export interface RegisteredSchema {
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

export interface SchemaRegistryOptions {
  /** Where it is; several are tried one after the other. */
  readonly urls: string | readonly string[];
  readonly auth?:
    | { readonly username: string; readonly password: string }
    | { readonly token: string | (() => string | Promise<string>) };
  /** How long a request may take, in milliseconds; default 30,000. */
  readonly timeoutMs?: number;
}

const CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

/** A client of one registry. */
export class SchemaRegistry {
  readonly #options: SchemaRegistryOptions;
  readonly #urls: readonly string[];
  readonly #schemas: Map<number, Promise<RegisteredSchema>> = new Map();
  readonly #ids: Map<string, Promise<number>> = new Map();
  readonly #versions: Map<string, Promise<RegisteredSchema>> = new Map();

  constructor(options: SchemaRegistryOptions) {
    this.#options = options;
    const urls = typeof options.urls === "string" ? options.urls.split(",") : options.urls;
    this.#urls = urls.map((url) => url.trim().replace(/\/+$/, "")).filter((url) => url !== "");
    if (this.#urls.length === 0) throw new SerdeError("REGISTRY", "The schema registry has no URL");
  }

  /** The schema with an id. */
  schema(id: number): Promise<RegisteredSchema> {
    return kept(this.#schemas, id, async () => schemaOf(await this.#ask("GET", `/schemas/ids/${id}`)));
  }

  /** One version of a subject. */
  version(subject: string, version: number): Promise<RegisteredSchema> {
    return kept(this.#versions, `${subject}/${version}`, async () =>
      schemaOf(await this.#ask("GET", `/subjects/${encodeURIComponent(subject)}/versions/${version}`)),
    );
  }

  /** The newest version of a subject, with its id. Not kept: it changes. */
  async latest(subject: string): Promise<RegisteredSchema & { readonly id: number }> {
    const answer = await this.#ask("GET", `/subjects/${encodeURIComponent(subject)}/versions/latest`);
    return { ...schemaOf(answer), id: idOf(answer) };
  }

  /** The id of a schema under a subject; registers it if it is not there, unless told not to. */
  id(subject: string, schema: RegisteredSchema, options: { readonly register?: boolean } = {}): Promise<number> {
    const register = options.register ?? true;
    return kept(this.#ids, JSON.stringify([subject, schema, register]), async () => {
      const { references, schema: text, schemaType } = schema;
      const body = {
        schema: text,
        // Older registries know no kind but Avro, and no word for it.
        ...(schemaType === "AVRO" ? {} : { schemaType }),
        ...(references.length === 0 ? {} : { references }),
      };
      const path = `/subjects/${encodeURIComponent(subject)}${register ? "/versions" : ""}`;
      return idOf(await this.#ask("POST", path, body));
    });
  }

  async #ask(method: "GET" | "POST", path: string, body?: object): Promise<unknown> {
    let failure: SerdeError | undefined;
    for (const url of this.#urls) {
      try {
        return await this.#askAt(url + path, method, body);
      } catch (error) {
        if (!(error instanceof SerdeError) || !error.retriable) throw error;
        failure = error;
      }
    }
    throw failure ?? new SerdeError("REGISTRY", "The schema registry has no URL");
  }

  async #askAt(url: string, method: "GET" | "POST", body: object | undefined): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(url, {
        method,
        headers: { accept: CONTENT_TYPE, "content-type": CONTENT_TYPE, ...(await this.#authorization()) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(this.#options.timeoutMs ?? 30_000),
      });
      text = await response.text();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SerdeError("REGISTRY", `The schema registry cannot be reached (${url}): ${reason}`, {
        cause,
        retriable: true,
      });
    }
    const answer = parsed(text);
    if (response.ok && answer !== undefined) return answer;
    const message = fieldOf(answer, "message");
    const code = fieldOf(answer, "error_code");
    throw new SerdeError(
      "REGISTRY",
      `The schema registry answered ${response.status} (${url}): ${typeof message === "string" ? message : text.slice(0, 200)}`,
      {
        retriable: response.status >= 500 || response.status === 429,
        registryCode: typeof code === "number" ? code : undefined,
      },
    );
  }

  async #authorization(): Promise<Record<string, string>> {
    const { auth } = this.#options;
    if (auth === undefined) return {};
    if ("token" in auth) {
      const token = typeof auth.token === "string" ? auth.token : await auth.token();
      return { authorization: `Bearer ${token}` };
    }
    const pair = Buffer.from(`${auth.username}:${auth.password}`).toString("base64");
    return { authorization: `Basic ${pair}` };
  }
}

/** What was asked for before; a failure is forgotten, so that the next one asks again. */
function kept<K, V>(cache: Map<K, Promise<V>>, key: K, ask: () => Promise<V>): Promise<V> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const asking = ask();
  cache.set(key, asking);
  asking.catch(() => cache.delete(key));
  return asking;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function schemaOf(answer: unknown): RegisteredSchema {
  const schema = fieldOf(answer, "schema");
  const schemaType = fieldOf(answer, "schemaType") ?? "AVRO";
  const references = fieldOf(answer, "references") ?? [];
  const isKnown = schemaType === "AVRO" || schemaType === "JSON" || schemaType === "PROTOBUF";
  if (typeof schema !== "string" || !isKnown || !Array.isArray(references)) {
    throw new SerdeError("REGISTRY", `The schema registry gave no schema: ${JSON.stringify(answer).slice(0, 200)}`);
  }
  return { schema, schemaType, references: references.map(referenceOf) };
}

function referenceOf(given: unknown): SchemaReference {
  const name = fieldOf(given, "name");
  const subject = fieldOf(given, "subject");
  const version = fieldOf(given, "version");
  if (typeof name === "string" && typeof subject === "string" && typeof version === "number")
    return { name, subject, version };
  throw new SerdeError("REGISTRY", `The schema registry gave no reference: ${JSON.stringify(given).slice(0, 200)}`);
}

function idOf(answer: unknown): number {
  const id = fieldOf(answer, "id");
  if (typeof id === "number") return id;
  throw new SerdeError("REGISTRY", `The schema registry gave no id: ${JSON.stringify(answer).slice(0, 200)}`);
}
