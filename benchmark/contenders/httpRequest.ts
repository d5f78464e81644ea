import type { INodeType, VersionedNodeType } from 'n8n-workflow';
import { createRequire } from 'node:module';
import path from 'node:path';

import { RUNTIME } from '../../sandbox/n8n/folders';
import type { Contender } from '../types';
import { engineWith, runOf } from './engine';
import { idItems } from './inputs';

const TYPE = 'n8n-nodes-base.httpRequest';

/** n8n's own HTTP Request node, set up for the same calls: one request per item. */
export const httpRequest: Contender = async (panel) => {
	const requireOfN8n = createRequire(path.join(RUNTIME, 'package.json'));
	const { HttpRequest } = requireOfN8n(
		'n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js',
	) as {
		HttpRequest: new () => VersionedNodeType;
	};
	const engine = await engineWith(panel, { [TYPE]: new HttpRequest().getNodeType() as INodeType });
	const parametersOf = (fields: Record<string, string>) => ({
		method: 'POST',
		url: panel.url,
		sendBody: true,
		contentType: 'form-urlencoded',
		bodyParameters: {
			parameters: Object.entries({ key: panel.apiKey, ...fields }).map(([name, value]) => ({
				name,
				value,
			})),
		},
	});
	const status = parametersOf({ action: 'status', order: '={{ $json.id }}' });
	const services = parametersOf({ action: 'services' });
	return {
		status: (count) => runOf(engine, TYPE, status, idItems(count)),
		catalogue: () => runOf(engine, TYPE, services, [{}]),
	};
};
