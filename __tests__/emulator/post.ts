import { RESYNC_PATH } from '../../emulator/server.ts';

/** The token that requests carry unless a test says otherwise. */
export const TOKEN = 'hood-token-0123456789';

export interface Post {
  readonly token?: string;
  /** JSON is made of it unless it is a string. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

/** A resync as a client sends it; redirects are not followed. */
export function post(url: string, given: Post = {}): Promise<Response> {
  const {
    token = TOKEN,
    body = { resync: { integration: ['1628'] } },
    contentType = 'application/json',
    signal,
  } = given;
  return fetch(`${url}${RESYNC_PATH}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': contentType, ...(token !== '' && { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: signal ?? null,
  });
}
