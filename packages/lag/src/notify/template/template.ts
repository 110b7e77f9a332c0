// A template that can be filled in, as Go's text/template does it.
import { FUNCTIONS } from "./functions.ts";
import { TemplateError } from "./nodes.ts";
import type { Command, Expression, Node, ParsedTemplate, Pipeline } from "./nodes.ts";
import { parseTemplate } from "./parser.ts";
import { StatusValue, Struct, Time, isList, isMap, isTrue, printed } from "./values.ts";
import type { TemplateValue } from "./values.ts";

const DEPTH_MAX = 100;

type Flow = "goes on" | "break" | "continue";

/** Variables that are seen from one place on. */
class Scope {
  readonly #outer: Scope | undefined;
  readonly #values: Map<string, TemplateValue> = new Map();

  constructor(outer?: Scope) {
    this.#outer = outer;
  }

  get(name: string): TemplateValue {
    if (this.#values.has(name)) return this.#values.get(name);
    if (this.#outer === undefined) throw new TemplateError(`the variable ${name} is not there`);
    return this.#outer.get(name);
  }

  declare(name: string, value: TemplateValue): void {
    this.#values.set(name, value);
  }

  assign(name: string, value: TemplateValue): void {
    if (this.#values.has(name)) this.#values.set(name, value);
    else if (this.#outer === undefined) throw new TemplateError(`the variable ${name} is not there`);
    else this.#outer.assign(name, value);
  }
}

export class Template {
  readonly #parsed: ParsedTemplate;

  /** @throws TemplateError saying what is wrong with the text */
  constructor(text: string) {
    this.#parsed = parseTemplate(text);
  }

  /** @throws TemplateError for a field that is not there, or a function called wrongly */
  fill(data: TemplateValue): string {
    return new Filling(this.#parsed).fill(this.#parsed.root, data);
  }
}

class Filling {
  readonly #parsed: ParsedTemplate;
  #text: string = "";
  #depth: number = 0;

  constructor(parsed: ParsedTemplate) {
    this.#parsed = parsed;
  }

  fill(nodes: readonly Node[], data: TemplateValue): string {
    this.#begin(nodes, data);
    return this.#text;
  }

  #begin(nodes: readonly Node[], data: TemplateValue): void {
    if (this.#depth === DEPTH_MAX) throw new TemplateError("templates call each other without end");
    this.#depth++;
    const scope = new Scope();
    scope.declare("$", data);
    this.#list(nodes, data, scope);
    this.#depth--;
  }

  #list(nodes: readonly Node[], dot: TemplateValue, scope: Scope): Flow {
    for (const node of nodes) {
      const flow = this.#node(node, dot, scope);
      if (flow !== "goes on") return flow;
    }
    return "goes on";
  }

  #node(node: Node, dot: TemplateValue, scope: Scope): Flow {
    switch (node.kind) {
      case "text":
        this.#text += node.text;
        return "goes on";
      case "action": {
        const value = this.#pipeline(node.pipeline, dot, scope);
        if (node.pipeline.variables.length === 0) this.#text += printed(value);
        return "goes on";
      }
      case "template": {
        const nodes = this.#parsed.named.get(node.name);
        if (nodes === undefined) throw new TemplateError(`the template ${node.name} is not defined`);
        this.#begin(nodes, node.pipeline === undefined ? null : this.#pipeline(node.pipeline, dot, scope));
        return "goes on";
      }
      case "if":
      case "with": {
        const inner = new Scope(scope);
        const value = this.#pipeline(node.pipeline, dot, inner);
        if (!isTrue(value)) return this.#list(node.otherwise, dot, new Scope(scope));
        return this.#list(node.body, node.kind === "with" ? value : dot, inner);
      }
      case "range":
        this.#range(node, dot, scope);
        return "goes on";
      default:
        return node.kind;
    }
  }

  #range(node: Extract<Node, { kind: "if" | "with" | "range" }>, dot: TemplateValue, scope: Scope): void {
    const { variables, commands } = node.pipeline;
    const value = this.#pipeline({ variables: [], isAssignment: false, commands }, dot, scope);
    const pairs = membersOf(value);
    if (pairs.length === 0) {
      this.#list(node.otherwise, dot, new Scope(scope));
      return;
    }
    for (const [key, one] of pairs) {
      const inner = new Scope(scope);
      const [first, second] = variables;
      if (second !== undefined) inner.declare(second, one);
      if (first !== undefined) inner.declare(first, second === undefined ? one : key);
      if (this.#list(node.body, one, inner) === "break") return;
    }
  }

  #pipeline(pipeline: Pipeline, dot: TemplateValue, scope: Scope): TemplateValue {
    let value: TemplateValue;
    for (const [at, command] of pipeline.commands.entries()) {
      value = this.#command(command, at === 0 ? [] : [value], dot, scope);
    }
    for (const name of pipeline.variables) {
      if (pipeline.isAssignment) scope.assign(name, value);
      else scope.declare(name, value);
    }
    return value;
  }

  #command(command: Command, piped: readonly TemplateValue[], dot: TemplateValue, scope: Scope): TemplateValue {
    const [first, ...rest] = command.operands;
    const evaluate = (expression: Expression): TemplateValue => this.#value(expression, dot, scope);
    if (first.kind === "function" && (first.name === "and" || first.name === "or")) {
      return shortCircuit(first.name, [...rest.map((one) => () => evaluate(one)), ...piped.map((one) => () => one)]);
    }
    const values = [...rest.map(evaluate), ...piped];
    if (first.kind === "function") return call(first.name, values);
    if (values.length === 0) return evaluate(first);
    // A method with arguments: what stands before its name, and the name.
    if (first.kind === "literal" || first.path.length === 0)
      throw new TemplateError("a value is called like a function");
    const path = first.path.slice(0, -1);
    return method(this.#value({ ...first, path }, dot, scope), first.path.at(-1) ?? "", values);
  }

  #value(expression: Expression, dot: TemplateValue, scope: Scope): TemplateValue {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "dot":
        return fields(dot, expression.path);
      case "variable":
        return fields(scope.get(expression.name), expression.path);
      case "pipeline":
        return fields(this.#pipeline(expression.pipeline, dot, scope), expression.path);
      default:
        return call(expression.name, []);
    }
  }
}

/** `and` and `or` look no further than they must. */
function shortCircuit(name: "and" | "or", values: readonly (() => TemplateValue)[]): TemplateValue {
  let value: TemplateValue;
  for (const one of values) {
    value = one();
    if (isTrue(value) === (name === "or")) return value;
  }
  return value;
}

function call(name: string, values: readonly TemplateValue[]): TemplateValue {
  const called = FUNCTIONS.get(name);
  if (called === undefined) throw new TemplateError(`the function ${name} is not there`);
  return called(values);
}

function fields(value: TemplateValue, path: readonly string[]): TemplateValue {
  let at = value;
  for (const name of path) {
    if (at instanceof Struct) {
      if (!at.fields.has(name)) throw new TemplateError(`there is no field ${name}`);
      at = at.fields.get(name);
    } else if (isMap(at)) at = at.get(name);
    else at = method(at, name, []);
  }
  return at;
}

function method(value: TemplateValue, name: string, values: readonly TemplateValue[]): TemplateValue {
  if (value instanceof StatusValue && name === "String") return printed(value);
  if (value instanceof Time) {
    if (name === "Format") return value.format(printed(values[0]));
    if (name === "String") return printed(value);
    if (name === "Unix") return Math.floor((value.ms ?? 0) / 1000);
    if (name === "UnixMilli") return value.ms ?? 0;
    if (name === "IsZero") return value.ms === undefined;
  }
  throw new TemplateError(`${value === null ? "nil" : printed(value)} has no field or method ${name}`);
}

function membersOf(value: TemplateValue): [TemplateValue, TemplateValue][] {
  if (isList(value)) return [...value.entries()];
  if (isMap(value)) return [...value].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (typeof value === "number") return Array.from({ length: Math.max(0, value) }, (_, at) => [at, at]);
  if (value === null || value === undefined) return [];
  throw new TemplateError(`range cannot go over ${printed(value)}`);
}
