/**
 * GetTelemetrySubscriptions (key 71), version 0.
 *
 * Behavior: a client asks which of its metrics are wanted, how often, and as what. A client without an id gets one. Whoever asks again before the
 * interval has passed hears THROTTLING_QUOTA_EXCEEDED, unless the subscriptions have changed or a push was answered with an error that tells it to ask.
 * Advertised only where metrics are served.
 *
 * Version notes
 * - v0: KIP-714
 */

import { ApiKey } from "@ottla/protocol";
import {
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse,
} from "@ottla/protocol/messages/get-telemetry-subscriptions";
import type { RequestHandler } from "./handler.ts";

/** See the head of this file. */
export const handler: RequestHandler<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> = {
  apiKey: ApiKey.GetTelemetrySubscriptions,
  request: GetTelemetrySubscriptionsRequest,
  response: GetTelemetrySubscriptionsResponse,
  handle: async (request, context) => (await context.services.clientTelemetry()).get(request, context),
  errorResponse: (_request, errorCode) => ({ errorCode }),
};
