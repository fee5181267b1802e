// GraphiQL on the page that Jenjang's server rendered around it.
import "graphiql/setup-workers/vite";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./page.css";

import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { loadContract, send } from "./server.js";

// What the server says to this page: the token of the chosen persona (or none) and example operations.
const said = JSON.parse(document.getElementById("said").textContent);
const headers = JSON.stringify({ Authorization: `Bearer ${said.token}` }, null, 2);

// The contract is public, so the documentation shows to those, too, who are not signed in.
const schema = await loadContract();

createRoot(document.getElementById("graphiql")).render(
  <GraphiQL
    fetcher={send}
    schema={schema}
    defaultHeaders={headers}
    defaultTabs={said.examples.map((query) => ({ query, headers }))}
    defaultEditorToolsVisibility="headers"
  >
    <GraphiQL.Logo>{null}</GraphiQL.Logo>
  </GraphiQL>,
);
