// kafka-consumer-groups --validate-regex: whether an expression is one that a broker would take in a subscription (RE2 syntax).
export async function validateRegex(expression: string): Promise<string> {
  const { RE2JS, RE2JSSyntaxException } = await import("re2js");
  try {
    RE2JS.compile(expression);
    return `The regular expression \`${expression}\` is valid.\n`;
  } catch (error) {
    const reason = error instanceof RE2JSSyntaxException ? error.getDescription() : String(error);
    return `The regular expression \`${expression}\` is invalid: ${reason}.\n`;
  }
}
