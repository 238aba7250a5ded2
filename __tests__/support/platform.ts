import { it } from '@jest/globals';

export const WINDOWS = process.platform === 'win32';

/** `it`, for what Windows has not: signals that a process can answer, scripts as programs, absolute paths without a drive. */
export const onPosix: typeof it = WINDOWS ? (it.skip as typeof it) : it;

/** `it`, for names that other systems do not have: bytes that are no UTF-8, one letter in two forms, control characters. */
export const onLinux: typeof it = process.platform === 'linux' ? it : (it.skip as typeof it);
