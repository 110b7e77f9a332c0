/** Headers in the one of their two forms that has an order. */
import type { Header, Headers } from "@ottla/client";

export function headerList(headers: Headers | undefined): Header[] {
  if (headers === undefined) return [];
  if (isList(headers)) return [...headers];
  return Object.entries(headers).map(([key, value]) => ({ key, value }));
}

function isList(headers: Headers): headers is readonly Header[] {
  return Array.isArray(headers);
}
