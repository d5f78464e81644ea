import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A rule broken on purpose: a text of the built package, and its replacement. */
export interface Mutant {
	rule: string;
	file: string;
	from: string;
	to: string;
}

export const MUTANTS: readonly Mutant[] = [
	{
		rule: 'what is unknown is remembered, and not sent again by a retry',
		file: 'ordering/spend.js',
		from: 'else if (outcome.certain)',
		to: 'else if (true)',
	},
	{
		rule: 'what was placed comes back in a retry',
		file: 'ordering/prepare.js',
		from: 'run.orders.forEach((order) => recall(run, order));',
		to: ';',
	},
	{
		rule: 'an order in flight when Stop is pressed leaves a line in the log',
		file: 'ordering/spend.js',
		from: "(0, run_1.log)(run, 'warn', `an order may",
		to: 'void (`an order may',
	},
	{
		rule: 'a second order with the id of the first is in doubt',
		file: 'ordering/spend.js',
		from: 'const item = run.itemOfId.get(answer.order);',
		to: 'const item = undefined;',
	},
	{
		rule: 'the orders of a run are summed up against its limit',
		file: 'panel/limits.js',
		from: 'const sum = total.charge + charge;',
		to: 'const sum = charge;',
	},
	{
		rule: 'what earlier tries placed counts towards the limit of all',
		file: 'ordering/limits.js',
		from: 'isDryRun ? []',
		to: 'true ? []',
	},
	{
		rule: 'the dearer row of a service listed twice counts',
		file: 'ordering/limits.js',
		from: 'byId.get(fields.service) ?? []',
		to: '(byId.get(fields.service) ?? []).slice(0, 1)',
	},
	{
		rule: 'one item that asks for a dry run is enough',
		file: 'ordering/prepare.js',
		from: 'return flags.includes(true);',
		to: 'return flags.every(Boolean);',
	},
	{
		rule: 'an order is not sent again after a lost connection',
		file: 'transport/ask.js',
		from: 'return failure.certain &&',
		to: 'return failure.retryable ||',
	},
	{
		rule: 'after a reply that is no answer nothing is certain',
		file: 'panel/failure.js',
		from: 'const broken = rule({ certain: false',
		to: 'const broken = rule({ certain: true',
	},
	{
		rule: 'words that give no reason are doubt',
		file: 'panel/reply.js',
		from: "(kind === 'refused' && !(0, meaning_1.saysReason)(words))",
		to: 'false',
	},
	{
		rule: 'a rate limit counts only where nothing else is said',
		file: 'panel/meaning.js',
		from: "const isMixed = reason === 'rateLimit' &&",
		to: 'const isMixed = false &&',
	},
	{
		rule: 'an error names the orders already placed',
		file: 'actions/order/create.operation.js',
		from: 'return output.finish(all, paid);',
		to: 'return output.finish();',
	},
	{
		rule: 'a key that is under way is not placed',
		file: 'ordering/keys.js',
		from: 'keys.flatMap((key) => [key, underWay(key)])',
		to: 'keys.flatMap((key) => [key])',
	},
	{
		rule: 'the store is used by one at a time',
		file: 'ordering/keys.js',
		from: 'const mine = this.shared.last.then(async () => await work(this.store));',
		to: 'const mine = work(this.store);',
	},
	{
		rule: 'a key of an unknown order is not released',
		file: 'ordering/keys.js',
		from: '|| (0, run_1.isInDoubt)(order);',
		to: ';',
	},
	{
		rule: 'a key is kept after its order was placed',
		file: 'ordering/keys.js',
		from: 'this.shared.toRemove.push(underWay(key));',
		to: 'this.shared.toRemove.push(key, underWay(key));',
	},
	{
		rule: 'a key of what was not sent is given back',
		file: 'ordering/keys.js',
		from: 'if (!isSent)',
		to: 'if (false)',
	},
	{
		rule: 'whatever is thrown, the run is settled',
		file: 'ordering/placeOrders.js',
		from: 'await (0, keys_1.settle)(run);',
		to: 'if (!run.ended) await (0, keys_1.settle)(run);',
	},
	{
		rule: 'keys push no others out of the store',
		file: 'ordering/keys.js',
		from: 'ROOM);',
		to: 'exports.MOST_KEYS);',
	},
	{
		rule: 'one key stands for one order',
		file: 'ordering/keys.js',
		from: 'order.request !== first.request',
		to: 'false',
	},
	{
		rule: "a fixed text with '{{' is no key",
		file: 'ordering/prepare.js',
		from: "stored.includes('{{')",
		to: 'false',
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
 * Copies the built package into a separate folder with one rule broken, and returns the folder.
 *
 * @throws Error if the text does not occur exactly once; then the mutant must be updated.
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
