import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import type { Logger } from '../log.ts';

export interface OctokitOptions {
  /** Where the REST API is: `GITHUB_API_URL`, which names an Enterprise Server's, too. */
  readonly apiUrl: string;
  readonly token: string;
  readonly userAgent: string;
  readonly log: Logger;
  /** Milliseconds in a second of waiting; tests shorten it. */
  readonly secondMs?: number;
}

/** Longest time from sending a request to the last byte of its answer. A tree of 7 MB takes GitHub some seconds. */
const ATTEMPT_TIMEOUT_MS = 60_000;

/** Longest wait for GitHub's limits, in seconds. Secondary limits last about a minute, the hourly one up to an hour. */
const LONGEST_WAIT_S = 120;

/** How often a request is sent again after the limits held it up. */
const MOST_WAITS = 3;

/**
 * GitHub's REST client. It keeps GitHub's limits (at most 10 requests at a time, `retry-after` and `x-ratelimit-reset` waited
 * for) and tries again what failed on the way or with a 5xx, three times.
 *
 * This module is the only one that loads octokit; whoever needs it imports it dynamically, so that the bundle holds it in a chunk
 * of its own and a run that needs no API does not load it.
 */
export function createOctokit({ apiUrl, token, userAgent, log, secondMs = 1000 }: OctokitOptions) {
  const waitFor =
    (what: string) =>
    (seconds: number, _request: unknown, _octokit: unknown, waits: number): boolean => {
      if (seconds > LONGEST_WAIT_S || waits >= MOST_WAITS) return false;
      log.info(`GitHub's API: ${what} reached; waiting ${seconds} s.`);
      return true;
    };
  const debug = (message: string) => log.debug(message);
  return getOctokit(
    token,
    {
      baseUrl: apiUrl.replace(/\/+$/, ''),
      userAgent,
      log: { debug: () => {}, info: () => {}, warn: debug, error: debug },
      throttle: {
        onRateLimit: waitFor('the hourly limit is'),
        onSecondaryRateLimit: waitFor('a limit on requests in a short time is'),
        retryAfterBaseValue: secondMs,
      },
      retry: {
        // 429 is waited for by the throttling plugin; 409 is GitHub's word for an empty repository.
        doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
        retryAfterBaseValue: secondMs,
      },
    },
    // The first wraps a request the closest, so that the others see what it makes of an answer.
    tracing(log),
    soundAnswers,
    throttling,
    retry,
  );
}

/** GitHub's REST client, as the adapters use it. */
export type Octokit = ReturnType<typeof createOctokit>;

interface Failure extends Error {
  status?: number;
  response?: { readonly headers: Readonly<Record<string, string | number | undefined>> };
}

/** An octokit plugin that tells the debug log of each attempt at a request. The token is not in it: it stands in a header. */
const tracing =
  (log: Logger) =>
  (octokit: Pick<ReturnType<typeof getOctokit>, 'hook' | 'request'>): void => {
    octokit.hook.wrap('request', async (request, options) => {
      const { method, url } = octokit.request.endpoint(options);
      const told = (end: string) => log.debug(`GitHub: ${method} ${url}: ${end}`);
      try {
        const response = await request(options);
        told(String(response.status));
        return response;
      } catch (error) {
        const { status, response, message } = error as Failure;
        told(response ? `${status}` : message);
        throw error;
      }
    });
  };

/** An octokit plugin that mends what octokit makes of broken answers and of limits without GitHub's usual words. */
function soundAnswers(octokit: Pick<ReturnType<typeof getOctokit>, 'hook'>): void {
  octokit.hook.wrap('request', async (request, options) => {
    const signal = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS);
    try {
      const response = await request({ ...options, request: { ...options.request, signal } });
      // Of an answer that breaks off octokit makes an empty or a half text, without an error.
      if (typeof response.data === 'object' && response.data !== null) return response;
      throw Object.assign(new Error('The answer broke off, or is no JSON'), { status: 500, request: options });
    } catch (error) {
      const failure = error as Failure;
      const isLimit =
        failure.status === 429 || (failure.status === 403 && failure.response?.headers['retry-after'] !== undefined);
      // The throttling plugin goes by these words, and an Enterprise Server's proxy may use others.
      if (isLimit && !/\bsecondary rate\b/i.test(failure.message))
        failure.message += ' (taken for a secondary rate limit)';
      throw failure;
    }
  });
}
