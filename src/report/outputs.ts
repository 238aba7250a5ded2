import type { Problem } from '../failure.ts';
import { RESOURCE_TYPES, type ResourceType } from '../selection/selection.ts';
import { isUnaccepted, type Report, type Status } from './report.ts';

/** An output's array beyond this many bytes is left empty (the contract's chapter "Outputs"): 256 KiB. */
export const MAX_ARRAY_BYTES = 256 * 1024;

/** The names of the outputs, in the order of `action.yml`. */
export const OUTPUT_NAMES = [
  'result',
  'integration',
  'conversion',
  'failed-integration',
  'failed-conversion',
  'synced-count',
  'failed-count',
  'skipped-count',
  'request-count',
  'base',
  'head',
  'report',
] as const;
export type OutputName = (typeof OUTPUT_NAMES)[number];

/**
 * The outputs of the step: all of them, whatever happened.
 *
 * @param reportPath where the JSON report lies; empty when it could not be written
 * @returns the values, and a warning for each array that does not fit
 */
export function outputsOf(
  report: Report,
  reportPath: string,
): { readonly values: Readonly<Record<OutputName, string>>; readonly warnings: readonly Problem[] } {
  const warnings: Problem[] = [];
  const ids = (name: OutputName, type: ResourceType, chosen: (status: Status) => boolean): string => {
    const array = JSON.stringify(
      report.objects.filter((object) => object.type === type && chosen(object.status)).map(({ id }) => id),
    );
    // Ids are decimal digits, so a character is a byte.
    if (array.length <= MAX_ARRAY_BYTES) return array;
    // Empty rather than `[]`, which would say that there is none.
    warnings.push({
      topic: 'output-too-large',
      message: `The output \`${name}\` is left empty: with ${array.length} bytes it is larger than the ${MAX_ARRAY_BYTES} that an output may have. The file that the output \`report\` names holds all ids.`,
    });
    return '';
  };
  const count = (chosen: (status: Status) => boolean): string =>
    String(report.objects.filter(({ status }) => chosen(status)).length);

  const [integration, conversion] = RESOURCE_TYPES;
  return {
    values: {
      result: report.result,
      integration: ids('integration', integration, isSynced),
      conversion: ids('conversion', conversion, isSynced),
      'failed-integration': ids('failed-integration', integration, isUnaccepted),
      'failed-conversion': ids('failed-conversion', conversion, isUnaccepted),
      'synced-count': count((status) => status === 'synced'),
      'failed-count': count(isUnaccepted),
      'skipped-count': count((status) => status === 'skipped'),
      'request-count': String(report.requests.total),
      base: report.base?.sha ?? '',
      head: report.head?.sha ?? '',
      report: reportPath,
    },
    warnings,
  };
}

/** Accepted, or in a dry run: would be sent. */
const isSynced = (status: Status): boolean => status === 'synced' || status === 'planned';
