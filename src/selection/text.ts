import { isUtf8 } from 'node:buffer';

/** The text of a file, without a BOM; nothing when it is not UTF-8. */
export const decodeText = (content: Buffer): string | undefined =>
  isUtf8(content) ? content.toString('utf8').replace(/^\ufeff/, '') : undefined;
