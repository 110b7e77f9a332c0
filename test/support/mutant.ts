/**
 * A rule of the code that ships, broken in one place: what a simulation that finds nothing must find. The source text of one module is changed as
 * it is loaded, so what ships has no switch for it; a text that is not there any more fails the test, and wants to be written anew.
 */
import { registerHooks } from "node:module";

export interface Mutant {
  readonly name: string;
  /** Below packages. */
  readonly file: string;
  /** Occurs exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Where the search begins, for one that only a few seeds show. Default: 1. */
  readonly firstSeed?: number;
}

/** Breaks the rule in whatever this thread imports from now on. Returns whether its text was there, once, when it was imported. */
export function breakRule({ file, find, replace }: Mutant): () => boolean {
  let isMutated = false;
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/packages/${file}`)) return loaded;
      const source = String(loaded.source);
      isMutated = source.split(find).length === 2;
      return { ...loaded, source: source.replace(find, replace) };
    },
  });
  return () => isMutated;
}
