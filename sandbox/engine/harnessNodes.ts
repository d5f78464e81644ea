import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

/** Feeds the items of a run into the workflow. */
export const INPUT_NODE = 'harness.input';

/** Evaluates the expression in its parameter `value` for each item, and returns `{ value: … }`. */
export const SET_NODE = 'harness.set';

const input: INodeType = {
	description: {
		displayName: 'Input',
		name: 'input',
		group: ['trigger'],
		version: 1,
		description: 'Emits the items that it is started with',
		defaults: { name: 'Input' },
		inputs: [],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	},
};

const set: INodeType = {
	description: {
		displayName: 'Set',
		name: 'set',
		group: ['transform'],
		version: 1,
		description: 'Evaluates one expression for each item',
		defaults: { name: 'Set' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	},
	async execute(this: IExecuteFunctions) {
		const evaluate = (item: number) => this.getNodeParameter('value', item) as string;
		return [
			this.getInputData().map((_, item) => ({
				json: { value: evaluate(item) },
				pairedItem: { item },
			})),
		];
	},
};

/** The node types that every engine has in addition to the package's. */
export const harnessNodes: Record<string, INodeType> = { [INPUT_NODE]: input, [SET_NODE]: set };
