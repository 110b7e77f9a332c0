/** Writes one generated module: interfaces, codecs and the functions behind them. */
import { structsWithDefaults } from "./defaults.ts";
import { emitDecode, emitDefault } from "./emit-decode.ts";
import { emitEncode, emitIsDefault } from "./emit-encode.ts";
import { emitInterface } from "./emit-interface.ts";
import type { MessageModel, ModuleModel } from "./model.ts";

/** The text of `generated/<module>.ts`. */
export function emitModule(module: ModuleModel, source: string): string {
  const body: string[] = [];
  const roots = new Map(module.messages.map((message) => [message.root, message]));
  const { compared, created } = structsWithDefaults(module.structs);
  for (const message of module.messages) {
    body.push("", ...emitInterface(message.root, aboutMessage(message)), "", ...emitCodec(message));
  }
  for (const struct of module.structs) {
    if (!roots.has(struct)) body.push("", ...emitInterface(struct, aboutStruct(struct.name, module)));
  }
  for (const struct of module.structs) {
    if (struct.versions.low > struct.versions.high) continue;
    body.push("", ...withoutUnused(emitDecode(struct)), "", ...withoutUnused(emitEncode(struct)));
    if (created.has(struct)) body.push("", ...emitDefault(struct));
    if (compared.has(struct)) body.push("", ...emitIsDefault(struct));
  }
  const header = [`// Generated from ${source} by \`npm run generate\`: do not edit.`];
  return `${indent([...header, ...imports(body), ...body]).join("\n")}\n`;
}

function aboutMessage({ schema, kind, id }: MessageModel): string {
  const versions = schema.versions === "none" ? "no valid version" : `versions ${schema.versions.replace("-", "–")}`;
  const flexible = schema.flexible === "none" ? "" : `, flexible ${schema.flexible}`;
  const what = kind === "request" || kind === "response" ? `API key ${id}` : id === -1 ? kind : `${kind}, type ${id}`;
  return `${schema.name}: ${what}, ${versions}${flexible}.`;
}

function aboutStruct(name: string, module: ModuleModel): string {
  const users = new Set<string>();
  for (const struct of module.structs) {
    for (const field of struct.fields) {
      const type = field.type.kind === "array" ? field.type.element : field.type;
      if (type.kind === "struct" && type.struct.name === name) users.add(`\`${struct.name}.${field.name}\``);
    }
  }
  return `In ${[...users].join(", ")}.`;
}

function emitCodec({ schema, kind, id, root }: MessageModel): string[] {
  const isValid = root.versions.low <= root.versions.high;
  return [
    `export const ${root.name}: MessageCodec<${root.name}> = defineMessage<${root.name}>({`,
    `name: "${schema.name}",`,
    `kind: "${kind}",`,
    `apiKey: ${id},`,
    `lowestVersion: ${isValid ? root.versions.low : 0},`,
    `highestVersion: ${isValid ? root.versions.high : -1},`,
    `flexibleFrom: ${root.flexible.low <= root.flexible.high ? root.flexible.low : "Number.POSITIVE_INFINITY"},`,
    isValid ? `decode: decode${root.name},` : `decode: () => ({}),`,
    isValid ? `encode: encode${root.name},` : `encode: () => {},`,
    `});`,
  ];
}

function imports(body: readonly string[]): string[] {
  const text = body.join("\n");
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
  const lines: string[] = [];
  if (uses("ZERO_UUID")) lines.push(`import { ZERO_UUID } from "@ottla/base";`);
  if (uses("Uuid")) lines.push(`import type { Uuid } from "@ottla/base";`);
  if (uses("EMPTY_BYTES")) lines.push(`import { EMPTY_BYTES } from "../wire/empty-bytes.ts";`);
  if (uses("Input")) lines.push(`import type { Input } from "../wire/input.ts";`);
  if (uses("INT64_MAX")) lines.push(`import { INT64_MAX } from "../wire/int64.ts";`);
  lines.push(`import { defineMessage } from "../wire/message-codec.ts";`);
  lines.push(`import type { MessageCodec } from "../wire/message-codec.ts";`);
  if (uses("WireReader")) lines.push(`import type { WireReader } from "../wire/reader.ts";`);
  if (uses("RawTaggedField")) lines.push(`import type { RawTaggedField } from "../wire/tagged-field.ts";`);
  if (uses("WireWriter")) lines.push(`import type { WireWriter } from "../wire/writer.ts";`);
  return lines;
}

/** Marks the parameter of a function that is the same in all versions as unused. */
function withoutUnused(lines: readonly string[]): string[] {
  const [signature = "", ...rest] = lines;
  const isUsed = rest.some((line) => /\bversion\b(?!:)/.test(line.replaceAll(/"[^"]*"/g, "")));
  return [isUsed ? signature : signature.replace("version: number", "_version: number"), ...rest];
}

/** Indents by braces; the emitters write one statement a line. */
function indent(lines: readonly string[]): string[] {
  let depth = 0;
  return lines
    .flatMap((text) => text.split("\n"))
    .map((line) => {
      if (/^[})\]]/.test(line)) depth--;
      const indented = line === "" ? "" : `${"  ".repeat(depth)}${line}`;
      if (/[{([]$/.test(line)) depth++;
      return indented;
    });
}
