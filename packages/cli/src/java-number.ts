// Floating-point numbers as Java prints them: the fewest digits that tell a number from its neighbours, at least one behind the point, and an
// exponent (`1.0E7`) outside of 10^-3 to 10^7.

/** Shortest digits and exponent of a positive number: 0.00123 → ["123", -3]. */
function shortest(value: number, isFloat: boolean): [string, number] {
  let text = value.toExponential();
  if (isFloat) {
    for (let digits = 0; digits < 9; digits++) {
      text = value.toExponential(digits);
      if (Math.fround(Number(text)) === value) break;
    }
  }
  const [mantissa = "", exponent = "0"] = text.split("e");
  return [mantissa.replace(".", "").replace(/0+$/, "") || "0", Number(exponent)];
}

function javaText(value: number, isFloat: boolean): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const size = Math.abs(value);
  if (size === Infinity) return `${sign}Infinity`;
  if (size === 0) return `${sign}0.0`;
  const [digits, exponent] = shortest(size, isFloat);
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0] ?? ""}.${digits.slice(1) || "0"}E${exponent}`;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, "0");
  return `${sign}${padded.slice(0, exponent + 1)}.${padded.slice(exponent + 1) || "0"}`;
}

/** A 32-bit number, as `Float.toString`. */
export function javaFloatText(value: number): string {
  return javaText(value, true);
}

/** A 64-bit number, as `Double.toString`. */
export function javaDoubleText(value: number): string {
  return javaText(value, false);
}
