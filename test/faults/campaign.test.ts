import { campaign } from './run';

it('the fault campaign finds no order bought twice, lost or misreported, no limit broken, and no key locked', async () => {
	const { code, text } = await campaign('--runs', '200', '--seed', '7');
	expect(text).toMatch(
		/^runs 200, orders \d{3,}, unknown \d{2,}, doubles 0, overLimit 0, lost 0, locked 0, wrong 0$/m,
	);
	// Each family of faults occurred.
	for (const name of [
		'kill',
		'stop',
		'throw store',
		'trouble after',
		'id beside 429',
		'noise after',
	])
		expect(text).toMatch(new RegExp(`\\b${name} [1-9]`));
	expect(code).toBe(0);
}, 300_000);
