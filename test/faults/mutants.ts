import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A rule broken on purpose: a text of the built package, and what stands in its place. */
export interface Mutant {
	rule: string;
	file: string;
	from: string;
	to: string;
}

export const MUTANTS: readonly Mutant[] = [
	{
		rule: 'what is unknown is remembered, and not sent again by a retry',
		file: 'transport/spending.js',
		from: 'else if (outcome.certain) {',
		to: 'else if (true) {',
	},
	{
		rule: 'what was placed comes back in a retry',
		file: 'transport/spending.js',
		from: 'const known = recall(memory, purchase.key);',
		to: 'const known = undefined;',
	},
	{
		rule: 'an order in flight when Stop is pressed leaves a line in the log',
		file: 'transport/spending.js',
		from: 'onUnknown(purchase, outcome);',
		to: '',
	},
	{
		rule: 'the orders of a run are summed up against its limit',
		file: 'panel/limits.js',
		from: 'total + charge > maxTotalCharge',
		to: 'charge > maxTotalCharge',
	},
	{
		rule: 'an order is not sent again after a lost connection',
		file: 'transport/ask.js',
		from: 'return failure.certain &&',
		to: 'return failure.passing ||',
	},
	{
		rule: 'after a reply that is no answer nothing is certain',
		file: 'panel/failure.js',
		from: 'const broken = { certain: false',
		to: 'const broken = { certain: true',
	},
	{
		rule: 'an error names the orders already placed',
		file: 'actions/order/create.operation.js',
		from: 'return output.finish(moneyIn(results));',
		to: 'return output.finish();',
	},
	{
		rule: 'a key that is under way is not placed',
		file: 'transport/duplicates.js',
		from: 'keys.flatMap((key) => [key, underWay(key)])',
		to: 'keys.flatMap((key) => [key])',
	},
	{
		rule: 'the store is used by one at a time',
		file: 'transport/duplicates.js',
		from: 'const mine = before.then(use, use);',
		to: 'const mine = use();',
	},
	{
		rule: 'a key of an unknown order is not released',
		file: 'actions/order/create.duplicates.js',
		from: '|| !outcome.certain;',
		to: ';',
	},
	{
		rule: 'a key is kept after its order was placed',
		file: 'transport/duplicates.js',
		from: 'this.toRemove.push(underWay(key));',
		to: 'this.toRemove.push(key, underWay(key));',
	},
	{
		rule: 'answers without ids are refused',
		file: 'panel/answers.js',
		from: 'nameless = true;',
		to: 'add(ids[parts.indexOf(part)], part);',
	},
	{
		rule: 'an id that is left out is reported',
		file: 'actions/batchOperation.js',
		from: 'if (answer instanceof failure_1.PanelFailure) {',
		to: "if (answer instanceof failure_1.PanelFailure && answer.kind === 'missing') continue;\nif (answer instanceof failure_1.PanelFailure) {",
	},
];

/**
 * Copies the built package with one rule broken into a folder of its own, and gives the folder.
 *
 * @throws Error when the text is not there exactly once: then the mutant has to follow the code.
 */
export function breakRule(root: string, { file, from, to }: Mutant, name: string): string {
	const folder = path.join(root, '.sandbox', 'mutants', name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
	cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
	const target = path.join(folder, 'dist/nodes/SmmPanel', file);
	const text = readFileSync(target, 'utf8');
	if (text.split(from).length !== 2)
		throw new Error(`${file} does not hold "${from}" exactly once`);
	writeFileSync(target, text.replace(from, to));
	return folder;
}
