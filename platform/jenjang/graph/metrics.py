"""What /metrics tells of requests: how many, how they ended, how long reading took; never whose they were."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter(
    "jenjang_graphql_requests",
    "Requests by outcome: OK, or the code of the first error (RATE_LIMITED: refused by the quota).",
    ["outcome"],
)
DOCUMENTS = Counter(
    "jenjang_graphql_documents",
    "Documents asked for, by whether this process kept them (kept) or had to compile them (new).",
    ["seen"],
)
STATEMENTS = Histogram(
    "jenjang_graphql_statement_seconds",
    "Seconds that a query's one statement took, waiting for a connection included.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
