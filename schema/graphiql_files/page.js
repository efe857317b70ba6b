"use strict";

const ask = async (question) => {
  const answer = await fetch("/graphql", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json",
    },
    body: JSON.stringify(question),
  });
  return answer.json();
};

const first = `{
  offers(locality: "sussex", near: { text: "TN34" }, first: 5) {
    totalCount
    edges {
      distance
      matched
      node { title kind { label } organisation { name } }
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, { fetcher: ask, defaultQuery: first }),
);
