import type { Contender } from '../types';
import { declarative } from './declarative';
import { floor } from './floor';
import { httpRequest } from './httpRequest';
import { expressionNode, node, wideNode } from './node';
import { own, ownGuarded, reader } from './own';

/** All contenders. */
export const contenders = {
	node,
	expressionNode,
	wideNode,
	own,
	ownGuarded,
	reader,
	httpRequest,
	declarative,
	floor,
} satisfies Record<string, Contender>;

export type ContenderName = keyof typeof contenders;
