// Before anything else is loaded: a signal must never end the process without outputs and report.
const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort());
// Failure until the report is written: whatever ends the process early must not look like success.
process.exitCode = 1;

// What goes wrong outside of everything that tells of it. Node would print the message, and nobody has looked for secrets in that.
process.on('uncaughtException', ({ name, message, stack = '' }) => {
  const where = stack.replace(message, '').split('\n').slice(1);
  process.stdout.write(
    `::error::The action failed where it should not (${name}), and its message is not shown. Report this at https://github.com/ocamba/hood-resync/issues.\n${where.join('\n')}\n`,
    () => process.exit(),
  );
});

const { run } = await import('./run.ts');
if (await run(process.env, cancel.signal)) process.exitCode = 0;
// The log is written to the end, then nothing is left to do: an open connection or a slow git must not keep the job waiting.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit();
