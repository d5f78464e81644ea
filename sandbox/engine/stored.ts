import { jsonStringify, type IRunExecutionData } from 'n8n-workflow';

/**
 * What n8n would write to its database for an execution, as JSON text: data only, errors by their own
 * fields. Tests search it for keys that must not be stored.
 */
export function stored(data: IRunExecutionData): string {
	return jsonStringify(data, { replaceCircularRefs: true });
}

/** The data of an execution as n8n parses it from its database. */
export function readBack(data: IRunExecutionData): IRunExecutionData {
	return JSON.parse(stored(data)) as IRunExecutionData;
}
