/**
 * An immutable map from strings that shares structure between versions: a hash array mapped trie of 32-way nodes.
 * Setting one key copies the few nodes on its path, not the map. Iteration is in order of the keys' hashes, the same
 * for the same set of keys inserted in the same order.
 */

import { javaStringHashCode } from "@ottla/base";

interface Leaf<V> {
  readonly kind: "leaf";
  readonly hash: number;
  readonly key: string;
  readonly value: V;
}

/** Keys of one hash. */
interface Collision<V> {
  readonly kind: "collision";
  readonly hash: number;
  readonly leaves: readonly Leaf<V>[];
}

interface Branch<V> {
  readonly kind: "branch";
  /** Bit i is set when there is a child for hash chunk i; children are in the order of the bits. */
  bitmap: number;
  children: Node<V>[];
  /** The builder that made this node and may change it in place; undefined once it is shared. */
  readonly owner: object | undefined;
}

type Node<V> = Leaf<V> | Collision<V> | Branch<V>;

const BITS = 5;
const MASK = 31;
const HASH_BITS = 32;

/** See the file's head. */
export class PersistentMap<V> {
  readonly #root: Branch<V>;
  readonly size: number;

  private constructor(root: Branch<V>, size: number) {
    this.#root = root;
    this.size = size;
  }

  /** The map without keys. */
  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>({ kind: "branch", bitmap: 0, children: [], owner: undefined }, 0);
  }

  get(key: string): V | undefined {
    return find(this.#root, spread(key), key)?.value;
  }

  has(key: string): boolean {
    return find(this.#root, spread(key), key) !== undefined;
  }

  /** This map with one key set. */
  set(key: string, value: V): PersistentMap<V> {
    return this.toBuilder().set(key, value).build();
  }

  /** This map without one key. */
  delete(key: string): PersistentMap<V> {
    return this.toBuilder().delete(key).build();
  }

  /** Starts a series of changes; this map stays as it is. */
  toBuilder(): PersistentMapBuilder<V> {
    const build = (root: Branch<V>, size: number): PersistentMap<V> =>
      root === this.#root ? this : new PersistentMap<V>(root, size);
    return new PersistentMapBuilder<V>(this.#root, this.size, build);
  }

  *entries(): Generator<[string, V]> {
    for (const leaf of leavesOf(this.#root)) yield [leaf.key, leaf.value];
  }

  *keys(): Generator<string> {
    for (const leaf of leavesOf(this.#root)) yield leaf.key;
  }

  *values(): Generator<V> {
    for (const leaf of leavesOf(this.#root)) yield leaf.value;
  }

  [Symbol.iterator](): Generator<[string, V]> {
    return this.entries();
  }
}

/** Many changes to one map; nodes made on the way are changed in place. Use it once: `build` ends it. */
export class PersistentMapBuilder<V> {
  #root: Branch<V>;
  #size: number;
  #owner: object | undefined = {};
  readonly #build: (root: Branch<V>, size: number) => PersistentMap<V>;

  /** Made by `PersistentMap.toBuilder`. */
  constructor(root: Branch<V>, size: number, build: (root: Branch<V>, size: number) => PersistentMap<V>) {
    this.#root = root;
    this.#size = size;
    this.#build = build;
  }

  get(key: string): V | undefined {
    return find(this.#root, spread(key), key)?.value;
  }

  set(key: string, value: V): this {
    const leaf: Leaf<V> = { kind: "leaf", hash: spread(key), key, value };
    const before = find(this.#root, leaf.hash, key);
    if (before?.value === value && before !== undefined) return this;
    this.#root = insert(this.#root, leaf, 0, this.#owner);
    if (before === undefined) this.#size++;
    return this;
  }

  delete(key: string): this {
    const hash = spread(key);
    if (find(this.#root, hash, key) === undefined) return this;
    this.#root = remove(this.#root, hash, key, 0, this.#owner);
    this.#size--;
    return this;
  }

  /** The map with all changes. */
  build(): PersistentMap<V> {
    this.#owner = undefined;
    return this.#build(this.#root, this.#size);
  }
}

/** Java's string hash, mixed, because its low bits are poor for names that differ at the end. */
function spread(key: string): number {
  let hash = javaStringHashCode(key);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x45d9f3b);
  return hash ^ (hash >>> 16);
}

function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function find<V>(root: Branch<V>, hash: number, key: string): Leaf<V> | undefined {
  let node: Node<V> = root;
  for (let shift = 0; node.kind === "branch"; shift += BITS) {
    const bit = 1 << ((hash >>> shift) & MASK);
    if ((node.bitmap & bit) === 0) return undefined;
    node = node.children[bitCount(node.bitmap & (bit - 1))]!;
  }
  if (node.kind === "leaf") return node.key === key ? node : undefined;
  return node.leaves.find((leaf) => leaf.key === key);
}

function insert<V>(branch: Branch<V>, leaf: Leaf<V>, shift: number, owner: object | undefined): Branch<V> {
  const bit = 1 << ((leaf.hash >>> shift) & MASK);
  const index = bitCount(branch.bitmap & (bit - 1));
  const target = owned(branch, owner);
  if ((branch.bitmap & bit) === 0) {
    target.children.splice(index, 0, leaf);
    target.bitmap |= bit;
    return target;
  }
  const child = branch.children[index]!;
  target.children[index] =
    child.kind === "branch" ? insert(child, leaf, shift + BITS, owner) : join(child, leaf, shift + BITS, owner);
  return target;
}

/** What stands for two entries that met at one place: a changed leaf, a collision, or a branch that parts them. */
function join<V>(present: Leaf<V> | Collision<V>, leaf: Leaf<V>, shift: number, owner: object | undefined): Node<V> {
  if (present.kind === "leaf" && present.key === leaf.key) return leaf;
  if (present.hash === leaf.hash) {
    const others = present.kind === "leaf" ? [present] : present.leaves.filter((other) => other.key !== leaf.key);
    return { kind: "collision", hash: leaf.hash, leaves: [...others, leaf] };
  }
  const bit = 1 << ((present.hash >>> shift) & MASK);
  return insert({ kind: "branch", bitmap: bit, children: [present], owner }, leaf, shift, owner);
}

function remove<V>(branch: Branch<V>, hash: number, key: string, shift: number, owner: object | undefined): Branch<V> {
  const bit = 1 << ((hash >>> shift) & MASK);
  const index = bitCount(branch.bitmap & (bit - 1));
  const target = owned(branch, owner);
  const rest = without(branch.children[index]!, hash, key, shift + BITS, owner);
  if (rest === undefined) {
    target.children.splice(index, 1);
    target.bitmap &= ~bit;
  } else {
    target.children[index] = rest;
  }
  return target;
}

function without<V>(
  node: Node<V>,
  hash: number,
  key: string,
  shift: number,
  owner: object | undefined,
): Node<V> | undefined {
  if (node.kind === "leaf") return undefined;
  if (node.kind === "collision") {
    const leaves = node.leaves.filter((leaf) => leaf.key !== key);
    return leaves.length === 1 ? leaves[0] : { kind: "collision", hash: node.hash, leaves };
  }
  const rest = remove(node, hash, key, shift, owner);
  const only = rest.children.length === 1 ? rest.children[0] : undefined;
  return only !== undefined && only.kind !== "branch" ? only : rest;
}

/** The node itself if this builder made it, else a copy that belongs to the builder. */
function owned<V>(branch: Branch<V>, owner: object | undefined): Branch<V> {
  if (owner !== undefined && branch.owner === owner) return branch;
  return { kind: "branch", bitmap: branch.bitmap, children: [...branch.children], owner };
}

function* leavesOf<V>(root: Branch<V>): Generator<Leaf<V>> {
  // Depth is bounded by the bits of a hash, so the stack is too.
  const stack: { node: Branch<V>; index: number }[] = [{ node: root, index: 0 }];
  while (stack.length > 0 && stack.length <= HASH_BITS) {
    const top = stack[stack.length - 1]!;
    const child = top.node.children[top.index];
    if (child === undefined) {
      stack.pop();
      continue;
    }
    top.index++;
    if (child.kind === "leaf") yield child;
    else if (child.kind === "collision") yield* child.leaves;
    else stack.push({ node: child, index: 0 });
  }
}
