/** The emulator as a command: `npm run emulator -- --help`. */
import { readCommandLine } from './command-line.ts';
import { type EmulatorOptions, RESYNC_PATH, type RecordedRequest, startEmulator } from './server.ts';

const read = readCommandLine(process.argv.slice(2));
if ('help' in read) {
  console.log(read.help);
} else if ('problems' in read) {
  console.error([...read.problems, 'Run "npm run emulator -- --help" to see what it takes.'].join('\n'));
  process.exitCode = 2;
} else {
  await run(read.options);
}

async function run(options: Partial<EmulatorOptions>): Promise<void> {
  const emulator = await startEmulator({ ...options, onEnd: (request) => console.log(lineOf(request)) }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
      const why = error.code === 'EACCES' ? 'needs more rights' : 'is in use';
      console.error(`Port ${options.port} ${why}. Choose another with --port; 0 takes any that is free.`);
      process.exitCode = 1;
    },
  );
  if (emulator === undefined) return;

  console.log(greeting(emulator.url, options.tokens?.length === 0));
  const stop = async () => {
    await emulator.close();
    console.log(`Stopped. ${count(emulator.requests.length, 'request')} came in.`);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function greeting(url: string, anyToken: boolean): string {
  // A token given on the command line is never printed.
  const [curlToken, workflowToken] = anyToken
    ? ['any-token-will-do', 'any-token-will-do']
    : ['$HOOD_TOKEN', '${' + '{ secrets.HOOD_TOKEN }}'];
  return `The Hood API, emulated: ${url}

Try it from a shell:

  curl -i ${url}${RESYNC_PATH} \\
    -H "Authorization: Bearer ${curlToken}" \\
    -H "Content-Type: application/json" \\
    -d '{"resync": {"integration": ["1628"], "conversion": ["1000192"]}}'

Or in a step of a workflow that runs on this machine (with act, or on a self-hosted runner):

  - uses: ./
    with:
      token: ${workflowToken}
      integration: 1628
      conversion: 1000192
      api-url: ${url}

Ctrl-C ends it. Requests:
`;
}

/** One request in one line; nothing of it that could hold a token. */
function lineOf(request: RecordedRequest): string {
  const time = new Date(request.arrivedAtMs).toISOString().slice(11, 23);
  const path = request.url.split('?', 1)[0] ?? '';
  const what =
    request.method === 'POST' && path === RESYNC_PATH
      ? ['integration', 'conversion'].map((type) => count(countOf(type, request.ids), type)).join(', ')
      : `${request.method} ${path.replaceAll(/[^/]{21,}|[^!-~]/g, '…')}`;
  return `${time}  #${request.number}  ${request.account}  ${what}  →  ${request.status || 'no answer'}  ${request.note}`;
}

const countOf = (type: string, keys: readonly string[]): number =>
  keys.filter((key) => key.startsWith(`${type}/`)).length;

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
