import { bench, HOUR } from './helpers';

const MINUTE = 60_000;

test('an order moves with the clock and its remains shrink', async () => {
	const { panel, place } = await bench();
	const id = await place({ quantity: '1000' });
	const seen = [];
	for (let minute = 0; minute <= 60; minute += 5) {
		const order = panel.orders.get(id);
		seen.push([order?.status, order?.remains, order?.startCount !== null]);
		panel.advance(5 * MINUTE);
	}
	expect(seen.map(([status]) => status)).toEqual([
		'Pending',
		'Processing',
		...Array(10).fill('In progress'),
		'Completed',
	]);
	const remains = seen.map(([, left]) => Number(left));
	expect(remains).toEqual([...remains].sort((a, b) => b - a));
	expect([remains[0], remains.at(-1)]).toEqual([1000, 0]);
	expect(seen.map(([, , started]) => started)).toEqual([false, false, ...Array(11).fill(true)]);
});

test('the link determines the end, and money follows', async () => {
	const { panel, place } = await bench();
	const partial = await place({ link: 'https://example.com/partial', quantity: '1000' });
	const canceled = await place({ link: 'https://example.com/cancel', quantity: '1000' });
	panel.advance(HOUR);
	expect(panel.orders.get(partial)).toMatchObject({ status: 'Partial', remains: 250 });
	expect(panel.orders.get(partial)?.refunded).toBe('0.225');
	expect(panel.orders.get(canceled)).toMatchObject({ status: 'Canceled', refunded: '0.90' });
	expect([panel.balance(), panel.spent()]).toEqual(['999.325', '0.675']);
});

test('a forced status is verbatim and stays; money follows', async () => {
	const { panel, call, place } = await bench();
	const id = await place();
	panel.setStatus(id, 'Awaiting', { remains: 7, startCount: 3 });
	panel.advance(HOUR);
	expect((await call('status', { order: id })).json).toMatchObject({
		status: 'Awaiting',
		remains: '7',
		start_count: '3',
	});
	panel.setStatus(id, 'Refunded');
	expect([panel.spent(), panel.balance()]).toEqual(['0.00', '1000.00']);
	expect(() => panel.setStatus('1', 'Completed')).toThrow('No order 1');
});

test('a forced order can still be canceled, and a forced refill stays', async () => {
	const { panel, call, place } = await bench();
	const id = await place();
	panel.setStatus(id, 'In progress');
	await call('cancel', { orders: id });
	expect(panel.orders.get(id)).toMatchObject({ status: 'Canceled', refunded: '0.09' });
	expect(panel.balance()).toBe('1000.00');
	const other = await place();
	panel.setStatus(other, 'Completed');
	await call('refill', { order: other });
	panel.setRefillStatus('1', 'Error');
	panel.advance(HOUR);
	expect(panel.refills.get('1')?.status).toBe('Error');
});

test('a real clock moves on its own, at the given speed', async () => {
	// At this speed an order lasts a few real microseconds, less than its own reply takes.
	const { panel, place } = await bench({ clock: 'real', speed: 1e9 });
	const id = await place();
	const order = panel.orders.get(id);
	expect(order?.status).toBe('Completed');
});
