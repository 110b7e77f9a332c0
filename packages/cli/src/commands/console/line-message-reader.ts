// How a line becomes a record: Kafka's LineMessageReader with its properties (parse.key, parse.headers, the separators, null.marker,
// ignore.error).
import type { Header, ProducerRecord } from "@ottla/client";
import { UsageError } from "../../failure.ts";

const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ["parse.key", "false"],
  ["parse.headers", "false"],
  ["ignore.error", "false"],
  ["key.separator", "\t"],
  ["headers.delimiter", "\t"],
  ["headers.separator", ","],
  ["headers.key.separator", ":"],
]);

interface Cut {
  readonly field: Buffer | undefined;
  readonly next: number;
}

/** Reads lines into records. @throws UsageError for unknown properties, and for lines that lack what they should have */
export class LineMessageReader {
  readonly #topic: string;
  readonly #text: ReadonlyMap<string, string>;
  readonly #nullMarker: Buffer | undefined;
  readonly #parseKey: boolean;
  readonly #parseHeaders: boolean;
  readonly #ignoreError: boolean;
  readonly #keySeparator: Buffer;
  readonly #headersDelimiter: Buffer;
  #lineNumber = 0;

  constructor(topic: string, properties: ReadonlyMap<string, string>) {
    for (const name of properties.keys()) {
      if (!DEFAULTS.has(name) && name !== "null.marker" && name !== "topic") {
        throw new UsageError(
          `${name} is not a property of the line reader: ${[...DEFAULTS.keys(), "null.marker"].join(", ")}`,
        );
      }
    }
    this.#topic = topic;
    this.#text = new Map([...DEFAULTS, ...properties]);
    const marker = properties.get("null.marker");
    this.#nullMarker = marker === undefined ? undefined : Buffer.from(marker);
    this.#parseKey = this.#isTrue("parse.key");
    this.#parseHeaders = this.#isTrue("parse.headers");
    this.#ignoreError = this.#isTrue("ignore.error");
    this.#keySeparator = Buffer.from(this.#get("key.separator"));
    this.#headersDelimiter = Buffer.from(this.#get("headers.delimiter"));
    this.#checkSeparators();
  }

  read(line: Buffer): ProducerRecord {
    this.#lineNumber += 1;
    const headers = this.#cut(this.#parseHeaders, line, 0, this.#headersDelimiter, "headers delimiter");
    const key = this.#cut(this.#parseKey, line, headers.next, this.#keySeparator, "key separator");
    const value = line.subarray(key.next);
    return {
      topic: this.#topic,
      key: key.field === undefined || this.#isNull(key.field) ? null : key.field,
      value: this.#isNull(value) ? null : value,
      ...(headers.field === undefined || this.#isNull(headers.field)
        ? {}
        : { headers: this.#headers(headers.field.toString()) }),
    };
  }

  #cut(isEnabled: boolean, line: Buffer, from: number, separator: Buffer, name: string): Cut {
    if (!isEnabled) return { field: undefined, next: from };
    const at = line.indexOf(separator, from);
    if (at !== -1) return { field: line.subarray(from, at), next: at + separator.length };
    if (this.#ignoreError) return { field: undefined, next: from };
    throw new UsageError(`No ${name} found on line number ${this.#lineNumber}: '${line.toString()}'`);
  }

  #headers(text: string): Header[] {
    const keySeparator = this.#get("headers.key.separator");
    const marker = this.#text.get("null.marker");
    return text.split(this.#get("headers.separator")).map((pair) => {
      const at = pair.indexOf(keySeparator);
      if (at === -1) {
        if (this.#ignoreError) return { key: pair, value: null };
        throw new UsageError(`No header key separator found in pair '${pair}' on line number ${this.#lineNumber}`);
      }
      const key = pair.slice(0, at);
      if (key === marker) {
        throw new UsageError(`Header keys should not be equal to the null marker '${key}' as they can't be null`);
      }
      const value = pair.slice(at + keySeparator.length);
      return { key, value: value === marker ? null : Buffer.from(value) };
    });
  }

  #checkSeparators(): void {
    const names = ["headers.delimiter", "headers.separator", "headers.key.separator"];
    for (const [index, name] of names.entries()) {
      for (const other of names.slice(index + 1)) {
        if (this.#get(name) === this.#get(other)) throw new UsageError(`${name} and ${other} may not be equal`);
      }
    }
    for (const name of ["key.separator", ...names]) {
      if (this.#get(name) === this.#text.get("null.marker"))
        throw new UsageError(`null.marker and ${name} may not be equal`);
    }
  }

  #isNull(field: Buffer): boolean {
    return this.#nullMarker !== undefined && field.equals(this.#nullMarker);
  }

  #get(name: string): string {
    return this.#text.get(name) ?? "";
  }

  #isTrue(name: string): boolean {
    return this.#get(name).trim().toLowerCase() === "true";
  }
}
