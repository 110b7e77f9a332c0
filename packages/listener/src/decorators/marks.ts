/**
 * What decorators leave behind: marks on functions and classes, read when an instance is registered. Nothing is registered by loading a class.
 *
 * A decorator is called as standard ones are, with a context that has a `kind`, or as TypeScript's older ones, with target, key and descriptor. Both find the
 * same function, which is what the marks hang on; so their order does not matter, and subclasses have what they do not override.
 */
import type { ListenerOptions } from "../listener/listener-options.ts";
import type { RetryTopicOptions } from "../retry-topics/retry-topic-options.ts";

/** Anything callable, to hang marks on. */
export type AnyFunction = (...args: never[]) => unknown;

/** How a class-level listener chooses a method. */
export interface HandlerMark {
  /** Takes payloads of this class, or those that the predicate wants. */
  readonly type?: (abstract new (...args: never[]) => object) | ((payload: unknown) => boolean);
  /** Takes null payloads (tombstones). */
  readonly isNull?: boolean;
  /** Takes what no other method does. */
  readonly isDefault?: boolean;
}

/** Where a result goes: a topic, or a function of what came and what is sent; without one the request's reply header says. */
export type SendToTarget =
  | string
  | ((exchange: { readonly request: unknown; readonly result: unknown }) => string)
  | undefined;

/** What a method of a class-level listener returned, and where that method's results go; nowhere without a `@SendTo` of its own. */
export class Addressed {
  readonly value: unknown;
  readonly sendTo: Marks["sendTo"];

  constructor(value: unknown, sendTo: Marks["sendTo"]) {
    this.value = value;
    this.sendTo = sendTo;
  }
}

export interface Marks {
  readonly listeners: ListenerOptions[];
  handler?: HandlerMark;
  retry?: RetryTopicOptions;
  isDltHandler?: boolean;
  sendTo?: { readonly target: SendToTarget };
}

const marks = new WeakMap<object, Marks>();

export function marksOf(marked: object): Marks | undefined {
  return marks.get(marked);
}

export function mark(marked: object): Marks {
  let known = marks.get(marked);
  if (known === undefined) {
    known = { listeners: [] };
    marks.set(marked, known);
  }
  return known;
}

/** A decorator for methods, of either kind. */
export interface MethodDecorator {
  (method: AnyFunction, context: ClassMethodDecoratorContext): void;
  (target: object, key: string | symbol, descriptor: PropertyDescriptor): void;
}

/** A decorator for methods and classes, of either kind. */
export interface MethodOrClassDecorator extends MethodDecorator {
  (target: abstract new (...args: never[]) => object, context: ClassDecoratorContext): void;
  (target: abstract new (...args: never[]) => object): void;
}

/** What was decorated, whichever way the decorator was called. */
export function decorated(args: readonly unknown[]): object {
  const [target, second, descriptor] = args;
  if (isObject(second) && "kind" in second) {
    if (second["kind"] === "method" || second["kind"] === "class") return required(target);
    throw new TypeError(`This decorator is for methods and classes, not for a ${String(second["kind"])}`);
  }
  if (args.length === 1 || second === undefined) return required(target);
  if (isObject(descriptor) && "value" in descriptor) return required(descriptor["value"]);
  throw new TypeError("This decorator is for methods and classes");
}

function required(value: unknown): object {
  if (typeof value === "function") return value;
  throw new TypeError("This decorator is for methods and classes");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
