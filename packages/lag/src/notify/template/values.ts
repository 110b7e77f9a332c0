// Values in a template, and how Go prints them: structs, maps, lists, numbers, texts, times and statuses.
import { statusName } from "../../evaluation/status.ts";
import type { Status } from "../../evaluation/status.ts";
import { formatTime } from "./time-layout.ts";

/** A struct of Go: its fields by their names in Go. */
export class Struct {
  readonly fields: ReadonlyMap<string, TemplateValue>;
  /** What it is in JSON. */
  readonly json: string;

  constructor(fields: Readonly<Record<string, TemplateValue>>, json = "{}") {
    this.fields = new Map(Object.entries(fields));
    this.json = json;
  }
}

/** A moment, or Go's zero time (undefined). */
export class Time {
  readonly ms: number | undefined;

  constructor(ms: number | undefined) {
    this.ms = ms;
  }

  format(layout: string): string {
    return formatTime(this.ms, layout);
  }
}

/** A status: a number that prints as its name. */
export class StatusValue {
  readonly status: Status;

  constructor(status: Status) {
    this.status = status;
  }
}

export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | Struct
  | Time
  | StatusValue
  | readonly TemplateValue[]
  | ReadonlyMap<string, TemplateValue>;

export function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

export function isMap(value: TemplateValue): value is ReadonlyMap<string, TemplateValue> {
  return value instanceof Map;
}

/** Whether an `if` takes it: not for zero, the empty, nil. */
export function isTrue(value: TemplateValue): boolean {
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return value.size > 0;
  if (value instanceof StatusValue) return value.status !== 0;
  return Boolean(value);
}

/** As `%v` prints it. */
export function printed(value: TemplateValue): string {
  if (value === undefined) return "<no value>";
  if (value === null) return "<nil>";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return numberText(value);
  if (value instanceof StatusValue) return statusName(value.status);
  if (value instanceof Time) return value.format("2006-01-02 15:04:05.999999999 -0700 MST");
  if (value instanceof Struct) return `{${[...value.fields.values()].map(printed).join(" ")}}`;
  if (isList(value)) return `[${value.map(printed).join(" ")}]`;
  const pairs = [...value].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${pairs.map(([name, one]) => `${name}:${printed(one)}`).join(" ")}]`;
}

/** Go writes large and small numbers of floating point with an exponent of two digits. */
function numberText(value: number | boolean): string {
  if (typeof value === "boolean" || Number.isInteger(value)) return String(value);
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}
