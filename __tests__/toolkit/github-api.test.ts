import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../src/failure.ts';
import { GitHubApi, type GitHubApiOptions } from '../../src/toolkit/github-api.ts';
import { type Answer, GitHubApiServer } from '../support/github-api.ts';
import { RecordingLog } from '../support/log.ts';

const TOKEN = 'ghs_verySecretToken1234';
const QUESTION = { what: 'the commit 1234', permission: 'contents: read' } as const;

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
});

/** An API that answers as told, one answer after the other, and then as GitHub does. */
async function answering(...answers: (Answer | undefined)[]) {
  const server = await GitHubApiServer.start({});
  toClose.push(() => server.close());
  server.intercept = (_, number) => answers[number - 1];
  const log = new RecordingLog();
  return { server, log, api: apiOf(server.url, { log }) };
}

const apiOf = (apiUrl: string, options: Partial<GitHubApiOptions> = {}): GitHubApi =>
  new GitHubApi({
    apiUrl,
    token: TOKEN,
    repository: GitHubApiServer.REPOSITORY,
    userAgent: 'hood-resync/1.2.3',
    log: new RecordingLog(),
    // A second of waiting lasts a millisecond.
    secondMs: 1,
    ...options,
  });

const ask = (api: GitHubApi) => api.get(QUESTION, (octokit) => octokit.rest.repos.get({ ...api.repository }));

/** What the user is told. */
async function problemOf(answer: Promise<unknown>): Promise<string> {
  const error = await answer.then(
    () => new Error('it was answered'),
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(ConfigurationError);
  const { message } = error as ConfigurationError;
  expect(message).not.toContain(TOKEN);
  expect(message).not.toContain('\n');
  return message;
}

const saying = (status: number, message: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: { message, documentation_url: 'https://docs.github.com/rest' },
});

describe('a request', () => {
  it('goes to the API of GITHUB_API_URL with the token', async () => {
    const { server } = await answering();
    await ask(apiOf(`${server.url}/`));
    expect(server.requests).toMatchObject([
      {
        method: 'GET',
        path: `/repos/${GitHubApiServer.REPOSITORY}`,
        headers: { authorization: `token ${TOKEN}`, 'user-agent': expect.stringContaining('hood-resync/1.2.3') },
      },
    ]);
  });

  it('and each attempt at it stands in the debug log, without the token', async () => {
    const { log, server, api } = await answering(saying(502, 'Bad gateway'), undefined, saying(404, 'Not Found'));
    const url = `${server.url}/repos/${GitHubApiServer.REPOSITORY}`;
    await ask(api);
    await problemOf(ask(api));
    const lines = log.debugLines.filter((line) => line.startsWith('GitHub: '));
    expect(lines).toEqual([`GitHub: GET ${url}: 502`, `GitHub: GET ${url}: 200`, `GitHub: GET ${url}: 404`]);
    expect(log.debugLines.join('\n')).not.toContain(TOKEN);
  });

  it("keeps the path of an Enterprise Server's API", async () => {
    const { server } = await answering({ status: 200, body: { default_branch: 'trunk' } });
    expect(await apiOf(`${server.url}/api/v3`).defaultBranch()).toBe('trunk');
    expect(server.requests[0]?.path).toBe(`/api/v3/repos/${GitHubApiServer.REPOSITORY}`);
  });

  it('is not made without a token', async () => {
    const { server } = await answering();
    expect(await problemOf(ask(apiOf(server.url, { token: '' })))).toMatchInlineSnapshot(
      `"\`github-token\` is empty, but the commit 1234 has to be read through GitHub's API. Leave \`github-token\` at its default, or give actions/checkout \`fetch-depth: 0\`."`,
    );
    expect(server.requests).toEqual([]);
  });
});

describe('the options', () => {
  it.each(['', 'acme', 'acme/', '/x', 'acme/a/b', 'acme/../x', 'a b/c'])(
    'take no repository %j',
    async (repository) => {
      expect(await problemOf(ask(apiOf('http://127.0.0.1:9', { repository })))).toBe(
        `GITHUB_REPOSITORY is ${JSON.stringify(repository)}, but must be \`owner/name\`: the commit 1234 has to be read through GitHub's API.`,
      );
    },
  );

  it('take no address that is none', async () => {
    expect(await problemOf(ask(apiOf('api.github.com')))).toBe(
      'GITHUB_API_URL is "api.github.com", which is not a URL: the commit 1234 has to be read through GitHub\'s API.',
    );
  });
});

describe("GitHub's own words", () => {
  it('are told on one line, and not without end', async () => {
    const { api } = await answering(saying(404, `Not\nFound ${'x'.repeat(300)}`));
    expect(await problemOf(ask(api))).toContain(`404 Not Found ${'x'.repeat(190)}…`);
  });

  it('may be none: then the reason is told', async () => {
    const { api } = await answering({ status: 404, body: { message: 7 } });
    expect(await problemOf(ask(api))).toMatch(/^GitHub did not give .*: 404 .+\. Grant the job/);
  });
});

describe('what is tried again', () => {
  it.each([500, 502, 503, 504])('is a %i', async (status) => {
    const { api, server } = await answering(saying(status, 'Oops'), saying(status, 'Oops'));
    expect(await ask(api)).toMatchObject({ default_branch: 'main' });
    expect(server.requests).toHaveLength(3);
  });

  it('is an answer that breaks off', async () => {
    const { api, server } = await answering({ status: 200, body: { default_branch: 'main' }, breakOff: true });
    expect(await ask(api)).toMatchObject({ default_branch: 'main' });
    expect(server.requests).toHaveLength(2);
  });

  it('is an answer that is no JSON', async () => {
    const { api, server } = await answering({ status: 200, body: '<html>A proxy' }, { status: 200, body: '""' });
    expect(await ask(api)).toMatchObject({ default_branch: 'main' });
    expect(server.requests).toHaveLength(3);
  });

  it('is a request that a secondary limit held up, after the time that GitHub gives', async () => {
    const limited = saying(403, 'You have exceeded a secondary rate limit.', { 'retry-after': '60' });
    const { api, server, log } = await answering(limited, limited);
    expect(await ask(api)).toMatchObject({ default_branch: 'main' });
    expect(server.requests).toHaveLength(3);
    expect(log.lines).toEqual(
      Array(2).fill("GitHub's API: a limit on requests in a short time is reached; waiting 60 s."),
    );
  });

  it.each([429, 403])('is a %i with `retry-after`, in whatever words', async (status) => {
    const { api, server, log } = await answering(saying(status, 'Slow down', { 'retry-after': '7' }));
    expect(await ask(api)).toMatchObject({ default_branch: 'main' });
    expect(server.requests).toHaveLength(2);
    expect(log.lines).toEqual(["GitHub's API: a limit on requests in a short time is reached; waiting 7 s."]);
  });

  it('is a request beyond the hourly limit, when that ends soon', async () => {
    const reset = Math.floor(Date.now() / 1000) + 30;
    const { api, server, log } = await answering(
      saying(403, 'API rate limit exceeded', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) }),
    );
    expect(await ask(api)).toMatchObject({ default_branch: 'main' });
    expect(server.requests).toHaveLength(2);
    expect(log.lines).toEqual([expect.stringMatching(/the hourly limit is reached; waiting (2\d|30|31) s\.$/)]);
  });

  it.each([400, 401, 403, 404, 409, 410, 422])('is not a %i', async (status) => {
    const { api, server } = await answering(saying(status, 'No'), undefined);
    await problemOf(ask(api));
    expect(server.requests).toHaveLength(1);
  });
});

describe('what the user is told', () => {
  it('of a token that GitHub refuses', async () => {
    const { api } = await answering(saying(401, 'Bad credentials'));
    expect(await problemOf(ask(api))).toMatchInlineSnapshot(
      `"GitHub refused \`github-token\` (401 Bad credentials), so the commit 1234 (acme/hood-config) could not be read. Leave \`github-token\` at its default, or replace the token, which is not valid or has expired."`,
    );
  });

  it('of a permission that is missing', async () => {
    const { api } = await answering(saying(403, 'Resource not accessible by integration'));
    expect(await problemOf(ask(api))).toMatchInlineSnapshot(
      `"GitHub did not give the commit 1234 (acme/hood-config): 403 Resource not accessible by integration. Grant the job the permission \`contents: read\` under \`permissions\`."`,
    );
  });

  it('of something that GitHub does not find', async () => {
    const { api } = await answering(saying(404, 'Not Found'));
    expect(await problemOf(ask(api))).toMatchInlineSnapshot(
      `"GitHub did not give the commit 1234 (acme/hood-config): 404 Not Found. Grant the job the permission \`contents: read\` under \`permissions\`, and check that it exists."`,
    );
  });

  it('of a limit that lasts too long to be waited for', async () => {
    const reset = Math.floor(Date.now() / 1000) + 3000;
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
    const { api, server } = await answering(saying(403, 'API rate limit exceeded for installation', headers));
    const problem = await problemOf(ask(api));
    expect(problem.replace(new Date(reset * 1000).toISOString(), 'TIME')).toMatchInlineSnapshot(
      `"GitHub's limit on API requests is used up until TIME (403 API rate limit exceeded for installation), so the commit 1234 (acme/hood-config) could not be read. Check the repository out with actions/checkout before this step (\`fetch-depth: 0\` saves the most requests), or run the job again later."`,
    );
    expect(server.requests).toHaveLength(1);
  });

  it('of a limit that stays', async () => {
    const limited = saying(429, 'You have exceeded a secondary rate limit', { 'retry-after': '60' });
    const { api, server } = await answering(...Array(20).fill(limited));
    expect(await problemOf(ask(api))).toMatch(/^GitHub's limit on API requests is used up \(429 /);
    expect(server.requests).toHaveLength(4);
  });

  it('of an API that fails', async () => {
    const { api, server } = await answering(...Array(20).fill(saying(502, 'Server Error')));
    expect(await problemOf(ask(api))).toMatchInlineSnapshot(
      `"GitHub's API failed to give the commit 1234 (acme/hood-config): 502 Server Error. Run the job again; if it stays so, see https://www.githubstatus.com."`,
    );
    expect(server.requests).toHaveLength(4);
  });

  it('of an API that cannot be reached', async () => {
    const { server } = await answering();
    await server.close();
    const problem = await problemOf(ask(apiOf(server.url)));
    // The cause is an error of another realm under Jest, and octokit does not know it for one.
    const told = problem.replace(server.url, 'URL').replace(/connect ECONNREFUSED 127\.0\.0\.1:\d+/, 'fetch failed');
    expect(told).toMatchInlineSnapshot(
      `"GitHub's API at URL did not give the commit 1234 (acme/hood-config): fetch failed. Run the job again; if it stays so, check that the runner can reach the API."`,
    );
  });

  it('never holds the token, even if GitHub says it', async () => {
    const { api } = await answering(saying(403, `The token ${TOKEN} may not do this\n::error::really`));
    expect(await problemOf(ask(api))).toContain('The token *** may not do this ::error::really');
  });
});

describe('find', () => {
  const find = (api: GitHubApi) =>
    api.find(QUESTION, [404, 422], (octokit) =>
      octokit.rest.git.getCommit({ ...api.repository, commit_sha: 'f'.repeat(40) }),
    );

  it('believes that something is not there when the repository is', async () => {
    const { api, server } = await answering(saying(404, 'Not Found'));
    expect(await find(api)).toBeUndefined();
    expect(server.asked).toEqual([`/git/commits/${'f'.repeat(40)}`, '']);
  });

  it('does not when the repository cannot be read either', async () => {
    const { api } = await answering(saying(404, 'Not Found'), saying(404, 'Not Found'));
    expect(await problemOf(find(api))).toMatchInlineSnapshot(
      `"GitHub did not give the repository (acme/hood-config): 404 Not Found. Grant the job the permission \`contents: read\` under \`permissions\`, and check that it exists."`,
    );
  });

  it.each([401, 403, 500])('takes a %i for no answer', async (status) => {
    const { api } = await answering(...Array(10).fill(saying(status, 'No')));
    await problemOf(find(api));
  });
});

describe('list', () => {
  const list = async (api: GitHubApi) => {
    const names: string[] = [];
    const tags = api.list(QUESTION, async (octokit, page) => {
      const { data, headers } = await octokit.rest.repos.listTags({ ...api.repository, page });
      return { items: data, headers };
    });
    for await (const { name } of tags) names.push(name);
    return names;
  };
  const page = (number: number, more: boolean): Answer => ({
    status: 200,
    headers: more ? { link: '<https://evil.example/next>; rel="next", <https://evil.example/last>; rel="last"' } : {},
    body: [{ name: `v${number}` }],
  });

  it('goes through all pages, and to no other address', async () => {
    const { api, server } = await answering(page(1, true), page(2, true), page(3, false));
    expect(await list(api)).toEqual(['v1', 'v2', 'v3']);
    expect(server.asked).toEqual(['/tags?page=1', '/tags?page=2', '/tags?page=3']);
  });

  it('asks for no page that nobody wants', async () => {
    const { api, server } = await answering(page(1, true), page(2, true));
    const tags = api.list(QUESTION, async (octokit, number) => {
      const { data, headers } = await octokit.rest.repos.listTags({ ...api.repository, page: number });
      return { items: data, headers };
    });
    expect((await tags.next()).value).toMatchObject({ name: 'v1' });
    await tags.return(undefined);
    expect(server.requests).toHaveLength(1);
  });

  it.each([403, 404, 409, 500])('never ends early because of a %i', async (status) => {
    const { api } = await answering(page(1, true), ...Array(10).fill(saying(status, 'No')));
    await problemOf(list(api));
  });
});
