// The two things asked of the server: the contract, and answers.
import { buildSchema } from "graphql";

// Without a published contract there is no documentation, but GraphiQL still runs operations.
export async function loadContract() {
  const answer = await fetch("/schema.graphql");
  return answer.ok ? buildSchema(await answer.text(), { assumeValidSDL: true }) : null;
}

export async function send(operation, { headers }) {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: {
      Accept: "application/graphql-response+json, application/json",
      "Accept-Language": document.documentElement.lang,
      "Content-Type": "application/json",
      ...headers,
    },
    body: JSON.stringify(operation),
  });
  return answer.json();
}
