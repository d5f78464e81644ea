// Must load before n8n-core, which registers its services with it.
import 'reflect-metadata';

import * as n8nCore from 'n8n-core';
import { LoggerProxy } from 'n8n-workflow';
import { createRequire } from 'node:module';

import { recorder } from './log';

interface Injection {
	Container: { set(type: unknown, instance: unknown): void };
}

// Resolve from n8n-core: the oldest supported one has other versions of these than this package.
const requireOfCore = createRequire(require.resolve('n8n-core'));
const { Container } = requireOfCore('@n8n/di') as Injection;
const { Logger } = requireOfCore('@n8n/backend-common') as { Logger: unknown };

// Before any service is created, because a service keeps the logger that it was created with.
Container.set(Logger, recorder);
LoggerProxy.init(recorder);

// Every context requests the SSH client manager, and in the oldest core it keeps the process alive.
const { SSHClientsManager } = requireOfCore('./execution-engine/ssh-clients-manager') as {
	SSHClientsManager: unknown;
};
Container.set(SSHClientsManager, {});

/** n8n-core, ready to use without a server. */
export const core = n8nCore;
