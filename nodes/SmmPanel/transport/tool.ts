import type { INode } from 'n8n-workflow';

/** Whether a node is the variant that n8n makes for AI agents: a model calls it, and reads what comes back. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');
