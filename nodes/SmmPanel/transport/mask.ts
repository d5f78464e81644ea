/** What stands in place of an API key. */
const MASK = '***';

/** Shorter keys would blot out ordinary text, and no panel gives one. */
const SHORTEST = 4;

/**
 * A function that takes the API key out of text, in each of the forms in which a panel can echo it: as it is,
 * in a form body, in an address, in JSON and in HTML.
 */
export function maskOf(apiKey: string): (text: string) => string {
	const key = apiKey.trim();
	if (key.length < SHORTEST) return (text) => text;
	const json = JSON.stringify(key).slice(1, -1);
	const html = key.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	const forms = [
		apiKey,
		key,
		json,
		json.replace(/\//g, '\\/'),
		html.replace(/"/g, '&quot;'),
		html.replace(/"/g, '&#34;').replace(/'/g, '&#39;'),
		encodeURIComponent(key),
		new URLSearchParams({ key }).toString().slice('key='.length),
	];
	const distinct = [...new Set(forms)].sort((a, b) => b.length - a.length);
	return (text) => distinct.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}
