/**
 * Stands in for undici, which `@actions/http-client` 4 imports for one method, `getAgentDispatcher`. The action never
 * calls it, yet the import alone would load 0.9 MB of code into the process that holds the token, and take a quarter of
 * the time to its first request. `@actions/github`, which does use undici, has the real one (`overrides` in
 * `package.json`), in a chunk that is loaded only where GitHub's API is needed.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is left out (stubs/undici); requests go through node:https.');
  }
}
