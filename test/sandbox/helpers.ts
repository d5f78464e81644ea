import { type Panel, type PanelOptions, startPanel } from '../../sandbox/panel';

export const LINK = 'https://example.com/complete';
export const HOUR = 3_600_000;

export interface Answer {
	status: number;
	contentType: string;
	text: string;
	/** The parsed text; `undefined` if it is not JSON. */
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test names the shape that it expects
	json: any;
}

export type Call = (action: string, fields?: Record<string, string>) => Promise<Answer>;

export interface Bench {
	panel: Panel;
	/** A form-encoded call with the panel's key, unless `fields` has another. */
	call: Call;
	/** Places an order of service 1 for 100 and returns its id as text. */
	place: (fields?: Record<string, string>) => Promise<string>;
}

const open = new Set<Panel>();
afterEach(async () => {
	await Promise.all([...open].map((panel) => panel.close()));
	open.clear();
});

/** A new panel, closed after the test. */
export async function bench(options?: PanelOptions): Promise<Bench> {
	const panel = await startPanel(options);
	open.add(panel);
	const call: Call = async (action, fields = {}) => {
		const body = new URLSearchParams({ key: panel.apiKey, action, ...fields });
		return read(await fetch(panel.url, { method: 'POST', body, redirect: 'manual' }));
	};
	const place: Bench['place'] = async (fields = {}) => {
		const add = await call('add', { service: '1', link: LINK, quantity: '100', ...fields });
		// The id is read from the text, because a parse changes big ids.
		const id = /"order":"?([^",}]+)/.exec(add.text)?.[1];
		if (id === undefined) throw new Error(`No order in ${add.text}`);
		return id;
	};
	return { panel, call, place };
}

export async function read(response: Response): Promise<Answer> {
	const text = await response.text();
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		json = undefined;
	}
	const contentType = response.headers.get('content-type') ?? '';
	return { status: response.status, contentType, text, json };
}

/** Decimal text to units of 1/100000, independently of the panel's own code. */
export function units(text: string): bigint {
	const [whole, fraction = ''] = text.split('.');
	return BigInt(whole + fraction.padEnd(5, '0'));
}
