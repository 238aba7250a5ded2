export const id = 927;
export const ids = [927];
export const modules = {

/***/ 5927:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createOctokit: () => (/* binding */ createOctokit)
/* harmony export */ });
/* harmony import */ var _actions_github__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9436);
/* harmony import */ var _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4225);
/* harmony import */ var _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4038);



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
function createOctokit({ apiUrl, token, userAgent, log, secondMs = 1000 }) {
    const waitFor = (what) => (seconds, _request, _octokit, waits) => {
        if (seconds > LONGEST_WAIT_S || waits >= MOST_WAITS)
            return false;
        log.info(`GitHub's API: ${what} reached; waiting ${seconds} s.`);
        return true;
    };
    const debug = (message) => log.debug(message);
    return (0,_actions_github__WEBPACK_IMPORTED_MODULE_0__/* .getOctokit */ .Q)(token, {
        baseUrl: apiUrl.replace(/\/+$/, ''),
        userAgent,
        log: { debug: () => { }, info: () => { }, warn: debug, error: debug },
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
    tracing(log), soundAnswers, _octokit_plugin_throttling__WEBPACK_IMPORTED_MODULE_1__/* .throttling */ .A, _octokit_plugin_retry__WEBPACK_IMPORTED_MODULE_2__/* .retry */ .L);
}
/** An octokit plugin that tells the debug log of each attempt at a request. The token is not in it: it stands in a header. */
const tracing = (log) => (octokit) => {
    octokit.hook.wrap('request', async (request, options) => {
        const { method, url } = octokit.request.endpoint(options);
        const told = (end) => log.debug(`GitHub: ${method} ${url}: ${end}`);
        try {
            const response = await request(options);
            told(String(response.status));
            return response;
        }
        catch (error) {
            const { status, response, message } = error;
            told(response ? `${status}` : message);
            throw error;
        }
    });
};
/** An octokit plugin that mends what octokit makes of broken answers and of limits without GitHub's usual words. */
function soundAnswers(octokit) {
    octokit.hook.wrap('request', async (request, options) => {
        const signal = AbortSignal.timeout(ATTEMPT_TIMEOUT_MS);
        try {
            const response = await request({ ...options, request: { ...options.request, signal } });
            // Of an answer that breaks off octokit makes an empty or a half text, without an error.
            if (typeof response.data === 'object' && response.data !== null)
                return response;
            throw Object.assign(new Error('The answer broke off, or is no JSON'), { status: 500, request: options });
        }
        catch (error) {
            const failure = error;
            const isLimit = failure.status === 429 || (failure.status === 403 && failure.response?.headers['retry-after'] !== undefined);
            // The throttling plugin goes by these words, and an Enterprise Server's proxy may use others.
            if (isLimit && !/\bsecondary rate\b/i.test(failure.message))
                failure.message += ' (taken for a secondary rate limit)';
            throw failure;
        }
    });
}


/***/ })

};
