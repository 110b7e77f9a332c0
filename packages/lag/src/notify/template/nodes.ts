// The parts of a parsed template: Go's text/template, as far as templates of notifiers use it.

/** Something that has a value. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  /** `.`, and `.A.B` of it. */
  | { readonly kind: "dot"; readonly path: readonly string[] }
  | { readonly kind: "variable"; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "pipeline"; readonly pipeline: Pipeline; readonly path: readonly string[] };

/** A function or method with its arguments, or a single value. */
export interface Command {
  readonly operands: readonly [Expression, ...Expression[]];
}

/** Commands, each of which gets the one before it as its last argument. */
export interface Pipeline {
  /** The variables that take the value; with two of a range the first takes the index. */
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly Command[];
}

export type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipeline: Pipeline }
  | {
      readonly kind: "if" | "with" | "range";
      readonly pipeline: Pipeline;
      readonly body: Node[];
      readonly otherwise: Node[];
    }
  | { readonly kind: "template"; readonly name: string; readonly pipeline: Pipeline | undefined }
  | { readonly kind: "break" | "continue" };

export interface ParsedTemplate {
  readonly root: readonly Node[];
  /** What `define` and `block` name. */
  readonly named: ReadonlyMap<string, readonly Node[]>;
}

/** A template that cannot be parsed, or that cannot be filled in with what there is. */
export class TemplateError extends Error {
  readonly code = "ERR_OTTLA_LAG_TEMPLATE";
}
