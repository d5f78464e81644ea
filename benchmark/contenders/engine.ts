import type { INodeParameters, INodeType } from 'n8n-workflow';

import { Engine, loadPackage, type EngineRun, type RunOptions } from '../../sandbox/engine';
import { ROOT } from '../../sandbox/n8n/folders';
import type { Output, PanelAddress } from '../types';

/** n8n's engine with the built package and additional nodes. */
export async function engineWith(
	panel: PanelAddress,
	nodes: Record<string, INodeType> = {},
): Promise<Engine> {
	const own = await loadPackage(ROOT);
	return await Engine.start({
		...own,
		nodes: { ...own.nodes, ...nodes },
		credentialData: { smmPanelApi: { ...panel } },
	});
}

/** A run of a node in a workflow. */
export const runOf =
	(engine: Engine, type: string, parameters: object, items: RunOptions['items']) =>
	async (): Promise<Output> =>
		outputOf(await engine.run({ type, parameters: parameters as INodeParameters, items }));

function outputOf({ error, items }: EngineRun): Output {
	if (error) throw error;
	return { items };
}
