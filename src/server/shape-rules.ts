import {
  type ASTVisitor,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from "graphql";

/**
 * Refuses a document with more than `limit` renamed fields, `__typename` among them: renaming is how one field is asked for a
 * thousand times. Reports one error; never throws.
 */
export function aliasRule(limit: number): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    let count = 0;
    return {
      Field(node) {
        if (node.alias !== undefined) count += 1;
      },
      Document: {
        leave() {
          if (count <= limit) return;
          const message = `This document renames ${count} fields; the limit is ${limit}. Ask for many things at once with a list of codes.`;
          context.reportError(new GraphQLError(message));
        },
      },
    };
  };
}

/**
 * Refuses an operation whose fields stand more than `limit` below one another, fragments opened. Introspection is exempt: its standard
 * query goes deeper, and its cost is bounded by the schema. Reports one error for each operation; never throws. Fragments that hold
 * themselves are refused by graphql-js's own rules; here they count once.
 */
export function depthRule(limit: number): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const known = new Map<string, number>();

    function depthOfFragment(name: string): number {
      const seen = known.get(name);
      if (seen !== undefined) return seen;
      known.set(name, 0);
      const fragment = context.getFragment(name);
      const depth = fragment === undefined || fragment === null ? 0 : depthOf(fragment.selectionSet);
      known.set(name, depth);
      return depth;
    }

    function depthOf(set: SelectionSetNode): number {
      let deepest = 0;
      for (const selection of set.selections) {
        let depth = 0;
        if (selection.kind === Kind.FRAGMENT_SPREAD) depth = depthOfFragment(selection.name.value);
        else if (selection.kind === Kind.INLINE_FRAGMENT) depth = depthOf(selection.selectionSet);
        else if (selection.name.value === "__schema" || selection.name.value === "__type") depth = 1;
        else depth = 1 + (selection.selectionSet === undefined ? 0 : depthOf(selection.selectionSet));
        deepest = Math.max(deepest, depth);
      }
      return deepest;
    }

    return {
      OperationDefinition(node) {
        const depth = depthOf(node.selectionSet);
        if (depth <= limit) return;
        const message = `This operation is ${depth} fields deep; the limit is ${limit}. Ask for the inner things in a query of their own.`;
        context.reportError(new GraphQLError(message));
      },
    };
  };
}
