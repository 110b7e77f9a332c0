/** The resolved schemas of all messages, by message name: what tests derive their expectations from. */
import { loadSchemas } from "../../compile/load-schemas.ts";
import { buildModule } from "../../compile/model.ts";
import type { MessageModel } from "../../compile/model.ts";

/** Every message's schema, each resolved on its own. */
export async function loadSchemaModels(): Promise<Map<string, MessageModel>> {
  const { apis, families } = await loadSchemas();
  const models = new Map<string, MessageModel>();
  const add = (message: Parameters<typeof buildModule>[1][number]): void => {
    const [model] = buildModule(message.schema.name, [message]).messages;
    if (model !== undefined) models.set(message.schema.name, model);
  };
  for (const { schema } of apis) {
    add({ schema: schema.request, kind: "request", id: schema.apiKey });
    add({ schema: schema.response, kind: "response", id: schema.apiKey });
  }
  for (const { schema } of families) {
    for (const message of schema.messages) add({ schema: message, kind: message.kind, id: message.id ?? -1 });
  }
  return models;
}
