import type { ContenderName } from './contenders';
import type { PanelSetup, Sample, WarmUp, Work } from './types';

/** The measurements of each entry of a job, one sample per round. */
export type Runs = Record<string, Sample[]>;

/** A figure with bounds to meet, or without bounds for information: one value per round, of which the median counts. */
export interface Target {
	/** The target in words. */
	text: string;
	unit: string;
	least?: number;
	most?: number;
	values: (runs: Runs) => number[];
}

/** Who does a job, and what differs from the job's settings. */
export interface Entry {
	contender: ContenderName;
	count?: number;
}

/** One row of the benchmark: the work, the contenders that do it in turn, and the targets. */
export interface Job {
	name: string;
	title: string;
	work: Work;
	/** Number of input items. */
	count: number;
	panel: PanelSetup;
	entries: Record<string, Entry>;
	warmUp: WarmUp;
	/** Runs in the same process. The sample is their median, or with `best` the one with the least CPU. */
	repeats: number;
	best?: boolean;
	rounds: number;
	/** Whether all runs take place at the same time, each with its own panel: for jobs that mostly wait. */
	sideBySide?: boolean;
	targets: Target[];
}

type Quantity = 'wall' | 'cpu' | 'memory' | 'requests' | 'bytes' | 'items' | 'writes';

const one =
	(of: Quantity, name = 'node', per = 1) =>
	(runs: Runs) =>
		runs[name].map((run) => run[of] / per);

const ratio = (of: Quantity, name: string, to: string) => (runs: Runs) =>
	runs[name].map((run, round) => run[of] / runs[to][round][of]);

const excess =
	(of: Quantity, name: string, over: string, per = 1) =>
	(runs: Runs) =>
		runs[name].map((run, round) => (run[of] - runs[over][round][of]) / per);

const exactly = (count: number, of: Quantity): Target => ({
	text: `${count} ${of === 'writes' ? 'writes of state' : of}`,
	unit: '',
	least: count,
	most: count,
	values: one(of),
});

const NODE = { node: { contender: 'node' } } as const;
const FLOOR = { floor: { contender: 'floor' } } as const;

export const JOBS: readonly Job[] = [
	{
		name: 'status',
		title: 'status of 10,000 orders, one ID per item, panel answering immediately',
		work: 'status',
		count: 10_000,
		panel: { orders: 10_000 },
		entries: {
			...NODE,
			'node, `{{ $json.id.trim() }}`': { contender: 'expressionNode' },
			'HTTP Request': { contender: 'httpRequest' },
			declarative: { contender: 'declarative' },
			...FLOOR,
		},
		warmUp: { runs: 2, items: 500 },
		repeats: 1,
		rounds: 3,
		targets: [
			exactly(100, 'requests'),
			exactly(10_000, 'items'),
			{
				text: '≥ 20 × faster than HTTP Request',
				unit: '×',
				least: 20,
				values: ratio('wall', 'HTTP Request', 'node'),
			},
			{
				text: '≤ 1/3 of the added memory of HTTP Request',
				unit: '×',
				most: 1 / 3,
				values: ratio('memory', 'node', 'HTTP Request'),
			},
		],
	},
	{
		name: 'status-50ms',
		title: 'the same, panel answering in 50 ms, 4 in flight',
		work: 'status',
		count: 10_000,
		panel: { orders: 10_000, delay: 50 },
		entries: { ...NODE, ...FLOOR },
		warmUp: { runs: 2, items: 500 },
		repeats: 1,
		rounds: 3,
		targets: [
			exactly(100, 'requests'),
			{
				text: "≤ 1.25 × the floor's wall time",
				unit: '×',
				most: 1.25,
				values: ratio('wall', 'node', 'floor'),
			},
		],
	},
	{
		name: 'status-100k',
		title: 'status of 100,000 orders',
		work: 'status',
		count: 100_000,
		panel: { orders: 100_000 },
		entries: { ...NODE, 'node, 10,000': { contender: 'node', count: 10_000 } },
		warmUp: { runs: 2, items: 500 },
		repeats: 1,
		rounds: 3,
		targets: [
			exactly(1_000, 'requests'),
			{
				text: '≤ 11 × the time of 10,000',
				unit: '×',
				most: 11,
				values: ratio('wall', 'node', 'node, 10,000'),
			},
			{
				text: '≤ 11 × the added memory of 10,000',
				unit: '×',
				most: 11,
				values: ratio('memory', 'node', 'node, 10,000'),
			},
		],
	},
	{
		name: 'create',
		title: '`order:create` of 1,000 rows, 50 ms, one at a time',
		work: 'create',
		count: 1_000,
		panel: { delay: 50 },
		entries: {
			...NODE,
			'node with 200 more parameters': { contender: 'wideNode' },
			...FLOOR,
		},
		warmUp: { runs: 2, items: 20 },
		repeats: 1,
		rounds: 3,
		sideBySide: true,
		targets: [
			exactly(1_000, 'requests'),
			{
				text: "≤ 1.1 × the floor's wall time",
				unit: '×',
				most: 1.1,
				values: ratio('wall', 'node', 'floor'),
			},
			{
				text: "CPU per order over the floor, n8n's HTTP helper with it",
				unit: 'ms',
				values: excess('cpu', 'node', 'floor', 1_000),
			},
			{
				text: 'the same with 200 more parameters',
				unit: 'ms',
				values: excess('cpu', 'node with 200 more parameters', 'floor', 1_000),
			},
		],
	},
	{
		name: 'own',
		title: '`order:create` of 2,000 rows without n8n, answers from memory',
		work: 'create',
		count: 2_000,
		panel: {},
		entries: {
			node: { contender: 'own' },
			'node with keys and limits': { contender: 'ownGuarded' },
			reader: { contender: 'reader' },
		},
		warmUp: { runs: 5 },
		repeats: 10,
		best: true,
		rounds: 3,
		targets: [
			exactly(0, 'requests'),
			exactly(2_000, 'items'),
			{
				text: '≤ 0.15 ms CPU per order over the reader',
				unit: 'ms',
				most: 0.15,
				values: excess('cpu', 'node', 'reader', 2_000),
			},
			{
				text: 'the same with keys and limits',
				unit: 'ms',
				most: 0.15,
				values: excess('cpu', 'node with keys and limits', 'reader', 2_000),
			},
			{
				text: 'reader: ≤ 0.2 ms CPU per answer',
				unit: 'ms',
				most: 0.2,
				values: one('cpu', 'reader', 2_000),
			},
		],
	},
	{
		name: 'catalogue',
		title: 'catalogue of 10,000 services to items',
		work: 'catalogue',
		count: 1,
		panel: { services: 10_000 },
		entries: {
			...NODE,
			'HTTP Request': { contender: 'httpRequest' },
			declarative: { contender: 'declarative' },
			...FLOOR,
		},
		warmUp: { runs: 3 },
		repeats: 5,
		rounds: 3,
		targets: [
			exactly(1, 'requests'),
			exactly(10_000, 'items'),
			{
				text: '≤ 1.3 × the floor doing the same conversions',
				unit: '×',
				most: 1.3,
				values: ratio('wall', 'node', 'floor'),
			},
		],
	},
	{
		name: 'search',
		title: 'one list search in a catalogue of 10,000 services',
		work: 'search',
		count: 1,
		panel: { services: 10_000 },
		entries: { ...NODE, ...FLOOR },
		warmUp: { runs: 3 },
		repeats: 5,
		rounds: 3,
		targets: [
			exactly(1, 'requests'),
			{
				text: '≤ 1.5 × the floor doing the same conversions',
				unit: '×',
				most: 1.5,
				values: ratio('wall', 'node', 'floor'),
			},
		],
	},
	{
		name: 'search-again',
		title: 'a list search after the first',
		work: 'searchAgain',
		count: 1,
		panel: { services: 10_000 },
		entries: { ...NODE, ...FLOOR },
		warmUp: { runs: 3 },
		repeats: 5,
		rounds: 3,
		targets: [
			exactly(0, 'requests'),
			{ text: '≤ 100 ms CPU', unit: 'ms', most: 100, values: one('cpu') },
		],
	},
	{
		name: 'poll-open',
		title: 'poll of 10,000 open orders, nothing changed',
		work: 'poll',
		count: 10_000,
		panel: { orders: 10_000 },
		entries: { ...NODE, ...FLOOR },
		warmUp: { runs: 5 },
		repeats: 10,
		rounds: 3,
		targets: [
			exactly(100, 'requests'),
			exactly(0, 'writes'),
			{
				text: '≤ 150 ms CPU over the floor',
				unit: 'ms',
				most: 150,
				values: excess('cpu', 'node', 'floor'),
			},
		],
	},
	{
		name: 'poll-finished',
		title: 'poll with 9,900 of 10,000 finished',
		work: 'poll',
		count: 10_000,
		panel: { orders: 10_000, openEvery: 100 },
		entries: { ...NODE, ...FLOOR },
		warmUp: { runs: 5 },
		repeats: 20,
		rounds: 3,
		targets: [
			exactly(1, 'requests'),
			exactly(0, 'writes'),
			{ text: '≤ 15 ms CPU', unit: 'ms', most: 15, values: one('cpu') },
		],
	},
];
