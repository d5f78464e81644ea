/** The process to kill: orders rows with duplicate keys on a store that outlives it. Prints a line when it starts. */
import { ProcessedData, useProcessedData } from '../../sandbox/engine';
import { startEngine } from './world';

async function main([folder, store, options]: string[]): Promise<void> {
	const engine = await startEngine(folder);
	await useProcessedData(new ProcessedData(store));
	process.stdout.write('ready\n');
	await engine.run(JSON.parse(options));
	await engine.close();
}

void main(process.argv.slice(2));
