// An OpenID-certified client, unmodified and with no special options: what it is told, it prints as JSON lines.
// The first line is where the browser shall go; the address that it comes back to is read from stdin.
import { createInterface } from "node:readline/promises";
import * as openid from "openid-client";

const { ISSUER, CLIENT, SECRET, BACK } = process.env;
const tell = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);

const config = await openid.discovery(new URL(ISSUER), CLIENT, SECRET);
const verifier = openid.randomPKCECodeVerifier();
const expected = { expectedState: openid.randomState(), expectedNonce: openid.randomNonce() };
const address = openid.buildAuthorizationUrl(config, {
  redirect_uri: BACK,
  scope: "openid profile",
  code_challenge: await openid.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state: expected.expectedState,
  nonce: expected.expectedNonce,
});
tell({ open: address.href });

const input = createInterface({ input: process.stdin });
const [cameBack] = await Promise.all([input[Symbol.asyncIterator]().next()]);
input.close();
const tokens = await openid.authorizationCodeGrant(config, new URL(cameBack.value), {
  pkceCodeVerifier: verifier,
  idTokenExpected: true,
  ...expected,
});
const person = await openid.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token);
const own = await openid.clientCredentialsGrant(config, { scope: "employee:read" });
const before = await openid.tokenIntrospection(config, refreshed.access_token);
await openid.tokenRevocation(config, refreshed.refresh_token);
const after = await openid.tokenIntrospection(config, refreshed.access_token);

tell({
  person,
  claims: tokens.claims(),
  token: tokens.access_token,
  refreshed: refreshed.access_token !== tokens.access_token,
  own: own.access_token,
  before: before.active,
  after: after.active,
});
