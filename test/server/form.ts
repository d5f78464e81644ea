import { getWorkflow, type SavedWorkflow } from '../../sandbox/n8n/workflows';
import type { Host } from './host';
import { until } from './until';

type Field = string | File;

/** A page of a waiting form: its URL, its HTML and its text. */
export interface FormPage {
	url: string;
	html: string;
	words: string;
}

/** The URL of a published form, once n8n serves it. */
export async function formOf(
	{ rest, server }: Pick<Host, 'rest' | 'server'>,
	{ id }: SavedWorkflow,
): Promise<string> {
	const { nodes } = await getWorkflow(rest, id);
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	const url = `${server.url}/form/${trigger?.webhookId}`;
	await until(
		async () => (await fetch(url)).status,
		(status) => status === 200,
	);
	return url;
}

/** Submits a page as a browser does. Returns the URL of the next page, if the response names one. */
export async function send(url: string, fields: Field[]): Promise<string> {
	const body = new FormData();
	fields.forEach((field, n) => body.append(`field-${n}`, field));
	const response = await fetch(url, { method: 'POST', body });
	const text = await response.text();
	if (!response.ok) throw new Error(`The form answered ${response.status}`);
	return /^\{.*"formWaitingUrl"/.test(text)
		? (JSON.parse(text) as { formWaitingUrl: string }).formWaitingUrl
		: url;
}

/** Submits a page and waits for the next one. */
export async function submit(url: string, fields: Field[]): Promise<FormPage> {
	const next = await send(url, fields);
	const status = new URL(next);
	status.pathname += '/n8n-execution-status';
	await until(
		async () => await (await fetch(status)).text(),
		(text) => text === 'form-waiting',
	);
	const html = await (await fetch(next)).text();
	return { url: next, html, words: wordsIn(html) };
}

const wordsIn = (html: string): string =>
	html
		.slice(html.indexOf('<body'))
		.replace(/<(script|style)\b.*?<\/\1>|<[^>]*>/gs, ' ')
		.replace(/\s+/g, ' ');

/** The file that a form's last page downloads, as text. */
export function downloadOf({ html }: FormPage): string {
	const [, encoded = ''] = /const binaries = "([^"]*)"/.exec(html) ?? [];
	const [file] = JSON.parse(decodeURIComponent(encoded)) as Array<{
		data: string | { data: number[] };
	}>;
	const { data } = file;
	return typeof data === 'string'
		? Buffer.from(data, 'latin1').toString()
		: Buffer.from(data.data).toString();
}
