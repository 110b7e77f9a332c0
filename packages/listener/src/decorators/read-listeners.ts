/**
 * Reads the marks of an instance's class: which of its methods are listeners, with what options. Throws a `ConfigError` for what cannot be.
 */
import { ConfigError } from "@ottla/client";
import { isListenerErrorHandler } from "../errors/listener-error-handler.ts";
import type { ListenerOptions } from "../listener/listener-options.ts";
import type { RetryTopicOptions } from "../retry-topics/retry-topic-options.ts";
import { Addressed, marksOf } from "./marks.ts";
import type { AnyFunction, HandlerMark, Marks, SendToTarget } from "./marks.ts";

/** A listener that a class declares. */
export interface DeclaredListener {
  readonly options: ListenerOptions;
  readonly handler: AnyFunction;
  readonly retry: RetryTopicOptions | undefined;
  readonly dltHandler: AnyFunction | undefined;
  /** Results are sent there, those of a class-level listener's methods where each says. */
  readonly sendTo: { readonly target: SendToTarget } | undefined;
  /** Likewise of the `dltHandler`. */
  readonly dltSendTo?: { readonly target: SendToTarget } | undefined;
}

interface Method {
  readonly name: string;
  readonly marks: Marks;
  readonly call: AnyFunction;
}

export function declaredListeners(instance: object): DeclaredListener[] {
  const methods = markedMethods(instance);
  const dlt = methods.filter((method) => method.marks.isDltHandler === true);
  if (dlt.length > 1) throw new ConfigError(`${nameOf(instance)} has more than one @DltHandler`);
  const dltHandler = dlt[0]?.call;
  const dltSendTo = dlt[0]?.marks.sendTo;
  const declared: DeclaredListener[] = [];
  for (const { marks, call } of methods) {
    for (const options of marks.listeners) {
      declared.push({ options, handler: call, retry: marks.retry, dltHandler, sendTo: marks.sendTo, dltSendTo });
    }
  }
  const ofClass = marksOf(instance.constructor);
  const handlers = handlersOf(methods, ofClass?.sendTo);
  if (ofClass?.sendTo !== undefined && ofClass.listeners.length === 0) {
    throw new ConfigError(
      `${nameOf(instance)}: a class-level @SendTo is for the @KafkaHandler methods of a class-level @KafkaListener`,
    );
  }
  for (const options of ofClass?.listeners ?? []) {
    const handler = dispatcher(instance, handlers, options);
    const sendTo = sendToOfClass(instance, handlers, options);
    declared.push({ options, handler, retry: ofClass?.retry, dltHandler, sendTo, dltSendTo });
  }
  if (declared.length === 0) throw new ConfigError(`${nameOf(instance)} has no @KafkaListener`);
  return declared;
}

/** Whether the instance's class declares a listener. */
export function hasListeners(instance: object): boolean {
  if ((marksOf(instance.constructor)?.listeners.length ?? 0) > 0) return true;
  return markedMethods(instance).some(({ marks }) => marks.listeners.length > 0);
}

/** The marked methods, those of the class before those it inherits; an overridden one counts only by what overrides it. */
function markedMethods(instance: object): Method[] {
  const methods: Method[] = [];
  const seen = new Set<string>(["constructor"]);
  for (let proto: unknown = Object.getPrototypeOf(instance); isObject(proto) && proto !== Object.prototype;) {
    for (const [name, { value }] of Object.entries<PropertyDescriptor>(Object.getOwnPropertyDescriptors(proto))) {
      if (seen.has(name) || typeof value !== "function") continue;
      seen.add(name);
      const marks = marksOf(value as object);
      if (marks !== undefined) methods.push({ name, marks, call: (value as AnyFunction).bind(instance) });
    }
    proto = Object.getPrototypeOf(proto);
  }
  return methods;
}

/** A method of a class-level listener. */
interface Handler {
  readonly call: (...args: unknown[]) => unknown;
  readonly mark: HandlerMark;
  readonly sendTo: Marks["sendTo"];
}

/** Where a method says nothing of its results, its class does. */
function handlersOf(methods: readonly Method[], sendToOfAll: Marks["sendTo"]): Handler[] {
  return methods.flatMap(({ call, marks }) =>
    marks.handler === undefined
      ? []
      : [{ call: call as Handler["call"], mark: marks.handler, sendTo: marks.sendTo ?? sendToOfAll }],
  );
}

/**
 * Whether methods of a class-level listener answer. Where each of them sends its results goes along with them; what the listener's error handler returns has no
 * method, so it goes where all of them send.
 */
function sendToOfClass(instance: object, handlers: readonly Handler[], options: ListenerOptions): Marks["sendTo"] {
  const all = handlers.map(({ sendTo }) => sendTo);
  const [first, ...others] = all.filter((one) => one !== undefined);
  if (first === undefined) return undefined;
  const isSame = others.every((one) => one.target === first.target) && others.length + 1 === all.length;
  if (!isSame && isListenerErrorHandler(options.errorHandler)) {
    throw new ConfigError(
      `${nameOf(instance)}: what the errorHandler returns has nowhere to go, since its @KafkaHandler methods have different @SendTo`,
    );
  }
  return first;
}

/** Calls the method that takes the payload, with whatever arguments the listener asks for; the payload must be the first. */
function dispatcher(instance: object, handlers: readonly Handler[], options: ListenerOptions): AnyFunction {
  const answers = handlers.some(({ sendTo }) => sendTo !== undefined);
  if (handlers.length === 0)
    throw new ConfigError(`${nameOf(instance)} is a @KafkaListener without a @KafkaHandler method`);
  if (handlers.filter(({ mark }) => mark.isDefault === true).length > 1) {
    throw new ConfigError(`Only one @KafkaHandler of ${nameOf(instance)} can be the default`);
  }
  if (options.batch === true) throw new ConfigError(`${nameOf(instance)}: a class-level listener gets single records`);
  return (...args: unknown[]) => {
    const [payload] = args;
    const fitting = handlers.find(({ mark }) => takes(mark, payload)) ?? handlers.find(({ mark }) => mark.isDefault);
    if (fitting === undefined) {
      throw new ConfigError(`No method of ${nameOf(instance)} found for a payload of type ${typeOf(payload)}`);
    }
    const result = fitting.call(...args);
    return answers ? Promise.resolve(result).then((value) => new Addressed(value, fitting.sendTo)) : result;
  };
}

function takes(mark: HandlerMark, payload: unknown): boolean {
  if (payload === null || payload === undefined) return mark.isNull === true;
  const { type } = mark;
  if (type === undefined) return false;
  if (isClass(type)) return payload instanceof type || (type as unknown) === boxOf(payload);
  return type(payload);
}

/** Text is a String to a handler, as in Spring. */
function boxOf(payload: unknown): unknown {
  return Object(payload).constructor as unknown;
}

function isClass(type: NonNullable<HandlerMark["type"]>): type is abstract new (...args: never[]) => object {
  return /^class\b/.test(Function.prototype.toString.call(type)) || BUILT_IN.has(type);
}

const BUILT_IN: ReadonlySet<unknown> = new Set([String, Number, Boolean, Array, Map, Date, Uint8Array, Buffer, Object]);

function typeOf(payload: unknown): string {
  if (payload === null || payload === undefined) return "null";
  return (boxOf(payload) as { readonly name?: string } | undefined)?.name ?? typeof payload;
}

function nameOf(instance: object): string {
  return instance.constructor.name;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
