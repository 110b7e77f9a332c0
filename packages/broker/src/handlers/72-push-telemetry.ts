/**
 * PushTelemetry (key 72), version 0.
 *
 * Behavior: a client pushes metrics as OTLP, compressed or not. Refused are: no id, and anything after a push that said `terminating`
 * (INVALID_REQUEST); a push before the interval has passed (THROTTLING_QUOTA_EXCEEDED), but for the last one; another subscription than the client's
 * (UNKNOWN_SUBSCRIPTION_ID); no known compression (UNSUPPORTED_COMPRESSION_TYPE); more than `telemetry.max.bytes` (TELEMETRY_TOO_LARGE); what cannot
 * be read (INVALID_RECORD). Advertised only where metrics are served.
 *
 * Version notes
 * - v0: KIP-714
 */

import { ApiKey } from "@ottla/protocol";
import { PushTelemetryRequest, PushTelemetryResponse } from "@ottla/protocol/messages/push-telemetry";
import type { HandlerResponse, RequestContext, RequestHandler } from "./handler.ts";

async function handle(
  request: PushTelemetryRequest,
  context: RequestContext,
): Promise<HandlerResponse<PushTelemetryResponse>> {
  const telemetry = await context.services.clientTelemetry();
  return { errorCode: await telemetry.push(request, context) };
}

/** See the head of this file. */
export const handler: RequestHandler<PushTelemetryRequest, PushTelemetryResponse> = {
  apiKey: ApiKey.PushTelemetry,
  request: PushTelemetryRequest,
  response: PushTelemetryResponse,
  handle,
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
