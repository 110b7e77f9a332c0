/** The windows over which quotas are measured, from the configuration. */

import type { KafkaConfig } from "@ottla/config";
import { ClientQuotas } from "../client-quotas/client-quotas.ts";
import { type QuotaWindow, SECOND_MS } from "../client-quotas/quota-window.ts";

/** Quotas of a node, none yet. */
export function clientQuotasOf(config: KafkaConfig): ClientQuotas {
  const windowOf = (prefix: string): QuotaWindow => ({
    count: config.number(`${prefix}quota.window.num`),
    sizeMs: config.number(`${prefix}quota.window.size.seconds`) * SECOND_MS,
  });
  return new ClientQuotas({ window: windowOf(""), controllerWindow: windowOf("controller.") });
}
