import { it } from '@jest/globals';

export const WINDOWS = process.platform === 'win32';

/** `it`, for what Windows has not: signals that a process can answer, scripts as programs, absolute paths without a drive. */
export const onPosix: typeof it = WINDOWS ? (it.skip as typeof it) : it;
