// What templates can call: Go's own functions, and Burrow's helpers.
import { Status, statusName } from "../../evaluation/status.ts";
import { goJson } from "../../http/go-json.ts";
import { TemplateError } from "./nodes.ts";
import { printf } from "./printf.ts";
import { StatusValue, Struct, Time, isList, isMap, isTrue, printed } from "./values.ts";
import type { TemplateValue } from "./values.ts";

type Arguments = readonly TemplateValue[];
type TemplateFunction = (values: Arguments) => TemplateValue;

function integer(value: TemplateValue, name: string): number {
  if (value instanceof StatusValue) return value.status;
  if (typeof value !== "number") throw new TemplateError(`${name} takes numbers, not ${printed(value)}`);
  return value;
}

function arithmetic(name: string, compute: (a: number, b: number) => number): TemplateFunction {
  return ([a, b]) => compute(integer(a, name), integer(b, name));
}

function comparable(value: TemplateValue): string | number | boolean | null | undefined {
  if (value instanceof StatusValue) return value.status;
  if (value instanceof Time) return value.ms ?? -Infinity;
  if (value instanceof Struct || isList(value) || isMap(value))
    throw new TemplateError("only plain values are compared");
  return value;
}

/** A status and a text are the same when the text is the status's name. */
function areEqual(a: TemplateValue, b: TemplateValue): boolean {
  if (a instanceof StatusValue && typeof b === "string") return statusName(a.status) === b;
  if (b instanceof StatusValue && typeof a === "string") return statusName(b.status) === a;
  return comparable(a) === comparable(b);
}

function isLess(a: TemplateValue, b: TemplateValue): boolean {
  const left = comparable(a);
  const right = comparable(b);
  if (typeof left === "string" && typeof right === "string") return left < right;
  if (typeof left === "number" && typeof right === "number") return left < right;
  throw new TemplateError("values of different kinds are compared");
}

function lengthOf([value]: Arguments): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (isList(value)) return value.length;
  if (isMap(value)) return value.size;
  throw new TemplateError(`${printed(value)} has no length`);
}

function index([container, ...keys]: Arguments): TemplateValue {
  let value = container;
  for (const key of keys) {
    if (isMap(value)) {
      // A missing member is the zero value of the map's kind, which is not known here: nothing is printed for it.
      value = value.get(printed(key)) ?? "";
    } else if (isList(value)) {
      const at = integer(key, "index");
      if (at < 0 || at >= value.length) throw new TemplateError(`index ${at} is out of range`);
      value = value[at];
    } else throw new TemplateError(`${printed(value)} has no members`);
  }
  return value;
}

function json(value: TemplateValue): string {
  if (value === undefined || value === null) return "null";
  if (value instanceof Struct) return value.json;
  if (value instanceof StatusValue) return goJson(statusName(value.status));
  if (value instanceof Time) return goJson(value.format("2006-01-02T15:04:05.999999999Z07:00"));
  if (isList(value)) return `[${value.map(json).join(",")}]`;
  if (isMap(value)) {
    const pairs = [...value].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([name, one]) => `${goJson(name)}:${json(one)}`).join(",")}}`;
  }
  return goJson(value);
}

function partitions(value: TemplateValue): { topic: string; status: Status }[] {
  if (!isList(value)) throw new TemplateError("a list of partitions is needed");
  return value.flatMap((one) => {
    const status = one instanceof Struct ? one.fields.get("Status") : undefined;
    const topic = one instanceof Struct ? one.fields.get("Topic") : undefined;
    return status instanceof StatusValue && typeof topic === "string" ? [{ topic, status: status.status }] : [];
  });
}

function topicsByStatus([value]: Arguments): TemplateValue {
  const found = new Map<string, string[]>();
  for (const { topic, status } of partitions(value)) {
    const name = statusName(status);
    const topics = found.get(name) ?? [];
    if (!topics.includes(topic)) topics.push(topic);
    found.set(name, topics);
  }
  return found;
}

const COUNTED: ReadonlyMap<Status, string> = new Map([
  [Status.WARN, "warn"],
  [Status.STOP, "stop"],
  [Status.STALL, "stall"],
  [Status.REWIND, "rewind"],
]);

function partitionCounts([value]: Arguments): TemplateValue {
  const counts = new Map(["warn", "stop", "stall", "rewind", "unknown"].map((name) => [name, 0]));
  for (const { status } of partitions(value)) {
    if (status === Status.OK) continue;
    const name = COUNTED.get(status) ?? "unknown";
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function spaced(values: Arguments, isLine: boolean): string {
  let text = "";
  for (const [at, value] of values.entries()) {
    const isBesideText = typeof value === "string" || typeof values[at - 1] === "string";
    if (at > 0 && (isLine || !isBesideText)) text += " ";
    text += printed(value);
  }
  return isLine ? `${text}\n` : text;
}

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

export const FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["not", ([value]) => !isTrue(value)],
  ["eq", ([first, ...others]) => others.some((other) => areEqual(first, other))],
  ["ne", ([a, b]) => !areEqual(a, b)],
  ["lt", ([a, b]) => isLess(a, b)],
  ["le", ([a, b]) => !isLess(b, a)],
  ["gt", ([a, b]) => isLess(b, a)],
  ["ge", ([a, b]) => !isLess(a, b)],
  ["len", lengthOf],
  ["index", index],
  ["print", (values) => spaced(values, false)],
  ["println", (values) => spaced(values, true)],
  ["printf", ([format, ...values]) => printf(printed(format), values)],
  ["html", (values) => spaced(values, false).replaceAll(/[&<>"']/g, (char) => HTML[char] ?? char)],
  ["urlquery", (values) => encodeURIComponent(spaced(values, false)).replaceAll("%20", "+")],
  ["js", (values) => json(spaced(values, false)).slice(1, -1).replaceAll("'", "\\'")],
  ["jsonencoder", ([value]) => json(value)],
  ["topicsbystatus", topicsByStatus],
  ["partitioncounts", partitionCounts],
  ["add", arithmetic("add", (a, b) => a + b)],
  ["minus", arithmetic("minus", (a, b) => a - b)],
  ["multiply", arithmetic("multiply", (a, b) => a * b)],
  ["divide", arithmetic("divide", divide)],
  ["maxlag", ([value]) => (value instanceof Struct ? (value.fields.get("CurrentLag") ?? 0) : 0)],
  ["formattimestamp", ([ms, layout]) => new Time(integer(ms, "formattimestamp")).format(printed(layout))],
]);

function divide(a: number, b: number): number {
  if (b === 0) throw new TemplateError("division by zero");
  return Math.trunc(a / b);
}
