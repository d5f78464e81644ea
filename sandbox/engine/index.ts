export type { CredentialTestOptions, ListSearchOptions } from './editor';
export { Engine } from './engine';
export { SET_NODE } from './harnessNodes';
export type { LogEntry } from './log';
export { loadPackage } from './package';
export { TRIGGER_NAME, type PollOptions } from './poll';
export { stored } from './stored';
export type { Throw, ThrowPoint } from './throws';
export type {
	EngineOptions,
	EnginePackage,
	EngineRun,
	Lane,
	NodeBehind,
	RunOptions,
} from './types';
export { INPUT_NAME, NODE_NAME } from './workflow';
export { ProcessedData, useProcessedData } from './processedData';
