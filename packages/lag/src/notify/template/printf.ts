// Go's printf, for the verbs that texts about consumers need: %v %s %d %f %t %q %x %% with flags, width and precision.
import { StatusValue, printed } from "./values.ts";
import type { TemplateValue } from "./values.ts";

const VERB = /%([-+ 0#]*)(\d*)(?:\.(\d*))?([a-zA-Z%])/g;

function numberOf(value: TemplateValue): number | undefined {
  if (value instanceof StatusValue) return value.status;
  return typeof value === "number" ? value : undefined;
}

function shown(verb: string, precision: number | undefined, value: TemplateValue): string {
  const number = numberOf(value);
  switch (verb) {
    case "d":
      return number === undefined ? `%!d(${printed(value)})` : String(Math.trunc(number));
    case "f":
    case "F":
      return number === undefined ? `%!f(${printed(value)})` : number.toFixed(precision ?? 6);
    case "e":
      return number === undefined ? `%!e(${printed(value)})` : exponent(number.toExponential(precision ?? 6));
    case "g":
      return number === undefined
        ? printed(value)
        : String(precision === undefined ? number : Number(number.toPrecision(precision)));
    case "x":
      return number === undefined ? Buffer.from(printed(value)).toString("hex") : number.toString(16);
    case "q":
      return JSON.stringify(printed(value));
    case "s":
    case "v":
    case "t":
      return precision === undefined || typeof value !== "string" ? printed(value) : value.slice(0, precision);
    default:
      return `%!${verb}(${printed(value)})`;
  }
}

function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

export function printf(format: string, values: readonly TemplateValue[]): string {
  let at = 0;
  const text = format.replaceAll(
    VERB,
    (_, flags: string, width: string, precision: string | undefined, verb: string) => {
      if (verb === "%") return "%";
      if (at >= values.length) return `%!${verb}(MISSING)`;
      const value = values[at++];
      let one = shown(verb, precision === undefined ? undefined : Number(precision), value);
      if (flags.includes("+") && numberOf(value) !== undefined && !one.startsWith("-")) one = `+${one}`;
      const columns = Number(width);
      if (flags.includes("-")) return one.padEnd(columns);
      if (!flags.includes("0") || numberOf(value) === undefined) return one.padStart(columns);
      const sign = /^[+-]/.exec(one)?.[0] ?? "";
      return `${sign}${one.slice(sign.length).padStart(columns - sign.length, "0")}`;
    },
  );
  return at < values.length ? `${text}%!(EXTRA ${values.slice(at).map(printed).join(", ")})` : text;
}
