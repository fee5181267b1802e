// The two things asked of the server: the contract, and answers.
import { buildSchema } from "graphql";

// Without a published contract GraphiQL asks the server itself, by introspection.
export async function loadContract() {
  const answer = await fetch("/schema.graphql");
  return answer.ok ? buildSchema(await answer.text(), { assumeValidSDL: true }) : undefined;
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
