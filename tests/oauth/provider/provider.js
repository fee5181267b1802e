// A government's own identity provider, as anybody may run one: PEOPLE says who signs in, and with what claims:
//   PEOPLE='{"budi": {"preferred_username": "a NIP"}}' node provider.js
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const {
  PORT = "9000",
  AUDIENCE = "jenjang",
  PEOPLE,
  BACK = "http://127.0.0.1:8400/back",
  CALLBACK = "http://127.0.0.1:8000/t/surakarta/federated/sso",
  SECRET = "known-to-all-and-good-for-trying-only",
} = process.env;
const people = JSON.parse(PEOPLE);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = { ...privateKey.export({ format: "jwk" }), kid: "first", use: "sig", alg: "RS256" };
const confidential = { client_secret: SECRET, response_types: ["code"], redirect_uris: [BACK] };

const provider = new Provider(`http://localhost:${PORT}`, {
  jwks: { keys: [key] },
  clients: [
    { client_id: "application", ...confidential },
    { client_id: "jenjang", ...confidential, redirect_uris: [], response_types: [], grant_types: [] },
    { client_id: "jenjang-login", ...confidential, redirect_uris: [CALLBACK] },
  ],
  scopes: ["openid", "profile", "email"],
  claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  extraTokenClaims: (ctx, token) => people[token.accountId],
  cookies: { keys: ["of a test"] },
  features: {
    introspection: { enabled: true, allowedPolicy: (ctx, client) => client.clientId === "jenjang" },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, oneOf) => oneOf ?? [],
      getResourceServerInfo: (ctx, resource) => ({
        audience: AUDIENCE,
        scope: "",
        accessTokenTTL: 300,
        accessTokenFormat: resource.endsWith("opaque") ? "opaque" : "jwt",
        jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
});

provider.listen(Number(PORT), "127.0.0.1", () => console.log("listens"));
