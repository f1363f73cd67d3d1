/**
 * GraphiQL's two editor themes again, with the hub's accent and with those token colours raised that fall short of 4.5:1 on
 * GraphiQL's backgrounds (measured with axe-core: numbers on light grey, comments and line numbers on dark blue).
 */
import { useMonaco } from "@graphiql/react";
import { useEffect } from "react";

interface Scheme {
  readonly base: "vs" | "vs-dark";
  readonly ground: string;
  readonly accent: string;
  readonly lineNumber: string;
  readonly tokens: Readonly<Record<string, string>>;
}

/** The names under which GraphiQL 5.4 defines its themes. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  "graphiql-LIGHT": {
    base: "vs",
    ground: "#ffffff",
    accent: "#0d6b4e",
    lineNumber: "#1f6377",
    tokens: { comment: "006400", number: "076b46", "argument.identifier.gql": "4f4bb8" },
  },
  "graphiql-DARK": {
    base: "vs-dark",
    ground: "#212a3b",
    accent: "#5ad1a6",
    lineNumber: "#a9b4c6",
    tokens: { comment: "8cc47d", number: "b5cea8", "argument.identifier.gql": "a8a3ff" },
  },
};

/** Redefines the themes as soon as Monaco is loaded; Monaco repaints the one in use. Draws nothing. */
export function ReadableColours(): null {
  const monaco = useMonaco((state) => state.monaco);
  useEffect(() => {
    for (const [name, { base, ground, accent, lineNumber, tokens }] of Object.entries(SCHEMES)) {
      monaco?.editor.defineTheme(name, {
        base,
        inherit: true,
        rules: Object.entries(tokens).map(([token, foreground]) => ({ token, foreground })),
        colors: {
          "editor.background": "#ffffff00",
          "scrollbar.shadow": "#ffffff00",
          "editorLineNumber.foreground": lineNumber,
          "editorLineNumber.dimmedForeground": lineNumber,
          "editorWidget.background": ground,
          "editorHoverWidget.background": ground,
          "editorSuggestWidget.background": ground,
          "editorSuggestWidget.selectedBackground": `${accent}22`,
          "editorSuggestWidget.selectedForeground": accent,
          "menu.background": ground,
          "menu.selectionBackground": `${accent}22`,
          "menu.selectionForeground": accent,
          "list.highlightForeground": accent,
          "list.hoverBackground": `${accent}22`,
          "textLink.foreground": accent,
          focusBorder: accent,
        },
      });
    }
  }, [monaco]);
  return null;
}
