import fc from 'fast-check';

import { inParallel } from '../../nodes/SmmPanel/transport/parallel';
import { FakeClock } from './helpers';

it('works through every job once, in order, lazily, never wider than allowed', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.nat(50), { maxLength: 40 }),
			fc.integer({ min: 1, max: 10 }),
			async (lengths, width) => {
				const clock = new FakeClock();
				const started: number[] = [];
				let finished = 0;
				let taken = 0;
				function* jobs() {
					for (const [index] of lengths.entries()) {
						taken++;
						yield index;
					}
				}
				let most = 0;
				const work = async (index: number) => {
					started.push(index);
					expect(taken).toBe(started.length);
					most = Math.max(most, started.length - finished);
					await clock.wait(lengths[index]);
					finished++;
				};
				await clock.run(inParallel(jobs(), width, work));
				expect(started).toEqual(lengths.map((_, index) => index));
				expect(finished).toBe(lengths.length);
				expect(most).toBe(Math.min(width, lengths.length));
			},
		),
		{ numRuns: 100 },
	);
});

it('starts the next job as soon as one is done', async () => {
	const clock = new FakeClock();
	const starts: number[] = [];
	const work = async (length: number) => {
		starts.push(clock.now());
		await clock.wait(length);
	};
	await clock.run(inParallel([10, 100, 10, 10, 10], 2, work));
	expect(starts).toEqual([0, 0, 10, 20, 30]);
});
