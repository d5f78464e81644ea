import type { IDataObject, INodeProperties, INodeType } from 'n8n-workflow';

import { loadPackage } from '../../sandbox/engine';
import { ROOT } from '../../sandbox/n8n/folders';
import { orderForm } from '../../sandbox/orderForm';
import type { Contender, PanelAddress } from '../types';
import { engineWith, runOf } from './engine';
import { FIRST_ORDER, idItems, orderItems, SEARCH } from './inputs';

const TYPE = 'n8n-nodes-smm-panel.smmPanel';
const TRIGGER = `${TYPE}Trigger`;

const STATUS = { resource: 'order', operation: 'getStatus' };
const CATALOGUE = { resource: 'service', operation: 'getMany', returnAll: true };
const CREATE = {
	resource: 'order',
	operation: 'create',
	service: { __rl: true, mode: 'id', value: '={{ $json.service }}' },
	fields: orderForm({ link: '={{ $json.link }}', quantity: '={{ $json.quantity }}' }),
};

/** This package's nodes. */
export const node: Contender = async (panel) => await worksOf(panel);

/** The same with an expression that is more than a field of the item, so that n8n must evaluate it. */
export const expressionNode: Contender = async (panel) =>
	await worksOf(panel, {}, '={{ $json.id.trim() }}');

/** The same with 200 more parameters in the form of 'Order: Create'. */
export const wideNode: Contender = async (panel) => {
	const { [TYPE]: type } = (await loadPackage(ROOT)).nodes;
	type.description.properties.push(...more(200));
	return await worksOf(panel, { [TYPE]: type });
};

const more = (count: number): INodeProperties[] =>
	Array.from({ length: count }, (_, n) => ({
		displayName: `More ${n}`,
		name: `more${n}`,
		type: 'string',
		default: '',
		displayOptions: { show: { resource: ['order'], operation: ['create'] } },
	}));

async function worksOf(
	panel: PanelAddress,
	nodes: Record<string, INodeType> = {},
	orderIds = '={{ $json.id }}',
): ReturnType<Contender> {
	const engine = await engineWith(panel, nodes);
	let searches = 0;
	const search = async (address: string) => {
		const credentialData = { ...panel, url: address };
		const options = { type: TYPE, method: 'searchServices', filter: SEARCH, credentialData };
		return { items: (await engine.listSearch(options)).results };
	};
	return {
		status: (count) => runOf(engine, TYPE, { ...STATUS, orderIds }, idItems(count)),
		create: (count) => runOf(engine, TYPE, CREATE, orderItems(count)),
		catalogue: () => runOf(engine, TYPE, CATALOGUE, [{}]),
		// The node caches a catalogue by its URL for a minute.
		search: () => async () => await search(`${panel.url}?search=${searches++}`),
		searchAgain: () => async () => await search(panel.url),
		poll: (count) => {
			const staticData: IDataObject = {};
			const parameters = {
				event: 'orderStatus',
				orderIds: `${FIRST_ORDER}-${FIRST_ORDER + count - 1}`,
				statuses: ['any'],
			};
			return async () => {
				let writes = 0;
				const onSave = () => writes++;
				const output = await engine.poll({ type: TRIGGER, parameters, staticData, onSave });
				return { items: output?.[0] ?? [], writes };
			};
		},
	};
}
