// How often a test repeats what it does: a few times on a laptop, and in the numbers that a change has to survive where
// OTTLA_THOROUGH=1 says so, which continuous integration does. A number of the test's own in the environment wins.

/** @param variable the environment variable that gives the number, such as `EXACTLY_ONCE_KILLS` */
export function repetitions(variable: string, numbers: { readonly quick: number; readonly thorough: number }): number {
  const given = process.env[variable];
  if (given !== undefined) return Number(given);
  return process.env["OTTLA_THOROUGH"] === "1" ? numbers.thorough : numbers.quick;
}
