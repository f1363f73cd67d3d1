/** The playground: GraphiQL over the hub's own graph, with every byte served by the hub. */
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";
import "graphiql/style.css";
import "./playground.css";
import { askAt } from "./ask";
import { ReadableColours } from "./colours";
import { examplesPlugin } from "./examples-panel";
import { askedFor, firstTabs, isFirstVisit } from "./first-tabs";
import { readSettings } from "./settings";
import { serveWorkers } from "./workers";

const settings = readSettings(document);
serveWorkers(settings.workers);

const asked = askedFor(location.search);
const tabs = firstTabs(asked, settings.examples);
const opened = asked ?? (isFirstVisit() ? tabs[0] : undefined);
const plugins = [HISTORY_PLUGIN, examplesPlugin(settings.examples)];
const host = document.getElementById("playground");
if (!host) throw new Error("The page has no place for the playground. Reload it without the browser's cache.");

createRoot(host).render(
  <>
    <ReadableColours />
    <GraphiQL
      fetcher={askAt(settings.endpoint)}
      plugins={plugins}
      defaultTabs={tabs}
      defaultEditorToolsVisibility="variables"
      isHeadersEditorEnabled={false}
      showPersistHeadersSettings={false}
      inputValueDeprecation
      {...(opened === undefined ? {} : { initialQuery: opened.query, initialVariables: opened.variables })}
    >
      {/* The page's header names the site: no second logo. */}
      <GraphiQL.Logo>
        <span hidden />
      </GraphiQL.Logo>
    </GraphiQL>
  </>,
);
