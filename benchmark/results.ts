import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { ROOT, RUNTIME } from '../sandbox/n8n/folders';
import type { Runs, Target } from './jobs';
import { median, short, spread } from './stats';
import type { Sample } from './types';

/** The result of a job. */
export interface Result {
	title: string;
	/** Empty if the job does not run contenders. */
	runs: Runs;
	targets: Judged[];
}

/** A target with its measurements, one value per round. */
export type Judged = Pick<Target, 'text' | 'unit' | 'least' | 'most'> & { values: number[] };

/** Whether the median is within the bounds. For an exact figure, such as a count, every value must be. */
export function isMet({ least = -Infinity, most = Infinity, values }: Judged): boolean {
	const isWithin = (value: number) => value >= least && value <= most;
	return least === most ? values.every(isWithin) : isWithin(median(values));
}

/** The verdict; empty for a figure without bounds. */
const verdict = (target: Judged): '' | 'met' | 'missed' => {
	const isTarget = target.least !== undefined || target.most !== undefined;
	return isTarget ? (isMet(target) ? 'met' : 'missed') : '';
};

const COLUMNS: ReadonlyArray<[title: string, of: keyof Sample, unit: string]> = [
	['time', 'wall', 'ms'],
	['CPU', 'cpu', 'ms'],
	['added memory', 'memory', 'MB'],
	['requests', 'requests', ''],
	['bytes sent', 'bytes', ''],
	['items', 'items', ''],
	["panel's CPU", 'panelCpu', 'ms'],
];

/** The results as Markdown. */
export function page(results: readonly Result[], seconds: number): string {
	return [
		'# Results',
		'',
		'Written by `npm run bench`; [README.md](README.md) says what is measured and how.',
		'Each figure is the median of the rounds, with the least and the most.',
		'',
		...circumstances(seconds).map((line) => `- ${line}`),
		'',
		'## Targets',
		'',
		...table(
			['job', 'target', 'measured', ''],
			results.flatMap(({ title, targets }) =>
				targets.map((target, n) => [
					n === 0 ? title : '',
					target.text,
					spread(target.values, target.unit),
					verdict(target).replace('missed', '**missed**'),
				]),
			),
		),
		'',
		'## Figures',
		...results.filter(({ runs }) => Object.keys(runs).length > 0).flatMap(figures),
		'',
	].join('\n');
}

/** The results as printed in the terminal: only the targets. */
export const lines = (results: readonly Result[]): string[] =>
	results.flatMap(({ title, targets }) => [
		'',
		title,
		...targets.map((target) => {
			const { text, values, unit } = target;
			const said = verdict(target).replace('missed', 'MISSED').padEnd(6);
			return `  ${said}  ${text}: ${spread(values, unit)}`;
		}),
	]);

export async function write(results: readonly Result[], seconds: number): Promise<string> {
	const file = path.join(__dirname, 'RESULTS.md');
	await writeFile(file, page(results, seconds));
	return path.relative(ROOT, file);
}

const figures = ({ title, runs }: Result): string[] => [
	'',
	`### ${title.charAt(0).toUpperCase()}${title.slice(1)}`,
	'',
	`Rounds: ${Object.values(runs)[0].length}`,
	'',
	...table(
		['', ...COLUMNS.map(([name, , unit]) => [name, unit].filter(Boolean).join(', '))],
		Object.entries(runs).map(([name, samples]) => [
			name,
			...COLUMNS.map(([, key]) =>
				spread(
					samples.map((sample) => Number(sample[key])),
					'',
				),
			),
		]),
	),
];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: string[], rows: string[][]): string[] => [
	row(head),
	row(head.map(() => '---')),
	...rows.map(row),
];

/** Where and when this was measured, without names of hosts or folders. */
function circumstances(seconds: number): string[] {
	const cpus = os.cpus();
	const memory = Math.round(os.totalmem() / 2 ** 30);
	const [load] = os.loadavg();
	return [
		`${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, ${Math.round(seconds / 60)} minutes`,
		`${cpus.length} × ${cpus[0]?.model.trim()}, ${memory} GB, ${os.type()} ${os.machine()}; load at the end ${short(load)}`,
		`Node ${process.versions.node}, V8 ${process.versions.v8}`,
		`this package ${versionIn(ROOT)} at ${commit()}, n8n-core ${versionOf('n8n-core')}, n8n-workflow ${versionOf('n8n-workflow')}`,
		`HTTP Request of n8n-nodes-base ${versionOf('n8n-nodes-base', RUNTIME)}; the floor's HTTP client: undici ${versionOf('undici')}`,
	];
}

const versionOf = (name: string, folder = ROOT): string =>
	versionIn(path.join(folder, 'node_modules', name));

const versionIn = (folder: string): string =>
	(JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string })
		.version;

/** The commit of the sources; none for a package without its history. */
function commit(): string {
	try {
		const git = (...words: string[]) =>
			execFileSync('git', words, {
				cwd: ROOT,
				encoding: 'utf8',
				stdio: ['ignore', 'pipe', 'ignore'],
			});
		const changed = git('status', '--porcelain', '--', 'nodes', 'credentials', 'benchmark').trim();
		return git('rev-parse', '--short', 'HEAD').trim() + (changed ? ' with changes' : '');
	} catch {
		return 'an unknown commit';
	}
}
