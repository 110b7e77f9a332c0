export { AclOperation, AclPermissionType, CLUSTER_RESOURCE_NAME, PatternType, ResourceType } from "./acl-types.ts";
export {
  API_TABLE,
  ApiKey,
  PRODUCE_ADVERTISED_LOWEST_VERSION,
  apiName,
  describeApi,
  isVersionSupported,
  requestHeaderVersion,
  responseHeaderVersion,
} from "./api-keys.ts";
export type { ApiDescription } from "./api-keys.ts";
export { ERROR_TABLE, ErrorCode, describeError, errorMessage, errorName } from "./error-codes.ts";
export type { ErrorDescription } from "./error-codes.ts";
export {
  decodeBody,
  decodeMessage,
  decodeRequest,
  decodeRequestHeader,
  decodeResponse,
  decodeResponseHeader,
  encodeMessage,
  encodeRequest,
  encodeResponse,
  encodeResponseForTransfer,
} from "./frames.ts";
export type { DecodedRequest, DecodedResponse, RequestIdentity, ResponseIdentity } from "./frames.ts";
export { RequestHeader, ResponseHeader } from "./generated/headers.ts";
export type { JsonField } from "./json-field.ts";
export { RECORD_FAMILIES, loadAllMessages, loadApi, loadRecordFamily } from "./message-registry.ts";
export type { AnyMessageCodec, ApiCodecs } from "./message-registry.ts";
export { REFERENCED_BYTES_MIN } from "./wire/chunk-arena.ts";
export { EMPTY_BYTES } from "./wire/empty-bytes.ts";
export { ProtocolDecodeError, ProtocolEncodeError } from "./wire/errors.ts";
export type { MessageContext } from "./wire/errors.ts";
export type { Input } from "./wire/input.ts";
export { INT64_EXACT_LIMIT, INT64_MAX } from "./wire/int64.ts";
export type { MessageCodec, MessageKind } from "./wire/message-codec.ts";
export { MAX_ARRAY_ELEMENTS, MAX_STRING_BYTES, MAX_TAGGED_FIELDS, WireReader } from "./wire/reader.ts";
export type { RawTaggedField } from "./wire/tagged-field.ts";
export { WireWriter } from "./wire/writer.ts";
