// Cuts a template into text and actions, and an action into words.
import { TemplateError } from "./nodes.ts";

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly words: Word[] };

export type Word =
  | { readonly kind: "string" | "number" | "name" | "variable"; readonly text: string }
  /** `.`, `.A`, `.A.B`; `isJoined` when it follows a name, a variable or a bracket without a space. */
  | { readonly kind: "field"; readonly path: readonly string[]; readonly isJoined: boolean }
  | { readonly kind: "sign"; readonly text: "(" | ")" | "|" | ":=" | "=" | "," };

/** The pieces of a template. `{{-` and `-}}` take the white space beside them away; comments leave nothing. */
export function pieces(template: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  let trimsNext = false;
  for (;;) {
    const open = template.indexOf("{{", at);
    let text = open === -1 ? template.slice(at) : template.slice(at, open);
    if (trimsNext) text = text.trimStart();
    const trimsBefore = open !== -1 && /^\{\{-\s/.test(template.slice(open, open + 4));
    if (trimsBefore) text = text.trimEnd();
    if (text !== "") found.push({ kind: "text", text });
    if (open === -1) return found;
    const inside = open + (trimsBefore ? 3 : 2);
    const close = endOf(template, inside);
    const written = template.slice(inside, close);
    trimsNext = /\s-$/.test(written);
    const action = trimsNext ? written.slice(0, -1) : written;
    if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(action)) found.push({ kind: "action", words: wordsOf(action) });
    at = close + 2;
  }
}

/** Where the action's closing braces stand; braces within quotes and comments do not count. */
function endOf(template: string, from: number): number {
  const pattern = /"(?:\\.|[^"\\])*"|`[^`]*`|'(?:\\.|[^'\\])*'|\/\*[\s\S]*?\*\/|\}\}/g;
  pattern.lastIndex = from;
  for (let match = pattern.exec(template); match !== null; match = pattern.exec(template)) {
    if (match[0] === "}}") return match.index;
  }
  throw new TemplateError("an action is not closed");
}

const WORD =
  /\s*(?:("(?:\\.|[^"\\])*"|`[^`]*`)|('(?:\\.|[^'\\])+')|([+-]?(?:0x[0-9a-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?))|(\$\w*)|((?:\.[A-Za-z_]\w*)+|\.)|([A-Za-z_]\w*)|(:=|[()|=,]))/y;

function wordsOf(action: string): Word[] {
  const words: Word[] = [];
  let at = 0;
  while (action.slice(at).trim() !== "") {
    WORD.lastIndex = at;
    const match = WORD.exec(action);
    if (match === null) throw new TemplateError(`unexpected ${JSON.stringify(action.slice(at).trim())} in an action`);
    const [all, string, char, number, variable, field, name, sign] = match;
    const before = action[at - 1] ?? " ";
    const isJoined = !/^\s/.test(all) && /[\w$)]/.test(before);
    if (string !== undefined) words.push({ kind: "string", text: unquoted(string) });
    else if (char !== undefined)
      words.push({ kind: "number", text: String(unquoted(`"${char.slice(1, -1)}"`).codePointAt(0) ?? 0) });
    else if (number !== undefined) words.push({ kind: "number", text: number.replaceAll("_", "") });
    else if (variable !== undefined) words.push({ kind: "variable", text: variable });
    else if (field !== undefined)
      words.push({ kind: "field", path: field.split(".").slice(1).filter(Boolean), isJoined });
    else if (name !== undefined) words.push({ kind: "name", text: name });
    else words.push({ kind: "sign", text: signOf(sign ?? "") });
    at = WORD.lastIndex;
  }
  return words;
}

function signOf(text: string): "(" | ")" | "|" | ":=" | "=" | "," {
  switch (text) {
    case "(":
    case ")":
    case "|":
    case ":=":
    case "=":
      return text;
    default:
      return ",";
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\u0007", b: "\b", f: "\f", v: "\v" };

function unquoted(text: string): string {
  const inside = text.slice(1, -1);
  if (text.startsWith("`")) return inside.replaceAll("\r", "");
  return inside.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/g,
    (
      _,
      hex: string | undefined,
      u4: string | undefined,
      u8: string | undefined,
      octal: string | undefined,
      char: string,
    ) => {
      const code = hex ?? u4 ?? u8;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      return ESCAPES[char] ?? char;
    },
  );
}
