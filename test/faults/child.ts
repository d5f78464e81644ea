/**
 * The process that is killed: orders rows with duplicate keys on a store that outlives it. Prints a line when
 * it begins, and what came out when it ends.
 */
import type { INodeParameters } from 'n8n-workflow';

import { ProcessedData, useProcessedData } from '../../sandbox/engine';
import { orderForm } from '../../sandbox/orderForm';
import { startEngine } from './world';

async function main([folder, url, apiKey, store, count]: string[]): Promise<void> {
	const engine = await startEngine(folder);
	await useProcessedData(new ProcessedData(store));
	process.stdout.write('ready\n');
	const { json } = await engine.run({
		type: 'n8n-nodes-smm-panel.smmPanel',
		parameters: {
			resource: 'order',
			operation: 'create',
			service: { __rl: true, mode: 'id', value: '3' },
			fields: orderForm({
				link: '={{ "https://example.com/complete/" + $json.row }}',
				quantity: 100,
			}),
			duplicateKey: '={{ "row " + $json.row }}',
		} as INodeParameters,
		items: Array.from({ length: Number(count) }, (_, row) => ({ row })),
		onError: 'continueRegularOutput',
		credentialData: { url, apiKey },
	});
	await engine.close();
	process.stdout.write(JSON.stringify(json));
}

void main(process.argv.slice(2));
