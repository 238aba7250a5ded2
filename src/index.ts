import { run } from './run.ts';

// Failure until the report is written: whatever ends the process early must not look like success.
process.exitCode = 1;
if (await run(process.env)) process.exitCode = 0;
// The log is written to the end, then nothing is left to do: an open connection or a slow git must not keep the job waiting.
await new Promise((resolve) => process.stdout.write('', resolve));
process.exit();
