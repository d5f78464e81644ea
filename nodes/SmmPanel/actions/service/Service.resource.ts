import { defineResource } from '../resource';
import { get } from './get.operation';
import { getMany } from './getMany.operation';

export const service = defineResource('service', 'getMany', {
	get: {
		name: 'Get',
		action: 'Get service',
		description: 'Get a service with its rate, minimum and maximum',
		...get,
	},
	getMany: {
		name: 'Get Many',
		action: 'Get many services',
		description: 'Get the services that the panel sells, with their rates',
		...getMany,
	},
});
