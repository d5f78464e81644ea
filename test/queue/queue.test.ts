import { startCluster, type Cluster } from '../../sandbox/queue/cluster';
let c: Cluster;
beforeAll(async () => {
	const t = Date.now();
	c = await startCluster(2);
	console.log('up in', Date.now() - t);
}, 300_000);
afterAll(async () => await c?.close());
it('is up', async () => {
	console.log(
		c.workers[0].log.slice(-1500),
		await c.postgres.query('select count(*) from pg_stat_activity'),
	);
});
