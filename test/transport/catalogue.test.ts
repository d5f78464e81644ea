import { searchServices } from '../../nodes/SmmPanel/actions/service/search';
import { PanelFailure } from '../../nodes/SmmPanel/panel/failure';
import { clock } from '../../nodes/SmmPanel/transport/clock';
import { catalogueOf, type Job } from '../../nodes/SmmPanel/transport/job';
import { editorOf } from './helpers';

/** A job of a node. The panel sells one service at this rate. */
function jobOf(
	execution: object,
	{ credential = '1', node = 'a', run = 0, rate = '1' as string | null } = {},
) {
	const job = { asked: 0, rate };
	const read = async (_: object, readReply: (reply: object) => unknown) => {
		job.asked += 1;
		return job.rate === null
			? new PanelFailure('timeout', { message: 'no answer' })
			: readReply({ status: 200, text: JSON.stringify([{ service: 1, rate: job.rate }]) });
	};
	return Object.assign(job, {
		node: { id: node, credentials: { smmPanelApi: { id: credential } } },
		runIndex: run,
		context: { getExecuteData: () => execution },
		read,
	});
}

const rateOf = async (job: object) => {
	const catalogue = await catalogueOf(job as Job);
	return catalogue instanceof PanelFailure ? catalogue.kind : catalogue[0].row.rate;
};

it('is requested once for all items of a run, concurrently or later', async () => {
	const execution = {};
	const jobs = [jobOf(execution), jobOf(execution), jobOf(execution)];
	expect(await Promise.all(jobs.slice(0, 2).map(rateOf))).toEqual([1, 1]);
	expect(await rateOf(jobs[2])).toBe(1);
	expect(jobs.map(({ asked }) => asked)).toEqual([1, 0, 0]);
});

it.each([
	['credential', { credential: '2' }],
	['node', { node: 'b' }],
	['run', { run: 1 }],
])('is another one for another %s of the same execution', async (_, other) => {
	const execution = {};
	expect(await rateOf(jobOf(execution, { rate: '1' }))).toBe(1);
	expect(await rateOf(jobOf(execution, { rate: '2', ...other }))).toBe(2);
});

it('is requested again for another execution', async () => {
	expect(await rateOf(jobOf({}, { rate: '1' }))).toBe(1);
	expect(await rateOf(jobOf({}, { rate: '2' }))).toBe(2);
});

it('is requested again after a failure', async () => {
	const execution = {};
	expect(await rateOf(jobOf(execution, { rate: null }))).toBe('timeout');
	expect(await rateOf(jobOf(execution, { rate: '2' }))).toBe(2);
});

it('of the list search is kept for a minute', async () => {
	let now = 0;
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	const { context, send } = editorOf('minute', '[{"service":1}]');
	for (const [at, requests] of [
		[0, 1],
		[59_999, 1],
		[60_000, 2],
	]) {
		now = at;
		expect((await searchServices.call(context)).results).toHaveLength(1);
		expect(send).toHaveBeenCalledTimes(requests);
	}
	jest.restoreAllMocks();
});
