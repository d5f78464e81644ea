import { calls } from '../panel/calls';
import { refillRow } from '../panel/rows';
import { IDS } from './refillStatus.parameters';
import { statusWatch } from './statusWatch';

/** A watched refill changed status. */
export const refillStatus = statusWatch({
	event: 'refillStatus',
	call: calls.refillStatus,
	row: refillRow,
	fields: [],
	ids: IDS,
});
