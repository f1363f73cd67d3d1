/** A side panel that lists the example queries with a sentence each, so that a closed tab can be had again. */
import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect } from "react";
import type { Example } from "./settings";

function ExamplesIcon(): React.JSX.Element {
  return (
    <svg viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 5h12M4 10h12M4 15h7" />
    </svg>
  );
}

function ExamplesPanel({ examples }: { readonly examples: readonly Example[] }): React.JSX.Element {
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));
  // With ten tabs the open one may lie outside the tab bar; GraphiQL leaves it there.
  useEffect(() => {
    document.querySelector(".graphiql-tab-active")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeTabIndex]);
  const open = (example: Example): void => {
    const already = tabs.findIndex((tab) => tab.query === example.query);
    if (already >= 0) {
      changeTab(already);
      return;
    }
    addTab();
    updateActiveTabValues({ query: example.query, variables: example.variables });
    queryEditor?.setValue(example.query);
    variableEditor?.setValue(example.variables);
  };
  return (
    <section aria-labelledby="examples-heading" className="outturn-examples">
      <h2 id="examples-heading">Examples</h2>
      <ul>
        {examples.map((example) => (
          <li key={example.title}>
            <button type="button" onClick={() => open(example)}>
              {example.title}
            </button>
            <p>{example.description}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The panel as GraphiQL wants plugins: a title (its tooltip and label), an icon and what it shows. */
export function examplesPlugin(examples: readonly Example[]): GraphiQLPlugin {
  return { title: "Examples", icon: ExamplesIcon, content: () => <ExamplesPanel examples={examples} /> };
}
