// Reads a template into its parts.
import { pieces } from "./lexer.ts";
import type { Piece, Word } from "./lexer.ts";
import { TemplateError } from "./nodes.ts";
import type { Command, Expression, Node, ParsedTemplate, Pipeline } from "./nodes.ts";

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["nil", null],
]);

/** Reads the words of one action. */
class Words {
  readonly #words: readonly Word[];
  #at: number = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  peek(ahead = 0): Word | undefined {
    return this.#words[this.#at + ahead];
  }

  next(): Word | undefined {
    return this.#words[this.#at++];
  }

  takeSign(text: string): boolean {
    const word = this.peek();
    if (word?.kind !== "sign" || word.text !== text) return false;
    this.#at++;
    return true;
  }

  takeName(text: string): boolean {
    const word = this.peek();
    if (word?.kind !== "name" || word.text !== text) return false;
    this.#at++;
    return true;
  }

  pipeline(): Pipeline {
    const variables = this.#variables();
    const isAssignment = variables.length > 0 && !this.takeSign(":=") && this.takeSign("=");
    const commands: Command[] = [this.#command()];
    while (this.takeSign("|")) commands.push(this.#command());
    return { variables, isAssignment, commands };
  }

  end(): void {
    if (this.peek() !== undefined) throw new TemplateError("an action holds more than one pipeline");
  }

  /** The names before `:=` or `=`, if that is what comes. */
  #variables(): string[] {
    const names: string[] = [];
    for (let ahead = 0; ; ahead += 2) {
      const name = this.peek(ahead);
      const sign = this.peek(ahead + 1);
      if (name?.kind !== "variable" || sign?.kind !== "sign") return [];
      names.push(name.text);
      if (sign.text === ",") continue;
      if (sign.text !== ":=" && sign.text !== "=") return [];
      this.#at += ahead + 1;
      return names;
    }
  }

  #command(): Command {
    const first = this.#operand();
    if (first === undefined) throw new TemplateError("a value is missing in an action");
    const rest: Expression[] = [];
    for (let operand = this.#operand(); operand !== undefined; operand = this.#operand()) rest.push(operand);
    return { operands: [first, ...rest] };
  }

  #operand(): Expression | undefined {
    const word = this.peek();
    if (word === undefined) return undefined;
    if (word.kind === "sign") {
      if (!this.takeSign("(")) return undefined;
      const pipeline = this.pipeline();
      if (!this.takeSign(")")) throw new TemplateError("a bracket is not closed");
      return { kind: "pipeline", pipeline, path: this.#joined() };
    }
    this.next();
    switch (word.kind) {
      case "string":
        return { kind: "literal", value: word.text };
      case "number":
        return { kind: "literal", value: Number(word.text) };
      case "variable":
        return { kind: "variable", name: word.text, path: this.#joined() };
      case "field":
        return { kind: "dot", path: word.path };
      default: {
        const constant = CONSTANTS.get(word.text);
        return constant === undefined ? { kind: "function", name: word.text } : { kind: "literal", value: constant };
      }
    }
  }

  /** The fields that follow a value without a space. */
  #joined(): readonly string[] {
    const word = this.peek();
    if (word?.kind !== "field" || !word.isJoined) return [];
    this.next();
    return word.path;
  }
}

class Parser {
  readonly #pieces: readonly Piece[];
  readonly named: Map<string, readonly Node[]> = new Map();
  #at: number = 0;

  constructor(template: string) {
    this.#pieces = pieces(template);
  }

  /** Nodes up to an action that ends the list; answers with that action's words, undefined at the end of the template. */
  list(): { nodes: Node[]; ending: Words | undefined } {
    const nodes: Node[] = [];
    while (this.#at < this.#pieces.length) {
      const piece = this.#pieces[this.#at++];
      if (piece === undefined) break;
      if (piece.kind === "text") {
        nodes.push(piece);
        continue;
      }
      const words = new Words(piece.words);
      const first = words.peek();
      if (first?.kind === "name" && (first.text === "end" || first.text === "else")) return { nodes, ending: words };
      const node = this.#action(words);
      if (node !== undefined) nodes.push(node);
    }
    return { nodes, ending: undefined };
  }

  #action(words: Words): Node | undefined {
    for (const kind of ["if", "with", "range"] as const) {
      if (words.takeName(kind)) return this.#branch(kind, words);
    }
    if (words.takeName("break")) return { kind: "break" };
    if (words.takeName("continue")) return { kind: "continue" };
    if (words.takeName("define")) {
      this.#define(nameIn(words));
      return undefined;
    }
    for (const kind of ["template", "block"] as const) {
      if (!words.takeName(kind)) continue;
      const name = nameIn(words);
      const pipeline = words.peek() === undefined ? undefined : words.pipeline();
      words.end();
      if (kind === "block") this.#define(name);
      return { kind: "template", name, pipeline };
    }
    const pipeline = words.pipeline();
    words.end();
    return { kind: "action", pipeline };
  }

  #define(name: string): void {
    const { nodes, ending } = this.list();
    if (ending?.takeName("end") !== true) throw new TemplateError(`the definition of ${name} is not ended`);
    this.named.set(name, nodes);
  }

  #branch(kind: "if" | "with" | "range", words: Words): Node {
    const pipeline = words.pipeline();
    words.end();
    const { nodes: body, ending } = this.list();
    if (ending === undefined) throw new TemplateError(`${kind} is not ended`);
    if (ending.takeName("end")) return { kind, pipeline, body, otherwise: [] };
    ending.takeName("else");
    if (ending.takeName("if")) return { kind, pipeline, body, otherwise: [this.#branch("if", ending)] };
    if (ending.takeName("with")) return { kind, pipeline, body, otherwise: [this.#branch("with", ending)] };
    const { nodes: otherwise, ending: last } = this.list();
    if (last?.takeName("end") !== true) throw new TemplateError(`the else of ${kind} is not ended`);
    return { kind, pipeline, body, otherwise };
  }
}

function nameIn(words: Words): string {
  const word = words.next();
  if (word?.kind !== "string") throw new TemplateError("a template's name is missing");
  return word.text;
}

/** @throws TemplateError saying what is wrong */
export function parseTemplate(template: string): ParsedTemplate {
  const parser = new Parser(template);
  const { nodes, ending } = parser.list();
  if (ending !== undefined) throw new TemplateError("there is an end or else to nothing");
  return { root: nodes, named: parser.named };
}
