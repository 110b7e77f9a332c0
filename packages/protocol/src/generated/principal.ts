// Generated from schema/principal.ts by `npm run generate`: do not edit.
import type { Input } from "../wire/input.ts";
import { defineMessage } from "../wire/message-codec.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import type { WireReader } from "../wire/reader.ts";
import type { RawTaggedField } from "../wire/tagged-field.ts";
import type { WireWriter } from "../wire/writer.ts";

/** DefaultPrincipalData: data, versions 0, flexible 0+. */
export interface DefaultPrincipalData {
  type: string;
  name: string;
  tokenAuthenticated: boolean;
  /** Tagged fields that this schema does not know; written back when encoded. */
  unknownTaggedFields?: RawTaggedField[];
}

export const DefaultPrincipalData: MessageCodec<DefaultPrincipalData> = defineMessage<DefaultPrincipalData>({
  name: "DefaultPrincipalData",
  kind: "data",
  apiKey: -1,
  lowestVersion: 0,
  highestVersion: 0,
  flexibleFrom: 0,
  decode: decodeDefaultPrincipalData,
  encode: encodeDefaultPrincipalData,
});

function decodeDefaultPrincipalData(reader: WireReader, _version: number): DefaultPrincipalData {
  const type = reader.compactString("DefaultPrincipalData.type");
  const name = reader.compactString("DefaultPrincipalData.name");
  const tokenAuthenticated = reader.boolean("DefaultPrincipalData.tokenAuthenticated");
  let unknownTaggedFields: RawTaggedField[] | undefined;
  for (let left = reader.taggedFieldCount("DefaultPrincipalData"); left > 0; left--) {
    const tag = reader.unsignedVarint("DefaultPrincipalData");
    const end = reader.taggedFieldEnd("DefaultPrincipalData");
    (unknownTaggedFields ??= []).push(reader.unknownTaggedField(tag, end));
  }
  const message: DefaultPrincipalData = { type, name, tokenAuthenticated };
  if (unknownTaggedFields !== undefined) message.unknownTaggedFields = unknownTaggedFields;
  return message;
}

function encodeDefaultPrincipalData(writer: WireWriter, message: Input<DefaultPrincipalData>, _version: number): void {
  const { type = "", name = "", tokenAuthenticated = false, unknownTaggedFields } = message;
  writer.compactString(type, "DefaultPrincipalData.type");
  writer.compactString(name, "DefaultPrincipalData.name");
  writer.boolean(tokenAuthenticated, "DefaultPrincipalData.tokenAuthenticated");
  writer.taggedFields(unknownTaggedFields, "DefaultPrincipalData");
}
