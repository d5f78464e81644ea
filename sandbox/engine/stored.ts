import { jsonStringify, type IRunExecutionData } from 'n8n-workflow';

/**
 * What n8n would write to its database for an execution, as JSON text: errors as their own fields
 * say, nothing but data. Look here for a key that must not have been stored.
 */
export function stored(data: IRunExecutionData): string {
	return jsonStringify(data, { replaceCircularRefs: true });
}

/** The data of an execution as n8n reads it back. */
export function readBack(data: IRunExecutionData): IRunExecutionData {
	return JSON.parse(stored(data)) as IRunExecutionData;
}
