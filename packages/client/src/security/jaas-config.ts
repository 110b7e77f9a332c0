/**
 * Kafka's login line (`sasl.jaas.config`): `package.Module required key="value" key='value';`. The module's class must fit the mechanism; its options
 * carry user name, password and the like.
 */

/** One login module with its options. */
export interface JaasConfig {
  /** The class name without its package, such as `PlainLoginModule`. */
  readonly loginModule: string;
  readonly options: ReadonlyMap<string, string>;
}

const FLAGS: ReadonlySet<string> = new Set(["required", "requisite", "sufficient", "optional"]);

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Parses the line. Throws a plain `Error` that shows nothing of its options, for they may be secrets. */
export function parseJaasConfig(line: string): JaasConfig {
  const tokens = tokensOf(line);
  const [module, flag, ...rest] = tokens;
  if (module === undefined || module.isQuoted || !/^[\w.$]+$/.test(module.text)) {
    throw new Error("must begin with the class of a login module");
  }
  if (flag === undefined || !FLAGS.has(flag.text.toLowerCase())) {
    throw new Error("must name a control flag behind the login module: required");
  }
  const last = rest.pop();
  if (last?.text !== ";" || last.isQuoted) throw new Error("must end with a semicolon");
  const options = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 3) {
    const [name, equals, value] = rest.slice(at, at + 3);
    const isPair = name !== undefined && !isMark(name) && equals?.text === "=" && !equals.isQuoted;
    if (!isPair || value === undefined || isMark(value)) throw new Error('must hold options as name="value"');
    options.set(name.text, value.text);
  }
  return { loginModule: module.text.split(".").pop() ?? "", options };
}

function isMark({ text, isQuoted }: Token): boolean {
  return !isQuoted && (text === "=" || text === ";");
}

function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < line.length) {
    const char = line[at] as string;
    if (/\s/.test(char)) at++;
    else if (char === "=" || char === ";") {
      tokens.push({ text: char, isQuoted: false });
      at++;
    } else if (char === '"' || char === "'") {
      const [text, end] = quoted(line, at);
      tokens.push({ text, isQuoted: true });
      at = end;
    } else {
      const [word = ""] = /^[^\s=;"']+/.exec(line.slice(at)) ?? [];
      tokens.push({ text: word, isQuoted: false });
      at += word.length;
    }
  }
  return tokens;
}

/** The text between quotes, with Java's escapes, and where it ends. */
function quoted(line: string, start: number): [string, number] {
  const quote = line[start];
  let text = "";
  for (let at = start + 1; at < line.length; at++) {
    const char = line[at] as string;
    if (char === quote) return [text, at + 1];
    if (char !== "\\") text += char;
    else {
      at++;
      const escaped = line[at] ?? "";
      text += ESCAPES.get(escaped) ?? escaped;
    }
  }
  throw new Error("must close its quotes");
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);
