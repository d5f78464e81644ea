// Must be loaded before n8n-core, whose services are registered with it.
import 'reflect-metadata';

import * as n8nCore from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';
import { createRequire } from 'node:module';

import { recorder } from './log';

interface Injection {
	Container: { set(type: unknown, instance: unknown): void };
}

// n8n-core's own copies: the oldest supported one brings others than those next to our package.
const requireOfCore = createRequire(require.resolve('n8n-core'));
const { Container } = requireOfCore('@n8n/di') as Injection;
const { Logger } = requireOfCore('@n8n/backend-common') as { Logger: unknown };

// Before any service is made, since services keep the logger that they were made with.
Container.set(Logger, recorder);
LoggerProxy.init(recorder);

// Every context asks for the SSH tunnels, and the oldest core's keep the process alive.
const { SSHClientsManager } = requireOfCore('./execution-engine/ssh-clients-manager') as {
	SSHClientsManager: unknown;
};
Container.set(SSHClientsManager, {});

/** n8n-core, ready to use outside of a server. */
export const core = n8nCore;
