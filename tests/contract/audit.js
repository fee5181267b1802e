// Asks a running server every question of graphql-http's audit and prints the findings as JSON.
// URL and TOKEN come from the environment.
import { auditServer } from 'graphql-http';

const { URL: url, TOKEN: token } = process.env;

function fetchFn(address, options = {}) {
  return fetch(address, { ...options, headers: { ...options.headers, authorization: `Bearer ${token}` } });
}

const findings = await auditServer({ url, fetchFn });
console.log(JSON.stringify(findings.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
