/** Names as Spring's relaxed binding sees them: `ack-mode`, `ackMode`, `ack_mode` and `ACK_MODE` are one. Pure. */

/** The name without case, hyphens and underscores; dots and brackets stay. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}

/** The environment variable of a name: `spring.kafka.listener.ack-mode` → `SPRING_KAFKA_LISTENER_ACKMODE`. */
export function environmentName(name: string): string {
  return name.replaceAll(".", "_").replaceAll("-", "").toUpperCase();
}

/** The name that takes the fewest edits to get to, if they are few. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(canonical(written), canonical(name));
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
